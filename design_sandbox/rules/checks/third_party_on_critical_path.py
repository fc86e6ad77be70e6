"""third-party-on-critical-path: does an answer wait for somebody else's service, and for how long?"""

from __future__ import annotations

from typing import Any

from design_sandbox.model.scenario import Step, walk_steps
from design_sandbox.rules.looking import fault_from, flow_verdict, set_to, title_of
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
from design_sandbox.walk.walk import Hop, Walk


def check(context: Context, parameters: NoParameters, subject: str) -> Judgement:
    """What may happen later must not be waited for; what must be waited for needs a time limit (from senior)."""
    steps = [
        step for step in walk_steps(context.scenario.flows[subject].steps) if step.verb == "call" or step.via
    ]
    if not steps:
        return NOT_APPLICABLE
    early = flow_verdict(context, subject)
    if early:
        return early
    walk = context.walk(subject)
    return together(
        [_judge(context, walk, step, hop) for step in steps if (hop := _call(context, walk, step))] or [PASS]
    )


def _call(context: Context, walk: Walk, step: Step) -> Hop | None:
    """The hop that reaches the third party before the answer."""
    name = step.id or step.verb
    hops = [hop for hop in walk.hops if hop.step == name and context.part(hop.target).can("provide")]
    return next((hop for hop in hops if not hop.after_answer), None)


def _judge(context: Context, walk: Walk, step: Step, hop: Hop) -> Judgement:
    third, caller, title = context.part(hop.target), context.part(hop.source), title_of(context, walk.flow)
    about: dict[str, Any] = {
        "elements": (hop.source, hop.target),
        "path": walk,
        "subject": f"{walk.flow}:{third.id}",
    }
    if step.eventually is not None:
        return RULE.fails(
            f"{title} waits for {third.label}, though that may happen later.",
            title=f"{title} waits for {third.label}",
            because=(f"{caller.label} calls it before it answers.",),
            **about,
            suggestion=f"Hand the work to a queue, and let a worker call {third.label}",
        )
    limited = third.get("timeout") or caller.get("timeout") or step.when_down != "required"
    if limited or fault_from(context, "senior") != "fail":
        return PASS
    return RULE.asks(
        f"How long does {caller.label} wait for {third.label} before it gives up?",
        title=f"How long do you wait for {third.label}?",
        because=(f"{title} stands still while {third.label} does.",),
        **about,
        patch=set_to(caller.id, "timeout", "2 s"),
        suggestion=f"Give {caller.label} a timeout",
    )


RULE = Rule(
    Card(
        id="third-party-on-critical-path",
        title="An answer waits for somebody else's service",
        group="redundancy",
        severity="medium",
        why="You can neither repair nor enlarge it. While it is slow, your callers wait, and your own instances fill up.",
        how_to_fix="Call it behind the answer where that is allowed; else limit the wait, and say what happens then.",
        false_alarm="Where the prompt wants the call inside the answer (a payment), only its time limit is asked for, from senior.",
        references=("AWS Well-Architected REL05-BP01", "AWS Well-Architected REL05-BP05"),
    ),
    check,
    about="flow",
)
