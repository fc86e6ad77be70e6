"""Bytes that stores keep: how they grow, in how many copies, and when the room is used up."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from design_sandbox.analysis.data.amounts import Amount, amounts_of
from design_sandbox.analysis.figure import Figure, Given, Mistake, Working, not_computable
from design_sandbox.analysis.numbers import ComponentLoad, Numbers, once
from design_sandbox.theory.storage import YEAR_DAYS, stored_after
from design_sandbox.walk.board import Part
from design_sandbox.walk.walker import Walked

DAY_S = 86_400
DEFAULT_HORIZON_YEARS = 5.0
INDEX_SHARE = {"relational": 0.3, "read_replica": 0.3, "document": 0.3, "geo_index": 0.3}
"""Room that indexes take beside the data, by type; assumed, 10 to 100 % are seen."""
LONGEST_YEARS = 100.0
"""When a store fills later than this, it is told as never."""


@dataclass(frozen=True)
class StoreGrowth:
    """What one part keeps."""

    part: str
    label: str
    amounts: tuple[Amount, ...]
    copies: int
    """Of each byte; 1 where the provider's copies are its own affair."""
    index_share: float
    one_copy: Figure
    """Bytes at the horizon, indexes left out."""
    all_copies: Figure
    """Bytes at the horizon, copies and indexes included."""
    room: Figure
    """Bytes of data that the drawn machines hold."""
    full_after: Figure
    """Seconds until one copy fills the room, if all data starts today."""

    def bytes_after(self, years: float) -> float | None:
        """One copy after so many years; None when an amount is not known."""
        days = years * YEAR_DAYS
        kept = [amount.bytes_after(days) for amount in self.amounts]
        return None if any(size is None for size in kept) else sum(size or 0.0 for size in kept)

    def yearly(self, years: int = 5) -> list[tuple[int, float]]:
        """(year, bytes in all copies with indexes) for a chart; empty when an amount is not known."""
        factor = self.copies * (1 + self.index_share)
        found = [(year, self.bytes_after(year)) for year in range(years + 1)]
        return [(year, size * factor) for year, size in found if size is not None]


def horizon_years(walked: Walked) -> tuple[float, str]:
    """How far ahead storage is planned, and who says so."""
    horizon = walked.scenario.horizon
    if horizon is None:
        return DEFAULT_HORIZON_YEARS, f"assumed: {DEFAULT_HORIZON_YEARS:g} years, as the prompt does not say"
    return float(horizon) / (YEAR_DAYS * DAY_S), "the prompt"


def store_growth(walked: Walked, numbers: Numbers) -> tuple[StoreGrowth, ...]:
    """Every part that keeps data of a known kind for good, in the order of the drawing; caches only hold what fits."""
    kept, horizon = amounts_of(walked), horizon_years(walked)
    return tuple(
        _known_growth(part, kept[name], numbers.components.get(name), horizon)
        for name, part in walked.board.parts.items() if kept.get(name) and part.spec.durable
    )  # fmt: skip


def _known_growth(
    part: Part, amounts: tuple[Amount, ...], load: ComponentLoad | None, horizon: tuple[float, str]
) -> StoreGrowth:
    return once(load, part, (StoreGrowth, amounts, horizon), lambda: _growth(part, amounts, load, horizon))


def _growth(
    part: Part, amounts: tuple[Amount, ...], load: ComponentLoad | None, horizon: tuple[float, str]
) -> StoreGrowth:
    years, source = horizon
    copies = int(part.said.get("replicas") or 1)
    index = INDEX_SHARE.get(part.component.type, 0.0)
    unknown = [amount.label for amount in amounts if amount.bytes_after(0) is None]
    name = f"Kept by {part.label} after {years:g} years"
    if unknown:
        because = f"nobody says how many {' and '.join(unknown)} there are"
        one, every = not_computable(name, "B", because), not_computable(f"{name}, every copy", "B", because)
    else:
        size = sum(amount.bytes_after(years * YEAR_DAYS) or 0.0 for amount in amounts)
        total = stored_after(size, 1, copies=copies, index_share=index)
        told = partial(_working, amounts, (years, source), copies, index, size)
        one = Figure(name, size, "B", partial(told, whole=False))
        every = Figure(f"{name}, every copy", total, "B", partial(told, whole=True))
    room = _room(part, load)
    return StoreGrowth(
        part.id, part.label, amounts, copies, index, one, every, room, _full_after(amounts, room)
    )


def _working(amounts: tuple[Amount, ...], horizon: tuple[float, str], copies: int, index: float, size: float,
             *, whole: bool) -> Working:  # fmt: skip
    years, source = horizon
    days = years * YEAR_DAYS
    inputs: tuple[Given | Figure, ...] = tuple(
        Given(amount.described(days), amount.bytes_after(days), "B", amount.source) for amount in amounts
    )
    inputs += (Given("Planned for", days * DAY_S, "s", source),)
    added = " + ".join(given.text for given in inputs[:-1] if isinstance(given, Given))
    if not whole:
        return Working("Σ size × added a day × days kept (at most the time planned)", added, inputs)
    inputs += (
        Given("Copies of each shard", float(copies), "count", "set by you" if copies > 1 else "assumed: the drawing says no more"),
        Given("Indexes", index, "ratio", "assumed for this type; 10 to 100 % are seen"),
    )  # fmt: skip
    wrong = Mistake("Leaving copies and indexes out", size, "Disks are bought for every copy.")
    return Working("one copy × copies × (1 + indexes)", f"({added}) × {copies} × (1 + {index:g})", inputs,
                   mistake=wrong, error_band=(-0.3, 0.5) if index else None,
                   approximation="Exact but for the assumed share of indexes" if index else "Exact for the stated model",
                   assumes=("No compression; all data begins today.",))  # fmt: skip


def _room(part: Part, load: ComponentLoad | None) -> Figure:
    name = f"Room of {part.label}"
    demand = next((d for d in load.demands if d.name == "bytes_stored"), None) if load else None
    if demand is None:
        return not_computable(name, "B", "nothing is known about how much it can hold")
    if load is not None and load.grows:
        return not_computable(name, "B", "the provider, or the tool, adds room as it fills")
    shards, each = demand.multiplier, demand.per_instance
    inputs = (Given("Shards", float(shards), "count", "set by you" if shards > 1 else "one unless you say so"),
              Given("One holds", each, "B", demand.source))  # fmt: skip
    return Figure(
        name,
        shards * each,
        "B",
        lambda: Working("shards × what one holds", f"{inputs[0].text} × {inputs[1].text}", inputs),
    )


def _full_after(amounts: tuple[Amount, ...], room: Figure) -> Figure:
    """By bisection: growth never shrinks."""
    name = "Full after"
    if room.value is None:
        return not_computable(name, "s", "its room has no fixed size")
    if any(amount.bytes_after(0) is None for amount in amounts):
        return not_computable(name, "s", "nobody says how much it keeps")

    def kept(years: float) -> float:
        return sum(amount.bytes_after(years * YEAR_DAYS) or 0.0 for amount in amounts)

    if kept(LONGEST_YEARS) <= room.value:
        return not_computable(name, "s", "what it keeps never fills it: old data leaves as new data comes")
    low, high = 0.0, LONGEST_YEARS
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (middle, high) if kept(middle) <= room.value else (low, middle)
    return Figure(name, high * YEAR_DAYS * DAY_S, "s",
                  lambda: Working("when Σ size × added a day × days = room", "", (room,), assumes=("All data begins today.",)))  # fmt: skip
