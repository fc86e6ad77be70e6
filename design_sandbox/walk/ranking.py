"""Which of several attempts at a flow is the best: what it meets comes first, then what the drawing says (SEMANTICS 1)."""

from __future__ import annotations

from typing import Any

from design_sandbox.model.scenario import walk_steps
from design_sandbox.walk.attempt import Attempt
from design_sandbox.walk.board import Part
from design_sandbox.walk.filling import find_pipeline
from design_sandbox.walk.leading import leaders
from design_sandbox.walk.meaning import called, called_data, misfit
from design_sandbox.walk.naming import is_for_name
from design_sandbox.walk.words import words


def rank(attempt: Attempt) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """What makes an attempt better (all smaller-is-better): merits first, then taste where merits are equal."""
    setting = attempt.setting
    refreshed = [
        name for name, entity in setting.scenario.entities.items() if entity.refreshed_by == attempt.flow_id
    ]
    found = (find_pipeline(attempt, name) for name in refreshed if attempt.stop is None)
    pipelines = sum(1 for pipeline in found if pipeline and pipeline.after_answer)
    calls = [hop for hop in attempt.hops if not hop.after_answer and hop.step != "enter"]
    merits = (
        -attempt.met,
        -_named(attempt),
        -pipelines,
        len(attempt.questions),
        -attempt.copies_used,
        round(sum(hop.calls * hop.items for hop in calls if not is_for_name(setting.board, hop)), 6),
    )
    said = words(" ".join(setting.board.parts[name].label for name in attempt.entry[1:])) & called(
        setting, attempt.flow_id
    )
    machines = [
        part for part in map(setting.board.parts.__getitem__, attempt.entry[:-1]) if part.can("pass_on")
    ]
    for_others = sum(misfit(setting, attempt.flow_id, part) > 0 for part in machines)
    tastes = (
        -sum(is_for_name(setting.board, hop) for hop in calls),
        -len(said),
        for_others,
        len(attempt.entry),
        len(attempt.hops),
        -_about_its_data(attempt, machines),
        _changes_at_followers(attempt),
        setting.board.position[attempt.handler],
    )
    return merits, tastes


def _about_its_data(attempt: Attempt, machines: list[Part]) -> int:
    """Words of the machines on the way in that speak of the data of the flow: a ticket machine where tickets are made."""
    setting = attempt.setting
    targets = {step.target for step in walk_steps(attempt.flow.steps)} & set(setting.scenario.entities)
    spoken = frozenset[str]().union(*(called_data(setting, name) for name in targets))
    return len(words(" ".join(part.label for part in machines)) & spoken)


def _changes_at_followers(attempt: Attempt) -> int:
    """Changes that arrive at an owner which only follows another: equal handlers stay tied, the leader's is chosen."""
    board = attempt.board
    return sum(
        hop.target not in leaders(board, {part.id for part in board.owners(hop.entity)})
        for hop in attempt.hops
        if hop.verb in ("write", "claim") and hop.entity in board.parts[hop.target].holds
    )


def _named(attempt: Attempt) -> int:
    """How much the learner says that the flow goes this way: by `does`, or by parts of their own walkthrough on it."""
    setting = attempt.setting
    on_way = {*attempt.entry, *(name for hop in attempt.hops for name in (hop.source, hop.target))}
    does = any(attempt.flow_id in setting.board.parts[name].component.does for name in on_way)
    return int(does) + len(on_way & setting.traced.get(attempt.flow_id, frozenset()))
