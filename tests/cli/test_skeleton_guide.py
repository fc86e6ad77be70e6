"""The guide for authors is complete and true: keys, criteria, attacks, and its examples are accepted as they stand."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

from design_sandbox.model.design import Design
from design_sandbox.model.loading import load_catalogue, load_rubric, load_scenario, references, rubric_ids
from design_sandbox.model.scenario import VERBS, Entity, Failure, Step
from design_sandbox.model.source import load_text
from design_sandbox.review.attacks import attacks

GUIDE = (Path(__file__).resolve().parents[2] / "docs" / "write-a-scenario.md").read_text("utf-8")
OBJECT_VERBS = {"create", "change", "decide"}
HEADER = "scenario: {id: x, title: X, summary: X, difficulty: easy, minutes: 30}\n"


@pytest.mark.parametrize("name", rubric_ids())
def test_every_criterion_is_listed_with_its_points(name: str) -> None:
    """Authors pick `quality` and re-weigh lines from the guide."""
    line = next(line for line in GUIDE.splitlines() if line.startswith(f"| `rubric: {name}`"))
    listed = dict(re.findall(r"`([a-z-]+)` (\d+)", line))

    assert {key: float(points) for key, points in listed.items()} == {
        criterion.id: criterion.points for criterion in load_rubric(name).criteria
    }


def test_every_key_of_steps_entities_and_failures_is_explained() -> None:
    """Nobody has to read the models to find what can be said."""
    said = set(re.findall(r"`([a-z_]+)", GUIDE)) | {"shape"}
    keys = {*Step.model_fields, *Entity.model_fields} - OBJECT_VERBS
    losses = set(get_args(Failure.model_fields["lose"].annotation))

    assert sorted((keys | losses | (set(VERBS) - OBJECT_VERBS)) - said) == []


def test_every_service_of_third_parties_is_listed() -> None:
    """The comment behind `provides` names what component types stand for."""
    services = {word for spec in load_catalogue().types.values() for word in spec.provides}
    comment = next(line for line in GUIDE.splitlines() if "provides: email}" in line).split("#")[1]

    assert {word.strip() for word in comment.split(",")} == services


def test_every_attack_is_explained() -> None:
    """Each attack that `lint` names begins a row of the guide's table."""
    table = GUIDE[GUIDE.index("| Attack |") : GUIDE.index("Exit code 0")]
    known = re.findall(r"`([^`]+)`", table)
    designs = references("twitter")
    names = [attack.name for attack in attacks(load_scenario("twitter"), load_catalogue(), designs, designs)]

    assert [name for name in names if not any(word in name for word in known)] == []


def test_examples_make_one_sound_scenario(tmp_path: Path) -> None:
    """The YAML of the guide, put together, is a scenario that is read without a problem."""
    blocks = re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)
    text = HEADER + "".join(blocks[:5]).replace("entities:\n", "entities:\n  names: {shape: record}\n")
    text += "actors: {reader: person, author: person}\n"
    text = text.replace("failures:", "  F2: {title: Look, flows: [open_board]}\nfailures:")
    text = text.replace("  pins_per_s:", "  reads_per_s: {value: 9, unit: read/s}\n  pins_per_s:")

    (tmp_path / "scenario.yaml").write_text(text)

    assert load_scenario(str(tmp_path)).rubric.add[0].id == "promises-kept"


def test_example_headers_are_headers_of_designs() -> None:
    """The two design headers and the decision are accepted."""
    block = re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)[5]
    accepted, pitfall, *decision = block.splitlines(keepends=True)

    assert (
        Design.model_validate(load_text(accepted + "".join(decision), "a.yaml").data)
        .decisions["freshness"]
        .chosen
        == "seconds"
    )
    assert Design.model_validate(load_text(pitfall, "p.yaml").data).design.expect == ("flow-served",)


def test_the_guide_stays_short() -> None:
    """It is read in fifteen minutes."""
    assert len(GUIDE.splitlines()) <= 230
