"""Derived data on the walks: attach what fills it to the flow that refreshes it, or ask what does (SEMANTICS 5)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from design_sandbox.model.scenario import Entity
from design_sandbox.walk.asking_what_fills import ask_what_fills
from design_sandbox.walk.attempt import Attempt, Setting
from design_sandbox.walk.behind import travel_behind
from design_sandbox.walk.copies import is_complete, misses
from design_sandbox.walk.filling import (
    Pipeline,
    computed_on_miss,
    find_pipeline,
    pipeline_step,
    source_step,
)
from design_sandbox.walk.ready_made import kept_for_all, missing_share
from design_sandbox.walk.walk import Mode

READING = ("read", "scan", "search")
CHANGING = ("write", "claim")
ADD_UP = ("counter", "append")
"""Shapes of which a batch of changes is one write."""


def fill(setting: Setting, attempts: dict[str, Attempt], walked: set[str]) -> None:
    """Attach to each refreshing flow the pipelines that its derived data needs; ask where there is none."""
    filler = _Filler(setting, attempts, walked)
    for attempt in attempts.values():
        if attempt.stop is None:
            filler.look_at(attempt)


@dataclass
class _Filler:
    """What is known to be filled so far: (keeper, entity) → whether something drawn fills it."""

    setting: Setting
    attempts: dict[str, Attempt]
    walked: set[str]
    known: dict[tuple[str, str], bool] = field(default_factory=dict)

    def look_at(self, attempt: Attempt) -> None:
        """Every derived entity that a flow reads from a keeper of its own: a CDN only passes on what it fetched."""
        place = self.setting.board.position
        read = {
            (hop.target, hop.entity)
            for hop in attempt.hops
            if hop.verb in READING and not hop.step.startswith("fill_")
        }
        for keeper, entity_id in sorted(read, key=lambda use: (place[use[0]], use[1])):
            entity = self.setting.scenario.entities.get(entity_id)
            if entity is None or not entity.derived_from or self.setting.board.parts[keeper].can("pass_on"):
                continue
            filled = self.is_filled(keeper, entity_id, attempt)
            if self._is_kept_for_all(keeper, entity_id, attempt):
                attempt.facts.add(kept_for_all(keeper, entity_id))
            on_miss = _attach_on_miss(attempt, entity_id, keeper)
            if not filled and not on_miss:
                attempt.ask(ask_what_fills(attempt, entity_id, keeper))

    def is_filled(self, keeper: str, entity_id: str, reader: Attempt) -> bool:
        """Whether a flow writes the entity there, a pipeline brings it, or the keeper follows another that is filled."""
        key = (keeper, entity_id)
        if key not in self.known:
            self.known[key] = False  # keepers that only follow each other fill nothing
            self.known[key] = (
                self._is_written(keeper, entity_id)
                or self._attach_pipeline(keeper, entity_id)
                or self._follows(keeper, entity_id, reader)
            )
        return self.known[key]

    def _is_kept_for_all(self, keeper: str, entity_id: str, reader: Attempt) -> bool:
        """Whether every change is written there, not only what somebody reads, and nothing behind it has what it lacks.

        A write by whoever reads there, inside the answer, may as well be one on a miss: it is not taken for more.
        """
        board = self.setting.board
        part = board.parts[keeper]
        if part.spec.durable or "time_to_live" in part.said:
            return False
        if any(hop.mode == "miss" and hop.entity == entity_id for hop in reader.hops):
            return False
        hops = [hop for attempt in self.attempts.values() if attempt.stop is None for hop in attempt.hops
                if (hop.target, hop.entity) == (keeper, entity_id)]  # fmt: skip
        readers = {hop.source for hop in hops if hop.verb in READING}
        return any(hop.verb in CHANGING and (hop.after_answer or hop.source not in readers) for hop in hops)

    def _is_written(self, keeper: str, entity_id: str) -> bool:
        return any(hop.target == keeper and hop.entity == entity_id and hop.verb in CHANGING
                   for attempt in self.attempts.values() if attempt.stop is None for hop in attempt.hops)  # fmt: skip

    def _attach_pipeline(self, keeper: str, entity_id: str) -> bool:
        flow = self.setting.scenario.entities[entity_id].refreshed_by
        if flow is not None and flow not in self.walked:
            return True  # the flow that fills it is not part of this prompt
        refreshing = self.attempts.get(flow or "")
        pipeline = (
            find_pipeline(refreshing, entity_id, keeper) if refreshing and not refreshing.stop else None
        )
        if refreshing and pipeline:
            _attach(self.setting, refreshing, pipeline)
        return pipeline is not None

    def _follows(self, keeper: str, entity_id: str, reader: Attempt) -> bool:
        board = self.setting.board
        asked = {hop.target for hop in reader.hops if hop.entity == entity_id and hop.mode == "miss"}
        copies_all = is_complete(board, board.parts[keeper], entity_id)
        return any((other.id in asked or copies_all) and self.is_filled(other.id, entity_id, reader)
                   for other in board.keeping(entity_id) if other.id != keeper)  # fmt: skip


def _attach(setting: Setting, refreshing: Attempt, pipeline: Pipeline) -> None:
    entity, after = setting.scenario.entities[pipeline.entity], pipeline.after_answer
    step, mode = pipeline_step(pipeline.entity), _mode(after)
    deadline = float(entity.within) if entity.within is not None else None
    times = setting.number(entity.times) / _written_as_one(setting, entity, pipeline.path)
    way = pipeline.path
    if setting.board.parts[way[0]].can(
        "clock"
    ):  # a schedule starts the work now and then, not once a request
        refreshing.travel(way[:-1], step, mode=mode, calls=0.0, after=after, deadline_s=deadline)
        way = way[-2:]
    if after:
        travel_behind(refreshing, way, step, last_calls=times, deadline_s=deadline, entity=pipeline.entity)
    else:
        refreshing.travel(way, step, last_calls=times, deadline_s=deadline, entity=pipeline.entity)
    if entity.takes is not None:
        _take_time(refreshing, pipeline, float(entity.takes))
    for read, source in pipeline.reads:
        looked_up = source_step(pipeline.entity, source)
        refreshing.travel(read, looked_up, mode=mode, after=after, deadline_s=deadline, entity=source)
    refreshing.uses.add((pipeline.path[-1], pipeline.entity))
    refreshing.facts.add("pipeline" if after else "fills_inside_answer")


def _mode(after: bool) -> Mode:
    return "eventually" if after else "must"


def _take_time(refreshing: Attempt, pipeline: Pipeline, takes_s: float) -> None:
    """Put the work of one refresh on the hops to the last compute of the pipeline."""
    board = refreshing.board
    worker = next((name for name in reversed(pipeline.path[:-1]) if board.parts[name].can("compute")), None)
    refreshing.hops[:] = [replace(hop, takes_s=takes_s) if hop.target == worker and hop.after_answer == pipeline.after_answer else hop
                          for hop in refreshing.hops]  # fmt: skip
    if worker == refreshing.handler and not pipeline.after_answer:
        refreshing.facts.add(f"works_inside_answer:{pipeline.entity}")


def _written_as_one(setting: Setting, entity: Entity, path: tuple[str, ...]) -> float:
    """Changes that the last compute of a pipeline writes as one; 1 where nothing says so.

    Counts add up, and what is appended goes in together. Other changes belong to a row each (the timelines of two
    hundred followers): sending them together saves round trips, not the store's work.
    """
    if entity.shape not in ADD_UP:
        return 1.0
    last = next(
        (
            setting.board.parts[name]
            for name in reversed(path[:-1])
            if setting.board.parts[name].can("compute")
        ),
        None,
    )
    return max(1.0, float(last.get("batch") or 1)) if last else 1.0


def _attach_on_miss(attempt: Attempt, entity_id: str, keeper: str) -> bool:
    """Let the reader compute what a keeper that forgets does not have; False when it cannot."""
    part = attempt.board.parts[keeper]
    ways = [] if part.spec.durable else computed_on_miss(attempt, entity_id, keeper)
    for way, source, times in ways:
        attempt.travel(
            way,
            source_step(entity_id, source),
            mode="miss",
            calls=missing_share(part) if kept_for_all(keeper, entity_id) in attempt.facts else misses(part),
            last_calls=times,
            entity=source,
            note="on miss",
        )
        attempt.uses.add((way[-1], source))
    return bool(ways)
