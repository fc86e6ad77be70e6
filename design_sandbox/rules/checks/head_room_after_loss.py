"""head-room-after-loss: does what is left carry the peak after one instance, or a zone, is lost?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from design_sandbox.analysis.growing import grows_by, least_size
from design_sandbox.analysis.instances import zones_of
from design_sandbox.model.edits import Patch
from design_sandbox.model.quantity import multiple_of
from design_sandbox.rules.figures import fullest_after
from design_sandbox.rules.finding import Finding
from design_sandbox.rules.looking import judged, set_to
from design_sandbox.rules.rule import Card, Context, Judgement, NoParameters, Rule

if TYPE_CHECKING:
    from design_sandbox.analysis.failure import PartEffect

GRAVE = 1.2
"""Above this the rest is not only slow: most callers give up."""
FULL = 1.0 + 1e-9
MOST_TOLD = 4
"""Parts of a lost zone that are named."""


def check(context: Context, parameters: NoParameters, subject: str) -> Judgement:
    """Parts whose size is drawn, that carry the peak today: the worst loss leaves at most 100 %.

    What the tool has sized is not accused: nobody has said how many there are, and instances are added.
    """
    sized = [name for name, load in context.numbers.components.items()
             if load.utilisation is not None and load.utilisation <= FULL and not load.grows and not load.instances_inferred]  # fmt: skip
    pairs = [(name, fullest_after(context, name)) for name in sized]
    findings = [
        _accuse(context, name, *worst)
        for name, worst in pairs
        if worst and (worst[1].after.value or 0.0) > FULL
    ]
    return judged(findings, sized)


def _accuse(context: Context, name: str, lost: str, effect: PartEffect) -> Finding:
    label, after = context.label(name), effect.after.value or 0.0
    today = "" if effect.before is None else f"Today it is {effect.before:.0%} full at peak."
    left = "" if effect.left is None else f"{effect.left} of {effect.instances} instances are left."
    return RULE.finding(
        "fail",
        f"{lost} is lost: {label} would be asked for {multiple_of(after)} what it can do.",
        title=f"{label} has no room for a loss",
        elements=(name,),
        because=[text for text in (today, left, _gone_too(context, lost, name)) if text],
        severity="medium" if after > GRAVE else None,
        patch=_more(context, name, effect),
    )


def _gone_too(context: Context, lost: str, name: str) -> str:
    """What else goes with a zone that is drawn: its work is what the rest is asked for."""
    board = context.board
    gone = [
        context.label(part)
        for group_id, group in sorted(board.groups.items())
        if group.kind == "zone" and (group.label or group_id) in lost
        for part in board.members(group_id)
        if part != name
    ]
    if not gone:
        return ""
    told = ", ".join(gone[:MOST_TOLD]) + (
        f" and {len(gone) - MOST_TOLD} more" if len(gone) > MOST_TOLD else ""
    )
    return f"With it goes what stands there: {told}."


def _more(context: Context, name: str, effect: PartEffect) -> Patch:
    """The size that carries the peak and the loss, with the work of what is lost elsewhere; else one copy more."""
    part, load = context.part(name), context.numbers.components[name]
    taken_over = _taken_over(effect)
    beside = {demand.name: demand.asked * taken_over for demand in load.demands}
    field, size = grows_by(part), least_size(part, load, zones_of(context.board, part), beside)
    if size > int(part.said.get(field) or 1):
        return set_to(name, field, size)
    return set_to(name, "replicas", int(part.said.get("replicas") or 1) + 1)


def _taken_over(effect: PartEffect) -> float:
    """Work that comes on top when the loss is elsewhere, as a share of what the part has at peak."""
    if effect.left is None or not effect.instances or not effect.before:
        return 0.0
    asked_then = (effect.after.value or 0.0) * effect.left / effect.instances
    return max(0.0, asked_then / effect.before - 1.0)


RULE = Rule(
    Card(
        id="head-room-after-loss",
        title="A part has no room for a loss",
        group="redundancy",
        severity="low",
        why="What is lost leaves its share to the others at once. Capacity that is judged with everything up is gone when it is needed.",
        how_to_fix="Run enough that the rest stays below 100 % without one instance, and without one zone.",
        false_alarm="Only parts whose number you have set are judged, with the peak and nothing added meanwhile; callers may shed load on purpose.",
        references=("AWS, Static stability using Availability Zones", "docs/numbers/failure.md"),
    ),
    check,
)
