"""Take one thing down: walk again without it, count again what the rest carries, and say what breaks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from design_sandbox.analysis.availability.assumed import REGION, ZONE
from design_sandbox.analysis.availability.words import share_of
from design_sandbox.analysis.failure.carrying import parts_after
from design_sandbox.analysis.failure.effects import effect_on
from design_sandbox.analysis.failure.recovery import spared, storms
from design_sandbox.analysis.failure.result import RANK, FlowEffect, Loss, PartEffect, RetryStorm, Target
from design_sandbox.analysis.failure.targets import Taken, group_of_part, losable, taken, target_of
from design_sandbox.analysis.figure import YEAR_MIN, Figure, Working, not_computable
from design_sandbox.analysis.numbers import ComponentLoad
from design_sandbox.walk.walk import Walk
from design_sandbox.walk.walker import Walked

Loads = Mapping[str, ComponentLoad]
NEVER = 1e-12
"""Shares of the year below this (0.03 ms) are none."""


def take_down(walked: Walked, loads: Loads, what: Target | str) -> Loss:
    """What happens when this is lost. `what`: a target, or a text like `zone:east`, `instance:api` or a component's id.

    Raises ValueError in plain words when there is nothing of that name.
    """
    return _take_down(walked, loads, target_of(str(what), walked, loads))


def _take_down(walked: Walked, loads: Loads, target: Target) -> Loss:
    away = taken(walked, loads, target)
    again = _walked_again(walked, away)
    parts = parts_after(walked, loads, again, away)
    overloaded = frozenset(effect.part for effect in parts if effect.overloaded)
    flows = [
        effect_on(walked, again[name], away, overloaded) for name, walk in walked.walks.items() if walk.served
    ]
    flows.sort(key=lambda effect: (RANK[effect.status], not effect.core))
    hit = [*sorted(away.gone & set(loads)), *away.left, *sorted(overloaded)]
    found, known = storms(walked, loads, dict.fromkeys(hit))
    recovers, text = _recovery(found, known, parts, away)
    if recovers:
        text = " ".join((text, *spared(walked, loads, dict.fromkeys(hit))))
    return Loss(
        target, away.label, tuple(sorted(away.gone, key=lambda name: walked.board.position[name])), tuple(away.left), tuple(sorted(away.cut)),
        tuple(flows), _requirements(walked, flows), parts, found, recovers, text, _minutes(walked, loads, target),
    )  # fmt: skip


def left_after(walked: Walked, loads: Loads, target: Target) -> tuple[str, tuple[PartEffect, ...]]:
    """(what is lost, parts that get fuller): only how full the rest gets, which rules ask of many losses."""
    away = taken(walked, loads, target)
    return away.label, parts_after(walked, loads, _walked_again(walked, away), away)


def every_loss(walked: Walked, loads: Loads) -> tuple[Loss, ...]:
    """The loss of everything that can be lost, one at a time: worst first by what breaks.

    A copy is listed once; connections are left out, since their ends say the same of more.
    """
    targets = [target for target in losable(walked, loads) if target.kind not in ("copy", "connection")]
    found = [_take_down(walked, loads, target) for target in targets]
    return tuple(sorted(found, key=_severity))


def _severity(loss: Loss) -> tuple[int, int, int, int]:
    core = sum(effect.core for effect in loss.flows if effect.status == "breaks")
    return -core, -len(loss.breaks), -len(loss.overloaded), -len(loss.degrades)


def _walked_again(walked: Walked, away: Taken) -> dict[str, Walk]:
    """Every served flow after the loss; what other handlers of it are left go on sharing it."""
    served = [name for name, walk in walked.walks.items() if walk.served]
    if not (away.gone or away.services or away.cut):
        return {name: walked.walks[name] for name in served}
    again = walked.without(away.gone, away.services, served, away.cut)
    return {name: _shared(walked.walks[name], again[name], away) for name in served}


def _shared(before: Walk, again: Walk, away: Taken) -> Walk:
    """Lanes of the walk that lose nothing carry on together, instead of one that carries all."""
    if not again.served or not before.elsewhere:
        return again
    left = [hops for hops in (before.hops, *before.elsewhere) if not any(map(away.touches, hops))]
    return replace(again, hops=left[0], elsewhere=tuple(left[1:])) if left else again


def _requirements(walked: Walked, flows: list[FlowEffect]) -> tuple[str, ...]:
    broken = {effect.flow for effect in flows if effect.status == "breaks"}
    named = {walked.scenario.flows[flow].requirement for flow in broken}
    return tuple(name for name, requirement in walked.scenario.requirements.items()
                 if name in named or broken & set(requirement.flows))  # fmt: skip


def _recovery(
    found: tuple[RetryStorm, ...], known: bool, parts: tuple[PartEffect, ...], away: Taken
) -> tuple[bool | None, str]:
    overloaded = [effect for effect in parts if effect.overloaded]
    if found:
        worst = found[0]
        return False, (f"It does not pass by itself: {worst.attempts:.3g} attempts of each call keep {worst.label} at "
                       f"{share_of(worst.load.value)} its capacity. Limit the retries with a budget, or let callers stop asking: a circuit breaker.")  # fmt: skip
    if not known and (away.gone or away.left):
        return None, "Whether it passes by itself is not known: nothing says what the parts can carry."
    if overloaded:
        return (
            True,
            f"It passes when it is back; until then {overloaded[0].label} stays at {share_of(overloaded[0].after.value)} what it can carry.",
        )
    return True, "It passes by itself as soon as it is back."


def _minutes(walked: Walked, loads: Loads, target: Target) -> Figure:
    label = "Minutes a year in which it is lost"
    if target.kind == "connection":
        return not_computable(label, "min/year", "nothing says how often a connection fails by itself")
    if target.kind in ("zone", "region"):
        assumed = ZONE if target.kind == "zone" else REGION
        return _figure(label, 1 - assumed.value, assumed.source)
    if target.kind == "third_party":
        return _minutes_of_service(walked, label, target.id)
    one = group_of_part(walked, loads, target.id)
    if one.question:
        return not_computable(label, "min/year", f"the drawing leaves open: {one.question}".rstrip("."))
    if target.kind == "instance":
        count = (loads[target.id].instances if target.id in loads else None) or one.group.count
        return _figure(
            "Minutes a year in which at least one is lost", 1 - one.group.availability**count, one.source
        )
    return _figure(label, 1 - one.group.answers(one.group.domains), one.source)


def _minutes_of_service(walked: Walked, label: str, name: str) -> Figure:
    service = walked.scenario.third_parties[name]
    standing = [
        part
        for part in walked.board.parts.values()
        if service.provides in part.provides and part.spec.availability
    ]
    if not standing or standing[0].spec.availability is None:
        return not_computable(label, "min/year", f"nothing in the drawing stands for {service.label}")
    promised = standing[0].spec.availability
    return _figure(label, 1 - float(promised.value), promised.source)


def _figure(label: str, share: float, source: str) -> Figure:
    share = min(share, 1.0) if share > NEVER else 0.0
    return Figure(label, share * YEAR_MIN, "min/year",
                  lambda: Working("(1 − availability) × minutes of a year", f"{share:.3g} × {YEAR_MIN:,} min ({source})"))  # fmt: skip
