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

    @property
    def total(self) -> int | None:
        """Machines in all."""
        return None if self.replicas is None else self.replicas * self.shards


def instances_of(board: Board, part: Part) -> Instances:
    """How many instances a part runs: as set, given by the provider, or inferred; else unknown."""
    said = part.said
    shards = int(said.get("shards") or 1)
    if said.get("replicas") is not None:
        return Instances(int(said["replicas"]), shards, False, AS_SET)
    if part.can("initiate") and not part.can("pass_on"):
        return Instances(REDUNDANT, 1, True, "people, not machines")
    if part.spec.managed or part.can("provide"):
        return Instances(REDUNDANT, shards, True, "the provider spreads it over zones")
    if part.can("compute") and part.spec.scales_out and _spread(board, part):
        return Instances(None, 1, True, "sized by the tool")
    if part.can("compute") or part.can("pass_on"):
        return Instances(1, 1, True, "nothing spreads work over several")
    return Instances(None, shards, False, "not said")


def _spread(board: Board, part: Part) -> bool:
    """Whether something hands work to several instances: a balancer, a channel, a schedule, or another compute."""
    return any(
        not (board.parts[link.source].can("initiate") and not board.parts[link.source].can("pass_on"))
        for link in board.into[part.id]
    )


def survives_an_instance(board: Board, part: Part) -> bool | None:
    """Whether the part goes on when one instance stops; None when the drawing does not say."""
    counted = instances_of(board, part)
    if counted.replicas is None:
        return True if counted.inferred else None
    return counted.replicas >= REDUNDANT
