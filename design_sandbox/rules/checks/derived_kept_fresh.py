"""derived-kept-fresh: is ready-made data kept up with what it is made of, and soon enough?"""

from __future__ import annotations

from design_sandbox.model.quantity import format_quantity
from design_sandbox.model.scenario import Entity, walk_steps
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
from design_sandbox.walk.filling import pipeline_step
from design_sandbox.walk.walk import Hop, Walk

READING = ("read", "scan", "search")
DEFAULT_AT_ONCE = 8
"""Messages a worker instance works on at the same time (catalogue: `at_once`)."""


def check(context: Context, parameters: NoParameters, subject: str) -> Judgement:
    """Every derived entity the journey reads is filled in time, computed on a miss, or read from its sources."""
    offered = derived_reads(context, subject)
    walk = context.walk(subject)
    if walk.status == "out_of_scope" or not offered:
        return NOT_APPLICABLE
    if not walk.served:
        return NOTHING_EARNED
    kept = {entity for _, entity in walk.uses_holds}
    read = [name for name in offered if name in kept]
    # Whoever reads the sources themselves reads nothing stale: the other strategy is as right as a ready copy.
    return together(_judge(context, walk, name) for name in read) if read else PASS


def derived_reads(context: Context, flow: str) -> list[str]:
    """Derived entities that some way of meeting the flow reads, in step order."""
    entities = context.scenario.entities
    return list(dict.fromkeys(
        step.target for step in walk_steps(context.scenario.flows[flow].steps)
        if step.verb in READING and step.target in entities and entities[step.target].derived_from
    ))  # fmt: skip


def _judge(context: Context, walk: Walk, name: str) -> Judgement:
    entity = context.scenario.entities[name]
    keepers = sorted(
        {part for part, kept in walk.uses_holds if kept == name},
        key=lambda part: context.board.position[part],
    )
    if any(hop.step == pipeline_step(name).id and hop.mode == "miss" for hop in walk.hops):
        return PASS
    chain = filling_hops(context, name)
    if not chain:
        return _ask(context, walk, name, keepers)
    behind = [hop for hop in chain if hop.after_answer]
    if not behind or entity.within is None:
        return PASS
    return _in_time(context, walk, name, behind, float(entity.within))


def filling_hops(context: Context, entity: str) -> list[Hop]:
    """Hops of the refreshing journey that fill a derived entity; empty when nothing drawn does."""
    refreshing = context.walked.walks.get(context.scenario.entities[entity].refreshed_by or "")
    if refreshing is None or not refreshing.served:
        return []
    return [hop for hop in refreshing.hops if hop.step == pipeline_step(entity).id]


def _ask(context: Context, walk: Walk, name: str, keepers: list[str]) -> Judgement:
    entity, what = context.scenario.entities[name], context.scenario.label_of(name)
    question = next(
        (q for q in walk.questions if q.code == "what-fills" and set(q.elements) & set(keepers)), None
    )
    patch = question.answers[0][1] if question and question.answers else None
    soon = f" within {_seconds(float(entity.within))}" if entity.within is not None else ""
    keeper = context.label(keepers[0])
    return RULE.asks(
        f"When {context.scenario.label_of(entity.derived_from[0])} change, what brings {what} in {keeper} up to date{soon}?",
        title=f"What keeps {what} fresh?",
        elements=tuple(keepers[:1]),
        path=walk.parts,
        subject=name,
        patch=patch,
        requirement=context.scenario.flows[walk.flow].requirement,
        suggestion=question.answers[0][0] if question and question.answers else None,
        because=(
            f"{what[:1].upper()}{what[1:]} are made of {_listed(context, entity)}, and nothing drawn makes them.",
        ),
    )


def _in_time(context: Context, walk: Walk, name: str, behind: list[Hop], within_s: float) -> Judgement:
    names = list(dict.fromkeys(hop.target for hop in behind))
    if any((load := context.numbers.components.get(part)) and (load.utilisation or 0) > 1 for part in names):
        return NOTHING_EARNED  # a growing backlog meets no deadline; peak-utilisation tells which part is too small
    times = [(context.label(hop.target), hop_time_s(context, hop)) for hop in behind]
    took_s, what = sum(time for _, time in times), context.scenario.label_of(name)
    if took_s <= within_s:
        return PASS
    slowest = max(times, key=lambda entry: entry[1])
    return RULE.fails(
        f"A change takes about {_seconds(took_s)} to show in {what}; {_seconds(within_s)} are asked.",
        title=f"{what[:1].upper()}{what[1:]} are not fresh enough",
        elements=tuple(names),
        path=walk.parts,
        subject=name,
        requirement=context.scenario.flows[walk.flow].requirement,
        because=(f"{slowest[0]} alone takes {_seconds(slowest[1])} of it.",),
    )


def hop_time_s(context: Context, hop: Hop) -> float:
    """Median time of one hop behind the answer; its calls are made `at_once` at a time, in batches if set."""
    source, target = context.part(hop.source), context.part(hop.target)
    call_s = float(target.spec.latency.p50) if target.spec.latency else 0.0
    in_one_go = float(source.get("at_once") or DEFAULT_AT_ONCE) * float(source.get("batch") or 1)
    return call_s * max(1.0, hop.calls / in_one_go) + hop.takes_s


def _listed(context: Context, entity: Entity) -> str:
    return " and ".join(context.scenario.label_of(source) for source in entity.derived_from)


def _seconds(value: float) -> str:
    if value < 1:
        return f"{value * 1000:.3g} ms"
    for size, unit in ((86_400, "d"), (3_600, "h"), (60, "min")):
        if value >= 2 * size:
            return f"{format_quantity(round(value / size, 1))} {unit}"
    return f"{value:.3g} s"


RULE = Rule(
    Card(
        id="derived-kept-fresh",
        title="Ready-made data goes stale",
        group="data",
        severity="medium",
        why=(
            "A timeline, an index or a count is only as good as what keeps it up with its sources. "
            "Nobody notices the day that stops."
        ),
        how_to_fix="Draw who makes it: a worker behind a channel or change capture, or a reader on a miss.",
        false_alarm=(
            "Times are medians from the catalogue without queueing; "
            "what a schedule starts counts with its start-up only."
        ),
        references=("SEMANTICS 5", "Martin Kleppmann, Designing Data-Intensive Applications, chapter 11"),
    ),
    check,
    about="flow",
)
