"""interface-without-axis: does each interface stand where something will vary?"""

from __future__ import annotations

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
from design_sandbox.walk.objects import model_of


def check(context: Context, parameters: NoParameters, subject: str) -> Judgement:
    """An interface with fewer than two implementations must say by what it varies; one that listens turns an arrow round."""
    model = model_of(context.walked)
    if model is None:
        return NOT_APPLICABLE
    told = {hop.target for walk in context.walked.walks.values() for hop in walk.hops if hop.after_answer}
    idle = [name for name in model.classes if model.is_interface(name) and not model.claims[name].varies and name not in told
            and sum(not model.is_abstraction(child) for child in model.below(name)) == 1]  # fmt: skip
    judged = [
        RULE.fails(
            f"{context.label(name)} has one implementation, and nothing says what would be the second.",
            elements=(name,),
            title=f"{context.label(name)} varies by nothing",
            because=("Its callers could know the class itself.",),
        )
        for name in idle
    ]
    return together(judged) if judged else PASS


RULE = Rule(
    Card(
        id="interface-without-axis",
        title="An interface that varies by nothing",
        group="change",
        severity="low",
        why="A seam costs a name, a file and a detour for every reader. It pays where a second kind is expected, and only there.",
        how_to_fix="Say what varies behind it (`varies`), draw the second implementation, or let callers know the class itself.",
        false_alarm="A seam for tests is a fair reason: name what varies, such as `clock`.",
        references=("SEMANTICS 31", "Fowler, Refactoring: Speculative Generality"),
        kind="object_model",
    ),
    check,
)
