"""Availability in words: formulas, cuts and assumptions as sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from design_sandbox.analysis.availability.groups import PartGroup
from design_sandbox.analysis.availability.needs import HIT
from design_sandbox.analysis.figure import show
from design_sandbox.theory.formula import All, Formula
from design_sandbox.theory.structure import Structure

if TYPE_CHECKING:
    from design_sandbox.analysis.availability.result import Thing

MOST_NAMED = 3


def joined(labels: list[str], last: str = "and", most: int = MOST_NAMED) -> str:
    """Labels as a list in a sentence; many are cut short."""
    named = list(dict.fromkeys(labels))
    if len(named) > most:
        return f"{', '.join(named[: most - 1])} {last} {len(named) - most + 1} more"
    return f" {last} ".join(filter(None, (", ".join(named[:-1]), *named[-1:])))


def share_of(share: float | None) -> str:
    """A share before what it is a share of: `97.2 % of`, or the multiple `12.1×`."""
    text = show(share, "ratio")
    return f"{text} of" if text.endswith("%") else text


def subject(label: str) -> str:
    """A label in the middle of a sentence."""
    return label


def formula_text(formula: Formula, groups: Mapping[str, PartGroup]) -> str:
    """A formula as people read it: `Gateway × 8 of 12 API servers × (Cache or Database)`."""
    return _text(formula, groups, outer=True)


def _text(formula: Formula, groups: Mapping[str, PartGroup], *, outer: bool = False) -> str:
    if isinstance(formula, str):
        if formula.startswith(HIT):
            part = groups.get(formula.removeprefix(HIT))
            return f"a hit in {part.label if part else 'the copy'}"
        return groups[formula].text if formula in groups else formula
    texts = [_text(one, groups) for one in formula.of]
    if len(texts) == 1:
        return texts[0]
    word = " × " if isinstance(formula, All) else " or "
    text = word.join(texts)
    return text if outer else f"({text})"


def values_text(formula: Formula, values: Mapping[str, str], *, outer: bool = True) -> str:
    """The same formula with figures put in."""
    if isinstance(formula, str):
        return values.get(formula, "?")
    texts = [values_text(one, values, outer=False) for one in formula.of]
    if len(texts) == 1:
        return texts[0]
    text = (" × " if isinstance(formula, All) else " or ").join(texts)
    return text if outer else f"({text})"


def cut_text(things: tuple[Thing, ...], groups: Mapping[str, PartGroup], structure: Structure | None) -> str:
    """Why the loss of these things stops the journey."""
    if len(things) == 1:
        return _alone(things[0], groups, structure)
    first, second = things
    if first.kind != "part" and second.kind == "part":
        return f"{_capital(first.label)} is lost, and too little of {second.label} is left."
    return f"{_capital(first.label)} and {second.label} are down at the same time."


def _alone(thing: Thing, groups: Mapping[str, PartGroup], structure: Structure | None) -> str:
    if thing.kind == "part":
        return _too_few_instances(thing.label, groups[thing.id])
    stopped = [groups[name].label for name in _too_few(thing, groups, structure)]
    if not stopped:
        return f"{_capital(thing.label)} is lost."
    return f"{_capital(thing.label)} holds {joined(stopped)}: without it too little is left."


def _too_few_instances(label: str, one: PartGroup) -> str:
    need, count = one.group.need, one.group.count
    texts = (
        (one.promised, f"{label} is down: its provider promises no more."),
        (count == 1, f"{label} runs once, and nothing stands in for it."),
        (
            one.voting and need > one.by_load,
            f"Fewer than {need} of {count} copies of {label} answer: no majority.",
        ),
        (one.led and need == 1, f"All copies of {label} are down, or none leads yet."),
        (need == 1, f"All {count} instances of {label} are down."),
        (True, f"Fewer than {need} of {count} instances of {label} are up: too few for the peak."),
    )
    return next(text for applies, text in texts if applies)


def _too_few(thing: Thing, groups: Mapping[str, PartGroup], structure: Structure | None) -> list[str]:
    if structure is None:
        return list(thing.parts)
    left = frozenset(structure.domains) - {thing.id}
    return [
        name
        for name in thing.parts
        if name in groups and groups[name].group.alive(left) < groups[name].group.need
    ]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
