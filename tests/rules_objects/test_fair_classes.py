"""Right answers drawn in other ways: none is accused of what it does not do, and none is let off what it does."""

from __future__ import annotations

from typing import Any

import pytest

from design_sandbox.model.design import Design
from design_sandbox.model.loading import load_scenario
from design_sandbox.review.engine import Review, review
from design_sandbox.testing import tiny_design

SCENARIO = load_scenario("parking-lot-classes")
PARTS: dict[str, dict[str, Any]] = {
    "driver": {"type": "actor_role", "label": "Driver"},
    "operator": {"type": "actor_role", "label": "Operator"},
    "lot": {"type": "class", "label": "ParkingLot", "operations": ["park", "leave", "freeCount", "addSpot"]},
    "spot": {"type": "class", "label": "Spot", "attributes": ["occupied"], "operations": ["tryOccupy", "vacate", "canFit"]},
    "choice": {"type": "interface", "label": "SpotChoice", "operations": ["assignSpot"]},
    "nearest": {"type": "class", "label": "NearestFirst", "operations": ["assignSpot"]},
    "fees": {"type": "interface", "label": "FeePolicy", "operations": ["fee"]},
    "hourly": {"type": "class", "label": "HourlyFee", "operations": ["fee"]},
    "ticket": {"type": "class", "label": "Ticket", "attributes": ["entryTime"]},
    "payment": {"type": "class", "label": "Payment", "attributes": ["amount"]},
}  # fmt: skip
LINKS = ("driver -> lot", "operator -> lot", "lot composes spot", "lot -> choice", "nearest implements choice",
         "lot -> fees", "hourly implements fees", "lot composes ticket", "lot depends payment")  # fmt: skip


def drawn(
    parts: dict[str, dict[str, Any]] | None = None, *more: str, without: tuple[str, ...] = ()
) -> Design:
    """The usual answer with some parts drawn otherwise, more relations, or fewer (`a kind b`; `->` associates)."""
    links: list[dict[str, str]] = []
    for text in (*(link for link in LINKS if link not in without), *more):
        tail, kind, head = text.split()
        links.append({"from": tail, "to": head} | ({} if kind == "->" else {"kind": kind}))
    known = {name: {**PARTS.get(name, {}), **said} for name, said in (parts or {}).items()}
    return tiny_design({"components": {**PARTS, **known}, "connections": links}, "object_model")


def found(design: Design) -> Review:
    """What the review says to somebody at mid level."""
    return review(design, SCENARIO, "swe-mid")


def verdict(design: Design, criterion: str) -> str:
    """The verdict of one line of the rubric."""
    return next(line.verdict for line in found(design).criteria if line.id == criterion)


def accused(design: Design, rule: str) -> set[tuple[str, ...]]:
    """The elements that one rule finds fault with."""
    return {finding.elements for finding in found(design).failures if finding.rule == rule}


def test_the_usual_answer_is_a_senior_one() -> None:
    """What the other tests change one thing of has nothing against it."""
    assert accused(drawn(), "one-guard") == set()
    assert found(drawn()).score >= 85


# Who guards ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lot", "spot", "expected"),
    [
        (["releaseSpot"], ["tryOccupy", "vacate"], "pass"),
        (["reserveSpot", "releaseSpot"], ["tryOccupy", "vacate"], "pass"),
        (["reserveSpot"], ["assign vehicle if free"], "pass"),
        (["takeSpot", "releaseSpot"], ["tryOccupy"], "pass"),
        (["releaseSpot"], [], "unknown"),
        (["releaseSpot"], ["isFree", "occupy", "vacate"], "unknown"),
        (["hasFreeSpot"], ["isFree", "occupy"], "unknown"),
        (["hasFreeSpot"], ["occupy"], "fail"),
        (["occupySpot"], ["isFree"], "fail"),
    ],
)
def test_a_facade_passes_calls_on(lot: list[str], spot: list[str], expected: str) -> None:
    """A lot that hands a call to its spots neither guards nor changes; looking here and taking there is still found."""
    design = drawn(
        {"lot": {"operations": ["park", "leave", "freeCount", "addSpot", *lot]}, "spot": {"operations": spot}}
    )
    assert verdict(design, "one-guard") == expected


def test_a_claim_to_change_stands() -> None:
    """Who writes down that the lot changes it too has drawn two doors, whatever it knows."""
    assert verdict(drawn({"lot": {"changes": ["occupancy"]}}), "one-guard") == "fail"
