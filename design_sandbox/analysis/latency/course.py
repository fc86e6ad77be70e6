"""From a walk to a course of times: which calls an answer waits for, how long each takes, and behind which line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from design_sandbox.analysis.latency.combining import Course, HopTime, Times, times_of
from design_sandbox.analysis.latency.distance import between, to_first_part, where
from design_sandbox.analysis.latency.mixing import AnswerTimes, mixed
from design_sandbox.analysis.latency.stations import Station, call_time, station_of
from design_sandbox.analysis.numbers import ComponentLoad, once
from design_sandbox.model.quantity import parse_quantity
from design_sandbox.theory.distribution import Lognormal
from design_sandbox.theory.waiting import Line
from design_sandbox.walk.board import Part
from design_sandbox.walk.walk import Hop, Walk
from design_sandbox.walk.walker import Walked

Loads = Mapping[str, ComponentLoad]
NOBODY_WAITS = 1e-6
"""Where fewer calls have to wait, the line is left out: no figure that is shown would change."""


class TimedHop(NamedTuple):
    """One hop of a walk with all that its time is made of."""

    hop: Hop
    part: Part
    time: HopTime
    call_source: str
    station: Station | None
    """None: nobody waits in line there, or it is not known."""
    unknown_line: bool
    """The part's instances are not said, so its line is left out."""
    network_s: float

    @property
    def side_by_side(self) -> float:
        """Calls of this hop that one request makes at once, when it makes any."""
        return self.time.side_by_side


@dataclass(frozen=True)
class TimedWalk:
    """A walk's hops before the answer (or of one chain after it), ready to be combined."""

    flow: str
    network_s: float
    """Between the actor and the first part, and back."""
    hops: tuple[TimedHop, ...]
    course: Course
    through: str = ""
    """Label of the handler."""
    region: str = ""
    """Label of the region it stands in, if one is drawn."""
    elsewhere: tuple[TimedWalk, ...] = ()
    """The same answer where an equal handler gives it; all take equal shares of the requests."""

    @property
    def lanes(self) -> tuple[TimedWalk, ...]:
        """This one and those beside it."""
        return (self, *self.elsewhere)

    @property
    def named(self) -> tuple[str, ...]:
        """What each lane is called: its handler, with the region where the handler alone does not tell them apart."""
        labels = [lane.through for lane in self.lanes]
        return tuple(
            f"{lane.through} in {lane.region}"
            if lane.region and labels.count(lane.through) > 1
            else lane.through
            for lane in self.lanes
        )

    @cached_property
    def times(self) -> AnswerTimes | None:
        """The combined distribution over all lanes; None while a station is full."""
        return None if self.full else mixed([times_of(lane.course) for lane in self.lanes])

    @property
    def own_times(self) -> Times | None:
        """That of this lane alone."""
        return (
            None
            if any(timed.station and timed.station.full for timed in self.hops)
            else times_of(self.course)
        )

    @cached_property
    def full(self) -> tuple[Station, ...]:
        """Stations of which more is asked than they can do, in walk order, whoever calls them."""
        hops = (timed for lane in self.lanes for timed in lane.hops)
        found = {timed.station.part: timed.station for timed in hops if timed.station and timed.station.full}
        return tuple(found.values())


def timed_answers(walked: Walked, loads: Loads) -> dict[str, TimedWalk]:
    """Flow → what its answer waits for, of every served flow with a call before its answer."""
    found = {name: timed_answer(walked, walk, loads) for name, walk in walked.walks.items() if walk.served}
    return {name: timed for name, timed in found.items() if timed is not None}


def timed_answer(walked: Walked, walk: Walk, loads: Loads) -> TimedWalk | None:
    """What a flow's answer waits for; None when no call comes before it."""
    lanes = [lane for hops in (walk.hops, *walk.elsewhere) if (lane := _lane(walked, walk, hops, loads))]
    return replace(lanes[0], elsewhere=tuple(lanes[1:])) if lanes else None


def _lane(walked: Walked, walk: Walk, hops: Sequence[Hop], loads: Loads) -> TimedWalk | None:
    """What an answer waits for that one of several equal handlers gives."""
    before = [hop for hop in hops if not hop.after_answer and hop.calls > 0]
    if not before:
        return None
    board, targets = walked.board, [hop.target for hop in before]
    own = [name for name in targets if board.parts[name].can("compute")]
    handler = walk.handler if walk.handler in targets else next(iter(own or targets))
    region = board.groups.get(board.places[handler].get("region", ""))
    found = timed(walked, walk, before, loads, to_first_part(walked, walk, before[0]))
    return replace(found, through=board.parts[handler].label, region=(region.label or "") if region else "")


def timed(walked: Walked, walk: Walk, hops: Sequence[Hop], loads: Loads, network_s: float = 0.0) -> TimedWalk:
    """Hops of a walk as a course."""
    place, calling = where(walked, walk), {hop.source for hop in hops}
    timed_hops = tuple(_timed(walked, hop, loads, place, hop.target not in calling) for hop in hops)
    course = course_of(network_s, [(entry.hop, entry.time) for entry in timed_hops])
    return TimedWalk(walk.flow, network_s, timed_hops, course)


def course_of(network_s: float, hops: Sequence[tuple[Hop, HopTime]]) -> Course:
    """Hops on a miss are alternatives of their step; the steps of a flow miss independently of each other."""
    always = tuple(index for index, (hop, _) in enumerate(hops) if hop.mode != "miss")
    groups: dict[str, dict[float, list[int]]] = defaultdict(lambda: defaultdict(list))
    for index, (hop, _) in enumerate(hops):
        if hop.mode == "miss":
            groups[hop.step][min(max(round(hop.probability, 9), 0.0), 1.0)].append(index)
    courses = tuple(_alternatives(groups[step]) for step in sorted(groups))
    return Course(network_s, tuple(time for _, time in hops), always, courses)


def _alternatives(group: Mapping[float, Iterable[int]]) -> tuple[tuple[float, tuple[int, ...]], ...]:
    """One step behind copies in turn: whoever misses the second copy has missed the first."""
    chances = sorted(group, reverse=True)
    found: list[tuple[float, tuple[int, ...]]] = [(1.0 - chances[0], ())]
    so_far: tuple[int, ...] = ()
    for chance, rarer in zip(chances, [*chances[1:], 0.0], strict=True):
        so_far = (*so_far, *group[chance])
        found.append((chance - rarer, so_far))
    return tuple((weight, indexes) for weight, indexes in found if weight > 0)


class _Called(NamedTuple):
    """What a call to a part takes, from wherever it comes."""

    call: Lognormal
    call_source: str
    station: Station | None
    line: Line | None
    timeout_s: float
    retries: int
    hedged: bool
    unknown_line: bool


def _timed(walked: Walked, hop: Hop, loads: Loads, place: str, leaf: bool) -> TimedHop:
    part, load = walked.board.parts[hop.target], loads.get(hop.target)
    called = once(load, part, _Called, lambda: _called(part, load))
    network = between(walked, hop, place)
    times = hop.calls / hop.probability if hop.probability else hop.calls
    time = HopTime(
        called.call, called.line, max(times, 1.0), network + hop.takes_s,
        called.timeout_s if leaf else 0.0, called.retries if leaf else 0, called.hedged,
    )  # fmt: skip
    return TimedHop(hop, part, time, called.call_source, called.station, called.unknown_line, network)


def _called(part: Part, load: ComponentLoad | None) -> _Called:
    call, source = call_time(part)
    station = station_of(part, load)
    unknown = station is None and load is not None and load.instances is None and not part.can("initiate")
    return _Called(call, source, station, line_of(station, call), seconds_of(part, "timeout"), retries_of(part),
                   hedged_by(part), unknown)  # fmt: skip


def line_of(station: Station | None, call: Lognormal) -> Line | None:
    """The line before a station; its services vary as much as the calls do. None when there is none or it is full."""
    if station is None or station.full or station.service_s <= 0:
        return None
    service = Lognormal.from_mean(station.service_s, max(call.scv, 1e-9))
    line = Line(station.servers, station.utilisation, service)
    return line if line.p_wait >= NOBODY_WAITS else None


def seconds_of(part: Part, name: str) -> float:
    """A duration that the learner has set (s); 0 if not set."""
    return float(parse_quantity(part.said[name])) if part.said.get(name) else 0.0


def retries_of(part: Part) -> int:
    """Retries of calls to a part, as set."""
    return int(part.said.get("retries") or 0)


def hedged_by(part: Part) -> bool:
    """Whether slow calls get a second copy: as set, and only where there is a second instance."""
    return bool(part.said.get("hedged")) and int(part.said.get("replicas") or 2) > 1
