"""What a part pays for in an average month: machines, calls, bytes kept and bytes sent out; amounts without money."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from design_sandbox.analysis.data.amounts import amounts_of
from design_sandbox.analysis.data.bandwidth import flow_bytes
from design_sandbox.analysis.numbers import ComponentLoad, Numbers
from design_sandbox.analysis.traffic import PartTraffic, Traffic
from design_sandbox.model.prices import Price, PriceTable, Use
from design_sandbox.model.quantity import parse_quantity
from design_sandbox.theory.estimation import HOURS_A_MONTH
from design_sandbox.theory.storage import YEAR_DAYS
from design_sandbox.walk.board import Part
from design_sandbox.walk.walker import Walked

MONTH_S = HOURS_A_MONTH * 3600
"""As cloud bills count: 730 hours."""
Paid = Literal["instances", Use]


@dataclass(frozen=True)
class PaidUse:
    """An amount to be paid for."""

    what: Paid
    quantity: float
    source: str
    price: Price


@dataclass(frozen=True)
class Around:
    """What the uses are made of, by part: average bytes a second that leave to people, bytes of one copy."""

    prices: PriceTable
    traffic: Traffic | None
    leaving: dict[str, float]
    stored: dict[str, float]


def around_parts(walked: Walked, numbers: Numbers, prices: PriceTable, after_years: float) -> Around:
    """What the parts of a design are paid for by, with the data of `after_years` from now (below zero counts as now)."""
    return Around(prices, numbers.traffic, _sent_out(walked), _stored(walked, max(after_years, 0.0)))


def paid_uses(part: Part, load: ComponentLoad | None, around: Around) -> Iterator[PaidUse]:
    """Everything that a part pays for, amounts a month."""
    table, traffic = around.prices.of(part.component.type), around.traffic
    uses = table.uses if table is not None else {}
    if table is not None and table.instance is not None:
        yield PaidUse("instances", float(_instances(part, load)), _why_instances(part, load), table.instance)
    mine = traffic.parts.get(part.id) if traffic is not None else None
    if mine is not None:
        yield from _calls(part, mine, uses)
    if "stored" in uses:
        copies = int(part.said.get("replicas") or 1) if uses["stored"].each_copy else 1
        kept = around.stored.get(part.id, 0.0) * copies
        yield PaidUse(
            "stored", kept, "size × how many are kept by then × copies that are paid", uses["stored"]
        )
    leaving = around.leaving.get(part.id, 0.0)
    price = uses.get("sent_out", around.prices.internet)
    yield PaidUse("sent_out", leaving * MONTH_S, "what people get from it, an upper bound", price)


def _calls(part: Part, mine: PartTraffic, uses: Mapping[Use, Price]) -> Iterator[PaidUse]:
    """Calls at their average rate; large ones count as several where the table says so."""
    size = mine.bytes_per_s / mine.calls_per_s if mine.calls_per_s else 0.0
    calls: dict[Use, float] = {
        "request": mine.calls_per_s, "read": mine.reads_per_s, "write": mine.writes_per_s,
        "busy_second": _busy(part, mine.calls_per_s),
    }  # fmt: skip
    for use, per_s in calls.items():
        if use in uses:
            month = per_s * MONTH_S * _units(uses[use], size)
            yield PaidUse(use, month, "average rate of the walks × 730 h", uses[use])


def _units(price: Price, size_bytes: float) -> int:
    """Uses that one call counts for: one for every started `each_up_to`."""
    return max(1, math.ceil(size_bytes / float(price.each_up_to))) if price.each_up_to is not None else 1


def _busy(part: Part, calls_per_s: float) -> float:
    """Seconds of work a second."""
    takes = part.get("service_time")
    return calls_per_s * float(parse_quantity(takes)) if takes is not None else 0.0


def _instances(part: Part, load: ComponentLoad | None) -> int:
    """As set or sized; a provider's service is one, however many machines it has; an unset store is what it needs."""
    said = int(part.said.get("replicas") or 0) * int(part.said.get("shards") or 1)
    if said:
        return said
    if part.spec.managed:
        return 1
    if load is None:
        return 1
    return load.instances or load.needs_instances or 1


def _why_instances(part: Part, load: ComponentLoad | None) -> str:
    if part.said.get("replicas"):
        return "set by you"
    if part.spec.managed:
        return "one of the provider's services"
    if part.managed:
        return "no price of that product is known: the machines that would carry the load"
    if load is None:
        return "assumed: one"
    return "sized by the tool" if load.instances is not None else "assumed: the fewest that carry the load"


def _stored(walked: Walked, years: float) -> dict[str, float]:
    """Bytes of one copy by part; amounts that nobody says are left out."""
    return {
        name: sum(amount.bytes_after(years * YEAR_DAYS) or 0.0 for amount in kept)
        for name, kept in amounts_of(walked).items()
    }


def _sent_out(walked: Walked) -> dict[str, float]:
    """Bytes a second on average that leave to people, by the part that they leave from and that is billed for it."""
    found: dict[str, float] = {}
    for flow in flow_bytes(walked):
        for name, share in flow.borders:
            found[name] = found.get(name, 0.0) + flow.rate_per_s * flow.out_bytes * share
    return found
