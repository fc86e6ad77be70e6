"""The process that tries fixes: it answers, gives up, dies with its parent and is replaced when it dies."""

from __future__ import annotations

import pytest

from design_sandbox.model.loading import load_scenario, references
from design_sandbox.review.engine import review
from design_sandbox.review.result import Review
from design_sandbox.ui.advice_worker import AdviceFailedError, Advisers

PATIENCE_S = 120


@pytest.fixture(scope="module")
def modest() -> Review:
    """A review with something to win back."""
    scenario = load_scenario("twitter")
    textbook = next(one for one in references("twitter") if one.design.id == "textbook")
    return review(textbook, scenario)


def test_fixes_are_tried_in_a_process_of_its_own(modest: Review) -> None:
    """The answer is the same review with fixes that gain."""
    _, answer = Advisers().ask(modest, load_scenario("twitter"))
    advised = answer.result(PATIENCE_S)
    gains = [finding.fix.gain for finding in advised.findings if finding.fix is not None]
    assert gains and min(gains) > 0
    assert (advised.score, len(advised.findings)) == (modest.score, len(modest.findings))


def test_a_question_that_is_taken_back_is_not_answered(modest: Review) -> None:
    """The next question does not wait for it."""
    advisers, scenario = Advisers(), load_scenario("twitter")
    number, given_up = advisers.ask(modest, scenario)
    advisers.take_back(number)
    assert given_up.cancelled()
    _, answer = advisers.ask(modest, scenario)
    assert answer.result(PATIENCE_S).findings


def test_a_worker_that_dies_lets_everybody_know(modest: Review) -> None:
    """Who waits gets an error at once, and the next question starts another worker."""
    advisers, scenario = Advisers(), load_scenario("twitter")
    _, lost = advisers.ask(modest, scenario)
    process = advisers._process
    assert process is not None
    process.kill()
    with pytest.raises(AdviceFailedError, match="worker ended"):
        lost.result(PATIENCE_S)
    _, answer = advisers.ask(modest, scenario)
    assert answer.result(PATIENCE_S).findings
    assert advisers._process is not process


def test_a_worker_ends_with_its_parent(modest: Review) -> None:
    """Once the pipe is closed, nothing is left behind."""
    advisers = Advisers()
    advisers.ask(modest, load_scenario("twitter"))
    process = advisers._process
    assert process is not None and process.stdin is not None
    process.stdin.close()
    assert process.wait(PATIENCE_S) == 0
