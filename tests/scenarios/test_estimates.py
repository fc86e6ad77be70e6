"""Estimates of the system prompts, worked out by hand beside the formulas."""

from __future__ import annotations

import pytest

from design_sandbox.model.formula import evaluate_all
from design_sandbox.model.load import load_quantities
from design_sandbox.model.loading import load_scenario


@pytest.mark.parametrize(
    ("scenario", "estimate", "by_hand"),
    [
        ("url-shortener", "storage", 100e6 / 30 * 3650 * 500),
        ("url-shortener", "hot_link", 50e6 / 86_400),
        ("url-shortener", "code_length", 100e6 / 30 * 3650),
        ("whatsapp", "gateways", 50e6 * 0.2 / 50_000),
        ("whatsapp", "waiting_bytes", 50e6 * 40 * 0.2 / 3 * 1000),
        ("parking-lot", "arrivals", 1000 * 3 / 1440 * 4),
        ("parking-lot", "tickets_bytes", 40 * 1000 * 3 * 730 * 500),
    ],
)
def test_an_estimate_is_what_a_hand_makes_of_it(scenario: str, estimate: str, by_hand: float) -> None:
    """The formula of a back-of-the-envelope figure agrees with the arithmetic written out."""
    known = load_scenario(scenario)
    worked = evaluate_all({**load_quantities(known), "the_estimate": known.estimates[estimate].formula})
    assert float(worked["the_estimate"]) == pytest.approx(by_hand)
