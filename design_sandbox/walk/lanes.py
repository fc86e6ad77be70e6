"""Requests that another region, or an equal service, takes: the same journeys walked from there (SEMANTICS 1, 13).

Two services behind one balancer, or two regions behind one name, share the requests. The walk tells one of them in
full; the others' hops are kept beside it, so that what they carry is counted and nothing of theirs looks idle.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from design_sandbox.walk.attempt import Setting
from design_sandbox.walk.walk import Walk

MOST_LANES = 8
"""Regions and equal services that are walked apart; more of them look like the first ones."""
WalkFlows = Callable[[Setting, list[str]], dict[str, Walk]]
"""Walks some of the flows, and what else is needed to fill what they read."""


def with_lanes(setting: Setting, walks: dict[str, Walk], walk_flows: WalkFlows) -> dict[str, Walk]:
    """The walks with what other regions and equal handlers do beside them."""
    found = dict(walks)
    for lane in _lanes(setting, walks):
        for name, other in walk_flows(replace(setting, entering=lane), _taken(setting, walks, lane)).items():
            if other.served and other.handler in lane and _shares(setting, walks[name], other):
                known = found[name]
                found[name] = replace(known, elsewhere=(*known.elsewhere, other.hops),
                                      uses_holds=known.uses_holds | other.uses_holds)  # fmt: skip
    return found


def _lanes(setting: Setting, walks: dict[str, Walk]) -> list[frozenset[str]]:
    """Handlers that take requests together: those of each further region, and each equal of a chosen handler."""
    chosen = {walk.handler for walk in walks.values() if walk.served}
    regions = [
        frozenset(setting.board.members(name))
        for name, group in setting.board.groups.items()
        if group.kind == "region"
    ]
    lanes = [members for members in regions if len(regions) > 1 and not members & chosen]
    tied = [
        name
        for name in setting.board.parts
        for walk in walks.values()
        if walk.served and _is_twin(setting, walk, name)
    ]
    lanes += [frozenset((name,)) for name in dict.fromkeys(tied) if not any(name in lane for lane in lanes)]
    return lanes[:MOST_LANES]


def _taken(setting: Setting, walks: dict[str, Walk], lane: frozenset[str]) -> list[str]:
    """Flows of which the lane may take requests: the twin's own, or all for a region."""
    whole_region = any(lane == frozenset(setting.board.members(name)) for name in setting.board.groups)
    return [name for name, walk in walks.items() if walk.served and (whole_region or lane & set(walk.ties))]


def _shares(setting: Setting, walk: Walk, other: Walk) -> bool:
    """Whether the other handler takes a part of these requests: an equal, or the same service in another region."""
    if _is_twin(setting, walk, other.handler or ""):
        return True
    here, there = (
        setting.board.places[name].get("region") for name in (walk.handler or "", other.handler or "") if name
    )
    return here is not None and there is not None and here != there


def _is_twin(setting: Setting, walk: Walk, name: str) -> bool:
    """Whether a part is tied with the handler and of its type: the same service, drawn twice."""
    parts = setting.board.parts
    return (
        name in walk.ties
        and walk.handler is not None
        and parts[name].component.type == parts[walk.handler].component.type
    )
