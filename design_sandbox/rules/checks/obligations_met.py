"""obligations-met: is every entry guarded as the scenario asks (identity, rate limit)?"""

from __future__ import annotations

from collections.abc import Callable

from design_sandbox.rules.rule import (
    NOT_APPLICABLE,
    NOTHING_EARNED,
    PASS,
    Card,
    Context,
    Judgement,
    NoParameters,
    Rule,
    together,
)
from design_sandbox.walk.board import Part
from design_sandbox.walk.identity import checks_identity
from design_sandbox.walk.walk import Walk

LIMITING_TYPES = ("rate_limiter", "api_gateway")
"""Types that limit the rate without being told to."""


def _limits_rate(part: Part) -> bool:
    return bool(part.get("limits_rate")) or part.component.type in LIMITING_TYPES


MEETS: dict[str, tuple[str, Callable[[Part], bool], str]] = {
    "check_identity": ("checks_identity", checks_identity, "check who asks"),
    "limit_rate": ("limits_rate", _limits_rate, "limit how often one caller asks"),
}
"""Obligation → property that declares it, whether a part meets it, and what it means."""


def check(context: Context, parameters: NoParameters, subject: str) -> Judgement:
    """Any part on the way in, or a part the handler calls, may meet an obligation; what nothing shows is asked.

    Where sessions are looked up is asked by the walk itself (flow-served), not a second time here.
    """
    flow, walk = context.scenario.flows[subject], context.walk(subject)
    if walk.status == "out_of_scope" or not flow.obligations:
        return NOT_APPLICABLE
    if not walk.served:
        return NOTHING_EARNED
    asked = [
        _ask(context, walk, obligation)
        for obligation in flow.obligations
        if not _met(context, walk, obligation)
    ]
    met = len(flow.obligations) - len(asked)
    return together(asked, share=(met + 0.5 * len(asked)) / len(flow.obligations)) if asked else PASS


def _met(context: Context, walk: Walk, obligation: str) -> bool:
    _, meets, _ = MEETS[obligation]
    near = [*walk.entry, *(link.target for name in walk.entry for link in context.board.out[name]
                           if context.part(link.target).can("operate"))]  # fmt: skip
    return any(meets(context.part(name)) for name in near)


def _ask(context: Context, walk: Walk, obligation: str) -> Judgement:
    declared, _, means = MEETS[obligation]
    first = next((name for name in walk.entry if not context.part(name).can("initiate")), walk.entry[-1])
    label = context.label(first)
    return RULE.asks(
        f"Where do you {means}?",
        title=f"Where do you {means}?",
        elements=(first,),
        subject=obligation,
        patch=({"op": "set", "component": first, "field": declared, "value": True},),
        suggestion=f"Let {label} {means}",
        because=("Nothing on the way in says so.",),
    )


RULE = Rule(
    Card(
        id="obligations-met",
        title="An entry is not guarded",
        group="security",
        severity="medium",
        why="Every entry of a public system is called by strangers and by mistakes; somebody must know the caller and set a limit.",
        how_to_fix="Name the part on the way in that does it: a gateway, a limiter, or the service itself.",
        false_alarm="Set the property on the part that does it; nothing more is needed.",
        references=("AWS Well-Architected REL05-BP02",),
    ),
    check,
    about="flow",
)
