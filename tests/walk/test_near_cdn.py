"""How far a CDN stands from its origin: as far as its readers are from you."""

from __future__ import annotations

import pytest

from design_sandbox.analysis.analyse import analyse
from design_sandbox.model.design import Design
from design_sandbox.model.loading import load_catalogue, load_scenario
from design_sandbox.model.scenario import Actor
from design_sandbox.walk.walker import walk_all

PARTS = {
    "people": {"type": "client"},
    "cdn": {"type": "cdn"},
    "lb": {"type": "load_balancer"},
    "api": {"type": "service"},
    "db": {"type": "relational", "shards": 12, "replicas": 2},
}


@pytest.mark.parametrize(("where", "origin_s"), [("near", 0.020), ("worldwide", 0.150)])
def test_the_way_to_the_origin_is_as_long_as_readers_are_far(where: str, origin_s: float) -> None:
    """Behind a CDN the request crosses the country for near readers, and the world for those all over it."""
    scenario = load_scenario("url-shortener")
    visitor = Actor.model_validate({"label": "Visitor", "where": where})
    scenario = scenario.model_copy(update={"actors": {**scenario.actors, "visitor": visitor}})
    document = {"design": {"id": "case", "scenario": "url-shortener"}, "components": PARTS}
    with_cdn = Design.model_validate({**document, "connections": ["people -> cdn -> lb -> api -> db"]})
    time = analyse(walk_all(scenario, with_cdn, load_catalogue())).answer_times["follow"]
    balancer = next(line for line in time.working if line.label == "Load balancer")
    assert float(balancer.value.split()[0]) / 1000 == pytest.approx(origin_s, abs=0.003)
