"""What a design costs a month: machines, calls, bytes kept and bytes sent out, line by line from a dated price table.

Prices are list prices of the table; discounts, taxes, free tiers, traffic between zones and people's time are left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from design_sandbox.analysis.figure import Figure, Given, Unit, Working, not_computable
from design_sandbox.analysis.numbers import ComponentLoad, Numbers, once
from design_sandbox.analysis.paid_uses import Around, Paid, PaidUse, around_parts, paid_uses
from design_sandbox.model.prices import PriceTable, amount_in
from design_sandbox.walk.board import Part
from design_sandbox.walk.walker import Walked

DEFAULT_AFTER_YEARS = 1.0
WORDS: dict[Paid, tuple[str, Unit]] = {
    "instances": ("Instances", "count"), "request": ("Requests", "count"), "read": ("Reads", "count"),
    "write": ("Writes", "count"), "stored": ("Stored", "B"), "sent_out": ("Sent out", "B"), "busy_second": ("Busy", "s"),
}  # fmt: skip


@dataclass(frozen=True)
class BillLine:
    """One line: an amount at a price."""

    part: str
    label: str
    what: Paid
    what_label: str
    quantity: float
    """Instances, calls a month, bytes, or busy seconds a month."""
    amount: Figure
    """USD a month."""


@dataclass(frozen=True)
class Bill:
    """All lines, the dearest first, with the total and what is missing from it."""

    lines: tuple[BillLine, ...]
    total: Figure
    unpriced: tuple[str, ...]
    """Labels of parts whose type has no line in the table: not free, just not known."""
    unsized: tuple[str, ...]
    """Labels of parts whose number of instances is not said: counted with the fewest that carry the load."""
    as_of: str
    currency: str
    after_years: float
    """Storage is that of this many years from now."""
    budget: Figure | None = None

    @property
    def by_part(self) -> dict[str, float]:
        """USD a month of each part, the dearest first."""
        sums: dict[str, float] = {}
        for line in self.lines:
            sums[line.part] = sums.get(line.part, 0.0) + (line.amount.value or 0.0)
        return dict(sorted(sums.items(), key=lambda entry: (-entry[1], entry[0])))

    @property
    def within_budget(self) -> bool | None:
        """Whether the total stays within the scenario's budget; None when there is none, or the total is not known."""
        if self.budget is None or self.budget.value is None or self.total.value is None:
            return None
        return self.total.value <= self.budget.value


def bill(
    walked: Walked, numbers: Numbers, prices: PriceTable, after_years: float = DEFAULT_AFTER_YEARS
) -> Bill:
    """The bill of one average month, with the data of `after_years` from now (zero or more)."""
    around = around_parts(walked, numbers, prices, after_years)
    lines: list[BillLine] = []
    unpriced, unsized = [], []
    for name, part in walked.board.parts.items():
        load = numbers.components.get(name)
        if _is_people(part):
            continue
        if prices.of(part.component.type) is None and not around.leaving.get(name):
            unpriced += [part.label] if load is not None else []
            continue
        if load is not None and load.instances is None:
            unsized.append(part.label)
        lines += _lines_of(part, load, around)
    lines.sort(key=lambda line: (-(line.amount.value or 0.0), line.label, line.what))
    return Bill(tuple(lines), _total(lines, prices, after_years), tuple(unpriced), tuple(unsized),
                prices.prices.as_of, prices.prices.currency, after_years, _budget(walked))  # fmt: skip


def _lines_of(part: Part, load: ComponentLoad | None, around: Around) -> tuple[BillLine, ...]:
    """The lines of one part, found once for the same prices, traffic and data."""
    mine = around.traffic.parts.get(part.id) if around.traffic is not None else None
    calls = mine and (mine.calls_per_s, mine.reads_per_s, mine.writes_per_s, mine.bytes_per_s)
    key = (BillLine, id(around.prices), calls, around.leaving.get(part.id), around.stored.get(part.id))

    def find() -> tuple[PriceTable, tuple[BillLine, ...]]:
        found = (_line(part, use, around.prices) for use in paid_uses(part, load, around) if use.quantity > 0)
        return around.prices, tuple(found)  # prices are kept, so that their identity is not given away

    return once(load, part, key, find)[1]


def _is_people(part: Part) -> bool:
    return part.can("initiate") and not part.can("pass_on")


def _line(part: Part, use: PaidUse, prices: PriceTable) -> BillLine:
    label, unit = WORDS[use.what]
    each = amount_in(use.price, "instance" if use.what == "instances" else use.what)
    value = use.quantity * each
    return BillLine(part.id, part.label, use.what, label, use.quantity,
                    Figure(f"{part.label}: {label.lower()}", value, "USD/month", partial(_working, use, label, unit, prices)))  # fmt: skip


def _working(use: PaidUse, label: str, unit: Unit, prices: PriceTable) -> Working:
    amount = Given(label, use.quantity, unit, use.source)
    price = Given(
        f"Price: {use.price.value}", None, "", f"{use.price.source}, prices of {prices.prices.as_of}"
    )
    return Working("amount × price", f"{amount.text} × {use.price.value}", (amount, price),
                   assumes=("List prices: no discount, tax or free tier.",))  # fmt: skip


def _total(lines: list[BillLine], prices: PriceTable, after_years: float) -> Figure:
    label = "Cost"
    if not lines:
        return not_computable(label, "USD/month", "no part with a known price carries anything")
    dearest = tuple(line.amount for line in lines[:8])
    total = sum(line.amount.value or 0.0 for line in lines)
    return Figure(label, total, "USD/month", lambda: Working(
        "Σ over lines: amount × price", " + ".join(figure.text for figure in dearest) + (" + …" if len(lines) > 8 else ""), dearest,
        approximation=f"List prices of {prices.prices.as_of}; several are orders of magnitude, see each line's source",
        error_band=(-0.5, 1.0), assumes=(f"Data as it is after {after_years:g} year{'s' * (after_years != 1)}.",
                                         "Traffic between zones and people's time are left out."),
    ))  # fmt: skip


def _budget(walked: Walked) -> Figure | None:
    budget = walked.scenario.budget
    if budget is None:
        return None
    try:
        value = budget.per_month.to("$/month")
    except ValueError:
        value = float(budget.per_month)
    return Figure("Budget", value, "USD/month", lambda: Working("as the prompt says"))
