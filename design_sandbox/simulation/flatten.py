"""Plans without failures, as a flat list of operations for the quick loop."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from design_sandbox.simulation.checking import walk_through
from design_sandbox.simulation.plan import (
    Burst,
    Call,
    Chance,
    Flow,
    Later,
    Lookup,
    Pause,
    Plan,
    Spread,
    Station,
    Step,
    Together,
)  # fmt: skip
from design_sandbox.simulation.recording import Moments, Recording
from design_sandbox.simulation.streams import generator, times

VISIT, VISIT_ONE_OF, PASS, DELAY, CHANCE, FORK, JOIN, SPAWN, END, END_LATER = range(10)
Operation = tuple[Any, ...]
"""(code, …), with the operation that follows inside.

VISIT lane next work travel · VISIT_ONE_OF station next work travel · PASS station next more stream · DELAY stream next · CHANCE probability yes no ·
FORK branches next · JOIN · SPAWN branch next · END starts ends away · END_LATER starts ends (methods that append)
"""
JOINED: Operation = (JOIN,)


def is_plain(plan: Plan) -> bool:
    """Whether nothing in the plan can fail or change: no bounds, timeouts, breakers, scaling, outages."""
    steps = (step for flow in plan.flows for step, _ in walk_through(flow.steps))
    calls = (step for step in steps if isinstance(step, Call))
    return (
        all(isinstance(happening, Burst) for happening in plan.happenings)
        and all(station.queue_bound is None and station.autoscaling is None for station in plan.stations)
        and all(call.policy.timeout_s is None and call.policy.breaker is None for call in calls)
    )


class Flattener:
    """Writes call trees back to front, so that each operation can hold the one that follows."""

    def __init__(self, stations: dict[str, Station], lanes: dict[str, range], seed: int) -> None:
        self.stations, self.lanes, self.seed = stations, lanes, seed
        self.index_of = {name: index for index, name in enumerate(sorted(stations))}
        self._streams: dict[str, Iterator[float]] = {}

    def flow(self, flow: Flow, index: int, recording: Recording) -> Operation:
        """The first operation of a flow."""
        self.name, self.index, self.recording = flow.name, index, recording
        return self.sequence(flow.steps, _end(END, recording.answered[index], flow.away_s))

    def sequence(self, steps: tuple[Step, ...], after: Operation) -> Operation:
        """The first operation of steps in turn."""
        for step in reversed(steps):
            after = self.step(step, after)
        return after

    def step(self, step: Step, after: Operation) -> Operation:  # noqa: PLR0911 - one for each kind of step
        """The first operation of one step, which goes on at `after`."""
        match step:
            case Call(times=1):
                return self.visit(step, self.sequence(step.then, after))
            case Call():
                branch = self.visit(step, self.sequence(step.then, JOINED))
                return (FORK, (branch,) * step.times, after)
            case Lookup():
                missed = self.sequence(step.on_miss, after)
                return self.step(step.copy, (CHANCE, step.hit_ratio, after, missed))
            case Chance():
                yes, no = self.sequence(step.steps, after), self.sequence(step.otherwise, after)
                if step.missed_by:  # a hit is drawn, as in the other loop
                    return (CHANCE, 1 - step.probability, no, yes)
                return (CHANCE, step.probability, yes, no)
            case Together():
                branches = tuple(self.sequence(branch, JOINED) for branch in step.branches)
                return (FORK, branches, after) if branches else after
            case Later():
                end = _end(END_LATER, self.recording.work_after(self.index, step.label))
                return (SPAWN, self.sequence(step.steps, end), after)
            case Pause():
                return (DELAY, self.stream(f"pause:{self.name}:{step.time!r}", step.time), after)

    def visit(self, call: Call, after: Operation) -> Operation:
        """The operation of one call to a station."""
        station = self.stations[call.station]
        if station.unlimited:
            stream = self.stream(f"station:{station.name}:0", station.call)
            return (PASS, self.index_of[station.name], after, call.work_s + call.travel_s, stream)
        lanes = self.lanes[call.station]
        if len(lanes) == 1:
            return (VISIT, lanes[0], after, call.work_s, call.travel_s)
        return (VISIT_ONE_OF, call.station, after, call.work_s, call.travel_s)

    def stream(self, name: str, spread: Spread) -> Iterator[float]:
        """The one stream of times of a name."""
        if name not in self._streams:
            self._streams[name] = times(spread, generator(self.seed, name))
        return self._streams[name]


def _end(code: int, moments: Moments, away_s: float = 0.0) -> Operation:
    return (code, moments.starts.append, moments.ends.append, away_s)
