"""consumer-not-idempotent: what happens when a message is delivered twice?"""

from __future__ import annotations

from typing import Any

from design_sandbox.rules.finding import Finding
from design_sandbox.rules.looking import hops_of, judged, set_to
from design_sandbox.rules.rule import Card, Context, Judgement, NoParameters, Rule
from design_sandbox.walk.board import Part


def check(context: Context, parameters: NoParameters, subject: str) -> Judgement:
    """Consumers whose work shows when done twice: they call a third party, or add to a counter or a record of events."""
    hops = hops_of(context)
    consumers = dict.fromkeys(hop.target for _, hop in hops if context.part(hop.source).can("hand_off")
                              and context.part(hop.target).can("compute"))  # fmt: skip
    telling = {}
    for name in consumers:
        why = next((why for _, hop in hops if hop.source == name and hop.after_answer
                    and (why := _shows_twice(context, hop.target, hop.verb, hop.entity))), None)  # fmt: skip
        if why:
            telling[name] = why
    findings = [told for name, why in telling.items() if (told := _tell(context.part(name), why))]
    return judged(findings, list(telling))


def _shows_twice(context: Context, target: str, verb: str, entity_id: str) -> str | None:
    part, entity = context.part(target), context.scenario.entities.get(entity_id)
    if part.can("provide"):
        return f"{part.label} is called twice"
    if verb == "write" and entity is not None and entity.shape in ("counter", "append"):
        return f"{context.scenario.label_of(entity_id)} are added twice"
    return None


def _tell(part: Part, why: str) -> Finding | None:
    said = part.get("idempotent")
    if said:
        return None
    more: dict[str, Any] = {"elements": (part.id,), "patch": set_to(part.id, "idempotent", True),
            "suggestion": f"Let {part.label} remember what it has done"}  # fmt: skip
    if said is False:
        return RULE.finding("fail", f"When {part.label} gets a message twice, {why}.",
                            title=f"{part.label} is not safe to repeat", **more)  # fmt: skip
    return RULE.finding("unknown", f"{part.label} gets the same message twice. How do you keep from doing it twice?",
                        title=f"Is {part.label} safe to repeat?", because=(f"Otherwise {why}.",), **more)  # fmt: skip


RULE = Rule(
    Card(
        id="consumer-not-idempotent",
        title="A message done twice shows",
        group="asynchrony",
        severity="medium",
        why="Channels deliver at least once: a worker that dies after its work and before saying so makes it happen again.",
        how_to_fix="Give each message a key, and let the consumer or what it calls refuse a key it has seen.",
        false_alarm="Writing the same record twice changes nothing and is never asked about.",
        references=("AWS Well-Architected REL04-BP04",),
    ),
    check,
)
