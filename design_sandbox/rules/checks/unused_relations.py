"""unused-relations: what is drawn between classes but carries no message and lends nothing."""

from __future__ import annotations

from design_sandbox.rules.finding import Finding
from design_sandbox.rules.precision import unused_connections
from design_sandbox.rules.rule import NOT_APPLICABLE, PASS, Card, Context, Judgement, NoParameters, Rule
from design_sandbox.walk.claims import LENDING, is_values
from design_sandbox.walk.objects import model_of


def check(context: Context, parameters: NoParameters, subject: str) -> Judgement:
    """One finding for each relation that no use case takes; while one does not arrive, what it may need is left alone."""
    model = model_of(context.walked)
    if model is None:
        return NOT_APPLICABLE
    idle = [arrow for arrow in unused_connections(context) if _accused(context, *arrow)]
    if not idle:
        return PASS
    lending = {(link.source, link.target) for link in context.board.links if link.kind in LENDING}
    return Judgement("fail", 0.0, tuple(_finding(context, a, b, lends=(a, b) in lending) for a, b in idle))


def _accused(context: Context, tail: str, head: str) -> bool:
    walks = [walk for walk in context.walked.walks.values() if walk.status != "out_of_scope"]
    for walk in walks:
        for hop in walk.hops:
            if (tail, head) in (
                (hop.source, hop.target),
                (hop.target, hop.source) if hop.against_arrow else (),
            ):
                return False
    if is_values(context.part(head)):
        return tail not in context.used_parts
    touched = {part for walk in walks for part in walk.parts}
    return all(walk.served for walk in walks) or (tail in touched and head in touched)


def _finding(context: Context, tail: str, head: str, *, lends: bool) -> Finding:
    a, b = context.label(tail), context.label(head)
    message = (
        f"No use case needs {a} to be a kind of {b}."
        if lends
        else f"No use case sends a message from {a} to {b}."
    )
    return RULE.finding(
        "fail", message, title=f"{a} → {b} carries nothing", elements=(f"{tail} -> {head}",),
        patch=({"op": "remove_connection", "from": tail, "to": head},), suggestion="Remove this relation",
    )  # fmt: skip


RULE = Rule(
    Card(
        id="unused-relations",
        title="A relation carries no message",
        group="structure",
        severity="low",
        why="Each relation ties two classes together for as long as they live. One that no use case needs is a cost without a gain.",
        how_to_fix="Remove it, or name the use case that sends a message along it.",
        false_alarm="An actor need not be answered by an arrow: replies come back by themselves.",
        references=("SEMANTICS 22, 29",),
        kind="object_model",
    ),
    check,
)
