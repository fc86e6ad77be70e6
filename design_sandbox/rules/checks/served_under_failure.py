"""served-under-failure: do the journeys that must go on survive the failures the scenario names?"""

from __future__ import annotations

from design_sandbox.model.scenario import Failure
from design_sandbox.rules.checks import single_point_of_failure
from design_sandbox.rules.rule import NOT_APPLICABLE, NOTHING_EARNED, PASS, Card, Context, Judgement, NoParameters, Rule, together


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
    match failure.lose:
        case "any_instance":
            return single_point_of_failure.check(context, NoParameters(), flow)
        case "any_zone":
            return together([_lost(context, failure, flow, *case) for case in _groups(context, "zone")] or [PASS])
        case "any_region":
            return together([_lost(context, failure, flow, *case) for case in _groups(context, "region")] or [PASS])
        case "third_party":
            return _third_party(context, failure, flow)
        case "network":
            return _network(context, failure, flow)
        case "entity_copies":
            return _copies(context, failure, flow)


def _groups(context: Context, kind: str) -> list[tuple[str, list[str]]]:
    return [(group.label or name, context.board.members(name))
            for name, group in sorted(context.board.groups.items()) if group.kind == kind]  # fmt: skip


def _lost(context: Context, failure: Failure, flow: str, name: str, parts: list[str], hint: str = "") -> Judgement:
    lost = [part for part in parts if not context.part(part).can("initiate")]
    again = context.walked.without(lost, flows=[flow])[flow]
    if again.served:
        return PASS
    title = context.scenario.flows[flow].title or flow
    because = again.stop.message if again.stop else "it stops"
    return RULE.fails(
        f"Without {name}, {title[:1].lower()}{title[1:]} stops.", title=f"{title} does not survive losing {name}",
        because=(f"Walked again: {because}.",), elements=lost[:6], path=context.walk(flow).parts,
        requirement=context.scenario.flows[flow].requirement, subject=f"{failure.id}:{flow}", suggestion=hint or None,
    )


def _third_party(context: Context, failure: Failure, flow: str) -> Judgement:
    service = failure.which or ""
    again = context.walked.without(services=[service], flows=[flow])[flow]
    if again.served:
        return PASS
    title = context.scenario.flows[flow].title or flow
    return RULE.fails(
        f"When {context.scenario.third_parties[service].label} is down, {title[:1].lower()}{title[1:]} stops.",
        because=(again.stop.message if again.stop else "it stops",), path=context.walk(flow).parts,
        requirement=context.scenario.flows[flow].requirement, subject=f"{failure.id}:{flow}",
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
        f"While the network is down, nobody can {title[:1].lower()}{title[1:]}.", title=f"{title} needs the network",
        because=(f"Walked with only what stands on site: {again.stop.message if again.stop else 'it stops'}.",),
        path=context.walk(flow).parts, requirement=context.scenario.flows[flow].requirement,
        subject=f"{failure.id}:{flow}", suggestion="Put what this journey needs into a group of the kind 'site'",
    )


def _copies(context: Context, failure: Failure, flow: str) -> Judgement:
    """Copies of an entity are empty: the journey must be served from what owns or can rebuild it."""
    keepers = [part.id for part in context.board.keeping(failure.which or "") if not part.spec.durable]
    if not keepers:
        return PASS
    survives = [single_point_of_failure.survives_an_instance(context.board, context.part(name)) for name in keepers]
    if all(survives):
        return PASS
    return _lost(context, failure, flow, context.label(keepers[0]), keepers,
                 hint=f"Let readers rebuild from the sources, or keep a second copy of {context.label(keepers[0])}")  # fmt: skip


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
