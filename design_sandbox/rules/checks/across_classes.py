"""across-classes: do several classes share the work of a use case, or does one do it all?"""

from __future__ import annotations

from pydantic import Field

from design_sandbox.model.base import Document
from design_sandbox.rules.rule import NOT_APPLICABLE, NOTHING_EARNED, PASS, Card, Context, Judgement, Rule
from design_sandbox.walk.objects import model_of


class Parameters(Document):
    """How much of a use case one class may do."""

    at_most: float = Field(default=0.75, gt=0, le=1, description="Share of the steps that one class may meet")


def check(context: Context, parameters: Parameters, subject: str) -> Judgement:
    """The largest share of a use case's steps met by one class, of those with two steps or more."""
    walk, model = context.walk(subject), model_of(context.walked)
    steps = len(context.scenario.flows[subject].steps)
    if walk.status == "out_of_scope" or model is None or steps < 2:
        return NOT_APPLICABLE
    if not walk.served:
        return NOTHING_EARNED
    met: dict[str, set[str]] = {}
    for fact in sorted(walk.facts):
        kind, _, rest = fact.partition(":")
        if kind == "met":
            step, _, name = rest.partition(":")
            met.setdefault(name, set()).add(step)
    busiest = min(met, key=lambda name: (-len(met[name]), model.rank(name)), default="")
    share = len(met.get(busiest, ())) / steps
    if share <= parameters.at_most:
        return PASS
    flow = context.scenario.flows[subject]
    finding = RULE.finding(
        "fail", f"{context.label(busiest)} does {len(met[busiest])} of the {steps} steps of “{flow.title or subject}” itself.",
        elements=(busiest,), path=walk, requirement=flow.requirement, subject=subject,
        because=(f"One class may do {parameters.at_most:.0%} of a use case.",),
    )  # fmt: skip
    return Judgement("fail", max(0.0, 1 - share), (finding,))


RULE = Rule(
    Card(
        id="across-classes",
        title="One class does a whole use case",
        group="responsibilities",
        severity="medium",
        why="A use case that never leaves one class shows that this class knows everything: nothing can change or be tested alone.",
        how_to_fix="Give each step to the class that has the facts for it, and send it a message.",
        false_alarm="A use case of one step is never looked at. For very small models raise `at_most`.",
        references=("GRASP: Information Expert, High Cohesion", "SEMANTICS 29"),
        kind="object_model",
    ),
    check,
    about="flow",
    parameters=Parameters,
)
