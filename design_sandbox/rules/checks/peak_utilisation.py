"""peak-utilisation: do the parts a journey touches carry the load at peak?"""

from __future__ import annotations

from pydantic import Field

from design_sandbox.analysis.growing import grows_by, least_size
from design_sandbox.analysis.instances import zones_of
from design_sandbox.analysis.numbers import ComponentLoad
from design_sandbox.model.base import Document
from design_sandbox.model.load import peak_factor, rate_of
from design_sandbox.model.quantity import format_quantity, multiple_of
from design_sandbox.rules.looking import hops_of, title_of
from design_sandbox.rules.rule import (
    NOT_APPLICABLE,
    NOTHING_EARNED,
    PASS,
    Card,
    Context,
    Judgement,
    Rule,
    together,
)
from design_sandbox.walk.instances import broadcasts

CALLS = ("requests_per_s", "reads_per_s", "writes_per_s", "messages_per_s")
DIMENSIONS = {
    "requests_per_s": ("request", " a second"),
    "reads_per_s": ("read", " a second"),
    "writes_per_s": ("write", " a second"),
    "messages_per_s": ("message", " a second"),
    "connections": ("connection", ""),
    "slots": ("job", " at once"),
    "bytes_stored": ("B", ""),
    "bytes_per_s": ("B", " a second"),
}
"""Dimension → what it counts, and how it is said."""


class Parameters(Document):
    """How full a part may be at peak."""

    at_most: float = Field(default=0.85, gt=0, le=1)


def check(context: Context, parameters: Parameters, subject: str) -> Judgement:
    """Every part of the flow stays below the limit; a store of unknown size that matters is asked about."""
    walk = context.walk(subject)
    if walk.status == "out_of_scope":
        return NOT_APPLICABLE
    if not walk.served:
        return NOTHING_EARNED
    judged = []
    for name in walk.parts:
        load = context.numbers.components.get(name)
        if load is not None:
            judged.append(_judge(context, parameters, name, load))
    bad = [judgement for judgement in judged if judgement.verdict != "pass"]
    if not bad:
        return PASS
    failed = any(judgement.verdict == "fail" for judgement in bad)
    return together(bad, share=0.0 if failed else 0.5)


def _judge(context: Context, parameters: Parameters, name: str, load: ComponentLoad) -> Judgement:
    part, label = context.part(name), context.label(name)
    field, needed = grows_by(part), max(2, least_size(part, load, zones_of(context.board, part)))
    patch = ({"op": "set", "component": name, "field": field, "value": needed},)
    if load.utilisation is None and load.needs_instances:
        return RULE.asks(
            f"How many {field} does {label} have? At peak it takes about {needed}.",
            title=f"How large is {label}?",
            elements=(name,),
            patch=patch,
            suggestion=f"Set {label} to {needed} {field}",
            because=(f"{format_quantity(load.peak_per_s)} calls a second at peak.",),
        )
    if load.utilisation is None or load.utilisation <= parameters.at_most:
        return PASS
    asked, given = _figures(load)
    if load.dimension != "connections" and (topic := _broadcast_to(context, name)):
        return _heard_by_all(context, name, topic, load)
    return RULE.fails(
        f"{label} is asked for {multiple_of(load.utilisation)} what it can do at peak ({load.dimension.replace('_', ' ')}).",
        title=f"{label} is too small",
        elements=(name,),
        patch=patch,
        because=(
            f"{asked} are asked of {given} at peak.",
            *_most_of_it(context, name, load),
            f"It takes {needed} {field} to stay under 70 %, with room for a loss.",
        ),
        severity="high" if load.utilisation > 1 else "medium",
        suggestion=f"Set {label} to {needed} {field}",
    )


def _broadcast_to(context: Context, name: str) -> str | None:
    """The topic that hands each message to all instances of this part, if journeys use one."""
    return next((hop.source for _, hop in hops_of(context)
                 if hop.target == name and broadcasts(context.part(hop.source))), None)  # fmt: skip


def _heard_by_all(context: Context, name: str, topic: str, load: ComponentLoad) -> Judgement:
    """More instances bring more work with them: the way out is to send each message to one of them."""
    label, source = context.label(name), context.label(topic)
    asked, given = _figures(load)
    return RULE.fails(
        f"{label} is asked for {multiple_of(load.utilisation or 0)} what it can do at peak: {source} hands every message to all of its instances.",
        title=f"Every instance of {label} hears every message",
        elements=(name, topic),
        patch=({"op": "set", "component": topic, "field": "keyed", "value": True},),
        because=(
            f"{asked} are asked of {given} at peak.",
            "Each further instance hears every message too, so adding some does not help.",
        ),
        severity="high" if (load.utilisation or 0) > 1 else "medium",
        suggestion=f"Key {source}, so that each message goes to one instance",
    )


def _most_of_it(context: Context, name: str, load: ComponentLoad) -> tuple[str, ...]:
    """Where most calls come from, if one request makes many or a copy lacks what is asked for."""
    rates = {flow: rate_of(context.scenario, flow) for flow in context.walked.walks}
    hops = [
        (rates[walk.flow] * hop.calls, walk.flow, hop) for walk, hop in hops_of(context) if hop.target == name
    ]
    if load.dimension not in CALLS or not hops:
        return ()
    per_s, flow, hop = max(hops, key=lambda found: (found[0], found[1]))
    each = hop.calls / hop.probability if hop.probability else hop.calls
    factors = [f"{hop.probability:.3g} misses"] if hop.mode == "miss" else []
    factors += [f"{each:.3g} calls"] if each > 1 else []
    if not factors:
        return ()
    at_peak = per_s * peak_factor(context.scenario)
    asked = format_quantity(rates[flow] * peak_factor(context.scenario), "/s")
    return (
        f"Most of it: {title_of(context, flow)}, {asked} × {' × '.join(factors)} = {format_quantity(at_peak, '/s')}.",
    )


def _figures(load: ComponentLoad) -> tuple[str, str]:
    """What the tightest dimension is asked for and what it has, with its unit."""
    unit, tail = DIMENSIONS.get(load.dimension, ("", " a second"))
    given = load.capacity_per_s or 0.0
    asked = given * (load.utilisation or 0.0)
    return format_quantity(asked, unit or "call") + tail, format_quantity(given, unit or "call") + tail


RULE = Rule(
    Card(
        id="peak-utilisation",
        title="A part is too small for the peak",
        group="scalability",
        severity="high",
        why="A part that is asked for more than it can do has no steady state: its queue grows until callers give up.",
        how_to_fix="Add instances or shards, put a cache before it, or take work off the answer.",
        false_alarm="The defaults are low on purpose. Set what one instance serves when you know better; the number is shown.",
        references=("The catalogue page: each figure with its source",),
    ),
    check,
    about="flow",
    parameters=Parameters,
)
