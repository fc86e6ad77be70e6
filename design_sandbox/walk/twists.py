"""What a change of the prompt would open: responsibilities that live in classes that must be edited (SEMANTICS 31).

Counting edited classes would reward the one class that does everything; counting what lives in them does not.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Literal

from design_sandbox.model.scenario import Scenario, Twist
from design_sandbox.walk.messages import Model
from design_sandbox.walk.walk import Walk

Responsibilities = dict[str, frozenset[tuple[str, str]]]
Landing = tuple[set[str], list[str]]
"""Opened classes, and the seams that absorb the change."""


@dataclass(frozen=True)
class Impact:
    """Where a twist lands: `absorbed` by a seam, `opens` classes, or `unknown` because the drawing does not say."""

    verdict: Literal["absorbed", "opens", "unknown"]
    seams: tuple[str, ...] = ()
    opened: tuple[str, ...] = ()
    share: float = 0.0
    """Share (0 … 1) of all responsibilities that live in opened classes."""
    lives_in: int = 0
    of: int = 0


def responsibilities(model: Model, walks: Iterable[Walk]) -> Responsibilities:
    """Class → what it keeps, works out, creates and decides in these use cases; idle claims add no weight."""
    relied = {claim for walk in walks for claim in walk.uses_holds}
    return {
        name: frozenset(entry for entry in model.claims[name].responsibilities if (name, entry[1]) in relied)
        for name in model.classes
    }  # fmt: skip


def impact(model: Model, scenario: Scenario, twist: Twist, walks: Collection[Walk]) -> Impact:
    """What a twist opens; only parts that some served use case passes count as seams or homes."""
    walks = [walk for walk in walks if walk.served]
    used = {part for walk in walks for part in walk.parts}
    if twist.adds_variant:
        found = _variant(model, scenario, twist.adds_variant, used)
    elif twist.adds_attribute or twist.adds_operation:
        found = _member(model, scenario, twist.of, used)
    else:
        found = None
    return Impact("unknown") if found is None else _opens(model, walks, *found)


def _variant(model: Model, scenario: Scenario, axis: str, used: set[str]) -> Landing | None:
    """Another kind beside the known ones: a seam absorbs it, else the enumeration and whatever branches on it is opened."""
    varying = [name for name in model.board.parts if axis in model.claims[name].varies and name in used]
    seams = [
        name for name in varying
        if name in model.classes and model.is_abstraction(name) and model.below(name) and _concerns(model, scenario, name, axis)
    ]  # fmt: skip
    values = [name for name in varying if name in model.enumerations]
    behind = {*seams, *(below for seam in seams for below in model.below(seam))}
    opened = {
        name for name in model.classes if name not in behind
        and (axis in model.claims[name].switches_on or _differs(model, name, axis, values))
    }  # fmt: skip
    if opened:
        opened |= set(values)
    return (opened, seams) if opened or seams else None


def _differs(model: Model, name: str, axis: str, values: list[str]) -> bool:
    """Whether a class decides the varying thing itself, or does something while it looks at the enumeration of kinds."""
    claims = model.claims[name]
    itself = not model.is_abstraction(name) and (axis in claims.does or axis in claims.varies)
    works = bool(claims.does or claims.creates or claims.derives)
    return itself or (
        works and axis not in claims.owns and any(value in model.values[name] for value in values)
    )


def _concerns(model: Model, scenario: Scenario, seam: str, axis: str) -> bool:
    """Whether what varies is behind this seam at all: the decision itself, its thing, or a decision that looks at it."""
    entity = scenario.entities.get(axis)
    behind = {target for name in (seam, *model.below(seam)) for target in model.claims[name].does}
    looking = {name for name, other in scenario.entities.items() if axis in other.derived_from}
    return bool({axis, *looking} & behind) or bool(entity and entity.of in model.claims[seam].plays)


def _member(model: Model, scenario: Scenario, thing: str | None, used: set[str]) -> Landing | None:
    """A new fact or operation belongs to the class of its thing, else to whoever keeps the thing's other facts."""
    homes = [name for name in model.claiming("plays", thing or "") if name in used]
    if not homes:
        facts = [name for name, entity in scenario.entities.items() if entity.of == thing]
        homes = [
            name
            for name in model.classes
            if name in used and any(fact in model.claims[name].owns for fact in facts)
        ]
    return (set(homes[:1]), []) if homes else None


def _opens(model: Model, walks: Collection[Walk], opened: set[str], seams: list[str]) -> Impact:
    """Responsibilities are told apart by what they are about, so that two classes claiming the same count it once."""
    each = responsibilities(model, walks)
    total = len(frozenset().union(*each.values()))
    inside = len(frozenset().union(*(each.get(name, frozenset()) for name in opened)))
    names = tuple(sorted(opened, key=model.rank))
    verdict: Literal["absorbed", "opens"] = "opens" if opened else "absorbed"
    return Impact(
        verdict, tuple(sorted(seams, key=model.rank)), names, inside / total if total else 1.0, inside, total
    )
