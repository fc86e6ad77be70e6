"""A worker that lacks its last arrow is told of that arrow."""

from __future__ import annotations

import pytest
from designs import sketch

from design_sandbox import review

POSTS = """
data note record durable
data feed list optional from=note by=post times=5
post by user rate=1: write note
look by user rate=1: read feed
---
people: client plays=user
api: service label=API
reader: service label=Reader
notes: relational label=Notes holds=note replicas=2
work: queue label=Work
fan: worker label=Fan
feeds: {keeper} label=Feeds {claim}=feed replicas=2
people -> api -> notes
people -> reader -> feeds
api ~> work ~> fan
"""
MISSING = "Work goes from Work to Fan, but no arrow leads on to Feeds."


@pytest.mark.parametrize(
    ("more", "messages"),
    [
        ("fan -> notes\n api -> feeds", [MISSING]),
        ("fan -> notes", []),
        ("fan -> notes\n fan -> feeds", []),
        ("fan -> notes\n api -> feeds\n other: key_value label=Other\n fan -> other", [
            "Nothing goes from API to Work.", "Nothing goes from Fan to Notes.", "Nothing goes from Fan to Other.",
            "Nothing goes from Work to Fan."]),
    ],
    ids=["the API fills inside the answer", "what fills it is asked", "the worker fills", "it writes elsewhere"],
)  # fmt: skip
def test_the_arrow_that_a_worker_lacks_is_told_not_those_it_has(more: str, messages: list[str]) -> None:
    """Before and behind a worker that cannot write where it should, one arrow is missing and none is too much."""
    scenario, design = sketch(POSTS.format(keeper="key_value", claim="holds") + more)
    found = [finding for finding in review(design, scenario).findings if finding.rule == "unused-connections"]
    assert sorted(finding.message for finding in found) == messages
