"""What can be lost, and what is gone or weaker when it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from design_sandbox.analysis.availability.groups import Domain, PartGroup, domains_of, group_of
from design_sandbox.analysis.failure.result import Kind, Target
from design_sandbox.analysis.numbers import ComponentLoad
from design_sandbox.theory.quorum import majority
from design_sandbox.walk.board import Ends, Part
from design_sandbox.walk.walk import Hop
from design_sandbox.walk.walker import Walked

ARROW = " -> "
KINDS: tuple[Kind, ...] = ("component", "instance", "zone", "region", "copy", "third_party", "connection")


@dataclass(frozen=True)
class Taken:
    """What a loss takes away."""

    label: str
    gone: frozenset[str] = frozenset()
    left: Mapping[str, float] = field(default_factory=dict)
    """Part that goes on → share of its instances that is left."""
    services: tuple[str, ...] = ()
    one_shard: bool = False
    """Only one shard of what is weaker has lost something."""
    cut: frozenset[Ends] = frozenset()
    """Ends of the arrows that are lost."""

    def touches(self, hop: Hop) -> bool:
        """Whether a hop went to or from what is gone, or over an arrow that is cut (either way along it)."""
        ends = (hop.source, hop.target)
        return bool(self.gone & {*ends}) or ends in self.cut or ends[::-1] in self.cut


def losable(walked: Walked, loads: Mapping[str, ComponentLoad]) -> tuple[Target, ...]:
    """Everything that can be taken down, in a fixed order: components, instances, zones, regions, copies, third parties,
    connections that a journey takes."""
    if walked.scenario.scenario.kind == "object_model":
        return ()
    groups = _groups(walked, loads)
    several = [name for name, one in groups.items() if one.group.count > 1 and not one.promised]
    domains = domains_of(walked.board, list(groups.values()))
    drawn = [
        name
        for name, group in walked.board.groups.items()
        if group.kind == "zone" and walked.board.members(name)
    ]
    zones = [*dict.fromkeys([*drawn, *(name for name, domain in domains.items() if domain.kind == "zone")])]
    copies = [name for name in groups if _is_copy(walked.board.parts[name])]
    regions = [name for name, group in walked.board.groups.items() if group.kind == "region"]
    return (
        *(Target("component", name) for name in groups), *(Target("instance", name) for name in several),
        *(Target("zone", name) for name in zones), *(Target("region", name) for name in regions),
        *(Target("copy", name) for name in copies),
        *(Target("third_party", name) for name in walked.scenario.third_parties),
        *(Target("connection", f"{source}{ARROW}{target}") for source, target in _taken_arrows(walked)),
    )  # fmt: skip


def _taken_arrows(walked: Walked) -> dict[Ends, None]:
    """Ends of the arrows that served journeys go along, each once, in the order of the board."""
    passed = {ends for walk in walked.walks.values() if walk.served for hop in walk.everywhere
              for ends in ((hop.source, hop.target), (hop.target, hop.source))}  # fmt: skip
    passed |= {ends for walk in walked.walks.values() if walk.served for ends in pairwise(walk.entry)}
    return dict.fromkeys(
        ends for link in walked.board.links if (ends := (link.source, link.target)) in passed
    )


def target_of(text: str, walked: Walked, loads: Mapping[str, ComponentLoad]) -> Target:
    """The target that a text like `zone:east` or a component's id names.

    Raises ValueError in plain words when there is nothing of that name to lose.
    """
    kind, colon, _ = text.partition(":")
    known = {str(target): target for target in losable(walked, loads)}
    found = known.get(text) or known.get(f"component:{text}")
    if found is None:
        accepted = [str(target) for target in known.values() if not colon or target.kind == kind]
        shown = ", ".join(accepted[:8]) or f"kinds are {', '.join(KINDS)}"
        raise ValueError(f"there is no {text[:80]!r} that could be lost; accepted are {shown}")
    return found


def taken(walked: Walked, loads: Mapping[str, ComponentLoad], target: Target) -> Taken:
    """What is gone and what is weaker without the target."""
    board = walked.board
    if target.kind == "third_party":
        service = walked.scenario.third_parties[target.id]
        gone = frozenset(part.id for part in board.parts.values() if service.provides in part.provides)
        return Taken(service.label, gone, services=(target.id,))
    if target.kind == "region":
        gone = frozenset(name for name in board.members(target.id) if not board.parts[name].can("initiate"))
        return Taken(board.groups[target.id].label or target.id, gone)
    if target.kind == "connection":
        source, _, end = target.id.partition(ARROW)
        return Taken(
            f"{board.parts[source].label} → {board.parts[end].label}", cut=frozenset(((source, end),))
        )
    groups = _groups(walked, loads)
    if target.kind == "zone":
        return _zone(walked, groups, target.id)
    one = groups[target.id]
    if target.kind == "instance" and one.group.count > 1 and not _loses_vote(one, one.group.count - 1):
        return Taken(
            f"One instance of {one.label}", left={target.id: 1 - 1 / one.group.count}, one_shard=True
        )
    label = f"The only instance of {one.label}" if target.kind == "instance" else one.label
    return Taken(label, frozenset((target.id,)))


def _zone(walked: Walked, groups: Mapping[str, PartGroup], zone: str) -> Taken:
    domains = domains_of(walked.board, list(groups.values()))
    label = domains[zone].label if zone in domains else Domain(zone, "zone", f"zone {zone}", 1.0, "").label
    everything = frozenset(domains)
    gone, left = set(), dict[str, float]()
    for name, one in groups.items():
        if any(zone in place.domains for place in one.group.places):
            alive = one.group.alive(everything - {zone})
            if alive == 0 or _loses_vote(one, alive):
                gone.add(name)
            else:
                left[name] = alive / one.group.count
    return Taken(label[:1].upper() + label[1:], frozenset(gone), left)


def _loses_vote(one: PartGroup, alive: int) -> bool:
    return one.voting and one.group.need > one.by_load and alive < majority(one.group.count)


def _groups(walked: Walked, loads: Mapping[str, ComponentLoad]) -> dict[str, PartGroup]:
    return {name: group_of(walked.board, part, loads.get(name)) for name, part in walked.board.parts.items()
            if not part.can("initiate") or part.can("pass_on")}  # fmt: skip


def group_of_part(walked: Walked, loads: Mapping[str, ComponentLoad], name: str) -> PartGroup:
    """A part as a group of instances."""
    return group_of(walked.board, walked.board.parts[name], loads.get(name))


def _is_copy(part: Part) -> bool:
    return bool(part.copies or (part.can("copy") and not part.spec.durable)) or (
        part.can("copy") and not part.can("hold")
    )
