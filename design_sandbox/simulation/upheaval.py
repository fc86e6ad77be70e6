"""What happens to stations while a plan runs: outages, lost zones, emptied copies, slow calls, and instances that follow the load."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from design_sandbox.simulation.plan import CacheEmptied, Outage, Slowdown, ZoneOutage
from design_sandbox.simulation.servers import Fleet, Lane

if TYPE_CHECKING:
    from design_sandbox.simulation.careful import Careful

Loss = tuple[Fleet, int, bool]
"""A station, how many instances it loses, and whether calls wait for them rather than fail."""


class Upheaval:
    """Changes of a running simulation, in its own clock."""

    def __init__(self, run: Careful) -> None:
        self.run = run
        self.instances_go = False
        """Whether calls can lose the instance that works on them, so that who is worked on must be known."""
        self._emptied: dict[int, tuple[float, float]] = {}
        fleets = {fleet.station.name: fleet for fleet in run.fleets}
        for happening in run.plan.happenings:
            match happening:
                case Outage():
                    fleet = fleets[happening.station]
                    lost = fleet.station.instances if happening.instances is None else happening.instances
                    self._lose_later(happening, (fleet, lost, happening.hangs))
                case ZoneOutage():
                    for fleet in run.fleets:
                        lost = dict(fleet.station.zones).get(happening.zone, 0)
                        if lost:
                            self._lose_later(happening, (fleet, lost, False))
                case CacheEmptied():
                    run.push(happening.at_s, self.empty, (fleets[happening.station].index, happening.warm_s))
                case Slowdown():
                    fleet = fleets[happening.station]
                    run.push(happening.start_s, self.slow, (fleet, happening.factor))
                    run.push(happening.end_s, self.slow, (fleet, 1.0))
                case _:
                    pass  # bursts change when requests start
        for fleet in run.fleets:
            if fleet.station.autoscaling is not None:
                run.push(fleet.station.autoscaling.every_s, self.decide, fleet)

    def _lose_later(self, happening: Outage | ZoneOutage, loss: Loss) -> None:
        self.instances_go = self.instances_go or not loss[2]
        self.run.push(happening.start_s, self.lose, loss)
        self.run.push(happening.end_s, self.restore, loss)

    # Copies -------------------------------------------------------------------------------------------------------

    def empty(self, what: tuple[int, float]) -> None:
        """A copy loses everything."""
        self._emptied[what[0]] = (self.run.now, what[1])

    def warmth(self, station: int, now: float) -> float:
        """What share of its usual hits a copy has now."""
        if station not in self._emptied:
            return 1.0
        at, warm_s = self._emptied[station]
        return -math.expm1((at - now) / warm_s)

    # Speed --------------------------------------------------------------------------------------------------------

    def slow(self, what: tuple[Fleet, float]) -> None:
        """From now on calls take so many times as long as usual."""
        fleet, factor = what
        for lane in fleet.lanes:
            lane.draw = lane.usual if factor == 1 else map(factor.__mul__, lane.usual)

    # Instances ----------------------------------------------------------------------------------------------------

    def lose(self, loss: Loss) -> None:
        """Instances go. What they worked on fails, or (hanging) is finished while nothing new starts."""
        fleet, amount, hangs = loss
        before = fleet.up
        fleet.lost += amount
        gone = 1 - fleet.up / before if before else 0.0
        fleet.resize(self.run.now)
        if hangs:
            return
        fleet.refusing = fleet.up == 0
        for lane in fleet.lanes:
            self._fail_in(lane, gone)
        for lane in fleet.lanes:
            while lane.queue and lane.free > 0:
                self.run.next_in(lane)

    def _fail_in(self, lane: Lane, gone: float) -> None:
        """The share of calls that the lost instances worked on fails, the newest first; and who waits for none left."""
        working = list(lane.working)
        for attempt in reversed(working[len(working) - round(len(working) * gone) :]):
            del lane.working[attempt]
            lane.free += 1
            lane.busy_s += self.run.now
            attempt.lost = True
            self.run.fail(attempt, "outage")
        if gone >= 1:
            lane.waiting_s += len(lane.queue) * self.run.now
            waiting = list(lane.queue)
            lane.queue.clear()
            for attempt in waiting:
                self.run.fail(attempt, "outage")

    def restore(self, loss: Loss) -> None:
        """Instances are back."""
        fleet, amount, _ = loss
        fleet.lost -= amount
        fleet.refusing = fleet.refusing and fleet.up == 0
        self._fill(fleet)

    def _fill(self, fleet: Fleet) -> None:
        """Start who waits in the slots that have come."""
        for lane in fleet.resize(self.run.now):
            while lane.queue and lane.free > 0:
                self.run.next_in(lane)

    # Scaling ------------------------------------------------------------------------------------------------------

    def decide(self, fleet: Fleet) -> None:
        """Compare the utilisation since the last decision with the one aimed at; order instances, or let some go."""
        scaling = fleet.station.autoscaling
        assert scaling is not None
        self.run.push(self.run.now + scaling.every_s, self.decide, fleet)
        busy, _, offered, _, _ = fleet.sums(self.run.now)
        used, given = busy - fleet.measured[0], offered - fleet.measured[1]
        fleet.measured = (busy, offered)
        if given <= 0:
            return
        wish = math.ceil(fleet.instances * used / given / scaling.target - 1e-9)
        fleet.wishes.append(min(max(wish, scaling.least), scaling.most))
        more = fleet.wishes[-1] - fleet.instances - fleet.coming
        if more > 0:
            fleet.coming += more
            self.run.push(self.run.now + scaling.lag_s, self.add, (fleet, more))
        elif not fleet.coming and len(fleet.wishes) == fleet.wishes.maxlen:
            fleet.instances = min(fleet.instances, max(fleet.wishes))
            self._fill(fleet)

    def add(self, what: tuple[Fleet, int]) -> None:
        """Ordered instances begin to work."""
        fleet, amount = what
        fleet.coming -= amount
        fleet.instances += amount
        self._fill(fleet)
