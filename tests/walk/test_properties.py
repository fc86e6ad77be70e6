"""Laws of the walk: names and order mean nothing, one more arrow breaks nothing, nothing crashes, nothing is random."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st
from random_designs import SCENARIO, any_design, edited, scrambled

from design_sandbox.model.design import Design
from design_sandbox.model.edits import apply_patch
from design_sandbox.model.loading import load_catalogue, load_scenario
from design_sandbox.review.engine import review
from design_sandbox.review.result import Review
from design_sandbox.walk.walker import walk_all

FEW = settings(max_examples=25, deadline=None)


def judged(design: Design) -> Review:
    """The review at a level that asks for everything."""
    return review(design, load_scenario(SCENARIO), "swe-senior")


def essence(answer: Review) -> dict[str, object]:
    """What a review says, without names: score, statuses, verdicts, and hops by the types of their ends."""
    types = {name: part.type for name, part in answer.design.components.items()}
    return {
        "score": round(answer.score, 6),
        "criteria": [(line.id, line.verdict, round(line.points, 6)) for line in answer.criteria],
        "deductions": [(line.id, round(line.points, 6)) for line in answer.deductions],
        "findings": Counter((f.rule, f.verdict, f.severity) for f in answer.findings),
        "walks": {name: (walk.status, [c.chosen for c in walk.strategies], len(walk.ties),
                         Counter((types[h.source], types[h.target], h.mode, round(h.calls, 6), h.step) for h in walk.everywhere))
                  for name, walk in answer.walks.items()},
    }  # fmt: skip


@FEW
@given(scrambled())
def test_names_and_order_change_nothing(pair: tuple[Design, Design, dict[str, str]]) -> None:
    """Renaming components, and reordering components and connections, leave every verdict and hop as it was."""
    original, other, _ = pair
    assert essence(judged(original)) == essence(judged(other))


@FEW
@given(st.data())
def test_one_more_call_breaks_no_walk(data: st.DataObject) -> None:
    """A walk that arrives still arrives when one more call is drawn."""
    design = data.draw(edited())
    names = sorted(design.components)
    source, target = data.draw(st.sampled_from(names)), data.draw(st.sampled_from(names))
    more = apply_patch(design, ({"op": "add_connection", "connection": {"from": source, "to": target}},))
    scenario, catalogue = load_scenario(SCENARIO), load_catalogue()
    before, after = (walk_all(scenario, drawn, catalogue).walks for drawn in (design, more))
    assert [name for name, walk in before.items() if walk.served and not after[name].served] == []


@settings(max_examples=40, deadline=None)
@given(any_design())
def test_any_drawing_is_reviewed(design: Design) -> None:
    """Whatever is drawn, no rule crashes, the score stays within bounds, and every hop has its arrow."""
    answer = judged(design)
    assert answer.crashed_rules == ()
    assert 0 <= answer.score <= 100
    drawn = {(link.source, link.target) for link in design.connections}
    for walk in answer.walks.values():
        for hop in walk.everywhere:
            assert ((hop.target, hop.source) if hop.against_arrow else (hop.source, hop.target)) in drawn
            assert hop.calls >= 0


PROGRAM = """
from dataclasses import replace
from design_sandbox.model.loading import load_scenario, references
from design_sandbox.review.engine import review
for design in references("twitter"):
    answer = review(design, load_scenario("twitter"), "swe-senior")
    for walk in answer.walks.values():
        print(sorted(walk.facts), sorted(walk.uses_holds), replace(walk, facts=(), uses_holds=()))
    print(answer.findings, answer.numbers, answer.inferences, answer.score)
"""


def test_nothing_depends_on_the_hash_seed() -> None:
    """Two processes with different hash seeds say the same, to the letter."""
    said = set()
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM], capture_output=True, text=True, env=environment, check=True
        )
        said.add(done.stdout)
    assert len(said) == 1
    assert "post_tweet" in said.pop()
