"""The quick loop: networks in which nothing fails. One event is one arrival, completion or end of a pause.

Jobs are short lists that are themselves the entries of the heap: the time of their next event, then their number, so
that equal times are taken in the order in which the jobs began, and the same seed gives the same run.
"""

from __future__ import annotations

import time
from collections import deque
from heapq import heappop, heappush, heapreplace
from itertools import count, repeat
from operator import length_hint
from typing import Any

from design_sandbox.simulation.checking import walk_through
from design_sandbox.simulation.flatten import (
    CHANCE,
    DELAY,
    END,
    END_LATER,
    FORK,
    JOIN,
    PASS,
    SPAWN,
    VISIT,
    VISIT_ONE_OF,
    Flattener,
    Operation,
)  # fmt: skip
from design_sandbox.simulation.lanes import chooser, lane_ranges, passing_s, slots_of_lanes
from design_sandbox.simulation.plan import Call, Limits, Plan
from design_sandbox.simulation.recording import (
    Cancelled,
    CancelledError,
    Ended,
    Progress,
    Recording,
    Tick,
    share_done,
    tick_times,
)  # fmt: skip
from design_sandbox.simulation.streams import arrival_blocks, chances, generator, merged, times

CHUNK = 8192
"""Events between two looks at bounds, progress and cancelling."""
AWAKE, FREES, TICKS, ENDS = -1, -2, -3, -4
"""What a heap entry means when it is no completion at a lane."""
AT, NUMBER, STATE, NEXT, START, PARENT, FLOW = range(7)
"""Entries of a job: when its next event is, its number, its lane or one of the above, the operation it goes on with,
when its request started, the join it belongs to, its flow."""
Job = list[Any]


class Plain:
    """State of one replication of a plain plan."""

    def __init__(self, plan: Plan, seed: int) -> None:
        self.plan, self.recording = plan, Recording.of(plan)
        self.stations = sorted(plan.stations, key=lambda station: station.name)
        self.lanes = lane_ranges(plan)
        self.slots = [
            slots for station in self.stations for slots in slots_of_lanes(station, station.instances)
        ]
        self.free = list(self.slots)
        self.queues: list[deque[Any]] = [deque() for _ in self.free]
        self.busy_s, self.waiting_s = [0.0] * len(self.free), [0.0] * len(self.free)
        self.draws = [
            times(station.call, generator(seed, f"station:{station.name}:{index}"))
            for station in self.stations for index in range(station.lanes)
        ]  # fmt: skip
        self.held = [station.held for station in self.stations for _ in range(station.lanes)]
        self.choose = {
            station.name: chooser(station, self.lanes[station.name], seed) for station in self.stations
        }
        self.passed = [0] * len(self.stations)
        """Calls at stations where nobody waits."""
        self.heap: list[Job] = []
        self.numbers = count()
        self.ended = Ended(plan.duration_s, self.recording.answered)
        self._flows(seed)
        self.simple = self._simple_lanes()

    def _flows(self, seed: int) -> None:
        plan, flows = self.plan, sorted(self.plan.flows, key=lambda flow: flow.name)
        flattener = Flattener({station.name: station for station in self.stations}, self.lanes, seed)
        self.starts = [flattener.flow(flow, index, self.recording) for index, flow in enumerate(flows)]
        self.chances = [chances(generator(seed, f"chance:{flow.name}")) for flow in flows]
        self.coming = merged([
            arrival_blocks(flow, plan.happenings, generator(seed, f"flow:{flow.name}")) for flow in flows
        ])  # fmt: skip
        self.next_at, self.next_flow = next(self.coming)
        for at in tick_times(plan):
            heappush(self.heap, [at, next(self.numbers), TICKS])
        heappush(self.heap, [plan.duration_s + plan.drain_s, next(self.numbers), ENDS])

    def _simple_lanes(self) -> list[bool]:
        """Whether a lane's slots are held just as long as its calls take, with neither work nor distance on top."""
        calls = (
            step for flow in self.plan.flows for step, _ in walk_through(flow.steps) if isinstance(step, Call)
        )
        worked = {lane for call in calls if call.work_s or call.travel_s for lane in self.lanes[call.station]}
        return [held == 1.0 and lane not in worked for lane, held in enumerate(self.held)]

    def run(self, limits: Limits, progress: Progress, cancelled: Cancelled) -> Recording:
        """Run to the end, or to a bound; raises CancelledError."""
        began, recording = time.monotonic(), self.recording
        while True:
            now, ended = self.chunk()
            if ended or (now > self.plan.duration_s and not self.outstanding()):
                break
            if cancelled():
                raise CancelledError
            progress(share_done(self.plan, now, recording.events, limits.most_events))
            waiting = sum(map(len, self.queues)) + len(self.heap)
            recording.stopped_because = over(limits, recording.events, time.monotonic() - began, waiting, now)
            if recording.stopped_because:
                break
        recording.simulated_s = min(now, self.plan.duration_s)
        return recording

    def outstanding(self) -> bool:
        """Whether a request that counts is still on its way; asked only after the plan's duration."""
        return sum(self.recording.arrived) > self.ended.up_to_now()

    def chunk(self) -> tuple[float, bool]:  # noqa: PLR0912, PLR0915 - a call for each event would double its time
        """Handle the next events; the time now, and whether the run has come to its end."""
        heap, free, queues, draws = self.heap, self.free, self.queues, self.draws
        busy_s, waiting_s, simple, held = self.busy_s, self.waiting_s, self.simple, self.held
        pop, push, replace, numbers = heappop, heappush, heapreplace, self.numbers
        coming, starts, arrived = self.coming, self.starts, self.recording.arrived
        next_at, next_flow, counted_until = self.next_at, self.next_flow, self.plan.duration_s
        ready: list[Job] = []
        now, ended = 0.0, False
        turns = repeat(None, CHUNK)
        for _ in turns:
            job = heap[0]
            now = job[AT]
            if next_at < now:  # a request starts
                now = next_at
                job = [now, next(numbers), AWAKE, starts[next_flow], now, None, next_flow]
                if now < counted_until:
                    arrived[next_flow] += 1
                next_at, next_flow = next(coming)
            else:
                lane = job[STATE]
                if lane >= 0:  # a call is done: who waits first takes its slot
                    queue = queues[lane]
                    if queue:
                        waiting_s[lane] += now
                        waited = queue.popleft()
                        waited[AT] = now + next(draws[lane])
                        replace(heap, waited)
                    else:
                        busy_s[lane] += now
                        free[lane] += 1
                        pop(heap)
                elif lane == AWAKE:
                    pop(heap)
                elif lane == FREES:
                    self.release(now, pop(heap)[NEXT])
                    continue
                elif lane == TICKS:
                    pop(heap)
                    self.tick(now)
                    continue
                else:
                    ended = True
                    break
            operation = job[NEXT]
            while True:  # let the job go on until it has to wait for something
                code = operation[0]
                if code == VISIT:
                    lane = operation[1]
                    job[NEXT] = operation[2]
                    if not simple[lane]:
                        if free[lane]:
                            free[lane] -= 1
                            busy_s[lane] -= now
                            drawn = next(draws[lane])
                            frees_at = now + drawn * held[lane] + operation[3]
                            job[STATE], job[AT] = AWAKE, now + drawn + operation[3] + operation[4]
                            push(heap, job)
                            push(heap, [frees_at, -next(numbers), FREES, lane])
                        else:
                            waiting_s[lane] -= now
                            queues[lane].append((job, operation))
                    elif free[lane]:
                        free[lane] -= 1
                        busy_s[lane] -= now
                        job[STATE] = lane
                        job[AT] = now + next(draws[lane])
                        push(heap, job)
                    else:
                        job[STATE] = lane
                        queues[lane].append(job)
                        waiting_s[lane] -= now
                elif code == END:
                    operation[1](job[START])
                    operation[2](now + operation[3])
                elif code == CHANCE:
                    operation = operation[2 if next(self.chances[job[FLOW]]) < operation[1] else 3]
                    continue
                else:
                    self.go_on(now, job, operation, ready)
                if not ready:
                    break
                job = ready.pop()
                operation = job[NEXT]
        self.next_at, self.next_flow = next_at, next_flow
        self.recording.events += CHUNK - length_hint(turns)
        return now, ended

    def go_on(self, now: float, job: Job, operation: Operation, ready: list[Job]) -> None:
        """The rarer operations; whoever can go on at once is put among the ready."""
        code = operation[0]
        if code == VISIT_ONE_OF:
            job[NEXT] = operation[2]
            self.visit(now, job, self.choose[operation[1]](), operation)
        elif code == PASS:
            self.passed[operation[1]] += 1
            job[STATE], job[NEXT], job[AT] = AWAKE, operation[2], now + next(operation[4]) + operation[3]
            heappush(self.heap, job)
        elif code == DELAY:
            job[STATE], job[NEXT], job[AT] = AWAKE, operation[2], now + next(operation[1])
            heappush(self.heap, job)
        elif code == FORK:
            job[NEXT] = operation[2]
            join = [len(operation[1]), job]
            ready.extend(self.branch(job, start, join) for start in reversed(operation[1]))
        elif code == JOIN:
            join = job[PARENT]
            join[0] -= 1
            if not join[0]:
                ready.append(join[1])
        elif code == SPAWN:
            job[NEXT] = operation[2]
            ready += (job, self.branch(job, operation[1], None))
        elif code == END_LATER:
            operation[1](job[START])
            operation[2](now)

    def branch(self, job: Job, start: Operation, join: Job | None) -> Job:
        """A job beside another one of the same request."""
        return [0.0, next(self.numbers), AWAKE, start, job[START], join, job[FLOW]]

    def visit(self, now: float, job: Job, lane: int, operation: Operation) -> None:
        """Take a slot of a lane, or wait for one."""
        if not self.free[lane]:
            job[STATE] = lane
            self.waiting_s[lane] -= now
            self.queues[lane].append(job if self.simple[lane] else (job, operation))
            return
        self.free[lane] -= 1
        self.busy_s[lane] -= now
        if self.simple[lane]:
            job[STATE], job[AT] = lane, now + next(self.draws[lane])
            heappush(self.heap, job)
        else:
            self.serve(now, job, lane, operation)

    def serve(self, now: float, job: Job, lane: int, operation: Operation) -> None:
        """Start a call whose slot is held for another time than the call takes."""
        drawn, work_s = next(self.draws[lane]), operation[3]
        job[STATE], job[AT] = AWAKE, now + drawn + work_s + operation[4]
        heappush(self.heap, job)
        frees_at = now + drawn * self.held[lane] + work_s
        heappush(
            self.heap, [frees_at, -next(self.numbers), FREES, lane]
        )  # at equal times the slot comes first

    def release(self, now: float, lane: int) -> None:
        """Give a slot back, or to who waits first."""
        if self.queues[lane]:
            self.waiting_s[lane] += now
            job, operation = self.queues[lane].popleft()
            self.serve(now, job, lane, operation)
        else:
            self.busy_s[lane] += now
            self.free[lane] += 1

    def tick(self, now: float) -> None:
        """Write down how the stations stand."""
        busy = [total + (self.slots[lane] - self.free[lane]) * now for lane, total in enumerate(self.busy_s)]
        waiting = [total + len(self.queues[lane]) * now for lane, total in enumerate(self.waiting_s)]
        spans = [self.lanes[station.name] for station in self.stations]
        slots = [sum(self.slots[lane] for lane in span) for span in spans]
        worked = [
            passing_s(station) * calls for station, calls in zip(self.stations, self.passed, strict=True)
        ]
        self.recording.ticks.append(Tick(
            now, [sum(busy[lane] for lane in span) + work for span, work in zip(spans, worked, strict=True)],
            [sum(waiting[lane] for lane in span) for span in spans],
            [sum(len(self.queues[lane]) for lane in span) for span in spans],
            [amount * now for amount in slots], slots, [{} for _ in spans],
        ))  # fmt: skip


def over(limits: Limits, events: int, seconds: float, waiting: int, now: float) -> str:
    """Which bound a run has reached, as a sentence; empty while it has not."""
    if events >= limits.most_events:
        return f"Stopped at {now:.3g} s: {limits.most_events:,} events are the most one run may take."
    if seconds >= limits.most_seconds:
        return f"Stopped at {now:.3g} s: it took longer than {limits.most_seconds:g} s of computing."
    if waiting >= limits.most_waiting:
        return f"Stopped at {now:.3g} s: more than {limits.most_waiting:,} calls were under way at once."
    return ""
