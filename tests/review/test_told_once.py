"""One cause is told once, whatever number of rules and journeys it hurts, and costs what it hurts."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from design_sandbox import load_scenario, review
from design_sandbox.model.design import Design
from design_sandbox.review.result import Review

SHORTENER = {
    "people": {"type": "client"},
    "gw": {"type": "api_gateway", "checks_identity": True, "limits_rate": True},
    "api": {"type": "service", "replicas": 60},
    "stats": {"type": "service", "label": "Statistics", "replicas": 2},
    "links": {"type": "key_value", "label": "Links", "replicas": 3, "shards": 20, "holds": ["link"]},
    "clicks": {"type": "log", "replicas": 3, "partitions": 12, "holds": ["visit"], "retention": "30 d"},
    "counter": {"type": "stream_processor", "label": "Counter", "replicas": 3, "batch": 1000},
    "counts": {"type": "key_value", "label": "Counts", "replicas": 3, "holds": ["visit_counts"]},
}
WAYS = ["people -> gw -> api -> links", "api ~> clicks", "gw -> stats -> counts", "counter -> counts"]


def told(ways: Sequence[str], **more: dict[str, object]) -> Review:
    """The review of the drawing with some parts changed."""
    document = {
        "design": {"id": "case", "scenario": "url-shortener"},
        "components": {**SHORTENER, **more},
        "connections": list(ways),
    }
    return review(Design.model_validate(document), load_scenario("url-shortener"))


STORES = {"links": {"type": "key_value", "label": "One"}, "counts": {"type": "key_value", "label": "Two"}}
SMALL = {"links": {"type": "relational", "label": "Links", "replicas": 1, "shards": 1, "holds": ["link"]}}
CASES = [
    (WAYS, {}, "What fills Counts with visit counts? Nothing gives Counter any work.", ["Counter", "Counts"]),
    (WAYS, STORES, "Which of One and Two holds links?", ["Which of"]),
    (WAYS, SMALL, "Shorten a link has no answer time while Links is asked for more than it can do.", ["has no answer time"]),
]  # fmt: skip


@pytest.mark.parametrize(("ways", "more", "message", "words"), CASES, ids=["worker", "store", "overload"])
def test_one_cause_is_told_once(
    ways: list[str], more: dict[str, dict[str, object]], message: str, words: list[str]
) -> None:
    """A worker without work, a store that says nothing and an overload each make one finding."""
    found = told(ways, **more).findings
    about = [finding.message for finding in found if any(word in finding.message for word in words)]
    assert about == [message]


def test_the_one_finding_names_the_other_journeys_and_costs_for_all() -> None:
    """Both core journeys wait for the store: what each loses adds up."""
    seen = told(WAYS, **SMALL)
    found = next(finding for finding in seen.findings if finding.rule == "answer-in-time")
    line = next(line for line in seen.criteria if line.id == "answers-in-time")
    assert found.because[-1] == "These wait for it too: Follow a short link."
    assert found.points_lost == pytest.approx(line.max - line.points)


def test_work_for_the_worker_answers_the_question() -> None:
    """With the missing arrow neither the question nor an idle arrow is left."""
    found = told([*WAYS, "clicks ~> counter"]).findings
    assert not [finding for finding in found if finding.rule in ("flow-served", "unused-connections")]
