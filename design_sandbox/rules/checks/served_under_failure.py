"""served-under-failure: do the journeys that must go on survive the failures the scenario names?"""

from __future__ import annotations

from design_sandbox.analysis.sizing import REDUNDANT, instances_of, survives_an_instance
from design_sandbox.model.scenario import Failure
from design_sandbox.rules.checks import single_point_of_failure
from design_sandbox.rules.looking import is_apart, is_person
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


def check(context: Context, parameters: NoParameters, subject: str) -> Judgement:
    """Walk the failure's flows again with what it takes away; share = flows that go on."""
    failure = next(failure for failure in context.scenario.failures if failure.id == subject)
    judged = [_judge(context, failure, flow) for flow in failure.flows if flow in context.walked.walks]
    return together(judged)


def _judge(context: Context, failure: Failure, flow: str) -> Judgement:
    walk = context.walk(flow)
    if walk.status == "out_of_scope":
        return NOT_APPLICABLE
    if not walk.served:
        return NOTHING_EARNED
    return CASES[failure.lose](context, failure, flow)


def _instance(context: Context, failure: Failure, flow: str) -> Judgement:
    return single_point_of_failure.check(context, NoParameters(), flow)


def _region(context: Context, failure: Failure, flow: str) -> Judgement:
    """Each drawn region is taken away; a drawing without regions leaves open where anything runs."""
    regions = _groups(context, "region")
    if regions:
        return _worst([_lost(context, failure, flow, *case) for case in regions])
    return RULE.asks(
        "In which regions do your parts run?",
        title="In which regions?",
        subject=failure.id,
        because=("No region is drawn, and one must be able to fail.",),
        suggestion="Draw the regions as groups, and put the parts into them",
    )


def _groups(context: Context, kind: str) -> list[tuple[str, list[str]]]:
    return [(group.label or name, context.board.members(name))
            for name, group in sorted(context.board.groups.items()) if group.kind == kind]  # fmt: skip


def _lost(
    context: Context, failure: Failure, flow: str, name: str, parts: list[str], *, hint: str = ""
) -> Judgement:
    lost = [part for part in parts if not context.part(part).can("initiate")]
    again = context.walked.without(lost, flows=[flow])[flow]
    if again.served:
        return PASS
    title = context.scenario.flows[flow].title or flow
    because = again.stop.message if again.stop else "it stops"
    return RULE.fails(
        f"Without {name}, {title[:1].lower()}{title[1:]} stops.",
        title=f"{title} does not survive losing {name}",
        because=(f"Walked again: {because}.",),
        elements=lost[:6],
        path=context.walk(flow).parts,
        requirement=context.scenario.flows[flow].requirement,
        subject=f"{failure.id}:{flow}",
        suggestion=hint or None,
    )


# Zones ----------------------------------------------------------------------------------------------------------------


def survives_zone_loss(context: Context, failure: Failure, flow: str) -> Judgement:
    """Zones that are drawn are taken away one by one; other parts go by the zones that they, or their region, name.

    What neither says is asked once for all journeys of the failure; a provider spreads managed parts itself.
    """
    judged = [_lost(context, failure, flow, *case) for case in _groups(context, "zone")]
    needed = [name for name in context.walk(flow).parts if _may_lose_zone(context, name)]
    single = [
        name
        for name in needed
        if (zones := zones_of(context, name)) is not None and not _spread(context, name, zones)
    ]
    if single:
        judged.append(_one_zone(context, failure, flow, single))
    unsaid = [name for name in needed if zones_of(context, name) is None]
    if any(single_point_of_failure.stops_without(context, flow, name) for name in unsaid):
        judged.append(_ask_zones(context, failure))
    return _worst(judged)


def _worst(judged: list[Judgement]) -> Judgement:
    """A journey that one lost zone stops earns nothing, however many others it survives."""
    verdicts = {judgement.verdict for judgement in judged}
    if not verdicts:
        return PASS
    return together(judged, share=0.0 if "fail" in verdicts else 0.5 if "unknown" in verdicts else 1.0)


def zones_of(context: Context, name: str) -> int | None:
    """Over how many zones a part runs: as set, as its region says, or by its provider; None when nothing says it."""
    part = context.part(name)
    said = part.component.properties.get("zones")
    if said is not None:
        return int(said)
    if part.spec.managed or part.can("provide"):
        return REDUNDANT
    region = context.board.places[name].get("region")
    return context.board.groups[region].zones if region else None


def _may_lose_zone(context: Context, name: str) -> bool:
    """Machines of ours in the cloud that no drawn zone holds: what stands in one is taken away with it."""
    part, places = context.part(name), context.board.places[name]
    return not (
        is_person(part) or is_apart(part) or part.can("initiate") or "zone" in places or "site" in places
    )


def _spread(context: Context, name: str, zones: int) -> bool:
    replicas = instances_of(context.board, context.part(name)).replicas
    return zones >= REDUNDANT and (replicas is None or replicas >= REDUNDANT)


def _one_zone(context: Context, failure: Failure, flow: str, names: list[str]) -> Judgement:
    """What runs in one zone is lost with it: each alone, and all that share the only zone of their region together."""
    together_lost = [name for name in names if zones_of(context, name) == 1]
    cases = [[name] for name in names if name not in together_lost] + (
        [together_lost] if together_lost else []
    )
    judged = []
    for lost in cases:
        again = context.walked.without(lost, flows=[flow])[flow]
        if not again.served:
            judged.append(
                _stops(context, failure, flow, lost, again.stop.message if again.stop else "it stops")
            )
    return together(judged) if judged else PASS


def _stops(context: Context, failure: Failure, flow: str, lost: list[str], because: str) -> Judgement:
    title, labels = context.scenario.flows[flow].title or flow, _labels(context, lost)
    alone = [name for name in lost if instances_of(context.board, context.part(name)).replicas == 1]
    field, value = ("replicas", REDUNDANT) if alone and zones_of(context, lost[0]) != 1 else ("zones", 3)
    return RULE.fails(
        f"When its zone is lost, {labels} {'is' if len(lost) == 1 else 'are'} gone, and {title[:1].lower()}{title[1:]} stops.",
        title=f"{title} does not survive losing a zone", because=(f"Walked again: {because}.",), elements=lost[:6],
        path=context.walk(flow).parts, requirement=context.scenario.flows[flow].requirement, subject=f"{failure.id}:{flow}",
        patch=tuple({"op": "set", "component": name, "field": field, "value": value} for name in (alone if field == "replicas" else lost)),
        suggestion=f"Run two or more of {labels}" if field == "replicas" else f"Spread {labels} over three zones",
    )  # fmt: skip


def _ask_zones(context: Context, failure: Failure) -> Judgement:
    """One question for all journeys of the failure, so that it is asked once."""
    walks = [context.walk(flow) for flow in failure.flows if flow in context.walked.walks]
    names = list(dict.fromkeys(name for walk in walks if walk.served for name in walk.parts
                               if _may_lose_zone(context, name) and zones_of(context, name) is None))  # fmt: skip
    labels = _labels(context, names)
    return RULE.asks(
        f"Over how many zones {'does' if len(names) == 1 else 'do'} {labels} run?", title=f"Over how many zones does {context.label(names[0])} run?",
        elements=names, subject=failure.id, because=("Neither a zone, a region nor the part itself says so.",),
        patch=tuple({"op": "set", "component": name, "field": "zones", "value": 3} for name in names),
        suggestion=f"Spread {labels} over three zones",
    )  # fmt: skip


def _labels(context: Context, names: list[str]) -> str:
    labels = list(dict.fromkeys(context.label(name) for name in names))
    if len(labels) > 3:
        return f"{', '.join(labels[:2])} and {len(labels) - 2} more"
    return " and ".join(filter(None, (", ".join(labels[:-1]), labels[-1])))


# Third parties, networks, copies --------------------------------------------------------------------------------------


def _third_party(context: Context, failure: Failure, flow: str) -> Judgement:
    service = failure.which or ""
    again = context.walked.without(services=[service], flows=[flow])[flow]
    if again.served:
        return PASS
    title = context.scenario.flows[flow].title or flow
    return RULE.fails(
        f"When {context.scenario.third_parties[service].label} is down, {title[:1].lower()}{title[1:]} stops.",
        because=(again.stop.message if again.stop else "it stops",),
        path=context.walk(flow).parts,
        requirement=context.scenario.flows[flow].requirement,
        subject=f"{failure.id}:{flow}",
    )


def _network(context: Context, failure: Failure, flow: str) -> Judgement:
    """The network of a site is cut: only what stands on the site (and people) is left; skippable services are lost."""
    away = [name for name, part in context.board.parts.items()
            if "site" not in context.board.places[name] and not part.can("initiate")]  # fmt: skip
    services = [name for name in context.scenario.third_parties
                if not any(context.scenario.third_parties[name].provides in part.provides
                           and "site" in context.board.places[part.id] for part in context.board.parts.values())]  # fmt: skip
    again = context.walked.without(away, services, flows=[flow])[flow]
    if again.served:
        return PASS
    title = context.scenario.flows[flow].title or flow
    return RULE.fails(
        f"While the network is down, nobody can {title[:1].lower()}{title[1:]}.",
        title=f"{title} needs the network",
        because=(
            f"Walked with only what stands on site: {again.stop.message if again.stop else 'it stops'}.",
        ),
        path=context.walk(flow).parts,
        requirement=context.scenario.flows[flow].requirement,
        subject=f"{failure.id}:{flow}",
        suggestion="Put what this journey needs into a group of the kind 'site'",
    )


def _copies(context: Context, failure: Failure, flow: str) -> Judgement:
    """Copies of an entity are empty: the journey must be served from what owns or can rebuild it."""
    keepers = [part.id for part in context.board.keeping(failure.which or "") if not part.spec.durable]
    if not keepers:
        return PASS
    survives = [survives_an_instance(context.board, context.part(name)) for name in keepers]
    if all(survives):
        return PASS
    return _lost(context, failure, flow, context.label(keepers[0]), keepers,
                 hint=f"Let readers rebuild from the sources, or keep a second copy of {context.label(keepers[0])}")  # fmt: skip


CASES = {
    "any_instance": _instance,
    "any_zone": survives_zone_loss,
    "any_region": _region,
    "third_party": _third_party,
    "network": _network,
    "entity_copies": _copies,
}
"""What a scenario may lose, and how a journey is walked again without it."""

RULE = Rule(
    Card(
        id="served-under-failure",
        title="A failure stops a journey that must go on",
        group="redundancy",
        severity="high",
        why="Failures are walks too: the same journey with an instance, zone, region, network or third party taken away.",
        how_to_fix="Draw another way around what is lost, or keep a second one in another place.",
        false_alarm="When the provider spreads a part over zones, choose the managed type or put it into the region, not a zone.",
        references=("AWS Well-Architected REL10", "SEMANTICS 16"),
    ),
    check,
    about="failure",
)
