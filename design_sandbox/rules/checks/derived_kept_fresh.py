"""derived-kept-fresh: is ready-made data kept up with what it is made of, and soon enough?"""

from __future__ import annotations

from typing import Any

from design_sandbox.model.quantity import format_quantity
from design_sandbox.model.scenario import Entity
from design_sandbox.rules.arriving import left_open
from design_sandbox.rules.freshness import (
    asked_within_s,
    derived_reads,
    filling_hops,
    hop_time_s,
    lifetime_s,
    told_by,
)
from design_sandbox.rules.looking import set_to
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


def _judge(context: Context, walk: Walk, name: str) -> Judgement:
    keepers = sorted(
        {part for part, kept in walk.uses_holds if kept == name},
        key=lambda part: context.board.position[part],
    )
    chain, within_s = filling_hops(context, name), asked_within_s(context, walk.flow, name)
    told = {part: told_by(context, part, name) for part in keepers}
    untold = [
        part
        for part in keepers
        if told[part] == "on a miss" or (told[part] == "perhaps" and _computed_on_miss(walk, name))
    ]
    if untold and (chain or set(untold) != set(keepers) or _computed_on_miss(walk, name)):
        return together([_lives(context, walk, name, part, within_s) for part in untold])
    if not chain:
        return _ask(context, walk, name, keepers)
    behind = [hop for hop in chain if hop.after_answer]
    if not behind or within_s is None:
        return PASS
    return _in_time(context, walk, name, behind, within_s)


def _computed_on_miss(walk: Walk, name: str) -> bool:
    return any(hop.step == pipeline_step(name).id and hop.mode == "miss" for hop in walk.hops)


def _lives(context: Context, walk: Walk, name: str, part: str, within_s: float | None) -> Judgement:
    """An entry that is replaced only when it is gone is as old as it may live."""
    if within_s is None:
        return PASS
    keeper, what = context.label(part), context.scenario.label_of(name)
    lives_s = lifetime_s(context, part)
    if lives_s is not None and lives_s <= within_s:
        return PASS
    more: dict[str, Any] = {
        "elements": (part,), "path": walk, "subject": name, "requirement": context.scenario.flows[walk.flow].requirement,
        "patch": set_to(part, "time_to_live", f"{within_s:g} s") if within_s else None,
        "suggestion": f"Let entries of {keeper} live {_seconds(within_s)}" if within_s else f"Read {what} past {keeper}",
    }  # fmt: skip
    asked = f"{_seconds(within_s)} are asked" if within_s else "this journey asks for the newest"
    lives = "No time to live is set." if lives_s is None else f"Its entries live {_seconds(lives_s)}."
    if told_by(context, part, name) == "perhaps":
        return RULE.asks(f"Does whoever changes the sources also write {keeper}, or are {what} there until they are gone? {asked[:1].upper()}{asked[1:]}.",
                         title=f"What keeps {what} fresh?", because=(f"{keeper} keeps copies, and a missing one is computed.", lives), **more)  # fmt: skip
    only = f"{keeper} is filled on a miss only, and nobody who changes the sources writes it."
    if lives_s is None:
        return RULE.asks(f"For how long does {keeper} go on giving {what} that it once computed? {asked[:1].upper()}{asked[1:]}.",
                         title=f"What keeps {what} fresh?", because=(only, lives), **more)  # fmt: skip
    return RULE.fails(f"{keeper} may give {what} that are {_seconds(lives_s)} old; {asked}.",
                      title=f"{what[:1].upper()}{what[1:]} are not fresh enough", because=(only, lives), **more)  # fmt: skip


def _ask(context: Context, walk: Walk, name: str, keepers: list[str]) -> Judgement:
    entity, what = context.scenario.entities[name], context.scenario.label_of(name)
    question = next(
        (q for q in walk.questions if q.code == "what-fills" and set(q.elements) & set(keepers)), None
    )
    if question:  # what fills it would keep it fresh too: one gap, one question
        return Judgement("unknown", 0.5, (left_open(context, walk, question),))
    soon = f" within {_seconds(float(entity.within))}" if entity.within is not None else ""
    keeper = context.label(keepers[0])
    return RULE.asks(
        f"When {context.scenario.label_of(entity.derived_from[0])} change, what brings {what} in {keeper} up to date{soon}?",
        title=f"What keeps {what} fresh?",
        elements=tuple(keepers[:1]),
        path=walk,
        subject=name,
        requirement=context.scenario.flows[walk.flow].requirement,
        because=(
            f"{what[:1].upper()}{what[1:]} are made of {_listed(context, entity)}, and nothing drawn makes them.",
        ),
    )


def _in_time(context: Context, walk: Walk, name: str, behind: list[Hop], within_s: float) -> Judgement:
    names = list(dict.fromkeys(hop.target for hop in behind))
    full = [
        part
        for part in names
        if (load := context.numbers.components.get(part))
        and (load.utilisation or 0) > 1
        and load.dimension != "bytes_stored"
    ]
    if full:
        return _never(context, walk, name, full[0])
    times = [(context.label(hop.target), hop_time_s(context, hop)) for hop in behind]
    took_s, what = sum(time for _, time in times), context.scenario.label_of(name)
    if took_s <= within_s:
        return PASS
    slowest = max(times, key=lambda entry: entry[1])
    asked = f"{_seconds(within_s)} are asked" if within_s else "this journey asks for the newest"
    return RULE.fails(
        f"A change takes about {_seconds(took_s)} to show in {what}; {asked}.",
        title=f"{what[:1].upper()}{what[1:]} are not fresh enough",
        elements=tuple(names),
        path=walk,
        subject=name,
        requirement=context.scenario.flows[walk.flow].requirement,
        because=(f"{slowest[0]} alone takes {_seconds(slowest[1])} of it.",),
    )


def _never(context: Context, walk: Walk, name: str, full: str) -> Judgement:
    """A growing backlog meets no deadline."""
    what = context.scenario.label_of(name)
    return RULE.fails(
        f"Changes reach {what} later and later while {context.label(full)} is asked for more than it can do.",
        title=f"{what[:1].upper()}{what[1:]} fall behind without end",
        elements=(full,),
        path=walk.parts,
        subject=name,
        requirement=context.scenario.flows[walk.flow].requirement,
        because=("A backlog that grows faster than it is worked off meets no deadline.",),
    )


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
        how_to_fix=(
            "Draw who makes it: a worker behind a channel or change capture, or a reader on a miss. "
            "What is made on a miss only lives no longer than it may be old: give it a time to live."
        ),
        false_alarm=(
            "Times are medians from the catalogue without queueing; "
            "what a schedule starts counts with its start-up only."
        ),
        references=("SEMANTICS 5", "Martin Kleppmann, Designing Data-Intensive Applications, chapter 11"),
    ),
    check,
    about="flow",
)
