"""duplicate-connection: is the same arrow drawn twice?"""

from __future__ import annotations

from collections import Counter

from design_sandbox.rules.looking import judged
from design_sandbox.rules.rule import Card, Context, Judgement, NoParameters, Rule


def check(context: Context, parameters: NoParameters, subject: str) -> Judgement:
    """Arrows of one kind between the same two ends, more than once."""
    drawn = Counter((link.source, link.target, link.kind) for link in context.board.links)
    findings = []
    for (source, target, kind), times in sorted(drawn.items()):
        if times > 1:
            again = {"from": source, "to": target, "kind": kind}
            findings.append(RULE.finding(
                "fail", f"{context.label(source)} → {context.label(target)} is drawn {times} times.",
                elements=(f"{source} -> {target}",), suggestion="Keep one of them",
                patch=({"op": "remove_connection", "from": source, "to": target},
                       {"op": "add_connection", "connection": again}),
            ))  # fmt: skip
    return judged(findings, context.board.links)


RULE = Rule(
    Card(
        id="duplicate-connection",
        title="A connection is drawn twice",
        group="structure",
        severity="low",
        why="Two equal lines look as if they meant two things. They carry the same calls, which are counted once.",
        how_to_fix="Keep one; say with its label what it carries.",
        false_alarm="A call and a hand-off between the same parts are two different things and are never accused.",
        references=("pytm: onDuplicates",),
    ),
    check,
)
