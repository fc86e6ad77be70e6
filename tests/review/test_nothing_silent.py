"""No point is lost without a word: whatever an edit of an accepted design costs, a finding or question says why."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from design_sandbox.model.design import SYSTEM_CONNECTIONS, Design
from design_sandbox.model.edits import apply_patch
from design_sandbox.model.loading import load_catalogue, load_scenario, references
from design_sandbox.review.ablations import ablations
from design_sandbox.review.engine import review
from design_sandbox.review.result import Review

SCENARIOS = ("parking-lot", "parking-lot-classes", "twitter", "url-shortener", "whatsapp")
LOOKED_AT = 28
"""Edited designs of a scenario that are reviewed: evenly spread over all of them."""


def edited(scenario_id: str) -> Iterator[tuple[str, Design]]:
    """Each reference without a part, an arrow, a claim …; with one instance, another type, another kind of arrow."""
    scenario, catalogue = load_scenario(scenario_id), load_catalogue()
    for design in references(scenario_id):
        for ablation in ablations(design, scenario, catalogue):
            yield f"{design.design.id}: {ablation.name}", ablation.design
        for link in design.connections:
            for kind in SYSTEM_CONNECTIONS if design.design.kind == "system" else ("associates", "inherits"):
                yield f"{design.design.id}: {link.source} {kind} {link.target}", _of_kind(design, link.source, link.target, kind)  # fmt: skip


def _of_kind(design: Design, source: str, target: str, kind: str) -> Design:
    drawn = {"from": source, "to": target}
    again = {"op": "add_connection", "connection": {**drawn, "kind": kind}}
    return apply_patch(design, ({"op": "remove_connection", **drawn}, again))


def untold(found: Review) -> list[str]:
    """Rubric lines, and points, that no finding or question speaks of."""
    named = {name for one in found.findings for name in (one.criterion, *one.other_criteria)}
    lines = [line.id for line in found.criteria if line.points < line.max - 1e-9 and line.id not in named]
    lines += [line.id for line in found.deductions if line.points > 0 and line.id not in named]
    of_criteria = {line.id for line in found.criteria}
    told = sum(one.points_lost for one in found.findings if one.criterion in of_criteria)
    lost = sum(line.max - line.points for line in found.criteria)
    return lines + ([f"{lost:.3f} points are lost, {told:.3f} are told"] if abs(lost - told) > 1e-6 else [])


@pytest.mark.parametrize("scenario_id", SCENARIOS)
def test_every_lost_point_has_its_reason(scenario_id: str) -> None:
    """Each rubric line that earns less is named by a finding, and the findings' prices add up to what is lost."""
    every, scenario = list(edited(scenario_id)), load_scenario(scenario_id)
    profile = "swe-senior"
    some = every[:: -(-len(every) // LOOKED_AT)]
    silent = {name: untold(review(design, scenario, profile)) for name, design in some}

    assert len(some) > LOOKED_AT // 2
    assert {name: lines for name, lines in silent.items() if lines} == {}
