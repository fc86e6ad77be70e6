"""Reviews through the public door: scores, levels, waivers, crashes, and advice that is proven."""

from __future__ import annotations

import dataclasses

import pytest

from design_sandbox import load_scenario, review
from design_sandbox.model.design import Design
from design_sandbox.model.edits import apply_patch
from design_sandbox.model.loading import design_from_text, pitfalls, references
from design_sandbox.review.advice import with_advice
from design_sandbox.review.engine import UnknownProfileError
from design_sandbox.rules.checks import flow_served

SMALL = """
design: {id: small, version: 1, scenario: twitter}
components:
  people: {type: client}
  lb: {type: load_balancer}
  api: {type: service}
  db: {type: relational, shards: 8, replicas: 2}
connections:
- people -> lb -> api -> db
"""


def reference(name: str) -> Design:
    """A reference design of Twitter."""
    return next(design for design in references("twitter") if design.design.id == name)


def test_the_textbook_answer_is_a_sound_mid_answer() -> None:
    """Client, balancer, API servers, sharded database, and feed servers reading a cache: 60 to 80 for mid."""
    found = review(reference("textbook"), load_scenario("twitter"), "swe-mid")

    assert 60 <= found.score <= 80
    assert found.walks["post_tweet"].status == "served"
    assert found.walks["home_timeline"].status == "asks"
    assert [question.code for question in found.walks["home_timeline"].questions] == ["what-fills"]


@pytest.mark.parametrize("name", ["fan-out-on-write", "hybrid"])
def test_accepted_designs_win(name: str) -> None:
    """Both strategies score at least 90 and have no failing finding of high severity."""
    found = review(reference(name), load_scenario("twitter"), "swe-senior")

    assert found.score >= 90
    assert [finding.title for finding in found.failures if finding.severity == "high"] == []


def test_an_empty_canvas_is_not_graded() -> None:
    """Nothing drawn earns nothing, and says that nothing is graded yet."""
    empty = design_from_text("design: {id: empty, version: 1, scenario: twitter}")

    found = review(empty, load_scenario("twitter"))

    assert (found.graded, found.score) == (False, 0.0)


def test_presence_without_connections_earns_nothing() -> None:
    """The right boxes with no arrows are what every other grader accepts."""
    boxes = reference("fan-out-on-write").model_copy(update={"connections": ()})

    found = review(boxes, load_scenario("twitter"), "swe-senior")

    assert found.score == 0
    assert all(not walk.served for walk in found.walks.values())


def test_the_same_input_gives_the_same_answer() -> None:
    """Two reviews of one design are equal in every part."""
    design, scenario = reference("textbook"), load_scenario("twitter")

    assert review(design, scenario) == review(design, scenario)


def test_an_unknown_profile_is_named_with_what_is_accepted() -> None:
    """A mistyped profile says which ones there are."""
    with pytest.raises(UnknownProfileError, match="swe-mid"):
        review(reference("textbook"), load_scenario("twitter"), "swe-midd")


def test_a_tpm_sees_the_same_rubric_from_another_chair() -> None:
    """Profiles weigh dimensions; they change neither the walks nor what was found."""
    design, scenario = reference("textbook"), load_scenario("twitter")
    engineer, manager = review(design, scenario, "swe-mid"), review(design, scenario, "tpm-mid")

    assert {f.fingerprint for f in manager.findings} == {f.fingerprint for f in engineer.findings}
    assert manager.score != engineer.score


def test_advice_is_proven_by_grading_the_edit() -> None:
    """Every offered fix, applied for real, gives exactly the score it promises."""
    scenario = load_scenario("twitter")
    found = review(reference("textbook"), scenario, "swe-mid", advise=True)
    fixes = [finding.fix for finding in found.findings if finding.fix]

    assert len(fixes) >= 2
    for fix in fixes:
        after = review(apply_patch(found.design, fix.patch), scenario, "swe-mid")
        assert after.score == pytest.approx(fix.score_after, abs=0.01)
        assert fix.gain == pytest.approx(after.score - found.score, abs=0.01)


def test_advice_can_be_stopped() -> None:
    """Stopping the work early leaves findings without fixes, and nothing else changes."""
    scenario = load_scenario("twitter")
    found = review(reference("textbook"), scenario)

    stopped = with_advice(found, scenario, stop=lambda: True)

    assert all(finding.fix is None for finding in stopped.findings)
    assert stopped.score == found.score


def test_a_waived_finding_is_kept_apart_with_its_reason() -> None:
    """A waiver marks its finding; one that matches nothing is a finding of its own."""
    text = (
        SMALL
        + "waivers:\n- {rule: peak-utilisation, element: db, reason: 'A small club, not the world'}\n- {rule: nonsense, reason: none}\n"
    )

    found = review(design_from_text(text), load_scenario("twitter"))

    waived = [finding.rule for finding in found.findings if finding.waived_because]
    assert waived == ["peak-utilisation"]
    (idle,) = [finding for finding in found.failures if finding.rule == "waiver"]
    assert idle.message == "There is no finding of nonsense."


GARAGE = """
design: {id: garage, version: 1, scenario: parking-lot}
components:
  driver: {type: person}
  panel: {type: device, replicas: 2}
  app: {type: service, replicas: 2}
  db: {type: relational, replicas: 2}
  barrier: {type: gate, replicas: 2}
  pay: {type: payment_provider}
  guard: {type: person, label: Operator}
connections:
- driver -> panel -> app -> db
- app -> barrier
- app -> pay
"""


def test_a_requirement_speaks_of_what_is_asked_at_the_level() -> None:
    """Collecting debts is asked from senior: below it fails nothing, and there a scheduler is what is missing."""
    design, scenario = design_from_text(GARAGE), load_scenario("parking-lot")
    mid, senior = (
        {state.id: state for state in review(design, scenario, profile).requirements}["F2"]
        for profile in ("swe-mid", "swe-senior")
    )
    assert (mid.state, mid.flow) == ("served", "leave")
    assert (senior.state, senior.flow) == ("failed", "collect_debts")
    told = [
        finding
        for finding in review(design, scenario, "swe-senior").findings
        if finding.subject == "collect_debts"
    ]
    assert [finding.suggestion for finding in told] == ["Draw a scheduler."]


def test_a_quality_that_waits_for_a_journey_names_it() -> None:
    """Answers come in time except where a journey does not arrive: that one is named, not all of them."""
    states = review(design_from_text(GARAGE), load_scenario("parking-lot")).requirements
    assert {state.id: state.detail for state in states}["Q2"] == "Watch the garages does not arrive yet"


def test_a_person_without_a_name_stands_for_whom_no_label_names() -> None:
    """One person is called Operator, so the other stands for the driver alone."""
    said = {fact.text for fact in review(design_from_text(GARAGE), load_scenario("parking-lot")).inferences}
    assert {"Operator stands for operator", "Person stands for driver"} <= said


def test_a_crashing_rule_names_itself_and_is_never_a_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    """The points of a rule that crashes leave the total; the review goes on."""

    def crash(*_: object) -> None:
        raise ZeroDivisionError("a bug")

    monkeypatch.setattr(flow_served, "RULE", dataclasses.replace(flow_served.RULE, check=crash))
    from design_sandbox.rules.registry import rule

    rule.cache_clear()
    found = review(reference("fan-out-on-write"), load_scenario("twitter"), "swe-senior")
    rule.cache_clear()

    assert found.crashed_rules == ("flow-served",)
    assert found.out_of == pytest.approx(66)
    assert found.score <= found.out_of


def test_leaving_optional_scope_out_costs_nothing() -> None:
    """A learner who agreed to leave search and media out is not asked for them."""
    found = review(reference("textbook"), load_scenario("twitter"))

    assert [state.state for state in found.requirements if state.id in ("F4", "F5")] == ["off", "off"]


def test_a_focus_variant_asks_only_for_its_flows() -> None:
    """ "Home timeline only" grades three flows."""
    design = reference("textbook")
    header = design.design.model_copy(update={"variant": "home-timeline"})

    found = review(design.model_copy(update={"design": header}), load_scenario("twitter"))

    assert set(found.walks) == {"post_tweet", "follow_user", "home_timeline"}


@pytest.mark.parametrize("pitfall", pitfalls("twitter"), ids=lambda design: design.design.id)
def test_pitfalls_yield_their_findings(pitfall: Design) -> None:
    """Each known mistake is found by the rule that is about it."""
    found = review(pitfall, load_scenario("twitter"))

    assert set(pitfall.design.expect) <= {finding.rule for finding in found.findings}
