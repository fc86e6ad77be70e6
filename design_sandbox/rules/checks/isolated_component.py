"""isolated-component: does a part stand on the drawing with no line to anything?"""

from __future__ import annotations

from design_sandbox.rules.looking import is_apart, judged
from design_sandbox.rules.rule import Card, Context, Judgement, NoParameters, Rule


def check(context: Context, parameters: NoParameters, subject: str) -> Judgement:
    """Parts without any arrow; those that only watch or configure need none."""
    counted = [part for part in context.board.parts.values() if not is_apart(part)]
    alone = [part for part in counted if not context.board.out[part.id] and not context.board.into[part.id]]
    findings = [
        RULE.finding("fail", f"Nothing leads to {part.label}, and nothing leads on from it.",
                     title=f"{part.label} stands alone", elements=(part.id,),
                     patch=({"op": "remove_component", "id": part.id},),
                     suggestion=f"Connect {part.label} to what uses it, or remove it")
        for part in alone
    ]  # fmt: skip
    return judged(findings, counted)


RULE = Rule(
    Card(
        id="isolated-component",
        title="A part stands alone",
        group="structure",
        severity="low",
        why="A box without a line says a word and no design: nobody can tell what it would do or when.",
        how_to_fix="Draw who uses it, or remove it.",
        false_alarm="Monitoring, logging, configuration and other operating parts need no line.",
        references=("Structurizr inspection model.element.disconnected",),
    ),
    check,
)
