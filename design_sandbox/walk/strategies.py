"""Strategies of one name are one strategy: whoever takes it in one journey takes it in all that offer it (SEMANTICS 6)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from design_sandbox.model.scenario import Scenario, Step, walk_steps
from design_sandbox.walk.board import Board
from design_sandbox.walk.walk import StrategyChoice


@dataclass(frozen=True)
class Tie:
    """Alternatives whose names stand in several `any_of`: one of them is taken throughout."""

    names: tuple[str, ...]
    """In the order of the scenario."""
    flows: tuple[str, ...]
    """Journeys that offer one of them."""


def ties(scenario: Scenario) -> tuple[Tie, ...]:
    """The strategies that several steps share; names that meet in one step belong to one tie."""
    offers = [
        (flow, tuple(step.any_of)) for flow, spec in scenario.flows.items() for step in choices(spec.steps)
    ]
    groups: list[set[str]] = []
    for _, names in offers:
        met = [group for group in groups if group & set(names)]
        groups = [group for group in groups if group not in met] + [set(names).union(*met)]
    found = []
    for group in groups:
        offered = [(flow, names) for flow, names in offers if group & set(names)]
        every = [name for _, names in offered for name in names]
        if len(set(every)) < len(every):
            flows = dict.fromkeys(flow for flow, _ in offered)
            found.append(Tie(tuple(dict.fromkeys(every)), tuple(flows)))
    return tuple(found)


def choices(steps: tuple[Step, ...]) -> Iterator[Step]:
    """Every `any_of` of these steps, nested ones too."""
    for step in steps:
        if step.any_of:
            yield step
        for alternative in step.any_of.values():
            yield from choices(alternative)


def agree(chosen: list[StrategyChoice]) -> bool:
    """Whether no choice passes over a strategy that it offers and another choice takes."""
    return not any(
        one.chosen != other.chosen and other.chosen in one.calls for one in chosen for other in chosen
    )


def kept(steps: tuple[Step, ...], scenario: Scenario, board: Board) -> int | None:
    """How many optional entities of an alternative the design keeps; None when it lacks one."""
    wanted = [step.target for step in walk_steps(steps)
              if (entity := scenario.entities.get(step.target)) is not None and entity.optional]  # fmt: skip
    return len(wanted) if all(board.keeping(name) for name in wanted) else None


def meant(name: str, scenario: Scenario, board: Board, decisions: Mapping[str, str]) -> tuple[int, bool]:
    """How much the learner seems to mean a strategy: smaller is more. What is drawn speaks before what was decided."""
    offered = [
        step.any_of[name]
        for flow in scenario.flows.values()
        for step in choices(flow.steps)
        if name in step.any_of
    ]
    return -sum(kept(steps, scenario, board) or 0 for steps in offered), name not in decisions.values()
