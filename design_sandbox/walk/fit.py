"""Which stores can serve which step: the access shape a verb needs, and how well a type is at it."""

from __future__ import annotations

from typing import Literal

from design_sandbox.model.catalogue import Shape
from design_sandbox.model.scenario import Entity, EntityShape, Verb
from design_sandbox.walk.board import Part

Fit = Literal["good", "slow", "impossible"]

NEEDS: dict[tuple[str, EntityShape], tuple[Shape, ...]] = {
    ("read", "record"): ("key",), ("read", "list"): ("range", "key"), ("read", "counter"): ("counter", "key"),
    ("read", "append"): ("range", "append"), ("read", "blob"): ("blob",), ("read", "text"): ("text",),
    ("read", "place"): ("near", "key"),
    ("write", "record"): ("key",), ("write", "list"): ("range", "key"), ("write", "counter"): ("counter", "key"),
    ("write", "append"): ("append", "key"), ("write", "blob"): ("blob",), ("write", "text"): ("text",),
    ("write", "place"): ("near", "key"),
    ("scan", "record"): ("range",), ("scan", "append"): ("range", "append"), ("scan", "list"): ("range",),
    ("search", "text"): ("text",), ("search", "place"): ("near",), ("search", "record"): ("range", "text"),
    ("search", "append"): ("range", "append"),
}  # fmt: skip
"""(verb, entity shape) → access shapes, any of which serves it; a claim always needs a conditional write."""

APPENDED: tuple[EntityShape, ...] = ("record", "list", "counter", "append", "place")
"""Shapes of which a log can keep every change as an event."""


def needed_shapes(verb: Verb, entity: Entity) -> tuple[Shape, ...]:
    """Access shapes that would serve this verb on this entity."""
    if verb == "claim":
        return ("conditional",)
    return NEEDS.get((verb, entity.shape), ("key", "range"))


def fit(part: Part, verb: Verb, entity: Entity) -> Fit:
    """How well the part's type serves a verb on an entity."""
    if part.can("pass_on") and part.can("copy"):
        return "good"  # a CDN keeps whatever answer it passed on
    offered = part.spec.shapes
    if (
        verb == "write"
        and part.can("hand_off")
        and offered.get("append") == "good"
        and entity.shape in APPENDED
    ):
        return "good"  # a log takes each change as one more event; only finding one of them again takes a look-up
    grades = [offered.get(shape) for shape in needed_shapes(verb, entity)]
    if "good" in grades:
        return "good"
    return "slow" if "slow" in grades else "impossible"
