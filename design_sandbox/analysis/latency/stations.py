"""Stations: each part as a line before its servers, from its load and what the catalogue knows of it."""

from __future__ import annotations

from dataclasses import dataclass

from design_sandbox.analysis.demands import DEFAULT_AT_ONCE
from design_sandbox.analysis.numbers import ComponentLoad, Demand
from design_sandbox.model.quantity import parse_quantity
from design_sandbox.theory.distribution import Lognormal
from design_sandbox.walk.board import Part

CALLS = ("requests_per_s", "reads_per_s", "writes_per_s", "messages_per_s")
CALL_LIKE = (*CALLS, "bytes_per_s", "slots")
"""Dimensions in which calls queue; a full disk or too many open connections make nobody wait in line."""
SET_BY_YOU = "set by you"
COMPUTES_AT_ONCE = "catalogue: 2 vCPU, four waiting requests for each [derived]"
UNKNOWN_CALL = Lognormal.from_mean(0.001, 1.0)
"""A type of which no time is known: a millisecond, exponentially spread; assumed."""


@dataclass(frozen=True)
class Station:
    """A line before the servers of a part, or of one of its shards. Utilisation may be 1 or more."""

    part: str
    label: str
    servers: int
    utilisation: float
    service_s: float
    """Mean time that one call occupies one server."""
    dimension: str
    servers_source: str
    capacity_source: str
    needs_instances: int | None
    instances: int | None

    @property
    def full(self) -> bool:
        """More arrives than is served: the line has no steady state."""
        return self.utilisation >= 1


def call_time(part: Part) -> tuple[Lognormal, str]:
    """Time of one call to a part without any line, and its source: the catalogue's, stretched to a service time you set."""
    figure = part.spec.latency
    known = Lognormal.from_percentiles(float(figure.p50), float(figure.p99)) if figure else UNKNOWN_CALL
    source = figure.source if figure else "assumed: a millisecond, as nothing is known of this type"
    if "service_time" in part.said and (said := float(parse_quantity(part.said["service_time"]))) > 0:
        return Lognormal.from_mean(said, known.scv), SET_BY_YOU
    return known, source


def station_of(part: Part, load: ComponentLoad | None) -> Station | None:
    """The line before a part; None when nobody queues there or its load or capacity is unknown."""
    if load is None or load.peak_per_s <= 0:
        return None
    used, dimension, demand = _use(load)
    if not used or not load.instances:
        return None
    each, servers_source = _servers_each(part)
    if demand is not None and dimension in CALLS and demand.per_instance > 0:
        service_s = each / demand.per_instance
    else:  # Little's law: servers that are busy ÷ calls that arrive
        service_s = each * load.instances * used / load.peak_per_s
    servers = each * load.instances if part.can("compute") else each
    source = SET_BY_YOU if demand is None else demand.source
    return Station(part.id, part.label, servers, used, service_s, dimension, servers_source, source,
                   load.needs_instances, load.instances)  # fmt: skip


def _use(load: ComponentLoad) -> tuple[float | None, str, Demand | None]:
    """The tightest utilisation among the dimensions in which calls queue, its name, and the demand behind it."""
    by_name = {demand.name: demand for demand in load.demands}
    if load.dimension in CALL_LIKE:
        return load.utilisation, load.dimension, by_name.get(load.dimension)
    found = [
        (demand.asked / (demand.per_instance * machines), name)
        for name, demand in by_name.items()
        if name in CALL_LIKE and demand.per_instance > 0
        and (machines := max(demand.multiplier, (load.instances or 0) if load.instances_inferred else 1))
    ]  # fmt: skip
    if not found:
        return None, "", None
    used, name = max(found)
    return used, name, by_name[name]


def _servers_each(part: Part) -> tuple[int, str]:
    """Calls that one instance works on side by side, and where that is said."""
    if "at_once" in part.said:
        return max(int(part.said["at_once"]), 1), SET_BY_YOU
    if part.can("compute"):
        return max(int(part.get("at_once", DEFAULT_AT_ONCE)), 1), COMPUTES_AT_ONCE
    if part.spec.at_once is not None:
        return max(int(float(part.spec.at_once.value)), 1), part.spec.at_once.source
    return 1, "assumed: one call at a time"
