"""answer-in-time: is the answer there within the flow's target at p99?"""

from __future__ import annotations

from design_sandbox.analysis.figure import show
from design_sandbox.model.quantity import parse_quantity
from design_sandbox.rules.finding import Finding
from design_sandbox.rules.looking import served_walks, title_of
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
from design_sandbox.walk.walk import Walk

HALF_LATE = 1.25
"""Up to this multiple of the target half the points are kept: the figures are estimates."""


def check(context: Context, parameters: NoParameters, subject: str) -> Judgement:
    """Compare the estimated p99 with the target; an overloaded part has no answer time at all."""
    walk = context.walk(subject)
    if walk.status == "out_of_scope":
        return NOT_APPLICABLE
    if not walk.served:
        return NOTHING_EARNED
    flow = context.scenario.flows[subject]
    if flow.answer_within is None:
        return PASS
    stuck = _waits_for(context, walk)
    if stuck:
        return Judgement("fail", 0.0, (_without_end(context, stuck),))
    time = context.numbers.answer_times.get(subject)
    if time is None or time.target_s is None or time.p99_s <= time.target_s:
        return PASS
    slowest = sorted(time.working, key=lambda line: -_milliseconds(line.value))[:2]
    judgement = RULE.fails(
        f"{flow.title} takes {show(time.p99_s, 's')} at p99; {show(time.target_s, 's')} are asked.",
        title=f"{flow.title} is too slow",
        path=walk,
        requirement=flow.requirement,
        subject=subject,
        because=tuple(
            f"{line.label}: {line.value} on average{', ' + line.text if line.text else ''}."
            for line in slowest
        ),
        severity="high" if time.p99_s > time.target_s * HALF_LATE else "medium",
    )
    share = 0.5 if time.p99_s <= time.target_s * HALF_LATE else 0.0
    return Judgement("fail", share, judgement.findings)


def _waits_for(context: Context, walk: Walk) -> str | None:
    """The first part before the answer that is asked for more than it can do."""
    before = {hop.target for hop in walk.hops if not hop.after_answer}
    return next((name for name in walk.parts if name in before and (load := context.numbers.components.get(name))
                 and load.utilisation is not None and load.utilisation >= 1 and load.dimension != "bytes_stored"), None)  # fmt: skip


def _without_end(context: Context, stuck: str) -> Finding:
    """One overload is told once, under the first of the journeys that wait for it."""
    waiting = [walk for walk in served_walks(context)
               if context.scenario.flows[walk.flow].answer_within is not None and _waits_for(context, walk) == stuck]  # fmt: skip
    first, titles, label = (
        waiting[0],
        [title_of(context, walk.flow) for walk in waiting],
        context.label(stuck),
    )
    others = (f"These wait for it too: {'; '.join(titles[1:])}.",)
    return RULE.finding(
        "fail",
        f"{titles[0]} has no answer time while {label} is asked for more than it can do.",
        title=f"{titles[0]} waits for {label} without end",
        elements=(stuck,),
        path=first,
        requirement=context.scenario.flows[first.flow].requirement,
        subject=first.flow,
        because=(
            "A queue that grows faster than it is served has no steady state.",
            f"Same cause as “{label} is too small”.",
            *(others if titles[1:] else ()),
        ),
        suggestion=f"Give {label} what it needs at peak, or take load off it: that mends every journey through it",
    )


def _milliseconds(text: str) -> float:
    return float(parse_quantity(text)) * 1000


RULE = Rule(
    Card(
        id="answer-in-time",
        title="An answer comes too late",
        group="scalability",
        severity="medium",
        why="People leave when they wait. What the answer waits for adds up: distance, calls in a row, work done inside it.",
        how_to_fix="Do the work before or after the answer, keep a copy nearer, or make fewer calls in a row.",
        false_alarm="Times are estimates from published figures, at peak and with their waits; within a quarter of the target half the points stay.",
        references=("Dean and Barroso, The Tail at Scale, 2013",),
    ),
    check,
    about="flow",
)
