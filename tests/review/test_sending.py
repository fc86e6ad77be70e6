"""A review travels to the process that tries fixes and back, whatever was computed from it before."""

from __future__ import annotations

import pickle

import pytest

from design_sandbox import load_scenario, review
from design_sandbox.analysis.failure import every_loss
from design_sandbox.analysis.what_if import Change, Looked, look_again
from design_sandbox.exchange.as_json import review_document
from design_sandbox.exchange.numbers_json import numbers_document
from design_sandbox.model.loading import load_catalogue, references


@pytest.mark.parametrize(
    "name", ["twitter", "whatsapp", "url-shortener", "parking-lot", "parking-lot-classes"]
)
def test_a_review_travels_after_its_numbers_were_asked_for(name: str) -> None:
    """Remembered figures hold functions, which no process can send: they stay at home."""
    scenario = load_scenario(name)
    for design in references(name):
        answer = review(design, scenario, "swe-senior")
        looked: Looked = look_again(scenario, design, load_catalogue(), Change())
        numbers_document(looked)
        if looked.walked.board.parts and scenario.scenario.kind == "system":
            every_loss(looked.walked, looked.numbers.components)
        sent, prompt = pickle.loads(pickle.dumps((answer, scenario)))
        assert review_document(sent) == review_document(answer)
        assert prompt.scenario == scenario.scenario
