"""Needs remembered by what a walk can see: another number of instances changes no way, so nothing is walked again."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable, Iterable

from design_sandbox.analysis.availability.survival import Needs, needs_of
from design_sandbox.model.scenario import Scenario
from design_sandbox.walk.board import Part
from design_sandbox.walk.walker import Walked

MOST_KNOWN = 64
SIZES = frozenset({"shards", "zones", "serves_per_s", "at_once", "service_time", "storage", "failover_time",
                   "technology", "autoscale", "timeout", "retries", "partitions"})  # fmt: skip
"""Properties that say how much and how fast, never which way."""
_known: OrderedDict[Hashable, tuple[Scenario, dict[str, Needs]]] = OrderedDict()
"""What it looks like → its scenario (kept, so that its identity is not given away) and needs."""


def known_needs(walked: Walked, flows: Iterable[str]) -> dict[str, Needs]:
    """The needs of served flows, found once for every drawing that differs only in sizes."""
    wanted = tuple(flow for flow in flows if walked.walks[flow].served)
    key = (id(walked.scenario), wanted, _looks(walked))
    if key in _known:
        _known.move_to_end(key)
        return _known[key][1]
    found = needs_of(walked, wanted)
    _known[key] = (walked.scenario, found)
    while len(_known) > MOST_KNOWN:
        _known.popitem(last=False)
    return found


def _looks(walked: Walked) -> Hashable:
    """Everything that decides a walk: parts with their claims, arrows, groups and decisions."""
    setting, board = walked.setting, walked.board
    groups = tuple((name, group.kind, group.contains) for name, group in board.groups.items())
    said = (setting.decisions, setting.traced, setting.open_owners, setting.open_caches)
    return tuple(map(_look, board.parts.values())), board.links, groups, repr(said)


def _look(part: Part) -> Hashable:
    component = part.component
    said = tuple(
        (name, min(value, 2) if name == "replicas" and isinstance(value, int) else repr(value))
        for name, value in sorted(part.said.items()) if name not in SIZES
    )  # fmt: skip
    return part.id, component.type, component.label, part.holds, part.copies, part.plays, component.does, said
