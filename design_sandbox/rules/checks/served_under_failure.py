"""served-under-failure: do the journeys that must go on survive the failures the scenario names?"""

from __future__ import annotations

from design_sandbox.analysis.instances import survives_an_instance
from design_sandbox.rules.losing import Loss, walked_without, worst_of
from design_sandbox.rules.losing_zones import survives_zone_loss
from design_sandbox.rules.other_ways import other_way
from design_sandbox.rules.registry import rule
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
    judged = [
        _judge(Loss(RULE, context, failure, flow)) for flow in failure.flows if flow in context.walked.walks
    ]
    return together(judged)


def _judge(loss: Loss) -> Judgement:
    walk = loss.context.walk(loss.flow)
    if walk.status == "out_of_scope":
        return NOT_APPLICABLE
    if not walk.served:
        return NOTHING_EARNED
    return CASES[loss.failure.lose](loss)


def _instance(loss: Loss) -> Judgement:
    return rule("single-point-of-failure").check(loss.context, NoParameters(), loss.flow)


def _region(loss: Loss) -> Judgement:
    """Each drawn region is taken away; a drawing without regions leaves open where anything runs."""
    regions = loss.groups("region")
    if regions:
        return worst_of([walked_without(loss, *case) for case in regions])
    return loss.rule.asks(
        "In which regions do your parts run?",
        title="In which regions?",
        subject=loss.failure.id,
        because=("No region is drawn, and one must be able to fail.",),
        suggestion="Draw the regions as groups, and put the parts into them",
    )


def _third_party(loss: Loss) -> Judgement:
    service = loss.failure.which or ""
    again = loss.context.walked.without(services=[service], flows=[loss.flow])[loss.flow]
    if again.served:
        return PASS
    title, instead = loss.title, other_way(loss.context, loss.flow, again.stop)
    return loss.rule.fails(
        f"When {loss.context.scenario.third_parties[service].label} is down, {title[:1].lower()}{title[1:]} stops.",
        because=(again.stop.message if again.stop else "it stops", *((instead.because,) if instead else ())),
        path=loss.context.walk(loss.flow),
        requirement=loss.requirement,
        subject=f"{loss.failure.id}:{loss.flow}",
        suggestion=instead.suggestion if instead else None,
        patch=instead.patch if instead else None,
    )


def _network(loss: Loss) -> Judgement:
    """The network of a site is cut: only what stands on the site (and people) is left; skippable services are lost."""
    board, services = loss.context.board, loss.context.scenario.third_parties
    away = [name for name, part in board.parts.items()
            if "site" not in board.places[name] and not part.can("initiate")]  # fmt: skip
    lost = [name for name, service in services.items()
            if not any(service.provides in part.provides and "site" in board.places[part.id]
                       for part in board.parts.values())]  # fmt: skip
    again = loss.context.walked.without(away, lost, flows=[loss.flow])[loss.flow]
    if again.served:
        return PASS
    title, instead = loss.title, other_way(loss.context, loss.flow, again.stop, away)
    return loss.rule.fails(
        f"While the network is down, nobody can {title[:1].lower()}{title[1:]}.",
        title=f"{title} needs the network",
        because=(
            f"Walked with only what stands on site: {again.stop.message if again.stop else 'it stops'}.",
            *((instead.because,) if instead else ()),
        ),
        path=loss.context.walk(loss.flow),
        requirement=loss.requirement,
        subject=f"{loss.failure.id}:{loss.flow}",
        suggestion=instead.suggestion
        if instead
        else "Put what this journey needs into a group of the kind 'site'",
        patch=instead.patch if instead else None,
    )


def _copies(loss: Loss) -> Judgement:
    """Copies of an entity are empty: the journey must be served from what owns or can rebuild it."""
    board = loss.context.board
    keepers = [part for part in board.keeping(loss.failure.which or "") if not part.spec.durable]
    if all(survives_an_instance(board, part) for part in keepers):
        return PASS
    hint = f"Let readers rebuild from the sources, or keep a second copy of {keepers[0].label}"
    return walked_without(loss, keepers[0].label, [part.id for part in keepers], hint=hint)


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
