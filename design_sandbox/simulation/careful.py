"""The loop in which calls can fail: bounds, timeouts, retries, breakers, outages, scaling.

An attempt that its caller has given up stays in its queue, takes its slot and does its own calls: nobody tells the
callee. The heap holds (time, number, action, object); numbers keep equal times in order.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from heapq import heappop, heappush
from itertools import count, repeat
from operator import length_hint
from typing import Any

from design_sandbox.simulation.calls import (
    ANSWER,
    CALL,
    CHANCE,
    DELAY,
    END,
    END_LATER,
    FORK,
    JOIN,
    LOOK,
    SPAWN,
    CallTrees,
    Operation,
)  # fmt: skip
from design_sandbox.simulation.jobs import Attempt, Job, Join
from design_sandbox.simulation.lanes import chooser
from design_sandbox.simulation.plain import CHUNK, over
from design_sandbox.simulation.plan import Limits, Plan
from design_sandbox.simulation.recording import (
    REASONS,
    Cancelled,
    CancelledError,
    Ended,
    Moments,
    Progress,
    Reason,
    Recording,
    Tick,
    share_done,
    tick_times,
)  # fmt: skip
from design_sandbox.simulation.servers import Fleet, Lane
from design_sandbox.simulation.streams import arrival_blocks, chances, generator, merged, times
from design_sandbox.simulation.upheaval import Upheaval


class Careful:
    """State of one replication of any plan."""

    def __init__(self, plan: Plan, seed: int) -> None:
        self.plan, self.recording = plan, Recording.of(plan)
        stations = sorted(plan.stations, key=lambda station: station.name)
        self.fleets = [
            Fleet(index, station,
                  [times(station.call, generator(seed, f"station:{station.name}:{lane}")) for lane in range(station.lanes)],
                  chooser(station, range(station.lanes), seed))
            for index, station in enumerate(stations)
        ]  # fmt: skip
        self.heap: list[tuple[float, int, Callable[[Any], None], Any]] = []
        self.numbers = count()
        self.now = 0.0
        self.over = False
        self.patience: dict[float, deque[tuple[float, Attempt]]] = {}
        """Timeout (s) → when each caller with it gives up."""
        self.ready: list[Job] = []
        self.ended = Ended(plan.duration_s, [*self.recording.answered, *self.recording.failed])
        self.upheaval = Upheaval(self)
        self._flows(seed)
        self.random = chances(generator(seed, "jitter"))

    def _flows(self, seed: int) -> None:
        plan, flows = self.plan, sorted(self.plan.flows, key=lambda flow: flow.name)
        trees = CallTrees([fleet.station for fleet in self.fleets], self.recording, seed)
        self.starts = [trees.flow(flow, index) for index, flow in enumerate(flows)]
        self.chances = [chances(generator(seed, f"chance:{flow.name}")) for flow in flows]
        self.coming = merged([
            arrival_blocks(flow, plan.happenings, generator(seed, f"flow:{flow.name}")) for flow in flows
        ])  # fmt: skip
        self.next_at, self.next_flow = next(self.coming)
        for at in tick_times(plan):
            self.push(at, self.tick, None)
        self.push(plan.duration_s + plan.drain_s, self.end, None)

    def push(self, at: float, act: Callable[[Any], None], what: Any) -> None:
        """Let something happen at a time."""
        heappush(self.heap, (at, next(self.numbers), act, what))

    def run(self, limits: Limits, progress: Progress, cancelled: Cancelled) -> Recording:
        """Run to the end, or to a bound; raises CancelledError."""
        began, recording = time.monotonic(), self.recording
        while True:
            self.chunk()
            if self.over or (self.now > self.plan.duration_s and not self.outstanding()):
                break
            if cancelled():
                raise CancelledError
            progress(share_done(self.plan, self.now, recording.events, limits.most_events))
            waiting = len(self.heap) + sum(len(lane.queue) for fleet in self.fleets for lane in fleet.lanes)
            seconds = time.monotonic() - began
            recording.stopped_because = over(limits, recording.events, seconds, waiting, self.now)
            if recording.stopped_because:
                break
        recording.simulated_s = min(self.now, self.plan.duration_s)
        return recording

    def outstanding(self) -> bool:
        """Whether a request that counts is still on its way; asked only after the plan's duration."""
        return sum(self.recording.arrived) > self.ended.up_to_now()

    def end(self, _: None) -> None:
        """The time to drain is over."""
        self.over = True

    def chunk(self) -> None:
        """Handle the next events."""
        heap, ready, advance = self.heap, self.ready, self.advance
        turns = repeat(None, CHUNK)
        for _ in turns:
            if self.next_at < heap[0][0]:
                self.arrive()
            else:
                self.now, _, act, what = heappop(heap)
                act(what)
                if self.over:
                    break
            while ready:
                advance(ready.pop())
        self.recording.events += CHUNK - length_hint(turns)

    def arrive(self) -> None:
        """A request starts."""
        self.now, flow = self.next_at, self.next_flow
        self.next_at, self.next_flow = next(self.coming)
        if self.now < self.plan.duration_s:
            self.recording.arrived[flow] += 1
        self.ready.append(Job(self.starts[flow], self.now, flow, None))

    def advance(self, job: Job) -> None:
        """Let a job go on until it has to wait for something."""
        while True:
            operation = job.next
            code = operation[0]
            if code == CALL:
                wanted = operation[1]
                if wanted.guard is not None:
                    wanted.guard.first_attempt(self.now)
                self.begin(Attempt(wanted, job, 0))
                return
            if code == CHANCE:
                job.next = operation[2 if next(self.chances[job.flow]) < operation[1] else 3]
            elif code == LOOK:
                hit_ratio = operation[2] * self.upheaval.warmth(operation[1], self.now)
                job.next = operation[3 if next(self.chances[job.flow]) < hit_ratio else 4]
            else:
                self.rarely(job, operation)
                return

    def rarely(self, job: Job, operation: Operation) -> None:
        """The operations after which a job has ended, waits, or is put among the ready."""
        code, ready = operation[0], self.ready
        if code == ANSWER:
            assert isinstance(job.parent, Attempt)
            self.succeed(job.parent)
        elif code == END:
            moments = self.recording.answered[job.flow]
            moments.starts.append(job.start)
            moments.ends.append(self.now + operation[1])
        elif code == DELAY:
            job.next = operation[2]
            self.push(self.now + next(operation[1]), ready.append, job)
        elif code == FORK:
            job.next = operation[2]
            join = Join(job, len(operation[1]))
            ready.extend(Job(start, job.start, job.flow, join) for start in reversed(operation[1]))
        elif code == JOIN:
            assert isinstance(job.parent, Join)
            job.parent.left -= 1
            if job.parent.left == 0:
                ready.append(job.parent.job)
        elif code == SPAWN:
            job.next = operation[2]
            ready += (job, Job(operation[1], job.start, job.flow, operation[3]))
        elif code == END_LATER:
            operation[1].starts.append(job.start)
            operation[1].ends.append(self.now)

    # Attempts -----------------------------------------------------------------------------------------------------

    def begin(self, attempt: Attempt) -> None:
        """Make a call: take a slot, wait for one, or be refused."""
        wanted, now = attempt.wanted, self.now
        fleet = self.fleets[wanted.station]
        if wanted.guard is not None and not wanted.guard.lets_through(now):
            self.fail(attempt, "breaker")
            return
        if wanted.policy.timeout_s is not None:
            self.be_patient(attempt, wanted.policy.timeout_s)
        if fleet.refusing:
            self.fail(attempt, "outage")
            return
        lane = attempt.lane = fleet.lanes[fleet.choose()]
        if fleet.station.unlimited:
            fleet.passed += 1
            self.push(now + next(lane.draw) + wanted.work_s + wanted.travel_s, self.answer, attempt)
        elif lane.free > 0:
            self.start(attempt, lane)
        elif lane.bound is not None and len(lane.queue) >= lane.bound:
            self.fail(attempt, "shed")
        else:
            lane.queue.append(attempt)
            lane.waiting_s -= now

    def start(self, attempt: Attempt, lane: Lane) -> None:
        """Work on a call."""
        now, work_s, travel_s = self.now, attempt.wanted.work_s, attempt.wanted.travel_s
        lane.free -= 1
        lane.busy_s -= now
        if self.upheaval.instances_go:
            lane.working[attempt] = None
        drawn = next(lane.draw)
        if lane.held == 1.0 and not travel_s:
            self.push(now + drawn + work_s, self.done, attempt)
        else:
            self.push(now + drawn + work_s + travel_s, self.answer, attempt)
            self.push(now + drawn * lane.held + work_s, self.release, attempt)

    def done(self, attempt: Attempt) -> None:
        """The slot comes free and the callee goes on in one."""
        self.release(attempt)
        self.answer(attempt)

    def release(self, attempt: Attempt) -> None:
        """Give the slot to who waits first."""
        if attempt.lost:
            return
        lane = attempt.lane
        assert lane is not None
        lane.working.pop(attempt, None)
        lane.free += 1
        lane.busy_s += self.now
        if lane.queue and lane.free > 0:
            self.next_in(lane)

    def next_in(self, lane: Lane) -> None:
        """Start who waits first."""
        lane.waiting_s += self.now
        self.start(lane.queue.popleft(), lane)

    def answer(self, attempt: Attempt) -> None:
        """The callee's own work is done: it does its calls, then answers."""
        if attempt.lost:
            return
        then = attempt.wanted.then
        if then is None:
            self.succeed(attempt)
        else:
            self.ready.append(Job(then, attempt.job.start, attempt.job.flow, attempt))

    def succeed(self, attempt: Attempt) -> None:
        """The answer arrives; nobody listens when the caller has given up."""
        if not attempt.open:
            return
        attempt.open = False
        if attempt.wanted.guard is not None:
            attempt.wanted.guard.ended(self.now, well=True)
        job = attempt.job
        job.next = job.next[2]
        self.ready.append(job)

    def be_patient(self, attempt: Attempt, timeout_s: float) -> None:
        """Equal timeouts end in the order in which they began: one event for the first of them is enough."""
        waiting = self.patience.setdefault(timeout_s, deque())
        waiting.append((self.now + timeout_s, attempt))
        if len(waiting) == 1:
            self.push(waiting[0][0], self.give_up, waiting)

    def give_up(self, waiting: deque[tuple[float, Attempt]]) -> None:
        """The patience of the first caller is over, if it still waits; the work goes on all the same."""
        _, attempt = waiting[0]
        if attempt.open:
            self.fail(attempt, "timed out")
        while waiting and not waiting[0][1].open:
            waiting.popleft()
        if waiting:
            self.push(waiting[0][0], self.give_up, waiting)

    def fail(self, attempt: Attempt, reason: Reason, *, here: bool = True) -> None:
        """A call ends badly: retry it, go on without it, or fail the caller. `here`: its own station is why."""
        if not attempt.open:
            return
        attempt.open = False
        wanted, now = attempt.wanted, self.now
        if here:
            self.fleets[wanted.station].dropped[reason] += 1
        if wanted.guard is not None and reason != "breaker":
            wanted.guard.ended(now, well=False)
        again = reason != "breaker" and attempt.number < wanted.policy.retries
        if again and (wanted.guard is None or wanted.guard.lets_retry(now)):
            self.push(now + self.pause(attempt), self.retry, attempt)
        else:
            self.go_without(attempt.job, reason)

    def pause(self, attempt: Attempt) -> float:
        """How long the caller waits before it tries again: doubled each time, partly at random."""
        policy = attempt.wanted.policy
        whole = policy.backoff_s * 2.0**attempt.number
        return whole * (1 - policy.jitter * next(self.random)) if policy.jitter and whole else whole

    def retry(self, attempt: Attempt) -> None:
        """Try again."""
        self.recording.retries += 1
        self.begin(Attempt(attempt.wanted, attempt.job, attempt.number + 1))

    def go_without(self, job: Job, reason: Reason) -> None:
        """A call of a job has failed for good."""
        if job.next[3] is not None:
            job.next = job.next[3]
            self.ready.append(job)
        else:
            self.fail_job(job, reason)

    def fail_job(self, job: Job, reason: Reason) -> None:
        """A job cannot go on: neither can who waits for it."""
        parent = job.parent
        if isinstance(parent, Attempt):
            self.fail(parent, reason, here=False)
        elif isinstance(parent, Join):
            if parent.left > 0:
                parent.left = -1  # the first failure decides; later branches find nobody waiting
                self.fail_job(parent.job, reason)
        elif isinstance(parent, Moments):
            parent.reasons.append(REASONS.index(reason))
        else:
            moments = self.recording.failed[job.flow]
            moments.starts.append(job.start)
            moments.ends.append(self.now)
            moments.reasons.append(REASONS.index(reason))

    def tick(self, _: None) -> None:
        """Write down how the stations stand."""
        sums = [fleet.sums(self.now) for fleet in self.fleets]
        busy, waiting, offered, queued, slots = (list(column) for column in zip(*sums, strict=True))
        self.recording.ticks.append(Tick(
            self.now, busy, waiting, queued, offered, slots, [dict(fleet.dropped) for fleet in self.fleets],
        ))  # fmt: skip
