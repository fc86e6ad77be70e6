"""Losing a zone: drawn zones are taken away, other parts go by the number of zones that they are spread over."""

from __future__ import annotations

from design_sandbox.analysis.instances import REDUNDANT, instances_of
from design_sandbox.rules.looking import is_apart, is_person
from design_sandbox.rules.losing import Loss, stops_without, walked_without, worst_of
from design_sandbox.rules.rule import PASS, Context, Judgement, together


def survives_zone_loss(loss: Loss) -> Judgement:
    """Zones that are drawn are taken away one by one; other parts go by the zones that they, or their region, name.

    What neither says is asked once for all journeys of the failure; a provider spreads managed parts itself.
    """
    context = loss.context
    judged = [walked_without(loss, *case) for case in loss.groups("zone")]
    needed = [name for name in context.walk(loss.flow).parts if _may_lose_zone(context, name)]
    single = [
        name
        for name in needed
        if (zones := zones_of(context, name)) is not None and not _spread(context, name, zones)
    ]
    if single:
        judged.append(_one_zone(loss, single))
    unsaid = [name for name in needed if zones_of(context, name) is None]
    if any(stops_without(context, loss.flow, name) for name in unsaid):
        judged.append(_ask_zones(loss))
    return worst_of(judged)


def zones_of(context: Context, name: str) -> int | None:
    """Over how many zones a part runs: as set, as its region says, or by its provider; None when nothing says it."""
    part = context.part(name)
    said = part.component.properties.get("zones")
    if said is not None:
        return int(said)
    if part.managed or part.can("provide"):
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


def _one_zone(loss: Loss, names: list[str]) -> Judgement:
    """What runs in one zone is lost with it: each alone, and all that share the only zone of their region together."""
    together_lost = [name for name in names if zones_of(loss.context, name) == 1]
    cases = [[name] for name in names if name not in together_lost] + (
        [together_lost] if together_lost else []
    )
    judged = []
    for lost in cases:
        again = loss.context.walked.without(lost, flows=[loss.flow])[loss.flow]
        if not again.served:
            judged.append(_stops(loss, lost, again.stop.message if again.stop else "it stops"))
    return together(judged) if judged else PASS


def _stops(loss: Loss, lost: list[str], because: str) -> Judgement:
    title, labels = loss.title, _labels(loss.context, lost)
    alone = [name for name in lost if instances_of(loss.context.board, loss.context.part(name)).replicas == 1]
    field, value = ("replicas", REDUNDANT) if alone and zones_of(loss.context, lost[0]) != 1 else ("zones", 3)
    return loss.rule.fails(
        f"When its zone is lost, {labels} {'is' if len(lost) == 1 else 'are'} gone, and {title[:1].lower()}{title[1:]} stops.",
        title=f"{title} does not survive losing a zone", because=(f"Walked again: {because}.",), elements=lost[:6],
        path=loss.context.walk(loss.flow), requirement=loss.requirement, subject=f"{loss.failure.id}:{loss.flow}",
        patch=tuple({"op": "set", "component": name, "field": field, "value": value} for name in (alone if field == "replicas" else lost)),
        suggestion=f"Run two or more of {labels}" if field == "replicas" else f"Spread {labels} over three zones",
    )  # fmt: skip


def _ask_zones(loss: Loss) -> Judgement:
    """One question for all journeys of the failure, so that it is asked once."""
    context = loss.context
    walks = [context.walk(flow) for flow in loss.failure.flows if flow in context.walked.walks]
    names = list(dict.fromkeys(name for walk in walks if walk.served for name in walk.parts
                               if _may_lose_zone(context, name) and zones_of(context, name) is None))  # fmt: skip
    labels = _labels(context, names)
    return loss.rule.asks(
        f"Over how many zones {'does' if len(names) == 1 else 'do'} {labels} run?", title=f"Over how many zones does {context.label(names[0])} run?",
        elements=names, subject=loss.failure.id, because=("Neither a zone, a region nor the part itself says so.",),
        patch=tuple({"op": "set", "component": name, "field": "zones", "value": 3} for name in names),
        suggestion=f"Spread {labels} over three zones",
    )  # fmt: skip


def _labels(context: Context, names: list[str]) -> str:
    labels = list(dict.fromkeys(context.label(name) for name in names))
    if len(labels) > 3:
        return f"{', '.join(labels[:2])} and {len(labels) - 2} more"
    return " and ".join(filter(None, (", ".join(labels[:-1]), labels[-1])))
