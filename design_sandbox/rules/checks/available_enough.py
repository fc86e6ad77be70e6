"""available-enough: is a journey answered for the share of time that the prompt asks?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from design_sandbox.analysis.figure import minutes_a_year, show
from design_sandbox.model.quantity import format_ratio
from design_sandbox.rules.figures import availability_of
from design_sandbox.rules.looking import flow_verdict, title_of
from design_sandbox.rules.rule import (
    NOT_APPLICABLE,
    NOTHING_EARNED,
    PASS,
    Card,
    Context,
    Judgement,
    NoParameters,
    Rule,
)

if TYPE_CHECKING:
    from design_sandbox.analysis.availability import Availability

NEARLY = 2.0
"""Up to so many times the downtime that is allowed half the points are kept: availabilities of parts are promises."""
CUTS_TOLD = 2


def check(context: Context, parameters: NoParameters, subject: str) -> Judgement:
    """Compare the exact availability of the drawn structure with the journey's target."""
    target = context.scenario.flows[subject].available
    if target is None:
        return NOT_APPLICABLE
    if (early := flow_verdict(context, subject)) is not None:
        return early
    if _is_overloaded(context, subject):
        return (
            NOTHING_EARNED  # another rule tells why: availability is that of a system that carries its peak
        )
    found = availability_of(context, subject)
    told = {
        "elements": _elements(found), "path": context.walk(subject), "subject": subject,
        "requirement": context.scenario.flows[subject].requirement,
    }  # fmt: skip
    title, asked = title_of(context, subject), format_ratio(float(target))
    if found.figure.value is None:
        return RULE.asks(f"Is {title} answered {asked} of the time? {found.figure.why_not}",
                         title=f"How often is {title} answered?", **told)  # fmt: skip
    if found.meets_target:
        return PASS
    down, allowed = minutes_a_year(found.figure.value), minutes_a_year(float(target))
    judgement = RULE.fails(
        f"{title} is not answered for {show(down, 'min/year')} ({format_ratio(found.figure.value)}); "
        f"{show(allowed, 'min/year')} are allowed ({asked}).",
        title=f"{title} stops too often", because=[cut.text for cut in found.cuts[:CUTS_TOLD]],
        severity="high" if down > NEARLY * allowed else "medium", **told,
    )  # fmt: skip
    return Judgement("fail", 0.0 if down > NEARLY * allowed else 0.5, judgement.findings)


def _is_overloaded(context: Context, flow: str) -> bool:
    loads = [context.numbers.components.get(name) for name in context.walk(flow).parts]
    return any(load is not None and (load.utilisation or 0.0) > 1 for load in loads)


def _elements(found: Availability) -> tuple[str, ...]:
    """Whatever costs most: the parts of the first cut."""
    things = found.cuts[0].things if found.cuts else ()
    return tuple(dict.fromkeys(part for thing in things for part in thing.parts))


RULE = Rule(
    Card(
        id="available-enough",
        title="A journey is answered too seldom",
        group="redundancy",
        severity="medium",
        why="Every part that the answer needs takes minutes off the year, and what they share takes all of them at once.",
        how_to_fix="Add a second copy of what stops it most often, spread copies over zones, or let the answer do without a part.",
        false_alarm="Availabilities of parts are promises (SLA) or assumed; within twice the allowed downtime half the points stay.",
        references=("Google, The Calculus of Service Availability, 2017", "docs/numbers/availability.md"),
    ),
    check,
    about="flow",
)
