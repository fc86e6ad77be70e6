"""inheritance-cycle: is some class its own ancestor?"""

from __future__ import annotations

import networkx as nx

from design_sandbox.rules.rule import (
    NOT_APPLICABLE,
    PASS,
    Card,
    Context,
    Judgement,
    NoParameters,
    Rule,
    together,
)
from design_sandbox.walk.claims import LENDING
from design_sandbox.walk.objects import model_of


def check(context: Context, parameters: NoParameters, subject: str) -> Judgement:
    """One finding for each group of classes that inherit from each other in a circle."""
    model = model_of(context.walked)
    if model is None:
        return NOT_APPLICABLE
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_edges_from((link.source, link.target) for link in context.board.links if link.kind in LENDING)
    circles = [sorted(circle, key=model.rank) for circle in nx.strongly_connected_components(graph)
               if len(circle) > 1 or graph.has_edge(*[*circle][:1] * 2)]  # fmt: skip
    judged = [
        RULE.fails(f"{' → '.join(context.label(name) for name in (*circle, circle[0]))}: each is a kind of the next.",
                   elements=tuple(circle), path=tuple(circle))
        for circle in sorted(circles, key=lambda circle: model.rank(circle[0]))
    ]  # fmt: skip
    return together(judged) if judged else PASS


RULE = Rule(
    Card(
        id="inheritance-cycle",
        title="Classes inherit in a circle",
        group="structure",
        severity="high",
        why="A class cannot be a kind of something that is a kind of itself; no language accepts it.",
        how_to_fix="Decide which of them is the more general one and remove the arrow that leaves it.",
        false_alarm="There is none; perhaps one of the arrows was meant as an association.",
        references=("SEMANTICS 17, 27",),
        kind="object_model",
    ),
    check,
)
