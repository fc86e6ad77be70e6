"""no-entry-point: does anybody start anything on this drawing?"""

from __future__ import annotations

from design_sandbox.rules.looking import judged
from design_sandbox.rules.rule import Card, Context, Judgement, NoParameters, Rule


def check(context: Context, parameters: NoParameters, subject: str) -> Judgement:
    """A drawing needs at least one client, person, device or clock with an arrow to the rest."""
    board = context.board
    starts = [part for part in board.parts.values() if part.can("initiate") or part.can("clock")]
    if any(board.out[part.id] for part in starts) or not board.parts:
        return judged((), starts)
    message = (
        f"{starts[0].label} starts nothing: no arrow leads away from it."
        if starts
        else "Nobody on the drawing starts anything."
    )
    actor = next(iter(context.scenario.actors), "user")
    add = {"op": "add_component", "id": "people", "component": {"type": "client", "plays": [actor]}}
    finding = RULE.finding(
        "fail",
        message,
        elements=tuple(part.id for part in starts[:1]),
        patch=None if starts or "people" in board.parts else (add,),
    )
    return judged([finding], [finding])


RULE = Rule(
    Card(
        id="no-entry-point",
        title="Nobody starts anything",
        group="structure",
        severity="high",
        why="Every journey begins with somebody: a person, a device, a clock. Without one nothing on the drawing ever runs.",
        how_to_fix="Draw the client, and an arrow from it to the part that takes its request.",
        false_alarm="None known: each scenario names who acts.",
    ),
    check,
)
