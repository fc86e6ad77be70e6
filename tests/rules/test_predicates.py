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
    {"metric": {"name": "p50_s", "flow": "follow", "at_most": 0.06}},
    {"metric": {"name": "p999_s", "flow": "follow", "at_least": 0.06}},
    {"metric": {"name": "head_room", "of": API, "at_least": 0.98}},
    {"metric": {"name": "surviving_utilisation", "of": API, "at_least": 0.013, "at_most": 0.014}},
    {"metric": {"name": "recovery_time_s", "of": API, "at_most": 0}},
    {"metric": {"name": "staleness_s", "of": {"type": "cache"}, "at_most": 1}},
    {"metric": {"name": "cost_per_month", "at_least": 10, "at_most": 10_000}},
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
    ({"metric": {"name": "p95_s", "flow": "follow", "at_most": 0.001}}, ()),
    ({"metric": {"name": "breaks_at", "of": API, "at_least": 1000}}, ("api",)),
    ({"metric": {"name": "head_room", "of": API, "at_least": 0.999}}, ("api",)),
    ({"metric": {"name": "surviving_utilisation", "of": API, "at_most": 0.011}}, ("api",)),
    ({"metric": {"name": "cost_per_month", "at_most": 1}}, ()),
    ({"count": {"of": {"type": "service", "replicas": {"at_least": 5}}, "at_least": 1}}, ()),
]
UNKNOWN = [
    ({"metric": {"name": "availability", "flow": "follow", "at_least": 0.5}}, "How many copies of"),
    ({"metric": {"name": "downtime_min_per_year", "flow": "follow", "at_most": 1}}, "How many copies of"),
    ({"metric": {"name": "breaks_at", "of": DB, "at_least": 2}}, "how many instances"),
    ({"metric": {"name": "recovery_point_s", "of": DB, "at_most": 60}}, "no backup"),
    ({"metric": {"name": "recovery_time_s", "of": DB, "at_most": 60}}, "How many copies of"),
    ({"not": {"metric": {"name": "instances", "of": DB, "at_least": 2}}}, "how many instances"),
]
STURDY = {
    **DRAWN,
    "components": {
        **DRAWN["components"],
        "hot": {"type": "cache", "copies": ["link"], "replicas": 2},
        "db": {"type": "relational", "holds": ["link"], "replicas": 2},
    },
}
STURDY_YES = [
    {"metric": {"name": "availability", "flow": "follow", "at_least": 0.99, "at_most": 0.9999}},
    {"metric": {"name": "downtime_min_per_year", "flow": "follow", "at_least": 60, "at_most": 5000}},
    {"metric": {"name": "breaks_at", "of": DB, "at_least": 2}},
    {"metric": {"name": "recovery_time_s", "of": DB, "at_least": 1, "at_most": 300}},
]
NOTHING = [
    {"reachable": {"from": {"type": "queue"}, "to": DB}},
    {"every_path": {"from": {"type": "queue"}, "to": DB, "through": API}},
    {"no_path": {"from": {"type": "queue"}, "to": DB}},
    {"count": {"of": {"type": "queue"}, "at_most": 3}},
    {"not": {"in_cycle": {"of": {"type": "queue"}}}},
    {"same_zone": {"of": {"type": "queue"}}},
    {"metric": {"name": "recovery_point_s", "of": API, "at_most": 60}},
    {"metric": {"name": "staleness_s", "of": DB, "at_most": 60}},
    {"metric": {"name": "head_room", "of": {"id": "alone"}, "at_least": 0.1}},
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
    ({"metric": {"name": "availability", "of": API, "at_least": 0.9}}, "say `flow`"),
    ({"metric": {"name": "head_room", "flow": "follow", "at_least": 0.9}}, "say `of`"),
    ({"metric": {"name": "cost_per_month", "of": API, "at_most": 9}}, "neither `of` nor `flow`"),
    ({"metric": {"name": "cost", "at_most": 9}}, "cost_per_month"),
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


@pytest.mark.parametrize(("check", "words"), UNKNOWN, ids=str)
def test_a_figure_that_is_not_known_is_asked_with_its_reason(check: dict[str, Any], words: str) -> None:
    """What cannot be computed is a question that says why, and worth half."""
    answer = rule_of_check(check).check(context_of(SCENARIO, tiny_design(DRAWN)), None, "")
    assert (answer.verdict, answer.share, len(answer.findings)) == ("unknown", 0.5, 1)
    assert words in answer.findings[0].message


@pytest.mark.parametrize("check", STURDY_YES, ids=str)
def test_figures_are_known_where_sizes_are_said(check: dict[str, Any]) -> None:
    """The same drawing with two copies of each store has an availability, a limit and a failover time."""
    assert asked(check, STURDY) == ("pass", 1.0, ())


def test_a_part_that_grows_with_the_load_breaks_nowhere() -> None:
    """Instances that the tool adds with the load hold any multiple that is asked."""
    components = {**DRAWN["components"], "api": {"type": "service"}}
    check = {"metric": {"name": "breaks_at", "of": API, "at_least": 1_000_000}}
    assert asked(check, {**DRAWN, "components": components}) == ("pass", 1.0, ())


def test_an_overloaded_part_leaves_the_percentiles_open() -> None:
    """Where no steady state exists the percentiles are asked, with what is overloaded."""
    components = {
        **DRAWN["components"],
        "db": {"type": "relational", "holds": ["link"], "serves_per_s": "0.01/s", "replicas": 1},
    }
    design = tiny_design({**DRAWN, "components": components})
    for name in ("p50_s", "p99_s", "p999_s"):
        check = {"metric": {"name": name, "flow": "follow", "at_most": 10}}
        answer = rule_of_check(check).check(context_of(SCENARIO, design), None, "")
        assert (answer.verdict, "Simulate" in answer.findings[0].message) == ("unknown", True)


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
