"""A property that a type does not have: told, without effect, and never offered."""

from __future__ import annotations

import pytest

from design_sandbox.model.design import Design
from design_sandbox.model.edits import Patch, apply_patch
from design_sandbox.model.loading import load_catalogue, load_scenario, pitfalls, references, scenario_ids
from design_sandbox.review.ablations import ablations
from design_sandbox.review.engine import review
from design_sandbox.review.properties import RULE_ID, can_be_made

CATALOGUE = load_catalogue()


def design_of(name: str) -> Design:
    """An accepted design of the URL shortener."""
    return next(design for design in references("url-shortener") if design.design.id == name)


def test_a_foreign_property_is_a_low_finding_without_effect() -> None:
    """The drawing is kept and graded as if it did not say so."""
    design, scenario = design_of("counter-and-cache"), load_scenario("url-shortener")
    cache = next(name for name, part in design.components.items() if part.type == "cache")
    said = apply_patch(design, ({"op": "set", "component": cache, "field": "outbox", "value": True},))
    before, after = review(design, scenario), review(said, scenario)

    (found,) = [finding for finding in after.findings if finding.rule == RULE_ID]
    assert (found.severity, found.elements, found.points_lost) == ("low", (cache,), 0.0)
    assert "outbox says nothing here" in found.title
    assert found.message.startswith("A cache has no outbox,")
    assert after.score == before.score
    assert said.components[cache].properties["outbox"] is True
    assert found.patch is not None
    assert review(apply_patch(said, found.patch), scenario).findings == before.findings


@pytest.mark.parametrize("name", scenario_ids())
def test_no_offer_sets_what_a_type_does_not_have(name: str) -> None:
    """Neither findings nor the answers of walks propose a property that would change nothing."""
    scenario = load_scenario(name)
    drawn = [*references(name), *pitfalls(name)]
    drawn += [
        ablation.design
        for design in references(name)[:1]
        for ablation in ablations(design, scenario, CATALOGUE)
    ]
    for design in drawn:
        found = review(design, scenario, "swe-senior")
        offers: list[Patch] = [finding.patch for finding in found.findings if finding.patch]
        offers += [
            patch
            for walk in found.walks.values()
            for question in walk.questions
            for _, patch in question.answers
        ]
        assert [patch for patch in offers if not can_be_made(patch, design, CATALOGUE)] == []


@pytest.mark.parametrize(
    ("patch", "possible"),
    [
        (({"op": "set", "component": "db", "field": "outbox", "value": True},), True),
        (({"op": "set", "component": "near", "field": "outbox", "value": True},), False),
        (({"op": "set", "component": "near", "field": "outbox", "value": None},), True),
        (({"op": "set", "component": "near", "field": "type", "value": "relational"},
          {"op": "set", "component": "near", "field": "outbox", "value": True}), True),
        (({"op": "add_component", "id": "more", "component": {"type": "cache", "outbox": True}},), False),
        (({"op": "add_component", "id": "more", "component": {"type": "cache", "replicas": 2}},), True),
        (({"op": "add_connection", "connection": {"from": "db", "to": "near"}},), True),
    ],
    ids=["the type has it", "the type has it not", "taking it away", "with another type", "a new part has it not", "a new part", "an arrow"],
)  # fmt: skip
def test_an_offer_can_be_made_where_the_type_has_it(patch: Patch, possible: bool) -> None:
    """Types that the edit itself changes or adds count as they are by then."""
    parts = {"db": {"type": "relational"}, "near": {"type": "geo_index"}}
    design = Design.model_validate({"design": {"id": "d", "scenario": "s"}, "components": parts})

    assert can_be_made(patch, design, CATALOGUE) is possible
