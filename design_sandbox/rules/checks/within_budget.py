"""within-budget: does the design cost no more a month than the prompt allows?"""

from __future__ import annotations

from design_sandbox.analysis.figure import show
from design_sandbox.rules.figures import bill_of
from design_sandbox.rules.looking import served_walks
from design_sandbox.rules.rule import NOT_APPLICABLE, PASS, Card, Context, Judgement, NoParameters, Rule

LINES_TOLD = 3


def check(context: Context, parameters: NoParameters, subject: str) -> Judgement:
    """Compare the bill with the budget; a drawing that serves nothing has no bill to judge."""
    if context.scenario.budget is None or not served_walks(context):
        return NOT_APPLICABLE
    bill = bill_of(context)
    total, budget = bill.total.value, bill.budget.value if bill.budget else None
    if total is None or budget is None or total <= budget:
        return PASS
    dearest = bill.lines[0]
    return RULE.fails(
        f"It costs {bill.total.text}; {show(budget, 'USD/month')} may be spent: {show(total - budget, 'USD/month')} too much.",
        elements=(dearest.part,),
        because=tuple(
            f"{line.label}, {line.what_label[:1].lower()}{line.what_label[1:]}: {line.amount.text}."
            for line in bill.lines[:LINES_TOLD]
        ),
        severity="high" if total > 2 * budget else "medium",
        suggestion=f"Begin with the dearest line: {dearest.label}, {dearest.what_label.lower()}",
    )


RULE = Rule(
    Card(
        id="within-budget",
        title="It costs more than the budget",
        group="cost",
        severity="medium",
        why="There is always a budget. Bytes that leave to people and machines that idle are what most bills are made of.",
        how_to_fix="Look at the dearest lines: serve large files from where bytes are cheap, keep less, size for the peak and not beyond.",
        false_alarm="List prices of a dated table, some of them orders of magnitude. Use your own with `check --prices`.",
        references=("docs/numbers/cost.md",),
    ),
    check,
)
