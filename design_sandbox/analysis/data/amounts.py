"""How much of each entity a part keeps: as the prompt says it, else what the walks write."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import NamedTuple

from design_sandbox.analysis.each_design import once_a_design
from design_sandbox.analysis.figure import show
from design_sandbox.model.load import load_numbers, rate_of
from design_sandbox.model.scenario import Entity
from design_sandbox.walk.board import Part
from design_sandbox.walk.walker import Walked

DAY_S = 86_400
ADDING = ("record", "append", "blob", "text")
"""Shapes of which every write adds one; a list, counter or place is written over."""


class Amount(NamedTuple):
    """One entity in one part."""

    entity: str
    label: str
    size_bytes: float
    fixed: float | None
    """So many exist at once."""
    per_day: float | None
    """So many are added a day."""
    keep_days: float | None
    source: str

    def bytes_after(self, days: float) -> float | None:
        """Bytes of one copy; None when nobody says how many there are."""
        if self.fixed is not None:
            return self.size_bytes * self.fixed
        if self.per_day is None:
            return None
        return self.size_bytes * self.per_day * min(days, days if self.keep_days is None else self.keep_days)

    def described(self, days: float) -> str:
        """The sum in words, for a working."""
        size = show(self.size_bytes, "B")
        if self.fixed is not None:
            return f"{self.label}: {show(self.fixed, 'count')} of {size}"
        kept = min(days, days if self.keep_days is None else self.keep_days)
        return f"{self.label}: {show(self.per_day, 'count')} a day of {size}, {show(kept, 'count')} days"


@once_a_design
def amounts_of(walked: Walked) -> Mapping[str, tuple[Amount, ...]]:
    """Part → what it keeps, entities of unknown size left out."""
    written = _written_per_day(walked)
    found: dict[str, tuple[Amount, ...]] = {}
    for part in walked.board.parts.values():
        kept = sorted(part.holds | (part.copies if part.spec.durable else frozenset()))
        amounts = (_amount(walked, part, name, written.get((part.id, name))) for name in kept)
        found[part.id] = tuple(amount for amount in amounts if amount is not None)
    return found


def _amount(walked: Walked, part: Part, name: str, written: float | None) -> Amount | None:
    entity = walked.scenario.entities.get(name)
    if entity is None or entity.size is None:
        return None
    numbers, label, size = load_numbers(walked.scenario), walked.scenario.label_of(name), float(entity.size)
    keep = None if entity.keep is None else float(entity.keep) / DAY_S
    if entity.count:
        return Amount(name, label, size, numbers.get(entity.count), None, keep, "the prompt")
    if entity.per_day:
        return Amount(name, label, size, None, numbers.get(entity.per_day), keep, "the prompt")
    if written and _adds(entity):
        source = "assumed: every write in the walks adds one"
        return Amount(name, label, size, None, written, keep, source)
    return Amount(name, label, size, None, None, keep, "not said")


def _adds(entity: Entity) -> bool:
    return entity.shape in ADDING


def _written_per_day(walked: Walked) -> dict[tuple[str, str], float]:
    """(part, entity) → writes a day that the walks make, claims left out: they change what is there."""
    found: dict[tuple[str, str], float] = defaultdict(float)
    for name, walk in walked.walks.items():
        if walk.served:
            rate = rate_of(walked.scenario, name) / (1 + len(walk.elsewhere))
            for hop in walk.everywhere:
                if hop.verb == "write" and hop.entity and hop.mode != "miss":
                    found[hop.target, hop.entity] += rate * hop.calls * DAY_S
    return found
