"""Whatever stands in the files: a located error, or figures of which none is NaN or infinite and each missing one says why."""

from __future__ import annotations

import json
import math
import shutil
from pathlib import Path
from typing import Any

import pytest

from design_sandbox import load_design, load_scenario, review
from design_sandbox.analysis.what_if import Change, look_again
from design_sandbox.exchange.as_json import review_document
from design_sandbox.exchange.numbers_json import numbers_document
from design_sandbox.model.loading import load_catalogue, scenario_folder
from design_sandbox.model.problems import DocumentError

SCENARIO = [
    ("links_per_month: {value: 100 M", "links_per_month: {value: 0"),
    ("links_per_month: {value: 100 M", "links_per_month: {value: -5"),
    ("links_per_month: {value: 100 M", "links_per_month: {value: .nan"),
    ("links_per_month: {value: 100 M", "links_per_month: {value: .inf"),
    ("links_per_month: {value: 100 M", "links_per_month: {value: 1e18"),
    ("links_per_month: {value: 100 M", "links_per_month: {value: 1e59"),
    ("peak_factor: {value: 4", "peak_factor: {value: 0"),
    ("peak_factor: {value: 4", "peak_factor: {value: 1e9"),
    ("visits_per_link: {value: 100", "visits_per_link: {value: 1e-30"),
]
DESIGN = [
    ("replicas: ", "replicas: 0 #"),
    ("replicas: ", "replicas: -3 #"),
    ("replicas: ", "replicas: .nan #"),
    ("hit_ratio: ", "hit_ratio: 1.2 #"),
    ("hit_ratio: ", "hit_ratio: 0 #"),
    ("hit_ratio: ", "hit_ratio: 1 #"),
    ("shards: ", "shards: 0 #"),
    ("zones: ", "zones: 1 #"),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the URL shortener that a case may spoil."""
    copied = tmp_path / "url-shortener"
    shutil.copytree(scenario_folder("url-shortener"), copied)
    return copied


def _figures(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [leaf for entry in value.values() for leaf in _figures(entry)]
    if isinstance(value, list):
        return [leaf for entry in value for leaf in _figures(entry)]
    return [value]


def _judge(folder: Path, design: Path) -> None:
    """Either every problem has its place, or every number is one."""
    try:
        scenario = load_scenario(folder)
        drawn = load_design(design)
        answer = review(drawn, scenario)
    except DocumentError as error:
        assert error.problems
        assert all(problem.position.line >= 1 for problem in error.problems)
        return
    document = {
        **review_document(answer),
        "more": numbers_document(look_again(scenario, drawn, load_catalogue(), Change())),
    }
    text = json.dumps(document, allow_nan=False)
    assert "Infinity" not in text
    assert all(math.isfinite(leaf) for leaf in _figures(document) if isinstance(leaf, float))
    assert " nan" not in text.lower()


@pytest.mark.parametrize(("right", "wrong"), SCENARIO)
def test_impossible_loads(folder: Path, right: str, wrong: str) -> None:
    """Zero, negative, NaN, infinite and absurd figures of the prompt."""
    path = folder / "scenario.yaml"
    before = path.read_text()
    assert right in before
    path.write_text(before.replace(right, wrong, 1))
    _judge(folder, _largest(folder))


@pytest.mark.parametrize(("right", "wrong"), DESIGN)
def test_impossible_sizes(folder: Path, right: str, wrong: str) -> None:
    """No copies, a hit ratio above one, one zone: told at the line, or computed."""
    design = _largest(folder)
    before = design.read_text()
    assert right in before, f"the reference says nothing of {right}"
    design.write_text("\n".join(_spoiled(line, right, wrong) for line in before.splitlines()))
    _judge(folder, design)


def _spoiled(line: str, right: str, wrong: str) -> str:
    """The property replaced, in lines of flow style too."""
    if right not in line:
        return line
    head, tail = line.split(right, 1)
    value, *rest = tail.split(",", 1) if "," in tail else tail.split("}", 1)
    closing = "," + rest[0] if rest and "," in tail else "}" if rest else ""
    del value
    return f"{head}{wrong.removesuffix(' #')}{closing}"


def _largest(folder: Path) -> Path:
    """The accepted design that says most."""
    return max(
        (folder / "references").glob("*.yaml"),
        key=lambda path: (path.read_text().count("replicas"), path.name),
    )


def test_a_circle_of_calls_and_a_journey_that_stops(folder: Path) -> None:
    """A cycle is named, never followed; what is not served has no figures."""
    design = _largest(folder)
    loaded = load_design(design)
    names = [name for name, part in loaded.components.items() if part.type == "service"]
    text = design.read_text().replace(
        "connections:\n", f"connections:\n- {names[0]} -> {names[0]}x -> {names[0]}\n", 1
    )
    text = text.replace("components:\n", f"components:\n  {names[0]}x: {{type: service}}\n", 1)
    design.write_text(text)
    _judge(folder, design)
    bare = folder / "bare.yaml"
    bare.write_text(
        "design: {id: bare, scenario: url-shortener}\ncomponents:\n  people: {type: client}\n  api: {type: service}\nconnections:\n- people -> api\n"
    )
    _judge(folder, bare)
