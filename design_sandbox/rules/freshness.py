"""What keeps derived data fresh: how old it may be, who writes a change into its keeper, and how long that takes."""

from __future__ import annotations

from typing import Literal

from design_sandbox.model.quantity import parse_quantity
from design_sandbox.model.scenario import walk_steps
from design_sandbox.rules.looking import hops_of
from design_sandbox.rules.rule import Context
from design_sandbox.walk.copies import misses
from design_sandbox.walk.filling import pipeline_step
from design_sandbox.walk.walk import Hop

READING = ("read", "scan", "search")
DEFAULT_AT_ONCE = 8
"""Messages a worker instance works on at the same time (catalogue: `at_once`)."""


def derived_reads(context: Context, flow: str) -> list[str]:
    """Derived entities that some way of meeting the flow reads, in step order."""
    entities = context.scenario.entities
    return list(dict.fromkeys(
        step.target for step in walk_steps(context.scenario.flows[flow].steps)
        if step.verb in READING and step.target in entities and entities[step.target].derived_from
    ))  # fmt: skip


def asked_within_s(context: Context, flow: str, entity: str) -> float | None:
    """How old the data may be in this journey, in seconds: nothing for a fresh read; None where nobody says."""
    steps = walk_steps(context.scenario.flows[flow].steps)
    if any(step.target == entity and step.verb in READING and step.fresh for step in steps):
        return 0.0
    within = context.scenario.entities[entity].within
    return None if within is None else float(within)


Told = Literal["written", "perhaps", "on a miss"]
"""Whether somebody writes a change into a keeper: yes, perhaps (the arrow may be drawn for reading), or nobody does."""


def told_by(context: Context, part: str, entity: str) -> Told:
    """How a keeper that forgets learns of a change; durable keepers and what passes data on are not asked."""
    keeper, hops = (
        context.part(part),
        [hop for _, hop in hops_of(context) if hop.target == part and hop.entity == entity],
    )
    followed = any(link.kind == "replication" for link in context.board.into[part])
    if keeper.spec.durable or keeper.can("pass_on") or misses(keeper) >= 1 or followed:
        return "written"
    writes = [hop for hop in hops if hop.verb in ("write", "claim")]
    readers = {hop.source for hop in hops if hop.verb in READING}
    # One arrow to a cache of copies: its caller reads there and computes what is missing. Does it write as well?
    doubtful = [hop for hop in writes if hop.step == pipeline_step(entity).id and not hop.after_answer
                and hop.source in readers and entity not in keeper.holds]  # fmt: skip
    if len(doubtful) < len(writes):
        return "written"
    return "perhaps" if doubtful else "on a miss"


def lifetime_s(context: Context, part: str) -> float | None:
    """How long an entry of a keeper lives, in seconds; None where no time is set."""
    said = context.part(part).get("time_to_live")
    return None if said is None else float(parse_quantity(said))


def filling_hops(context: Context, entity: str) -> list[Hop]:
    """Hops of the refreshing journey that fill a derived entity; empty when nothing drawn does."""
    refreshing = context.walked.walks.get(context.scenario.entities[entity].refreshed_by or "")
    if refreshing is None or not refreshing.served:
        return []
    return [hop for hop in refreshing.hops if hop.step == pipeline_step(entity).id]


def hop_time_s(context: Context, hop: Hop) -> float:
    """Median time of one hop behind the answer; its calls are made `at_once` at a time, in batches if set."""
    source, target = context.part(hop.source), context.part(hop.target)
    call_s = float(target.spec.latency.p50) if target.spec.latency else 0.0
    in_one_go = float(source.get("at_once") or DEFAULT_AT_ONCE) * float(source.get("batch") or 1)
    return call_s * max(1.0, hop.calls / in_one_go) + hop.takes_s
