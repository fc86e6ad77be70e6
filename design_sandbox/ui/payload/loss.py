"""What the loss of one thing does, as the canvas lays it over the drawing."""

from __future__ import annotations

from typing import Any

from design_sandbox.analysis.failure import Loss, PartEffect, Target, losable, take_down, target_of
from design_sandbox.analysis.what_if import Looked

LONGEST_TARGET = 200
LEAST_MINUTES = 1 / 60
"""A loss of less than a second a year is not worth a word about how long it lasts."""


def loss_payload(looked: Looked, target: str) -> dict[str, Any]:
    """The `Loss` of the contract, without id and rev. Raises ValueError in words when there is no such thing to lose."""
    loads = looked.numbers.components
    loss = take_down(looked.walked, loads, _target(looked, target[:LONGEST_TARGET]))
    effects = {effect.part: effect for effect in loss.parts}
    return {
        "target": target,
        "label": loss.label,
        "text": loss.text,
        "tone": "good" if loss.is_survived else "bad",
        "recovery": loss.recovery,
        "recovers": loss.recovers,
        "gone": list(loss.gone),
        "cut": [list(ends) for ends in loss.cut],
        "weaker": {part: _left(effects.get(part)) for part in loss.weaker},
        "overloaded": {part: f"{effects[part].label} would be at {effects[part].after.text}" for part in loss.overloaded},
        "parts": {part: round(effect.after.value, 4) for part, effect in effects.items() if effect.after.value is not None},
        "flows": [{"flow": one.flow, "title": one.title, "status": one.status, "text": one.text} for one in loss.flows],
        "minutes": _lasts(loss),
    }  # fmt: skip


def _target(looked: Looked, text: str) -> Target:
    """One instance of what has only one is the whole part."""
    loads = looked.numbers.components
    kind, _, name = text.partition(":")
    if kind == "instance" and Target("instance", name) not in losable(looked.walked, loads):
        text = f"component:{name}"
    return target_of(text, looked.walked, loads)


def _left(effect: PartEffect | None) -> str:
    if effect is None or effect.left is None or effect.instances is None:
        return "fewer left"
    return f"{effect.left:,} of {effect.instances:,} left"


def _lasts(loss: Loss) -> str:
    minutes = loss.minutes.value
    return "" if minutes is None or minutes < LEAST_MINUTES else f"Expect this for {loss.minutes.text}."
