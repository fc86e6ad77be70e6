"""unreachable-component: can a request, a message or a schedule ever get to a part?"""

from __future__ import annotations

import networkx as nx

from design_sandbox.rules.looking import is_apart, judged, working_graph
from design_sandbox.rules.rule import Card, Context, Judgement, NoParameters, Rule
from design_sandbox.walk.board import Part


def check(context: Context, parameters: NoParameters, subject: str) -> Judgement:
    """Connected parts that no actor, device or clock leads to."""
    board, graph = context.board, working_graph(context)
    starts = [name for name, part in board.parts.items() if part.can("initiate") or part.can("clock")]
    if not starts:
        return judged((), ())  # no-entry-point tells that
    reached = set(starts).union(*(nx.descendants(graph, start) for start in starts))
    counted = [part for part in board.parts.values() if not is_apart(part) and part.id not in starts]
    lost = [
        part for part in counted if part.id not in reached and (board.out[part.id] or board.into[part.id])
    ]
    first = [part for part in lost if not _behind_another(graph, part, lost)]
    findings = [
        RULE.finding("fail", f"No request, message or schedule ever gets to {part.label}.",
                     title=f"Nothing gets to {part.label}", elements=(part.id,),
                     because=("No arrow leads to it from anybody who starts something.",),
                     suggestion=f"Draw who calls {part.label}, or what hands work to it")
        for part in first
    ]  # fmt: skip
    return judged(findings, counted)


def _behind_another(graph: nx.DiGraph[str], part: Part, lost: list[Part]) -> bool:
    """Whether another lost part leads here: then that one is told, once."""
    before = nx.ancestors(graph, part.id)
    return any(other.id in before and part.id not in nx.ancestors(graph, other.id) for other in lost)


RULE = Rule(
    Card(
        id="unreachable-component",
        title="Nothing gets to a part",
        group="structure",
        severity="medium",
        why="Arrows say who starts. A part that only sends is never started by anybody, so nothing behind it happens.",
        how_to_fix="Draw the arrow from the caller to the part, or from the channel to the worker; replies need none.",
        false_alarm="A part that acts on its own time is started by a scheduler; draw one, and say how often.",
        references=("SEMANTICS 2",),
    ),
    check,
)
