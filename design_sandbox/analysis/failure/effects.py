"""What a loss does to one journey, in words."""

from __future__ import annotations

from design_sandbox.analysis.failure.result import FlowEffect, Status
from design_sandbox.analysis.failure.targets import Taken
from design_sandbox.model.scenario import Step, walk_steps
from design_sandbox.walk.walk import Hop, Walk
from design_sandbox.walk.walker import Walked


def effect_on(walked: Walked, again: Walk, away: Taken, overloaded: frozenset[str]) -> FlowEffect:
    """How a served journey fares: no answer, too full, something missing, or as before."""
    flow = walked.scenario.flows[again.flow]
    status, text = _judged(walked, walked.walks[again.flow], again, away)
    if status in ("unaffected", "degrades"):
        full = [name for name in _waited(again) if name in overloaded]
        if full:
            status, text = (
                "overloads",
                f"{walked.board.parts[full[0]].label} cannot carry what comes to it now.",
            )
    return FlowEffect(again.flow, flow.title or again.flow.replace("_", " "), flow.core, status, text)


def _waited(walk: Walk) -> dict[str, None]:
    """Parts that the answer waits for."""
    found = dict.fromkeys(walk.entry)
    for hop in walk.everywhere:
        if not hop.after_answer:
            found |= dict.fromkeys((hop.source, hop.target))
    return found


def _judged(walked: Walked, before: Walk, again: Walk, away: Taken) -> tuple[Status, str]:
    if not again.served:
        return _stopped(walked, before, again, away)
    for test in (_asks, _left_out, _around, _later):
        text = test(walked, before, again, away)
        if text:
            return "degrades", text
    return "unaffected", ""


def _stopped(walked: Walked, before: Walk, again: Walk, away: Taken) -> tuple[Status, str]:
    """No way is found: no answer, unless what is lost works only after it, or is not met on the way at all."""
    waited = set(_waited(before))
    touched = waited | {name for hop in before.everywhere for name in (hop.source, hop.target)}
    said = again.stop.message if again.stop else "it stops"
    said = said[:1].upper() + said[1:]
    met = [hop for hop in before.everywhere if away.touches(hop)]
    if away.gone & waited or any(not hop.after_answer for hop in met):
        return "breaks", f"{said}."
    if away.services and not away.gone & touched:
        step = _steps(walked, before.flow).get(again.stop.step if again.stop else "")
        later = step is not None and step.eventually is not None
        return (
            ("degrades", f"What comes after the answer waits: {said}.") if later else ("breaks", f"{said}.")
        )
    if not met and not away.gone & touched:
        return (
            "degrades",
            f"It is still answered, from what is kept elsewhere and learns nothing new: {said}.",
        )
    taking = [hop for hop in met if hop.after_answer and _is_lost(hop, away) and hop.source in waited
              and walked.board.parts[hop.target].can("hand_off") and _must_take(walked, before.flow, hop.step)]  # fmt: skip
    if taking:
        return "breaks", f"Nothing takes the work over that must not be lost: {said}."
    return "degrades", "The answer is given; what comes after it waits or is lost meanwhile."


def _steps(walked: Walked, flow: str) -> dict[str, Step]:
    return {step.id or step.verb or "step": step for step in walk_steps(walked.scenario.flows[flow].steps)}


def _must_take(walked: Walked, flow: str, step: str) -> bool:
    known = _steps(walked, flow).get(step)
    return known is not None and not known.may_lose and known.when_down == "required"


def _asks(walked: Walked, before: Walk, again: Walk, away: Taken) -> str:
    if again.status != "asks":
        return ""
    known = {question.text for question in before.questions}
    new = [question.text for question in again.questions if question.text not in known]
    return f"It goes on, and leaves open: {new[0]}" if new else ""


def _left_out(walked: Walked, before: Walk, again: Walk, away: Taken) -> str:
    left_out = sorted(
        fact.partition(":")[2] for fact in again.facts - before.facts if fact.startswith("skipped:")
    )
    if not left_out:
        return ""
    party = walked.scenario.third_parties.get(left_out[0])
    return f"It goes on without {party.label if party else left_out[0]}."


def _around(walked: Walked, before: Walk, again: Walk, away: Taken) -> str:
    """Only by a way around: another handler, another strategy, what stands behind a copy."""
    lost = [name for name in _waited(before) if name in away.gone]
    chosen = [(old.chosen, new.chosen) for old, new in zip(before.strategies, again.strategies, strict=False)]
    changed = [new.replace("_", " ") for old, new in chosen if old != new]
    if changed:
        return f"It is served another way: {changed[0]}."
    passed = [hop for hop in before.everywhere if not hop.after_answer and away.touches(hop)]
    if not lost and not passed:
        return ""
    names = walked.board.parts
    if again.handler != before.handler and again.handler in names:
        return f"{names[again.handler].label} answers instead."
    without = names[lost[0]].label if lost else away.label
    return f"It goes on without {without}, by what stands behind or beside it."


def _later(walked: Walked, before: Walk, again: Walk, away: Taken) -> str:
    lost = [hop.target for hop in before.everywhere if hop.after_answer and _is_lost(hop, away)]
    if not lost:
        return ""
    return f"The answer is given; what {walked.board.parts[lost[0]].label} does after it waits."


def _is_lost(hop: Hop, away: Taken) -> bool:
    """Whether what a hop goes to is gone, or the way to it."""
    return hop.target in away.gone or (hop.source not in away.gone and away.touches(hop))
