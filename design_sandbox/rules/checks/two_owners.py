"""two-owners: do two stores both decide about the same data, with nothing keeping them equal?"""

from __future__ import annotations

from collections.abc import Iterator

from design_sandbox.rules.finding import Finding
from design_sandbox.rules.looking import capital, is_store, judged
from design_sandbox.rules.rule import Card, Context, Judgement, NoParameters, Rule
from design_sandbox.walk.board import Board, Part
from design_sandbox.walk.routes import shortest


def check(context: Context, parameters: NoParameters, subject: str) -> Judgement:
    """Durable owners of one entity that no replication, change capture or channel connects."""
    findings, owned = [], []
    for entity in context.scenario.entities:
        owners = [part for part in context.board.owners(entity) if is_store(part)]
        owned += owners
        for other in owners[1:]:
            if not _follows(context.board, owners[0], other) and not _follows(
                context.board, other, owners[0]
            ):
                findings.append(_accuse(context, entity, owners[0], other))
    return judged(findings, owned)


def _follows(board: Board, first: Part, second: Part) -> bool:
    """Whether changes of the first store find their way to the second."""
    return shortest(board, [first.id], lambda part: part.id == second.id, feeds) is not None


def feeds(board: Board, name: str) -> Iterator[str]:
    """Where one store's changes go: over replication and hand-offs, and through whatever passes a channel."""
    source = board.parts[name]
    behind = source.can("hand_off") or (source.can("compute") and not source.spec.handles_requests)
    for link in board.out[name]:
        captured = is_store(source) and board.parts[link.target].can("hand_off")
        if link.kind in ("replication", "async") or captured or behind:
            yield link.target


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
