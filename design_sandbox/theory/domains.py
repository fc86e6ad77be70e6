"""Availability when parts share zones, regions, a name service or a configuration: condition on what is shared.

Given which domains are up, everything left fails by itself and is closed form; the weighted sum over the 2^s states of
s domains is exact. Folding a zone's failures into every replica as if they were independent is off by factors either way.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from design_sandbox.theory.failover import with_standbys
from design_sandbox.theory.reliability import at_least, share

MOST_DOMAINS = 12
"""Shared domains that are conditioned on: 4,096 states."""

State = frozenset[str]
"""The domains that are up."""


@dataclass(frozen=True)
class Place:
    """Instances that stand in the same domains (a zone and its region) and need all of them."""

    domains: tuple[str, ...]
    count: int


@dataclass(frozen=True)
class Group:
    """Equal instances over some places, of which `need` must answer."""

    need: int
    availability: float
    """Of one instance whose domains are up."""
    places: tuple[Place, ...]
    failover_min: float | None = None
    """Minutes until a standby leads; None where every instance does the same."""
    repair_h: float = 4.0
    """Hours until a failed instance is back: how often it fails follows from this and the availability."""

    @property
    def count(self) -> int:
        """Instances in all."""
        return sum(place.count for place in self.places)

    @property
    def domains(self) -> frozenset[str]:
        """Every domain that some instance needs."""
        return frozenset(name for place in self.places for name in place.domains)

    def alive(self, up: State) -> int:
        """Instances whose domains are all up."""
        return _alive(self.places, up)

    def answers(self, up: State) -> float:
        """Share of time in which enough instances answer while exactly these domains are up."""
        return _answers(self.need, self.alive(up), self.availability, self.failover_min, self.repair_h)


def _alive(places: tuple[Place, ...], up: State) -> int:
    return sum(place.count for place in places if up.issuperset(place.domains))


@lru_cache(maxsize=16_384)
def _answers(
    need: int, alive: int, availability: float, failover_min: float | None, repair_h: float
) -> float:
    if failover_min is None:
        return at_least(need, alive, availability)
    return with_standbys(availability, alive, need, failover_min, repair_h)


def spread_evenly(count: int, zones: Sequence[tuple[str, ...]]) -> tuple[Place, ...]:
    """Instances in turn over the zones, beginning with the first: 7 over 3 are 3, 2 and 2."""
    if not zones:
        return (Place((), count),)
    each, more = divmod(count, len(zones))
    return tuple(
        Place(tuple(zone), each + (index < more)) for index, zone in enumerate(zones) if each or index < more
    )


def states(domains: Mapping[str, float]) -> Iterator[tuple[float, State]]:
    """Every combination of domains that are up, with its probability; domains fail independently of each other."""
    if len(domains) > MOST_DOMAINS:
        raise ValueError(
            f"{len(domains)} shared domains are more than the {MOST_DOMAINS} that can be told apart"
        )
    found: list[tuple[float, State]] = [(1.0, frozenset())]
    for name, availability in domains.items():
        a = share(availability, f"the availability of {name}")
        found = [(weight * chance, up | {name} if works else up) for weight, up in found
                 for works, chance in ((True, a), (False, 1.0 - a)) if chance > 0.0]  # fmt: skip
    yield from found


def conditioned(domains: Mapping[str, float], given: Callable[[State], float]) -> float:
    """Σ over the states of the domains: probability × the probability of success `given` that state. Exact."""
    total = 0.0
    for weight, up in states(domains):
        total += weight * given(up)
    return min(1.0, total)


def all_groups(domains: Mapping[str, float], groups: Sequence[Group]) -> float:
    """All groups answer at once: tiers in series whose instances share zones and regions. Exact.

    A domain without which some group has no instance left, such as a region, is a factor in front.
    """
    shared = {name for group in groups for name in group.domains}
    needed = {name for group in groups for name in _everywhere(group)} & set(domains)
    factor = math.prod(share(domains[name], f"the availability of {name}") for name in sorted(needed))
    spreads: dict[tuple[Place, ...], int] = {}
    which = [spreads.setdefault(group.places, len(spreads)) for group in groups]
    tiers = [(index, g.need, g.availability, g.failover_min, g.repair_h)
             for index, g in zip(which, groups, strict=True)]  # fmt: skip
    always = frozenset(shared - set(domains)) | needed

    def given(up: State) -> float:
        alive = [_alive(places, up | always) for places in spreads]
        result = 1.0
        for index, need, availability, failover_min, repair_h in tiers:
            result *= _answers(need, alive[index], availability, failover_min, repair_h)
        return result

    return factor * conditioned({name: domains[name] for name in domains if name in shared - needed}, given)


def _everywhere(group: Group) -> frozenset[str]:
    """Domains that every instance of a group needs; none where no instance is needed."""
    if group.need <= 0 or not group.places:
        return frozenset()
    return frozenset.intersection(*(frozenset(place.domains) for place in group.places))
