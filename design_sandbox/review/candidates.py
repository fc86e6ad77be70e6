"""Edits worth trying for a finding: what the rule or the walk proposes, and the usual completions, smallest first."""

from __future__ import annotations

from collections.abc import Iterator

from design_sandbox.model.edits import Patch
from design_sandbox.model.scenario import Scenario
from design_sandbox.review.result import Review
from design_sandbox.rules.finding import Finding
from design_sandbox.walk.walk import Walk

STORE_FOR_SHAPE = {
    "blob": "object_store",
    "text": "search_index",
    "place": "geo_index",
    "append": "wide_column",
    "list": "wide_column",
}

Candidate = tuple[str, Patch]


def candidates(review: Review, scenario: Scenario, finding: Finding) -> list[Candidate]:
    """Labelled edits for a finding, without doubles, fewest operations first (stable otherwise)."""
    found: dict[str, Candidate] = {}
    for label, patch in _all(review, scenario, finding):
        found.setdefault(repr(patch), (label, patch))
    return sorted(found.values(), key=lambda candidate: len(candidate[1]))


def _all(review: Review, scenario: Scenario, finding: Finding) -> Iterator[Candidate]:
    if finding.patch:
        yield finding.suggestion, finding.patch
    if finding.rule != "flow-served":
        return
    walk = review.walks.get(finding.subject.split(":")[0])
    if walk is None:
        return
    if walk.stop is not None:
        yield from walk.stop.answers
        yield from _new_store(review, scenario, walk)
        yield from _new_service(review, walk)
    for question in walk.questions:
        yield from question.answers
        if question.code == "what-fills":
            yield from _new_pipeline(review, scenario, walk, question.elements[0])


def fresh_id(review: Review, wanted: str) -> str:
    """An id that no component has yet."""
    taken = review.design.components
    return (
        wanted
        if wanted not in taken
        else next(n for i in range(2, 999) if (n := f"{wanted}-{i}") not in taken)
    )


def _new_store(review: Review, scenario: Scenario, walk: Walk) -> Iterator[Candidate]:
    """A store for the entity that nothing holds, connected to the handler."""
    stop, flow = walk.stop, scenario.flows[walk.flow]
    step = next((s for s in flow.steps if stop and (s.id or s.verb) == stop.step), None)
    entity = scenario.entities.get(step.target) if step is not None else None
    if step is None or entity is None or walk.handler is None or scenario.scenario.kind != "system":
        return
    kind = STORE_FOR_SHAPE.get(entity.shape, "relational")
    name = fresh_id(review, step.target.replace("_", "-"))
    called = scenario.label_of(step.target)
    yield (
        f"Add a store for {called}",
        (
            {
                "op": "add_component",
                "id": name,
                "near": walk.handler,
                "component": {
                    "type": kind,
                    "label": called[:1].upper() + called[1:],
                    "replicas": 3,
                    "holds": [step.target],
                },
            },
            {"op": "add_connection", "connection": {"from": walk.handler, "to": name}},
        ),
    )


def _new_service(review: Review, walk: Walk) -> Iterator[Candidate]:
    """A service behind the actor, when nothing takes the request in."""
    if (
        walk.handler is not None
        or walk.stop is None
        or not walk.stop.at
        or review.design.design.kind != "system"
    ):
        return
    name = fresh_id(review, "service")
    yield (
        "Add a service that takes the request in",
        (
            {
                "op": "add_component",
                "id": name,
                "near": walk.stop.at,
                "component": {"type": "service", "label": "API"},
            },
            {"op": "add_connection", "connection": {"from": walk.stop.at, "to": name}},
        ),
    )


def _new_pipeline(review: Review, scenario: Scenario, walk: Walk, keeper: str) -> Iterator[Candidate]:
    """A log and a worker that fill derived data behind the flow that refreshes it."""
    for entity in scenario.entities.values():
        refreshing = review.walks.get(entity.refreshed_by or "")
        if not entity.derived_from or refreshing is None or refreshing.handler is None:
            continue
        if (keeper, next(n for n, e in scenario.entities.items() if e is entity)) not in walk.uses_holds:
            continue
        log, worker = fresh_id(review, "events"), fresh_id(review, "worker")
        sources = sorted({part for part, held in _holders(review) if held in entity.derived_from})
        yield (
            f"Fill it behind a log: {scenario.flows[entity.refreshed_by or ''].title} publishes, a worker writes",
            (
                {
                    "op": "add_component",
                    "id": log,
                    "near": refreshing.handler,
                    "component": {"type": "log", "label": "Events", "replicas": 3},
                },
                {
                    "op": "add_component",
                    "id": worker,
                    "near": log,
                    "component": {"type": "worker", "label": "Worker"},
                },
                {
                    "op": "add_connection",
                    "connection": {"from": refreshing.handler, "to": log, "kind": "async"},
                },
                {"op": "add_connection", "connection": {"from": log, "to": worker, "kind": "async"}},
                {"op": "add_connection", "connection": {"from": worker, "to": keeper}},
                *(
                    {"op": "add_connection", "connection": {"from": worker, "to": source}}
                    for source in sources
                    if source != keeper
                ),
            ),
        )


def _holders(review: Review) -> list[tuple[str, str]]:
    """(component, entity) pairs that walks relied on."""
    return [claim for walk in review.walks.values() for claim in walk.uses_holds]
