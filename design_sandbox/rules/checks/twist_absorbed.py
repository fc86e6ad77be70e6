"""twist-absorbed: how much of the model does a change of the prompt open?"""

from __future__ import annotations

from pydantic import Field

from design_sandbox.model.base import Document
from design_sandbox.model.scenario import Twist
from design_sandbox.rules.rule import NOT_APPLICABLE, NOTHING_EARNED, PASS, Card, Context, Judgement, Rule
from design_sandbox.walk.objects import model_of
from design_sandbox.walk.twists import Impact, impact


class Parameters(Document):
    """How much a change may open."""

    at_most: float = Field(
        default=0.35, gt=0, le=1, description="Share of all responsibilities that may live in opened classes"
    )


def check(context: Context, parameters: Parameters, subject: str) -> Judgement:
    """A seam absorbs a new kind; otherwise what lives in the opened classes is lost, and more so above `at_most`."""
    model, twist = model_of(context.walked), context.scenario.twists[subject]
    if model is None or not (twist.adds_variant or twist.adds_attribute or twist.adds_operation):
        return NOT_APPLICABLE
    core = [name for name in context.walked.walks if context.scenario.flows[name].core]
    if not any(context.walk(name).served for name in core or context.walked.walks):
        return NOTHING_EARNED
    found = impact(model, context.scenario, twist, context.walked.walks.values())
    if found.verdict == "unknown":
        varying = [
            context.label(name)
            for name in model.board.parts
            if twist.adds_variant and twist.adds_variant in model.claims[name].varies
        ]
        drawn = f"{' and '.join(sorted(varying))} lists the kinds, but no class that decides looks at it."
        return RULE.asks(
            f"“{twist.title}”: where would this change land? "
            + (drawn if varying else "Nothing in the drawing varies by it or looks at it."),
            subject=subject,
            title=f"“{twist.title}”: where would it land?",
            because=(
                ()
                if varying
                else ("There is no interface, abstract class, enumeration or declared branch for it.",)
            ),
        )
    small = found.share <= parameters.at_most
    if not found.lives_in or (small and not twist.adds_variant):
        return PASS
    return _opened(context, twist, subject, found, small=small)


def _opened(context: Context, twist: Twist, subject: str, found: Impact, *, small: bool) -> Judgement:
    names = ", ".join(context.label(name) for name in found.opened)
    what = context.scenario.label_of(twist.adds_variant or twist.of or "")
    finding = RULE.finding(
        "fail", f"“{twist.title}” opens {names}, where {found.lives_in} of {found.of} responsibilities live.",
        title=f"“{twist.title}” opens {names}", elements=found.opened, subject=subject, severity="low" if small else "medium",
        because=(f"Nothing else stands between its callers and {what}.",),
        suggestion=f"Put an interface where {what} varies" if twist.adds_variant else "Give the thing a class of its own",
    )  # fmt: skip
    if small:  # the price of having no seam here, not an accusation
        return Judgement("pass", 1 - found.share, (finding,))
    return Judgement("fail", max(0.0, 1 - found.share) / 2, (finding,))


RULE = Rule(
    Card(
        id="twist-absorbed",
        title="A change of the prompt opens much of the model",
        group="change",
        severity="medium",
        why="A model is worth what the next change costs. A seam where something varies takes it as one new class.",
        how_to_fix="Put an interface or abstract class where the new kind differs, and let its callers know only that.",
        false_alarm="A table of data may be enough: a row more opens nothing. Say so in a decision.",
        references=(
            "SEMANTICS 31",
            "Parnas 1972: On the Criteria To Be Used in Decomposing Systems into Modules",
        ),
        kind="object_model",
    ),
    check,
    about="twist",
    parameters=Parameters,
)
