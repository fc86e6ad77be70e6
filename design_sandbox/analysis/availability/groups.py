"""Parts as groups of instances: how many there are, how many must answer at peak, and in which zones and regions they stand."""

from __future__ import annotations

import math
from dataclasses import dataclass

from design_sandbox.analysis.availability.assumed import MACHINE, PROMISED, REGION, REPAIR_H, ZONE
from design_sandbox.analysis.instances import instances_of
from design_sandbox.analysis.numbers import ComponentLoad, once
from design_sandbox.model.quantity import parse_quantity
from design_sandbox.theory.domains import Group, Place, spread_evenly
from design_sandbox.theory.quorum import majority
from design_sandbox.walk.board import Board, Part

SOMEWHERE = "somewhere"
"""The region of what stands in none that is drawn."""
ONE_COPY_IS_ENOUGH = ("writes_per_s", "bytes_stored")
"""Dimensions that more copies do not carry: every copy takes all writes and keeps all data."""
FULL = 1.0 + 1e-9
LEAST_VOTERS = 3
"""Two copies cannot outvote each other: one of them leads."""


@dataclass(frozen=True, eq=False)
class PartGroup:
    """A part as a group of instances in places; `question` is set where the drawing does not say how many.

    Compared by identity: a part that an edit leaves alone keeps its group.
    """

    part: str
    label: str
    group: Group
    source: str
    """Where the availability of one instance comes from."""
    promised: bool
    """A provider promises it for the whole part: its own machines and zones are its business."""
    led: bool = False
    voting: bool = False
    by_load: int = 1
    """Instances that carry the peak at 100 %; 1 where not even all of them do."""
    asked: float = 0.0
    """Share of what all instances can do that the peak asks, of the tightest dimension."""
    zones_said: bool = True
    question: str = ""

    @property
    def overloaded(self) -> bool:
        """The peak exceeds all instances: what stands on them has no availability, only ways to stop."""
        return self.asked > FULL

    @property
    def sla(self) -> float | None:
        """The share of time that a provider promises for all of it: a managed part, or the one machine it runs on."""
        whole = self.promised or self.group.count == 1
        return self.group.availability if whole and self.source.startswith(PROMISED) else None

    @property
    def text(self) -> str:
        """Like "8 of 12 API servers"."""
        if self.promised:
            return f"{self.label} (promised)"
        return f"{self.group.need} of {self.group.count} {self.label}" if self.group.count > 1 else self.label


@dataclass(frozen=True)
class Domain:
    """A zone or region that parts share."""

    id: str
    kind: str
    """`zone` or `region`."""
    label: str
    availability: float
    source: str


def group_of(board: Board, part: Part, load: ComponentLoad | None) -> PartGroup:
    """A part with its instances, as the drawing says, the provider promises or the load asks."""
    places = board.places[part.id]
    around = board.groups.get(places.get("region", SOMEWHERE))
    key = (PartGroup, instances_of(board, part), tuple(places.items()), around and around.zones)
    return once(load, part, key, lambda: _group_of(board, part, load))


def _group_of(board: Board, part: Part, load: ComponentLoad | None) -> PartGroup:
    by_name = part.managed and not part.spec.managed
    figure = (part.spec.run_by_provider_promised if by_name else None) or part.spec.availability
    each, source = (float(figure.value), figure.source) if figure else (MACHINE.value, MACHINE.source)
    if part.can("initiate"):
        return PartGroup(
            part.id, part.label, Group(1, 1.0, (Place((), 1),)), "A device of people: not counted", True
        )
    if part.managed or part.can("provide"):
        place = Place(_region(board, part) if not part.can("provide") else (), 1)
        zone = board.places[part.id].get("zone")
        if zone:
            place = Place((zone, *place.domains), 1)
        asked = (load.utilisation or 0.0) if by_name and load else 0.0
        return PartGroup(part.id, part.label, Group(1, each, (place,)), source, True, asked=asked)
    return _machines(board, part, load, each, source)


def _machines(board: Board, part: Part, load: ComponentLoad | None, each: float, source: str) -> PartGroup:
    counted = instances_of(board, part)
    count = (
        counted.replicas
        if counted.replicas is not None or not counted.inferred
        else (load.instances if load else None)
    )
    question = "" if count is not None else f"How many copies of {part.label} are there?"
    count = max(count or 1, 1)
    used = load.utilisation if load and load.utilisation is not None else 0.0
    alike = part.spec.copies_are == "alike"
    voting = part.spec.copies_are == "voting" and count >= LEAST_VOTERS
    shared = load is not None and load.dimension not in ONE_COPY_IS_ENOUGH
    enough = (
        shared and used <= FULL
    )  # else no number of them carries the peak, and any that are up are told apart
    carries = max(1, math.ceil(round(used * count, 9))) if enough else 1
    votes = majority(count) if voting and part.get("consistency") != "eventual" else 1
    need = min(max(carries, votes), count)
    failover = None if alike or voting else float(parse_quantity(part.get("failover_time") or "60 s")) / 60
    zones, said = _zones(board, part)
    group = Group(need, each, spread_evenly(count, zones), failover, REPAIR_H.value)
    return PartGroup(part.id, part.label, group, source, False, failover is not None, voting, min(carries, count),
                     used, said, question)  # fmt: skip


def _region(board: Board, part: Part) -> tuple[str, ...]:
    """The region a part stands in: drawn, or somewhere; sites and what stands outside have none."""
    places = board.places[part.id]
    if "site" in places:
        return ()
    drawn = places.get("region")
    return (drawn,) if drawn else (() if _outside(part) else (SOMEWHERE,))


def _outside(part: Part) -> bool:
    """Served from everywhere: names and CDNs belong to no region."""
    return part.names_only or (part.can("copy") and part.can("pass_on"))


def _zones(board: Board, part: Part) -> tuple[list[tuple[str, ...]], bool]:
    """The zones that a part's instances stand in, each with its region; and whether the drawing says so."""
    places, region = board.places[part.id], _region(board, part)
    if "zone" in places:
        return [(places["zone"], *region)], True
    if "site" in places or not region:
        return [], True
    said = part.component.properties.get("zones")
    if said is None and region[0] in board.groups:
        said = board.groups[region[0]].zones
    return [
        (zone_id(region[0], number), *region) for number in range(1, int(said or 1) + 1)
    ], said is not None


def zone_id(region: str, number: int) -> str:
    """A zone that is counted, not drawn."""
    return f"{region}/zone-{number}"


def domains_of(board: Board, groups: list[PartGroup]) -> dict[str, Domain]:
    """Every zone and region that some instance stands in, in a fixed order: regions, then zones."""
    used = dict.fromkeys(name for one in groups for place in one.group.places for name in place.domains)
    found = [_domain(board, name) for name in used]
    return {domain.id: domain for domain in sorted(found, key=lambda domain: (domain.kind, domain.id))}


def _domain(board: Board, name: str) -> Domain:
    region, slash, number = name.partition("/zone-")
    label = board.groups[region].label or region if region in board.groups else "the region"
    if slash:
        return Domain(name, "zone", f"zone {number} of {label}", ZONE.value, ZONE.source)
    if name in board.groups and board.groups[name].kind == "zone":
        return Domain(
            name,
            "zone",
            label if label.lower().startswith("zone") else f"zone {label}",
            ZONE.value,
            ZONE.source,
        )
    return Domain(name, "region", label, REGION.value, REGION.source)
