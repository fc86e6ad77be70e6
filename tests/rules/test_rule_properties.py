"""What holds for every rule on any drawing."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import designs

from design_sandbox.model.base import LEVELS, Level
from design_sandbox.model.design import Design
from design_sandbox.model.design_check import check_design
from design_sandbox.model.edits import apply_patch
from design_sandbox.model.loading import load_catalogue, load_scenario, references, scenario_ids
from design_sandbox.model.scenario import Scenario
from design_sandbox.rules.registry import all_rules
from design_sandbox.rules.rule import Judgement, Rule
from design_sandbox.testing import context_of, subjects_of, tiny_design, tiny_scenario

RULES = tuple(rule for rule in all_rules() if rule.card.kind == "system")
SCENARIO = tiny_scenario(
    {
        "load": {"fans": {"value": 100}, "stars": {"value": "1 M"}},
        "actors": {"user": {"label": "User", "where": "worldwide"}, "guest": "person"},
        "third_parties": {"pay": {"label": "the payment provider", "provides": "payment"}},
        "entities": {
            "post": {"size": "1 kB", "durable": True, "read_your_writes": True, "sensitive": True, "keep": "3 y"},
            "feed": {"shape": "list", "size": "8 kB", "derived_from": ["post"], "refreshed_by": "send", "times": "fans", "within": "5 s"},
            "seat": {"size": "40 B", "durable": True, "unique": "number"},
            "visit": {"shape": "append", "size": "100 B", "durable": True, "keep": "90 d"},
            "picture": {"shape": "blob", "size": "1 MB", "durable": True},
        },
        "flows": {
            "send": {"core": True, "obligations": ["limit_rate"], "steps": [{"write": "post"}]},
            "look": {"answer_within": {"p99": "300 ms"}, "steps": [{"any_of": {"ready": [{"read": "feed"}], "made": [{"scan": "post", "times": "fans"}]}}]},
            "view": {"steps": [{"read": "picture", "by": "actor"}]},
            "buy": {"steps": [{"claim": "seat", "expires": "5 min"}, {"call": "pay"}, {"write": "visit", "eventually": "1 min", "may_lose": True}]},
            "listen": {"persistent": True, "steps": [{"connect": "user"}, {"notify": "guest", "eventually": "1 s"}]},
        },
        "failures": [
            {"id": lose, "lose": lose, "which": {"third_party": "pay", "entity_copies": "feed"}.get(lose), "flows": ["send", "buy", "look"]}
            for lose in ("any_instance", "any_zone", "any_region", "third_party", "network", "entity_copies")
        ],
        "invariants": [{"id": "once", "entity": "seat", "at_most_one": "number"}],
        "bursts": [{"id": "star", "title": "A star", "flow": "send", "entity": "feed", "times": "stars", "within": "5 min"}],
        "trade_offs": {"how": {"question": "How?", "options": {"a": "A", "b": "B"}, "strong_answer_names": ["cost"], "model_answer": "A."}},
    }
)  # fmt: skip
SLOW = settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def answers(
    design: Design, scenario: Scenario = SCENARIO, level: Level = "senior"
) -> dict[tuple[str, str], Judgement]:
    """What every rule says about every subject."""
    context = context_of(scenario, design, level)
    rules: list[Rule] = [rule for rule in all_rules() if rule.card.kind == scenario.scenario.kind]
    return {
        (rule.card.id, subject): rule.check(context, rule.parameters(), subject)
        for rule in rules
        for subject in subjects_of(rule, scenario)
        if rule.about != "flow" or subject in context.walked.walks
    }


def is_known(design: Design, element: str) -> bool:
    """Whether an element is a component, a group or an arrow of the design."""
    names = {*design.components, *design.groups}
    return element in names or all(end in names for end in element.split(" -> ", maxsplit=1))


@SLOW
@given(design=designs(SCENARIO), level=st.sampled_from(LEVELS))
def test_rules_bear_any_drawing(design: Design, level: Level) -> None:
    """No rule crashes; shares lie between 0 and 1; findings name what is there and say something."""
    for answer in answers(design, level=level).values():
        assert 0 <= answer.share <= 1
        for finding in answer.findings:
            assert finding.message and finding.title and finding.verdict in ("fail", "unknown")
            assert all(is_known(design, element) for element in finding.elements)


@SLOW
@given(design=designs(SCENARIO))
def test_proposed_edits_can_be_made(design: Design) -> None:
    """Every edit that a rule proposes applies, and gives a design without a problem of its own."""
    for answer in answers(design).values():
        for finding in answer.findings:
            if finding.patch:
                assert check_design(apply_patch(design, finding.patch), load_catalogue()) == []


@SLOW
@given(design=designs(SCENARIO))
def test_same_drawing_same_answer(design: Design) -> None:
    """Asked twice, every rule says the same, to the fingerprint."""
    assert answers(design) == answers(design)


@SLOW
@given(design=designs(SCENARIO))
def test_names_decide_nothing(design: Design) -> None:
    """Renaming parts changes no verdict and no share."""
    renamed = _renamed(design, {name: f"x{99 - int(name[4:])}" for name in design.components})
    first, again = answers(design), answers(renamed)
    assert {key: (a.verdict, a.share) for key, a in first.items()} == {
        key: (a.verdict, a.share) for key, a in again.items()
    }


def _renamed(design: Design, names: dict[str, str]) -> Design:
    data = design.model_dump(by_alias=True)
    data["components"] = {names[name]: part for name, part in data["components"].items()}
    for arrow in data["connections"]:
        arrow["from"], arrow["to"] = names[arrow["from"]], names[arrow["to"]]
    for group in data["groups"].values():
        group["contains"] = [names.get(member, member) for member in group["contains"]]
    return Design.model_validate(data)


@pytest.mark.parametrize("name", ["tiny", *scenario_ids()])
def test_empty_drawing_earns_nothing(name: str) -> None:
    """No rule passes a drawing without parts, whatever decisions are written beside it.

    Rules about whole object models only ever deduct, so they may find nothing wrong with nothing.
    """
    scenario = SCENARIO if name == "tiny" else load_scenario(name)
    decisions = {
        prompt: {"chosen": "yes", "because": " ".join(spec.strong_answer_names)}
        for prompt, spec in scenario.trade_offs.items()
    }
    empty = tiny_design({"decisions": decisions}, scenario.scenario.kind)
    deducts = {
        rule.card.id for rule in all_rules() if rule.card.kind == "object_model" and rule.about == "design"
    }
    passed = [
        key
        for key, answer in answers(empty, scenario).items()
        if answer.verdict == "pass" and key[0] not in deducts
    ]
    assert passed == []


@pytest.mark.parametrize("name", scenario_ids())
def test_accepted_designs_have_no_grave_failure(name: str) -> None:
    """A false accusation is worse than a missed fault: no rule accuses an accepted design of something grave."""
    scenario = load_scenario(name)
    for design in references(name):
        if design.design.band is None or design.design.band[0] < 80:
            continue
        level = design.design.level or "mid"
        grave = [finding.message for answer in answers(design, scenario, level).values() for finding in answer.findings
                 if finding.verdict == "fail" and finding.severity == "high"]  # fmt: skip
        assert grave == [], design.design.id
