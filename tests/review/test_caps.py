"""Caps look at what a drawing claims: saying less is never held against it."""

from __future__ import annotations

import pytest

from design_sandbox.model.design import Design
from design_sandbox.model.loading import load_scenario
from design_sandbox.review.engine import review


@pytest.mark.parametrize("holds", [["link", "visit"], []], ids=["written", "inferred"])
def test_what_is_inferred_and_used_counts_like_what_is_written(holds: list[str]) -> None:
    """One idle copy is a small part of the claims, whether the store says what it holds or is believed to."""
    design = Design.model_validate({
        "design": {"id": "case", "scenario": "url-shortener"},
        "components": {
            "people": {"type": "client"},
            "edge": {"type": "cdn", "copies": ["link"], "time_to_live": "60 s"},
            "api": {"type": "service", "replicas": 60},
            "links": {"type": "key_value", "replicas": 3, "holds": holds},
        },
        "connections": ["people -> edge -> api -> links"],
    })  # fmt: skip
    answer = review(design, load_scenario("url-shortener"))
    assert [finding.subject for finding in answer.findings if finding.rule == "unused-holds"] == ["link"]
    assert [cap.id for cap in answer.caps if cap.id == "claims-idle"] == []
