"""The servers of the careful loop: slots of lanes, who waits for them, and instances that come and go."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator
from typing import TYPE_CHECKING

from design_sandbox.simulation.lanes import Choose, passing_s, slots_of_lanes
from design_sandbox.simulation.plan import Station
from design_sandbox.simulation.recording import Reason

if TYPE_CHECKING:
    from design_sandbox.simulation.jobs import Attempt


class Lane:
    """One queue and its slots. Sums of slots × time are kept as Σ change × moment, so that they cost one addition."""

    __slots__ = (
        "bound", "busy_s", "draw", "free", "held", "queue", "slots", "slots_s", "usual",
        "waiting_s", "working",
    )  # fmt: skip

    def __init__(self, station: Station, slots: int, draw: Iterator[float]) -> None:
        self.slots = self.free = slots
        self.queue: deque[Attempt] = deque()
        self.working: dict[Attempt, None] = {}
        self.draw = self.usual = draw
        self.held, self.bound = station.held, station.queue_bound
        self.busy_s = self.waiting_s = self.slots_s = 0.0


class Fleet:
    """The instances of a station and its lanes."""

    def __init__(self, index: int, station: Station, draws: list[Iterator[float]], choose: Choose) -> None:
        """`choose` gives the index of a lane within the station."""
        self.index, self.station, self.choose = index, station, choose
        self.instances = station.instances
        self.lost = 0
        self.passed = 0
        """Calls, where nobody waits."""
        self.refusing = False
        self.lanes = [
            Lane(station, slots, draw)
            for slots, draw in zip(slots_of_lanes(station, station.instances), draws, strict=True)
        ]
        self.dropped: Counter[Reason] = Counter()
        self.coming = 0
        """Instances that were ordered and do not work yet."""
        self.wishes: deque[int] = deque(maxlen=4)
        self.measured = (0.0, 0.0)
        """Busy and offered slot-seconds at the last decision about scaling."""

    @property
    def up(self) -> int:
        """Instances that work."""
        return max(0, self.instances - self.lost)

    def resize(self, now: float) -> list[Lane]:
        """Give the lanes the slots of the instances that are up; the lanes in which more can start now."""
        for lane, slots in zip(self.lanes, slots_of_lanes(self.station, self.up), strict=True):
            change = slots - lane.slots
            lane.slots += change
            lane.free += change
            lane.slots_s -= change * now
        return [lane for lane in self.lanes if lane.queue and lane.free > 0]

    def sums(self, now: float) -> tuple[float, float, float, int, int]:
        """Busy, waiting and offered seconds since the start; calls waiting and slots now."""
        busy, waiting, offered = passing_s(self.station) * self.passed, 0.0, 0.0
        for lane in self.lanes:
            busy += lane.busy_s + (lane.slots - lane.free) * now
            waiting += lane.waiting_s + len(lane.queue) * now
            offered += lane.slots_s + lane.slots * now
        return (
            busy,
            waiting,
            offered,
            sum(len(lane.queue) for lane in self.lanes),
            sum(lane.slots for lane in self.lanes),
        )
