"""two-owners: do two stores both decide about the same data, with nothing keeping them equal?"""

from __future__ import annotations

import networkx as nx

from design_sandbox.rules.finding import Finding
from design_sandbox.rules.looking import capital, is_store, judged
from design_sandbox.rules.rule import Card, Context, Judgement, NoParameters, Rule
from design_sandbox.walk.board import Part


def check(context: Context, parameters: NoParameters, subject: str) -> Judgement:
    """Durable owners of one entity that no replication, change capture or channel connects."""
    findings, owned = [], []
    fed = feeding_graph(context)
    for entity in context.scenario.entities:
        owners = [part for part in context.board.owners(entity) if is_store(part)]
        owned += owners
        for other in owners[1:]:
            if not nx.has_path(fed, owners[0].id, other.id) and not nx.has_path(fed, other.id, owners[0].id):
                findings.append(_accuse(context, entity, owners[0], other))
    return judged(findings, owned)


def feeding_graph(context: Context) -> nx.DiGraph[str]:
    """Arrows by which one store follows another: replication, and whatever passes a channel."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(context.board.parts)
    for link in context.board.links:
        source, target = context.part(link.source), context.part(link.target)
        captured = is_store(source) and target.can("hand_off")
        behind = source.can("hand_off") or (source.can("compute") and not source.spec.handles_requests)
        if link.kind in ("replication", "async") or captured or behind:
            graph.add_edge(link.source, link.target)
    return graph


def _accuse(context: Context, entity: str, first: Part, second: Part) -> Finding:
    what = context.scenario.label_of(entity)
    return RULE.finding(
        "fail", f"{first.label} and {second.label} both own {what}: which is right when they differ?",
        title=f"{capital(what)}: two owners", elements=(first.id, second.id), subject=entity,
        because=("Nothing drawn keeps the two equal.",), suggestion=f"Let {second.label} keep a copy",
        patch=({"op": "remove_from", "component": second.id, "field": "holds", "value": entity},
               {"op": "add_to", "component": second.id, "field": "copies", "value": entity}),
    )  # fmt: skip


RULE = Rule(
    Card(
        id="two-owners",
        title="Two stores own the same data",
        group="data",
        severity="medium",
        why="When two places may both be right, sooner or later they differ, and nobody can say which one to repair.",
        how_to_fix="Choose one owner and let the other copy from it, or replicate between them with a conflict rule.",
        false_alarm="Regions that replicate, and stores fed from each other through a channel, are not accused.",
        references=("SEMANTICS 4",),
    ),
    check,
)
