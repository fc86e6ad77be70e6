"""What must work for a whole to work: monotone formulas over the names of parts.

`All(("api", Any(("cache", "db"))))` reads: the api, and the cache or the database. More that works never breaks it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class All:
    """Every one of these; true when there is none."""

    of: tuple[Formula, ...]


@dataclass(frozen=True)
class Any:
    """One of these is enough; false when there is none."""

    of: tuple[Formula, ...]


@dataclass(frozen=True)
class AtLeast:
    """This many of these."""

    need: int
    of: tuple[Formula, ...]


Formula = str | All | Any | AtLeast
"""A part by its name, or a combination of formulas."""


def names_in(formula: Formula) -> tuple[str, ...]:
    """Every part that a formula names, in order of first mention: also the order in which diagrams decide."""
    found: dict[str, None] = {}
    pending = [formula]
    while pending:
        one = pending.pop()
        if isinstance(one, str):
            found.setdefault(one)
        else:
            pending.extend(reversed(one.of))
    return tuple(found)


def holds(formula: Formula, works: Callable[[str], bool]) -> bool:
    """Whether the whole works when exactly these parts do."""
    if isinstance(formula, str):
        return works(formula)
    if isinstance(formula, All):
        return all(holds(one, works) for one in formula.of)
    if isinstance(formula, Any):
        return any(holds(one, works) for one in formula.of)
    return sum(holds(one, works) for one in formula.of) >= formula.need


def holds_without(formula: Formula, lost: Iterable[str]) -> bool:
    """Whether the whole works when everything but these parts does."""
    gone = frozenset(lost)
    return holds(formula, lambda name: name not in gone)


def reads_once(formula: Formula) -> bool:
    """Whether no part is named twice: its probability is then a plain product, part by part."""
    seen: set[str] = set()
    pending = [formula]
    while pending:
        one = pending.pop()
        if isinstance(one, str):
            if one in seen:
                return False
            seen.add(one)
        else:
            pending.extend(one.of)
    return True


def from_paths(paths: Iterable[Iterable[str]]) -> Formula:
    """One of several sets of parts is enough; what all of them need is named once, in front, and supersets vanish."""
    wanted = sorted({frozenset(path) for path in paths}, key=lambda path: (len(path), sorted(path)))
    least = [path for path in wanted if not any(other < path for other in wanted)]
    if not least:
        return Any(())
    shared = frozenset.intersection(*least)
    common = tuple(sorted(shared))
    if shared in least:
        return All(common)
    ways = tuple(All(tuple(sorted(path - shared))) for path in least)
    return All((*common, Any(ways)))


def separately(formula: Formula, availability: Mapping[str, float]) -> float:
    """The probability of a formula as if every mention failed by itself.

    Exact when no part is named twice; else the well-known mistake of multiplying paths that share a part.
    """
    if isinstance(formula, str):
        return availability[formula]
    chances = [separately(one, availability) for one in formula.of]
    if isinstance(formula, All):
        result = 1.0
        for chance in chances:
            result *= chance
        return result
    if isinstance(formula, Any):
        fails = 1.0
        for chance in chances:
            fails *= 1.0 - chance
        return 1.0 - fails
    from design_sandbox.theory.reliability import at_least_of

    return at_least_of(formula.need, chances)
