"""What several rules look at in the same way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from design_sandbox.model.base import Level, level_at_least
from design_sandbox.rules.finding import Finding, Verdict
from design_sandbox.rules.rule import NOT_APPLICABLE, PASS, Context, Judgement
from design_sandbox.walk.board import Part
from design_sandbox.walk.routes import pulling_workers
from design_sandbox.walk.walk import Hop, Walk

if TYPE_CHECKING:
    import networkx as nx


def judged(findings: Iterable[Finding], subjects: Sequence[object]) -> Judgement:
    """One judgement about the design: not applicable while there is nothing of the kind, so nothing passes by absence."""
    found = tuple(findings)
    if not subjects and not found:
        return NOT_APPLICABLE
    if any(finding.verdict == "fail" for finding in found):
        return Judgement("fail", 0.0, found)
    return Judgement("unknown", 0.5, found) if found else PASS


def fault_from(context: Context, level: Level) -> Verdict:
    """`fail` from a level on, below it a question: what nobody at a level draws is not held against them."""
    return "fail" if level_at_least(context.level, level) else "unknown"


def capital(text: str) -> str:
    """The text with a capital letter at its start."""
    return text[:1].upper() + text[1:]


def title_of(context: Context, flow: str) -> str:
    """What the screen calls a journey."""
    return context.scenario.flows[flow].title or flow.replace("_", " ")


def served_walks(context: Context) -> list[Walk]:
    """Walks that arrive, in the scenario's order."""
    return [walk for walk in context.walked.walks.values() if walk.served]


def hops_of(context: Context) -> list[tuple[Walk, Hop]]:
    """Every hop of every served walk."""
    return [(walk, hop) for walk in served_walks(context) for hop in walk.hops]


def stopped_walks(context: Context) -> list[Walk]:
    """Walks of journeys in scope that do not arrive, in the scenario's order."""
    return [walk for walk in context.walked.walks.values() if walk.status == "fails"]


def may_need(context: Context) -> frozenset[str]:
    """Parts behind whoever handles a journey that stops: what it would use there once it goes on cannot be told yet."""
    found: frozenset[str] = context.once("parts that stopped journeys may need", lambda: _may_need(context))
    return found


def _may_need(context: Context) -> frozenset[str]:
    onward, graph = set[str](), working_graph(context)
    edge = [
        name for walk in stopped_walks(context) for name in (walk.handler, walk.stop and walk.stop.at) if name
    ]
    while edge:
        name = edge.pop()
        if name in graph and name not in onward:
            onward.add(name)
            edge.extend(graph.successors(name))
    return frozenset(onward)


def is_person(part: Part) -> bool:
    """Somebody outside: starts requests and is no machine of ours that passes them on."""
    return part.can("initiate") and not part.can("pass_on")


def is_apart(part: Part) -> bool:
    """Parts that watch or configure the rest: never on a journey, never accused of it."""
    return part.can("operate") and not part.can("compute")


def is_store(part: Part) -> bool:
    """A durable authority for data that is not a channel."""
    return part.can("hold") and part.spec.durable and not part.can("hand_off") and not part.can("compute")


def working_graph(context: Context) -> nx.DiGraph[str]:
    """Arrows along which work can go: as drawn, and from channels to workers that pull."""
    graph = context.board.graph.copy()
    for part in context.board.with_ability("hand_off"):
        graph.add_edges_from((part.id, worker) for worker in pulling_workers(context.board, part.id))
    return graph


def flow_verdict(context: Context, flow: str) -> Judgement | None:
    """What every rule about a journey says first: nothing to look at, or nothing earned; None when it is served."""
    walk = context.walk(flow)
    if walk.status == "out_of_scope":
        return NOT_APPLICABLE
    return None if walk.served else Judgement("fail", 0.0)


def set_to(component: str, field: str, value: object) -> tuple[dict[str, object], ...]:
    """The edit that sets one property."""
    return ({"op": "set", "component": component, "field": field, "value": value},)
