"""sync-cycle: do services wait for each other in a circle?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from design_sandbox.rules.finding import Finding
from design_sandbox.rules.looking import hops_of, judged
from design_sandbox.rules.rule import Card, Context, Judgement, NoParameters, Rule
from design_sandbox.walk.cycles import sync_cycles

if TYPE_CHECKING:
    import networkx as nx


def check(context: Context, parameters: NoParameters, subject: str) -> Judgement:
    """Strongly connected computes over arrows that are waited for; pushes over open connections are no calls."""
    arrows = calling_arrows(context)
    if not sync_cycles(context.board):
        return judged([], arrows)
    import networkx as nx

    graph: nx.DiGraph[str] = nx.DiGraph(arrows)
    cycles = [sorted(group, key=context.board.position.__getitem__)
              for group in nx.strongly_connected_components(graph) if len(group) > 1]  # fmt: skip
    cycles.sort(key=lambda group: context.board.position[group[0]])
    return judged([_accuse(context, graph, group) for group in cycles], arrows)


def calling_arrows(context: Context) -> list[tuple[str, str]]:
    """Arrows between computes on which some served journey calls and waits, each once.

    What no journey takes is idle, a reply or not arrived at yet: whether anybody waits there, the drawing does not show.
    """
    taken = {(hop.source, hop.target) for _, hop in hops_of(context)
             if hop.verb != "notify" and not hop.against_arrow}  # fmt: skip
    arrows: dict[tuple[str, str], None] = {}
    for link in context.board.links:
        ends = context.part(link.source), context.part(link.target)
        arrow = (link.source, link.target)
        if link.kind == "request" and arrow in taken and all(part.can("compute") for part in ends):
            arrows.setdefault(arrow)
    return list(arrows)


def _accuse(context: Context, graph: nx.DiGraph[str], group: list[str]) -> Finding:
    import networkx as nx

    ring = [edge[0] for edge in nx.find_cycle(graph.subgraph(group), group[0])]
    arrows = list(zip(ring, [*ring[1:], ring[0]], strict=True))
    cut = arrows[-1]
    labels = [context.label(name) for name in (*ring, ring[0])]
    return RULE.finding(
        "fail",
        f"{' → '.join(labels)}: each waits for the next.",
        title="Services wait in a circle",
        elements=ring,
        path=(*ring, ring[0]),
        because=("When one of them is slow, all of them run out of threads.",),
        patch=({"op": "remove_connection", "from": cut[0], "to": cut[1]},),
        suggestion=f"Remove the call from {context.label(cut[0])} to {context.label(cut[1])}, or make it a hand-off",
    )


RULE = Rule(
    Card(
        id="sync-cycle",
        title="Services wait for each other in a circle",
        group="structure",
        severity="medium",
        why="Services in a circle can only be deployed, started and understood together, and one slow member stalls all.",
        how_to_fix="Cut one call: hand the work to a channel, or move what both need into a third part.",
        false_alarm="Pushing back to a gateway that holds connections is not counted, nor is any arrow that hands work off or that no journey takes.",
        references=("AWS Well-Architected REL04-BP02", "Robert C. Martin, Acyclic Dependencies Principle"),
    ),
    check,
)
