"""Figures of the analysis that only some rules ask for: each is computed at the first question, once for a review.

Imports stand inside the functions: most reviews ask for none of these, and should not wait for what computes them.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from design_sandbox.rules.rule import Context

if TYPE_CHECKING:
    from design_sandbox.analysis.availability import Availability
    from design_sandbox.analysis.cost import Bill
    from design_sandbox.analysis.data import RecoveryPoint, Staleness
    from design_sandbox.analysis.failure import PartEffect
    from design_sandbox.analysis.ladder import Rung
    from design_sandbox.analysis.latency import Latency

    Left = tuple[str, tuple[PartEffect, ...]]


def availability_of(context: Context, flow: str) -> Availability:
    """How much of the time a journey in scope is answered."""
    from design_sandbox.analysis.availability import availabilities

    def find() -> dict[str, Availability]:
        return availabilities(context.walked, context.numbers.components)

    found: dict[str, Availability] = context.once("figures/availabilities", find)
    return found[flow]


def latency_of(context: Context, flow: str) -> Latency | None:
    """How long the answer of a served journey takes, with all percentiles; None where nothing comes before the answer."""
    from design_sandbox.analysis import latency

    def find() -> Latency | None:
        return latency.latency_of(context.walked, context.numbers.components, context.walk(flow))

    found: Latency | None = context.once(f"figures/latency/{flow}", find)
    return found


def bill_of(context: Context) -> Bill:
    """What the design costs a month, at the prices in use."""
    from design_sandbox.analysis.cost import bill
    from design_sandbox.model.prices import load_prices

    found: Bill = context.once("figures/bill", lambda: bill(context.walked, context.numbers, load_prices()))
    return found


def rung_of(context: Context, part: str) -> Rung | None:
    """At which multiple of today's load a part breaks; None for parts without load."""
    from design_sandbox.analysis.ladder import ladder

    def find() -> dict[str, Rung]:
        return {rung.part: rung for rung in ladder(context.walked, context.numbers).rungs}

    rungs: dict[str, Rung] = context.once("figures/ladder", find)
    return rungs.get(part)


def recovery_of(context: Context, part: str) -> RecoveryPoint | None:
    """What may be lost with a part; None where it is the home of nothing that must last."""
    from design_sandbox.analysis.data.freshness import recovery_points

    def find() -> dict[str, RecoveryPoint]:
        return {point.part: point for point in recovery_points(context.walked)}

    points: dict[str, RecoveryPoint] = context.once("figures/recovery", find)
    return points.get(part)


def copies_in(context: Context, part: str) -> tuple[Staleness, ...]:
    """How old each of the copies may be that walks read from a part."""
    from design_sandbox.analysis.data.freshness import staleness

    def find() -> dict[str, list[Staleness]]:
        found = defaultdict(list)
        for copy in staleness(context.walked):
            found[copy.part].append(copy)
        return found

    copies: dict[str, list[Staleness]] = context.once("figures/staleness", find)
    return tuple(copies.get(part, ()))


def small_losses(context: Context) -> tuple[Left, ...]:
    """What the loss of each single instance, and of each zone, leaves to the others: (what is lost, parts)."""
    from design_sandbox.analysis.failure import left_after, losable

    def find() -> tuple[Left, ...]:
        walked, loads = context.walked, context.numbers.components
        targets = [target for target in losable(walked, loads) if target.kind in ("instance", "zone")]
        return tuple(left_after(walked, loads, target) for target in targets)

    found: tuple[Left, ...] = context.once("figures/small losses", find)
    return found


def fullest_after(context: Context, part: str) -> tuple[str, PartEffect] | None:
    """(what is lost, how full) for the loss of an instance or zone after which what is left of a part is fullest; None where none touches it.

    One whose figure is not known comes first: the worst cannot be told without it.
    """
    effects = [
        (loss, effect) for loss, parts in small_losses(context) for effect in parts if effect.part == part
    ]
    unknown = next((pair for pair in effects if pair[1].after.value is None), None)
    return unknown or max(effects, key=lambda pair: pair[1].after.value or 0.0, default=None)
