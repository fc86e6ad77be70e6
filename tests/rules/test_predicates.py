"""Checks in YAML: every predicate answers yes, no and nothing, and mistakes name themselves."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from design_sandbox.rules.predicates import rule_of_check
from design_sandbox.rules.rule import Context
from design_sandbox.rules.selectors import SelectorError
from design_sandbox.testing import context_of, tiny_design, tiny_scenario

SCENARIO = tiny_scenario(
    {
        "entities": {"link": {"durable": True, "size": "500 B"}},
        "flows": {"follow": {"steps": [{"read": "link"}]}, "make": {"steps": [{"write": "link"}]}},
    }
)
DRAWN = {
    "components": {
        "people": {"type": "client"},
        "lb": {"type": "load_balancer"},
        "api": {"type": "service", "replicas": 4},
        "hot": {"type": "cache", "copies": ["link"]},
        "db": {"type": "relational", "holds": ["link"]},
        "alone": {"type": "worker"},
    },
    "connections": ["people -> lb -> api -> hot", "api -> db", "people -> api"],
    "groups": {"a": {"kind": "zone", "contains": ["api", "db"]}, "b": {"kind": "zone", "contains": ["hot"]}},
}


def asked(check: dict[str, Any], drawn: dict[str, Any] | None = None) -> tuple[str, float, tuple[str, ...]]:
    """Verdict, share and elements of a check over the small drawing."""
    context: Context = context_of(SCENARIO, tiny_design(DRAWN if drawn is None else drawn))
    rule = rule_of_check(check)
    answer = rule.check(context, None, "")
    return (
        answer.verdict,
        answer.share,
        tuple(name for finding in answer.findings for name in finding.elements),
    )


CLIENT, API, DB = {"type": "client"}, {"type": "service"}, {"holds": "link"}
YES = [
    {"reachable": {"from": CLIENT, "to": DB}},
    {"every_path": {"from": CLIENT, "to": DB, "through": API}},
    {"no_path": {"from": DB, "to": CLIENT}},
    {"count": {"of": {"role": "store"}, "at_least": 1, "at_most": 1}},
    {"depth": {"from": CLIENT, "at_most": 3}},
    {"fan_out": {"of": API, "at_most": 2}},
    {"not": {"in_cycle": {"of": API}}},
    {"same_zone": {"of": {"id": ["api", "db"]}}},
    {"metric": {"name": "utilisation", "of": API, "at_most": 0.7}},
    {"metric": {"name": "calls", "flow": "follow", "of": {"type": "cache"}, "at_least": 1}},
    {"metric": {"name": "p99_s", "flow": "follow", "at_most": 10}},
    {"all": [{"reachable": {"from": CLIENT, "to": DB}}, {"count": {"of": API, "at_least": 1}}]},
    {"any": [{"no_path": {"from": CLIENT, "to": DB}}, {"count": {"of": API, "at_least": 1}}]},
    {"count": {"of": {"type": "service", "replicas": {"at_least": 4}, "on_flow": "follow"}, "at_least": 1}},
    {"count": {"of": {"type": "service", "replicas": 4}, "at_least": 1}},
]
NO = [
    ({"reachable": {"from": {"type": "worker"}, "to": DB}}, ("alone",)),
    (
        {"every_path": {"from": CLIENT, "to": DB, "through": {"type": "load_balancer"}}},
        ("people", "api", "db"),
    ),
    ({"no_path": {"from": CLIENT, "to": DB}}, ("people", "api", "db")),
    ({"count": {"of": {"type": "queue"}, "at_least": 1}}, ()),
    ({"depth": {"from": CLIENT, "at_most": 2}}, ("people",)),
    ({"fan_out": {"of": API, "at_most": 1}}, ("api",)),
    ({"in_cycle": {"of": API}}, ("api",)),
    ({"same_zone": {"of": {"id": ["api", "hot"]}}}, ("hot", "api")),
    ({"metric": {"name": "instances", "of": API, "at_least": 5}}, ("api",)),
    ({"metric": {"name": "p99_s", "flow": "follow", "at_most": 0.0001}}, ()),
    ({"count": {"of": {"type": "service", "replicas": {"at_least": 5}}, "at_least": 1}}, ()),
]
NOTHING = [
    {"reachable": {"from": {"type": "queue"}, "to": DB}},
    {"every_path": {"from": {"type": "queue"}, "to": DB, "through": API}},
    {"no_path": {"from": {"type": "queue"}, "to": DB}},
    {"count": {"of": {"type": "queue"}, "at_most": 3}},
    {"not": {"in_cycle": {"of": {"type": "queue"}}}},
    {"same_zone": {"of": {"type": "queue"}}},
    {"all": [{"reachable": {"from": CLIENT, "to": DB}}, {"no_path": {"from": {"type": "queue"}, "to": DB}}]},
]
MISTAKES = [
    ({}, "exactly one of"),
    ({"reachable": {"from": CLIENT, "to": DB}, "count": {"of": API, "at_least": 1}}, "exactly one of"),
    ({"reachable": {"from": {}, "to": DB}}, "the selector is empty"),
    ({"count": {"of": {"type": "servce"}, "at_least": 1}}, "did you mean 'service'"),
    ({"count": {"of": {"type": "cache", "role": "edge"}, "at_least": 1}}, "no type is both"),
    ({"count": {"of": {"replica": 3}, "at_least": 1}}, "did you mean 'replicas'"),
    ({"count": {"of": {"type": "service", "replicas": {"atleast": 2}}, "at_least": 1}}, "atleast"),
    ({"count": {"of": API}}, "say at_least or at_most"),
    ({"metric": {"name": "p99_s", "of": API, "at_most": 1}}, "say `flow`"),
    ({"eval": "1"}, "eval"),
]


@pytest.mark.parametrize("check", YES, ids=str)
def test_condition_holds(check: dict[str, Any]) -> None:
    """A check that holds passes without findings."""
    assert asked(check) == ("pass", 1.0, ())


@pytest.mark.parametrize(("check", "elements"), NO, ids=str)
def test_condition_fails(check: dict[str, Any], elements: tuple[str, ...]) -> None:
    """A check that does not hold fails and names the parts that break it."""
    verdict, share, named = asked(check)
    assert (verdict, share, set(named)) == ("fail", 0.0, set(elements))


@pytest.mark.parametrize("check", NOTHING, ids=str)
def test_nothing_meant_earns_nothing(check: dict[str, Any]) -> None:
    """Where no part is meant a criterion earns nothing, accuses nobody, and a deduction does not apply."""
    context = context_of(SCENARIO, tiny_design(DRAWN))
    earning = rule_of_check(check).check(context, None, "")
    deducting = rule_of_check(check, earns=False).check(context, None, "")
    assert (earning.share, earning.findings, deducting.verdict) == (0.0, (), "not_applicable")


@pytest.mark.parametrize("check", [*YES, *(check for check, _ in NO)], ids=str)
def test_empty_drawing_earns_nothing(check: dict[str, Any]) -> None:
    """No check pays for an empty drawing."""
    assert asked(check, {})[1] == 0.0


def test_what_the_drawing_does_not_say_is_asked() -> None:
    """A part in no zone makes a question of a check about zones, and so does a store without a size."""
    assert asked({"same_zone": {"of": {"id": ["lb", "db"]}}})[0] == "unknown"


@pytest.mark.parametrize(("check", "words"), MISTAKES, ids=str)
def test_mistakes_are_refused(check: dict[str, Any], words: str) -> None:
    """Whatever could match nothing anywhere, or is unknown, is refused with its name."""
    with pytest.raises(ValidationError) as caught:
        rule_of_check(check)
    assert words in str(caught.value)


@pytest.mark.parametrize("selector", [{"holds": "links"}, {"on_flow": "folow"}, {"plays": "usr"}], ids=str)
def test_names_of_another_scenario_are_refused(selector: dict[str, Any]) -> None:
    """A selector that names what this scenario does not have stops with the names it has."""
    with pytest.raises(SelectorError, match="accepted"):
        asked({"count": {"of": selector, "at_least": 1}})


def test_same_check_has_the_same_id() -> None:
    """The id of a check comes from its text alone, so that findings keep their fingerprints."""
    first, again = rule_of_check(YES[0]), rule_of_check(dict(YES[0]))
    assert first.card.id == again.card.id != rule_of_check(YES[1]).card.id
