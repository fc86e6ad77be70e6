"""How large a part has to be: the fewest shards or instances that carry the peak, and still do after a loss."""

from __future__ import annotations

import math
from collections.abc import Mapping
from types import MappingProxyType

from design_sandbox.analysis.instances import REDUNDANT
from design_sandbox.analysis.numbers import ComponentLoad, Demand
from design_sandbox.analysis.sizing import TARGET_UTILISATION, with_reserve
from design_sandbox.walk.board import Part

NOTHING: Mapping[str, float] = MappingProxyType({})
PER_SHARD = ("writes_per_s", "bytes_stored")
"""Dimensions that more copies of a shard do not help."""


def grows_by(part: Part) -> str:
    """The property by which a part gets larger: shards where its type has them, else replicas."""
    return "shards" if "shards" in part.spec.properties else "replicas"


def least_size(part: Part, load: ComponentLoad, zones: int, beside: Mapping[str, float] = NOTHING) -> int:
    """The fewest shards (or replicas, see `grows_by`) that leave every dimension under the target, and room for a loss.

    Copies of each shard stay as they are; `zones` is over how many the part stands. `beside` is what comes on top for
    a while, by dimension (a burst, the work of what was lost): together with the peak it may fill the part.
    """
    if grows_by(part) == "replicas":
        needs = [max(_machines(demand, zones), _for_a_while(demand, 1, beside))
                 for demand in load.demands if demand.per_instance]  # fmt: skip
        return max(REDUNDANT, *needs) if needs else REDUNDANT
    copies = load.replicas or 1
    return max((max(_shards(demand, copies, zones), _for_a_while(demand, copies, beside))
                for demand in load.demands if demand.per_instance), default=1)  # fmt: skip


def share_left(copies: int, zones: int) -> float:
    """Share of the copies of a shard that the loss of one instance, or of one zone, leaves; 1 where none would be left."""
    left = copies - math.ceil(copies / zones) if zones > 1 else copies - 1
    return left / copies if left > 0 else 1.0


def _machines(demand: Demand, zones: int) -> int:
    return with_reserve(demand, _ceil(demand.asked / (demand.per_instance * TARGET_UTILISATION)), zones)


def _shards(demand: Demand, copies: int, zones: int) -> int:
    if demand.name in PER_SHARD:
        return _ceil(demand.asked / (demand.per_instance * TARGET_UTILISATION))
    usable = min(TARGET_UTILISATION, share_left(copies, zones))
    return _ceil(demand.asked / (demand.per_instance * copies * usable))


def _for_a_while(demand: Demand, copies: int, beside: Mapping[str, float]) -> int:
    helping = 1 if demand.name in PER_SHARD else copies
    return _ceil((demand.asked + beside.get(demand.name, 0.0)) / (demand.per_instance * helping))


def _ceil(value: float) -> int:
    return max(1, math.ceil(round(value, 9)))
