"""How many instances a part runs: as set, given by its provider or inferred; else not known (SEMANTICS 18)."""

from __future__ import annotations

from typing import NamedTuple

from design_sandbox.walk.board import Board, Part

REDUNDANT = 2
"""Instances that survive the loss of one."""
AS_SET = "as you set it"


class Instances(NamedTuple):
    """Copies of each shard and shards; None where the drawing does not say and nothing lets us infer it."""

    replicas: int | None
    shards: int
    inferred: bool
    reason: str
    zones: int = 1
    """Zones that they stand in; 1 where the drawing names none."""

    @property
    def total(self) -> int | None:
        """Machines in all."""
        return None if self.replicas is None else self.replicas * self.shards


def instances_of(board: Board, part: Part) -> Instances:
    """How many instances a part runs: as set, given by the provider, or inferred; else unknown.

    Unknown are stores, and machines for people on site: is there one at each gate, or one in all?
    """
    said = part.said
    shards = int(said.get("shards") or 1)
    if said.get("replicas") is not None:
        return Instances(int(said["replicas"]), shards, False, AS_SET)
    if part.can("initiate") and not part.can("pass_on"):
        return Instances(REDUNDANT, 1, True, "people, not machines")
    if part.managed or part.can("provide"):
        return Instances(REDUNDANT, shards, True, "the provider spreads it over zones")
    if part.can("compute") and part.spec.scales_out and _spread(board, part):
        return Instances(None, 1, True, "sized by the tool", zones_of(board, part))
    if (part.can("compute") or part.can("pass_on")) and not part.can("initiate"):
        return Instances(1, 1, True, "nothing spreads work over several")
    return Instances(None, shards, False, "not said")


def zones_of(board: Board, part: Part) -> int:
    """Zones that a part's instances stand in: the one it is drawn in, as set, as its region says; else one."""
    places = board.places[part.id]
    if "zone" in places or "site" in places:
        return 1
    region = board.groups.get(places.get("region", ""))
    return int(part.said.get("zones") or (region.zones if region else None) or 1)


def _spread(board: Board, part: Part) -> bool:
    """Whether something hands work to several instances: a balancer, a channel, a schedule, or another compute.

    Whoever is called by nobody takes its work out of the channels that it asks.
    """
    into = board.into[part.id]
    if not into:
        return any(board.parts[link.target].can("hand_off") for link in board.out[part.id])
    return any(
        not (board.parts[link.source].can("initiate") and not board.parts[link.source].can("pass_on"))
        for link in into
    )


def survives_an_instance(board: Board, part: Part) -> bool | None:
    """Whether the part goes on when one instance stops; None when the drawing does not say."""
    counted = instances_of(board, part)
    if counted.replicas is None:
        return True if counted.inferred else None
    return counted.replicas >= REDUNDANT
