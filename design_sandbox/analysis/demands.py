"""What is asked of a part in every dimension, beside what one of its instances can do."""

from __future__ import annotations

from design_sandbox.analysis.instances import AS_SET, Instances
from design_sandbox.analysis.numbers import Demand
from design_sandbox.analysis.traffic import PartTraffic
from design_sandbox.model.catalogue import Dimension
from design_sandbox.model.quantity import parse_quantity
from design_sandbox.walk.board import Part

DEFAULT_AT_ONCE = 8
"""Requests or messages that one instance works on at the same time (catalogue: `at_once`)."""


def demands(part: Part, traffic: PartTraffic, peak: float, stored: float, counted: Instances) -> list[Demand]:
    """Every dimension in which something is known about a part; the caller picks the tightest."""
    machines, shards = (counted.replicas or 1) * counted.shards, counted.shards
    slots = _slots(part, traffic, peak, machines)
    asked: list[tuple[Dimension, float, int]] = [
        ("bytes_per_s", traffic.bytes_per_s * peak, machines),
        ("bytes_stored", stored, shards),
        ("connections", traffic.open_connections, machines),
    ]
    if part.said.get("serves_per_s") is None and not (slots and _says_how_long(part)):
        asked += _calls(part, traffic, peak, machines, shards)
    found = [
        Demand(
            name,
            amount,
            _each(part, name, float(figure.value)),
            multiplier,
            _who_says(part, name, figure.source),
        )
        for name, amount, multiplier in asked
        if (figure := part.spec.capacity.get(name)) is not None and (amount or name != "connections")
    ]
    if part.said.get("serves_per_s") is not None:
        each = float(parse_quantity(part.said["serves_per_s"]))
        found.append(Demand("requests_per_s", traffic.calls_per_s * peak, each, machines, AS_SET))
    return found + ([slots] if slots else [])


def _room_is_set(part: Part, name: str) -> bool:
    return name == "bytes_stored" and part.said.get("storage") is not None


def _each(part: Part, name: str, figure: float) -> float:
    """What one instance gives: as the catalogue says, or the room that the learner gives it."""
    return float(parse_quantity(part.said["storage"])) if _room_is_set(part, name) else figure


def _who_says(part: Part, name: str, source: str) -> str:
    return AS_SET if _room_is_set(part, name) else source


def _calls(
    part: Part, traffic: PartTraffic, peak: float, machines: int, shards: int
) -> list[tuple[Dimension, float, int]]:
    """Calls as the catalogue counts them for this type: reads and writes apart, or all alike."""
    if "reads_per_s" in part.spec.capacity and "writes_per_s" in part.spec.capacity:
        return [
            ("reads_per_s", traffic.reads_per_s * peak, machines),
            ("writes_per_s", traffic.writes_per_s * peak, shards),
        ]
    every = traffic.calls_per_s * peak
    return [("requests_per_s", every, machines), ("messages_per_s", every, machines)]


def _slots(part: Part, traffic: PartTraffic, peak: float, machines: int) -> Demand | None:
    """Slots that are busy at once (Little's law: arrivals × time in each), of as many as the instances have."""
    if not part.can("compute"):
        return None
    busy, at_once = traffic.work_s_per_s, float(part.get("at_once") or DEFAULT_AT_ONCE)
    unknown = not any(name in part.spec.capacity for name in ("requests_per_s", "bytes_per_s"))
    if not busy and (_says_how_long(part) or unknown) and part.get("service_time") is not None:
        busy = traffic.calls_per_s * float(parse_quantity(part.get("service_time")))
    source = (
        AS_SET
        if _says_how_long(part)
        else "At once × instances; the work takes as long as the prompt or the type says"
    )
    return Demand("slots", busy * peak, at_once, machines, source) if busy else None


def _says_how_long(part: Part) -> bool:
    return "service_time" in part.said
