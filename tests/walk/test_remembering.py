"""Remembered walks are the walks: an edit that changes no way costs none, and no answer ever differs from a fresh one."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_designs import edited

from design_sandbox.exchange.as_json import plain, review_document
from design_sandbox.model.design import Design
from design_sandbox.model.edits import EditError, Patch, apply_patch
from design_sandbox.model.loading import load_catalogue, load_scenario, pitfalls, references, scenario_ids
from design_sandbox.model.problems import DocumentError
from design_sandbox.review.engine import review
from design_sandbox.walk import remembering
from design_sandbox.walk.board import Board
from design_sandbox.walk.outline import outline_of
from design_sandbox.walk.remembering import forget_walks
from design_sandbox.walk.walker import Walked, walk_all

PROPERTIES = (("replicas", (1, 2, 7)), ("hit_ratio", (0.0, 0.5)), ("keyed", (True, False)), ("outbox", (True,)),
              ("batch", (1, 50)), ("shards", (1, 4)), ("time_to_live", ("1 h",)), ("consistency", ("strong",)),
              ("identity", ("token", "sessions")), ("checks_identity", (True, False)), ("keeps_sessions", (True, False)),
              ("compensates", (True,)))  # fmt: skip
TYPES = ("service", "cache", "relational", "queue", "topic", "load_balancer", "scheduler", "client", "push_provider",
         "object_store", "cdn", "third_party")  # fmt: skip
FRESH: Patch = ({"op": "add_component", "id": "fresh", "component": {"type": "cache"}},)


def told(design: Design, profile: str = "swe-senior") -> str:
    """All that a review says, as JSON, with every walk in full."""
    answer = review(design, load_scenario(design.design.scenario), profile)
    return json.dumps([review_document(answer), plain(answer.walks), plain(answer.findings)], sort_keys=True)


def seen(design: Design) -> Walked:
    """The design walked."""
    return walk_all(load_scenario(design.design.scenario), design, load_catalogue())


def any_reference(name: str = "") -> Design:
    """The Twitter design of this strategy."""
    return next(design for design in references("twitter") if name in design.design.id)


@st.composite
def edit(draw: st.DrawFn, design: Design) -> Patch:
    """One edit as people make them: drop, connect, cut, remove, rename, set, claim, regroup."""
    names = st.sampled_from(sorted(design.components) or ["none"])
    one, other = draw(names), draw(names)
    entity = draw(st.sampled_from(sorted(load_scenario(design.design.scenario).entities)))
    field, values = draw(st.sampled_from(PROPERTIES))
    part: dict[str, Any] = {
        "type": draw(st.sampled_from(TYPES)),
        "label": draw(st.sampled_from(("", "New", "Tweets", "Media"))),
    }
    kind = draw(st.sampled_from(("request", "persistent", "async", "replication")))
    edits: dict[str, dict[str, Any]] = {
        "drop": {"op": "add_component", "id": draw(st.sampled_from(("fresh", "aside", "zone"))), "component": part},
        "connect": {"op": "add_connection", "connection": {"from": one, "to": other, "kind": kind}},
        "cut": {"op": "remove_connection", "from": one, "to": other},
        "remove": {"op": "remove_component", "id": one},
        "rename": {"op": "set", "component": one, "field": "label", "value": draw(st.sampled_from(("Box", "Tweets", "")))},
        "set": {"op": "set", "component": one, "field": field, "value": draw(st.sampled_from(values))},
        "claim": {"op": "add_to", "component": one, "field": draw(st.sampled_from(("holds", "copies"))), "value": entity},
        "regroup": {"op": "add_group", "id": draw(st.sampled_from(("east", "west"))),
                    "group": {"kind": draw(st.sampled_from(("region", "zone"))), "contains": [one, other]}},
    }  # fmt: skip
    return (edits[draw(st.sampled_from(sorted(edits)))],)


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_a_remembered_review_is_the_fresh_review(data: st.DataObject) -> None:
    """After any edits, in one sitting, a review says word for word what it says when nothing is remembered."""
    design = data.draw(
        st.one_of(edited(), st.sampled_from([*references("twitter"), *references("whatsapp")]))
    )
    forget_walks()
    drawn = [design]
    for _ in range(data.draw(st.integers(1, 4))):
        try:
            drawn.append(apply_patch(drawn[-1], data.draw(edit(drawn[-1]))))
        except (EditError, DocumentError, ValueError):
            continue
    warm = [told(one) for one in drawn]
    for one, remembered in zip(drawn, warm, strict=True):
        forget_walks()
        assert told(one) == remembered


def test_all_published_designs_are_told_alike() -> None:
    """Every accepted and every wrong design, and each with a part dropped: remembered and fresh reviews are equal."""
    published = [design for name in scenario_ids() if load_scenario(name).scenario.kind == "system"
                 for design in (*references(name), *pitfalls(name))]  # fmt: skip
    dropped = [apply_patch(design, FRESH) for design in published]
    warm = [(told(before), told(after)) for before, after in zip(published, dropped, strict=True)]
    for before, after, remembered in zip(published, dropped, warm, strict=True):
        forget_walks()
        again = told(after)
        forget_walks()
        assert (told(before), again) == remembered, before.design.id


def test_edits_that_change_no_way_walk_nothing_again() -> None:
    """Another number of machines, or a part dropped aside, leaves every walk the very same."""
    design = any_reference("hybrid")
    forget_walks()
    before = seen(design).walks
    assert all(walk.status == "served" for walk in before.values())
    sized = next(name for name, part in design.components.items() if part.properties.get("replicas"))
    more: Patch = ({"op": "set", "component": sized, "field": "replicas", "value": 99},)
    for patch in (FRESH, more):
        after = seen(apply_patch(design, patch)).walks
        assert all(after[name] is walk for name, walk in before.items())


def test_what_a_stop_offers_names_the_part_just_dropped() -> None:
    """A journey that stops is walked again for a dropped part, as its answers may lead there."""
    alone = Design.model_validate({"design": {"id": "alone", "scenario": "twitter"},
                                   "components": {"client": {"type": "client"}}, "connections": []})  # fmt: skip
    assert all(not walk.stop or not walk.stop.answers for walk in seen(alone).walks.values())
    dropped = apply_patch(
        alone, ({"op": "add_component", "id": "api", "component": {"type": "service", "label": "Api"}},)
    )
    stops = [walk.stop for walk in seen(dropped).walks.values() if walk.stop]
    assert stops
    assert all("Api" in stop.answers[0][0] for stop in stops)


def test_walks_without_a_part_are_remembered_too() -> None:
    """What still works without a part is found once; without another part it is found anew."""
    walked, flow = seen(any_reference("hybrid")), "home_timeline"
    beside = next(name for name in walked.board.parts if name not in walked.walks[flow].parts)
    once = walked.without([beside], flows=[flow])[flow]
    assert seen(apply_patch(walked.design, FRESH)).without([beside], flows=[flow])[flow] is once
    needed = walked.without([walked.walks[flow].handler or ""], flows=[flow])[flow]
    assert (once.status, needed.status) == ("served", "fails")


def test_least_recently_used_drawings_are_forgotten_when_many_hops_are_known(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """With room for one drawing's hops, another drawing takes its place, and coming back walks anew."""
    design = any_reference("hybrid")
    renamed = apply_patch(
        design, ({"op": "set", "component": next(iter(design.components)), "field": "label", "value": "Box"},)
    )
    forget_walks()
    first = seen(design).walks["home_timeline"]
    assert seen(design).walks["home_timeline"] is first
    monkeypatch.setattr(remembering, "MOST_HOPS", 1)
    seen(renamed)
    again = seen(design).walks["home_timeline"]
    assert again is not first
    assert again == first


def test_the_outline_shows_what_decides_and_nothing_else() -> None:
    """Hit ratios decide walks, numbers of machines only at channels; a walk cannot see anything else that is set."""
    catalogue = load_catalogue()

    def look(cache: dict[str, Any], queue: dict[str, Any]) -> object:
        components = {
            "api": {"type": "service"},
            "cache": {"type": "cache"} | cache,
            "queue": {"type": "queue"} | queue,
        }
        design = Design.model_validate({"design": {"id": "small", "scenario": "twitter"}, "components": components,
                                        "connections": ["api -> cache", "api ~> queue"]})  # fmt: skip
        return outline_of(Board.of(design, catalogue)).touched

    assert look({}, {}) == look({"replicas": 3}, {})
    assert look({}, {}) != look({"hit_ratio": 0.3}, {})
    assert look({}, {}) != look({}, {"replicas": 3})
