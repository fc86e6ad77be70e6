"""What it costs a month, part by part and line by line."""

from __future__ import annotations

from design_sandbox.analysis.cost import Bill
from design_sandbox.analysis.figure import show
from design_sandbox.ui.html import icon, text
from design_sandbox.ui.numbers.figure_view import unfolding, value
from design_sandbox.ui.numbers.pieces import ranked

PARTS_SHOWN = 14


def panel(bill: Bill, labels: dict[str, str]) -> str:
    """Total, budget, parts as bars, and every line with its working."""
    return (f'<h3>Cost <small>list prices of {text(bill.as_of)}, data after {bill.after_years:g} years</small></h3>'
            f'<div class="big-figures"><div>{value(bill.total, large=True)}<small>a month</small></div>{_budget(bill)}</div>'
            f"{_parts(bill, labels)}{_missing(bill)}{_lines(bill)}")  # fmt: skip


def _budget(bill: Bill) -> str:
    if bill.budget is None or bill.budget.value is None:
        return ""
    target = text(bill.budget.text)
    if bill.within_budget is None:
        return f'<span class="verdict-mark quiet">budget {target}</span>'
    name, tone, word = ("check", "served", "within") if bill.within_budget else ("circle-x", "failed", "over")
    return f'<span class="verdict-mark {tone}">{icon(name, 15)} {word} the budget of {target}</span>'


def _parts(bill: Bill, labels: dict[str, str]) -> str:
    parts = list(bill.by_part.items())
    rows = [(labels.get(part, part), "", amount, text(show(amount, "USD/month").removesuffix(" a month")), "")
            for part, amount in parts[:PARTS_SHOWN]]  # fmt: skip
    rest = sum(amount for _, amount in parts[PARTS_SHOWN:])
    if rest:
        rows.append(
            (
                f"{len(parts) - PARTS_SHOWN} others",
                "",
                rest,
                text(show(rest, "USD/month").removesuffix(" a month")),
                "",
            )
        )
    return ranked(rows)


def _missing(bill: Bill) -> str:
    told = []
    if bill.unpriced:
        told.append(f"No price is known for {', '.join(bill.unpriced)}: not free, just not counted.")
    if bill.unsized:
        told.append(
            f"How many run is not said for {', '.join(bill.unsized)}: counted with the fewest that carry the load."
        )
    return "".join(f'<p class="note warn">{text(line)}</p>' for line in told)


def _lines(bill: Bill) -> str:
    rows = "".join(
        unfolding(line.amount, label=f"{line.label}: {line.what_label.lower()}") for line in bill.lines
    )
    return (f'<details class="num-fold"><summary><span class="num-label">Every line</span></summary>{rows}</details>'
            f"{unfolding(bill.total, label='How the total is computed')}")  # fmt: skip
