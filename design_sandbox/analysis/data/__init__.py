"""Data: what is kept and how it grows, bytes in and out, hot keys, hit ratios, how old copies are, what may be lost."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from design_sandbox.analysis.data.bandwidth import Bandwidth, FlowBytes, bandwidth
from design_sandbox.analysis.data.caches import CacheHits, cache_hits
from design_sandbox.analysis.data.freshness import RecoveryPoint, Staleness, recovery_points, staleness
from design_sandbox.analysis.data.kept import StoreGrowth, horizon_years, store_growth
from design_sandbox.analysis.data.popularity import Celebrity, HotKeys, celebrities, hot_keys
from design_sandbox.analysis.figure import Figure, Working
from design_sandbox.analysis.numbers import Numbers
from design_sandbox.walk.walker import Walked

__all__ = [
    "Bandwidth", "CacheHits", "Celebrity", "DataReport", "FlowBytes", "HotKeys", "RecoveryPoint", "Staleness", "StoreGrowth",
    "data_report",
]  # fmt: skip


@dataclass(frozen=True)
class DataReport:
    """Everything about data, each figure with its working."""

    horizon_years: float
    horizon_source: str
    stores: tuple[StoreGrowth, ...]
    total: Figure
    """Bytes of all stores at the horizon, copies and indexes included; those that are not known left out."""
    bandwidth: Bandwidth
    hot_keys: tuple[HotKeys, ...]
    celebrities: tuple[Celebrity, ...]
    caches: tuple[CacheHits, ...]
    staleness: tuple[Staleness, ...]
    recovery: tuple[RecoveryPoint, ...]


def data_report(walked: Walked, numbers: Numbers) -> DataReport:
    """The data of a walked design; sections are empty where there is nothing to tell (object models: all of them)."""
    years, source = horizon_years(walked)
    stores = store_growth(walked, numbers)
    known = tuple(store.all_copies for store in stores if store.all_copies.value is not None)
    total = Figure(
        f"Kept after {years:g} years", sum(figure.value or 0.0 for figure in known), "B", partial(_sum, known)
    )
    return DataReport(
        years, source, stores, total, bandwidth(walked), hot_keys(walked, numbers), celebrities(walked, numbers),
        cache_hits(walked, numbers), staleness(walked), recovery_points(walked, numbers.components),
    )  # fmt: skip


def _sum(known: tuple[Figure, ...]) -> Working:
    return Working("Σ over stores", " + ".join(figure.text for figure in known) or "0 B", known)
