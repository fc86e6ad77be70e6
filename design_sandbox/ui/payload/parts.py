"""Every component and connection with its subtitle, its load and how that was computed."""

from __future__ import annotations

import math
from typing import Any

from design_sandbox.analysis.numbers import ComponentLoad
from design_sandbox.model.catalogue import Catalogue, ComponentType
from design_sandbox.model.design import Component, Connection, Design
from design_sandbox.model.scenario import Scenario
from design_sandbox.review.result import Review
from design_sandbox.ui.figures import amount, bytes_of, percent, plural, rate

UNITS = {
    "requests_per_s": "req/s", "reads_per_s": "reads/s", "writes_per_s": "writes/s",
    "messages_per_s": "msg/s", "connections": "open connections", "bytes_stored": "B", "bytes_per_s": "B/s",
    "slots": "slots",
}  # fmt: skip
LABELS_SHOWN = 2


def component_payload(name: str, review: Review, scenario: Scenario, catalogue: Catalogue) -> dict[str, Any]:
    """The figures of one component; a hatched bar where an unset number would be needed."""
    component = review.design.components[name]
    kind = catalogue.types.get(component.type)
    load = review.numbers.components.get(name) if runs(review.design) else None
    utilisation = load.utilisation if load and _finite(load.utilisation) else None
    unknown = load is not None and load.asks_its_size
    payload: dict[str, Any] = {
        "subtitle": subtitle(name, review.design, scenario, kind, load),
        "utilisation": utilisation,
        "unknown": unknown,
        "bar": utilisation is not None or unknown,
        "used": name in review.used_components,
    }
    if load is not None and load.working:
        payload["working"] = _working(load)
    return payload


def connection_payload(link: Connection, review: Review) -> dict[str, Any]:
    """The figures of one connection: its rate at peak, and whether any walk takes it."""
    pair = (link.source, link.target)
    load = review.numbers.connections.get(pair) if runs(review.design) else None
    kind = review.design.connection_kind(link)
    text = rate(load.peak_per_s, "msg" if kind == "async" else "") if load and load.peak_per_s > 0 else ""
    return {
        "from": link.source, "to": link.target, "kind": kind, "label": link.label or text,
        "used": pair in review.used_connections, "rate_text": text,
    }  # fmt: skip


def runs(design: Design) -> bool:
    """Whether the drawing's parts run and carry load: classes have no instances and no requests a second."""
    return design.design.kind == "system"


def subtitle(name: str, design: Design, scenario: Scenario, kind: ComponentType | None,
             load: ComponentLoad | None) -> str:  # fmt: skip
    """Few words under a component's name: how many there are and where, else what it keeps."""
    component = design.components[name]
    size = _size(component, load, managed=kind is not None and kind.managed)
    zones = zones_of(name, design)
    parts = [size, plural(zones, "zone") if zones else ""]
    hit_ratio = component.properties.get("hit_ratio")
    if isinstance(hit_ratio, (int, float)) and not isinstance(hit_ratio, bool):
        parts.insert(0, f"{percent(float(hit_ratio))} hits")
    said = " · ".join(part for part in parts if part)
    return said or _kept(component, scenario) or (kind.label if kind else component.type)


def zones_of(name: str, design: Design) -> int | None:
    """Over how many zones a component is spread, as set on it or on the group it stands in."""
    own = design.components[name].properties.get("zones")
    if isinstance(own, int) and not isinstance(own, bool):
        return own
    around = [group for group in design.groups.values() if name in group.contains]
    if any(group.kind == "zone" for group in around):
        return 1
    return next((group.zones for group in around if group.zones), None)


def _size(component: Component, load: ComponentLoad | None, *, managed: bool) -> str:
    shards, replicas = (_count(component.properties.get(key)) for key in ("shards", "replicas"))
    if shards:
        return f"{shards:,} shards × {replicas}" if replicas else plural(shards, "shard")
    if replicas:
        return f"×{replicas:,}"
    partitions = _count(component.properties.get("partitions"))
    if partitions:
        return plural(partitions, "partition")
    if load and load.instances and load.instances_inferred and load.instances > 1 and not managed:
        return f"×{load.instances:,} assumed"
    return "replicas not set" if load and load.asks_its_size else ""


def _count(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else None


def _kept(component: Component, scenario: Scenario) -> str:
    names = [*component.holds, *component.copies, *component.owns]
    labels = [scenario.label_of(name) for name in names]
    if not labels:
        labels = [name.replace("_", " ").replace("-", " ") for name in (*component.plays, *component.does)]
    shown = ", ".join(labels[:LABELS_SHOWN])
    return f"{shown} +{len(labels) - LABELS_SHOWN}" if len(labels) > LABELS_SHOWN else shown


def _working(load: ComponentLoad) -> dict[str, Any]:
    unit = UNITS.get(load.dimension, "req/s")
    shown = bytes_of if unit.startswith("B") else amount
    capacity, used = load.capacity_per_s, load.peak_per_s
    if capacity is not None and load.utilisation is not None:
        used = load.utilisation * capacity  # in the tightest dimension, which need not be requests
    unit = unit.removeprefix("B") if shown is bytes_of else f" {unit}"
    return {
        "headline": shown(used, 2),
        "of": f"of {shown(capacity, 2)}{unit}" if _finite(capacity) else unit.strip(),
        "lines": [{"label": line.label, "text": line.text, "value": line.value} for line in load.working],
    }


def _finite(value: float | None) -> bool:
    return value is not None and math.isfinite(value)
