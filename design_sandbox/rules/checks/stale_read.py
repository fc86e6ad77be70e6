"""stale-read: does somebody who just wrote read from a copy that lags behind?"""

from __future__ import annotations

from typing import Any

from design_sandbox.model.scenario import walk_steps
from design_sandbox.rules.freshness import READING
from design_sandbox.rules.looking import flow_verdict, set_to, title_of
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
from design_sandbox.walk.walk import Walk


def check(context: Context, parameters: NoParameters, subject: str) -> Judgement:
    """Reads of what must be seen at once by its writer, answered by a replica that follows its owner."""
    flow = context.scenario.flows[subject]
    bound = [step.target for step in walk_steps(flow.steps) if step.verb in READING and not step.fresh
             and (entity := context.scenario.entities.get(step.target)) and entity.read_your_writes]  # fmt: skip
    if not bound:
        return NOT_APPLICABLE
    early = flow_verdict(context, subject)
    if early:
        return early
    walk = context.walk(subject)
    return together([_judge(context, walk, name, hop) for name in dict.fromkeys(bound)
                     if (hop := _lagging(context, walk, name))] or [PASS])  # fmt: skip


def _lagging(context: Context, walk: Walk, entity: str) -> str | None:
    """The replica that answers: fed by replication, with nothing that makes its reads strong."""
    for hop in walk.hops:
        part = context.part(hop.target)
        followed = any(link.kind == "replication" and entity in context.part(link.source).holds
                       for link in context.board.into[part.id])  # fmt: skip
        pinned = "strong" in (part.get("consistency"), context.part(hop.source).get("consistency"))
        if hop.entity == entity and entity in part.copies and followed and not pinned and hop.verb in READING:
            return part.id
    return None


def _judge(context: Context, walk: Walk, entity: str, replica: str) -> Judgement:
    scenario, title = context.scenario, title_of(context, walk.flow)
    what, label = scenario.label_of(entity), context.label(replica)
    writers = {flow.actor for flow in scenario.flows.values()
               if any(step.target == entity and step.verb in ("write", "claim") for step in walk_steps(flow.steps))}  # fmt: skip
    more: dict[str, Any] = {"elements": (replica,), "path": walk, "subject": f"{walk.flow}:{entity}",
            "requirement": scenario.flows[walk.flow].requirement, "patch": set_to(replica, "consistency", "strong"),
            "suggestion": "Send the readers of their own writes to the owner"}  # fmt: skip
    if scenario.flows[walk.flow].actor in writers:
        return RULE.fails(f"{title} reads {what} from {label}, which may not have what the same person just wrote.",
                          title=f"{title} may miss one's own {what}", because=(f"{label} follows its owner a little behind.",), **more)  # fmt: skip
    return RULE.asks(f"Somebody has just changed {what}. What do they see in {label}?",
                     because=(f"{label} follows its owner a little behind.",), **more)  # fmt: skip


RULE = Rule(
    Card(
        id="stale-read",
        title="A copy lags behind what was just written",
        group="data",
        severity="medium",
        why="People forgive a slow answer; a message that they sent and cannot see, they send again.",
        how_to_fix="Read one's own writes from the owner, for a while or always; others may read the copy.",
        false_alarm="Caches that ask the owner on a miss are not accused; set strong reads on a replica that waits for its owner.",
        references=("SEMANTICS 12", "Martin Kleppmann, Designing Data-Intensive Applications, chapter 5"),
    ),
    check,
    about="flow",
)
