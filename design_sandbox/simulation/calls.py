"""Call trees for the loop in which calls can fail: operations that name what follows a success and a failure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from design_sandbox.simulation.guards import Guard
from design_sandbox.simulation.plan import (
    Call,
    Chance,
    Flow,
    Later,
    Lookup,
    Pause,
    Policy,
    Spread,
    Station,
    Step,
    Together,
)
from design_sandbox.simulation.recording import Moments, Recording
from design_sandbox.simulation.streams import generator, times

CALL, LOOK, DELAY, CHANCE, FORK, JOIN, SPAWN, END, END_LATER, ANSWER = range(10)
Operation = tuple[Any, ...]
"""(code, …).

CALL wanted next next_if_failed · LOOK station hit_ratio hit miss · DELAY stream next · CHANCE probability yes no ·
FORK branches next · JOIN · SPAWN branch next moments · END away · END_LATER moments · ANSWER (the end of what a callee does)
"""
JOINED: Operation = (JOIN,)
ANSWERED: Operation = (ANSWER,)


@dataclass(slots=True, eq=False)
class Wanted:
    """A call as it stands in a flow: whom, what the callee does then, and the caller's policy."""

    station: int
    then: Operation | None
    work_s: float
    travel_s: float
    policy: Policy
    guard: Guard | None


class CallTrees:
    """Writes the operations of flows, back to front."""

    def __init__(self, stations: list[Station], recording: Recording, seed: int) -> None:
        """`stations` in the order of their names."""
        self.recording, self.seed = recording, seed
        self.index = {station.name: index for index, station in enumerate(stations)}
        self._streams: dict[str, Iterator[float]] = {}
        self._guards: dict[tuple[str, str, Policy], Guard] = {}

    def flow(self, flow: Flow, index: int) -> Operation:
        """The first operation of a flow."""
        self._flow, self._flow_index = flow.name, index
        return self.sequence(flow.steps, (END, flow.away_s), flow.name)

    def sequence(self, steps: tuple[Step, ...], after: Operation, caller: str) -> Operation:
        """The first operation of steps in turn."""
        for step in reversed(steps):
            after = self.step(step, after, caller)
        return after

    def step(self, step: Step, after: Operation, caller: str) -> Operation:  # noqa: PLR0911 - one for each kind of step
        """The first operation of one step, which goes on at `after`."""
        match step:
            case Call(times=1):
                return (CALL, self.wanted(step, caller), after, after if step.optional else None)
            case Call():
                branch = (CALL, self.wanted(step, caller), JOINED, JOINED if step.optional else None)
                return (FORK, (branch,) * step.times, after)
            case Lookup():
                missed = self.sequence(step.on_miss, after, caller)
                looked = (LOOK, self.index[step.copy.station], step.hit_ratio, after, missed)
                return (CALL, self.wanted(step.copy, caller), looked, missed)
            case Chance():
                yes, no = (self.sequence(steps, after, caller) for steps in (step.steps, step.otherwise))
                if step.missed_by:
                    return (LOOK, self.index[step.missed_by], 1 - step.probability, no, yes)
                return (CHANCE, step.probability, yes, no)
            case Together():
                branches = tuple(self.sequence(branch, JOINED, caller) for branch in step.branches)
                return (FORK, branches, after) if branches else after
            case Later():
                moments: Moments = self.recording.work_after(self._flow_index, step.label)
                return (SPAWN, self.sequence(step.steps, (END_LATER, moments), caller), after, moments)
            case Pause():
                return (DELAY, self.stream(f"pause:{self._flow}:{step.time!r}", step.time), after)

    def wanted(self, call: Call, caller: str) -> Wanted:
        """The call as the loop makes it."""
        then = self.sequence(call.then, ANSWERED, call.station) if call.then else None
        return Wanted(
            self.index[call.station], then, call.work_s, call.travel_s, call.policy, self.guard(call, caller)
        )

    def guard(self, call: Call, caller: str) -> Guard | None:
        """The breaker and budget that all calls of this caller to this callee share."""
        if call.policy.breaker is None and call.policy.retry_budget is None:
            return None
        key = (caller, call.station, call.policy)
        if key not in self._guards:

            def told(now: float, state: str) -> None:
                self.recording.breakers.append((now, caller, call.station, state))

            self._guards[key] = Guard(call.policy, told)
        return self._guards[key]

    def stream(self, name: str, spread: Spread) -> Iterator[float]:
        """The one stream of times of a name."""
        if name not in self._streams:
            self._streams[name] = times(spread, generator(self.seed, name))
        return self._streams[name]
