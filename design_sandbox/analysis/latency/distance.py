"""Distance: the network round trips of a walk, which no machine makes shorter."""

from __future__ import annotations

from design_sandbox.walk.walk import Hop, Walk
from design_sandbox.walk.walker import Walked

WORLD_ROUND_TRIP_S = 0.150
"""Packet California – Netherlands – California (system-design-primer, latency numbers)."""
NEAR_ROUND_TRIP_S = 0.020
"""Within one country; assumed."""
ZONE_ROUND_TRIP_S = 0.0005
"""Round trip within a data centre (system-design-primer, latency numbers)."""


def where(walked: Walked, walk: Walk) -> str:
    """Where the actor of a flow is: near, worldwide or on site."""
    actor = walked.scenario.actors.get(walked.scenario.flows[walk.flow].actor)
    return "near" if actor is None or isinstance(actor, str) else actor.where


def to_first_part(walked: Walked, walk: Walk, entering: Hop) -> float:
    """Round trip (s) between the actor and the first part of the walk."""
    place, first = where(walked, walk), walked.board.parts[entering.target]
    if place == "on_site":
        return ZONE_ROUND_TRIP_S if walked.board.places[first.id].get("site") else NEAR_ROUND_TRIP_S
    if place == "worldwide" and not (first.can("copy") and first.can("pass_on")):
        return WORLD_ROUND_TRIP_S
    return NEAR_ROUND_TRIP_S


def between(walked: Walked, hop: Hop, place: str) -> float:
    """Round trip (s) between two parts: across regions, from the CDN near the actor to its origin, or within a zone."""
    board = walked.board
    here, there = board.places[hop.source].get("region"), board.places[hop.target].get("region")
    source = board.parts[hop.source]
    if source.can("initiate") or source.names_only:
        return 0.0  # counted once for the flow
    if here and there and here != there:
        return WORLD_ROUND_TRIP_S
    if source.can("copy") and source.can("pass_on"):
        return WORLD_ROUND_TRIP_S if place == "worldwide" else NEAR_ROUND_TRIP_S
    return ZONE_ROUND_TRIP_S
