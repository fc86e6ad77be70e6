"""group-empty: is a region, zone or site drawn with nothing in it?"""

from __future__ import annotations

from design_sandbox.rules.looking import judged
from design_sandbox.rules.rule import Card, Context, Judgement, NoParameters, Rule


def check(context: Context, parameters: NoParameters, subject: str) -> Judgement:
    """Groups in which, nested ones included, no part stands."""
    groups = sorted(context.board.groups.items())
    findings = [
        RULE.finding("fail", f"Nothing stands in the {group.kind} {group.label or name}.",
                     title=f"{group.label or name} is empty", elements=(name,))
        for name, group in groups if not context.board.members(name)
    ]  # fmt: skip
    return judged(findings, groups)


RULE = Rule(
    Card(
        id="group-empty",
        title="A group is empty",
        group="structure",
        severity="low",
        why="A second region on the drawing saves nobody: what counts is which parts stand in it.",
        how_to_fix="Put the parts into it that run there, or remove it.",
        false_alarm="None known.",
        references=("Structurizr inspection model.deploymentnode.empty",),
    ),
    check,
)
