"""What is installed beside the code: the catalogue, rubrics and scenarios, by id, folder or file."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from design_sandbox.model.catalogue import Catalogue
from design_sandbox.model.loading.documents import parse, read_file
from design_sandbox.model.problems import DocumentError, Position, Problem, did_you_mean
from design_sandbox.model.rubric import Rubric
from design_sandbox.model.scenario import Scenario
from design_sandbox.model.source import Source

PACKAGE = Path(__file__).resolve().parents[2]
FOLDER_HINT = "lint path/to/scenario, check --scenario path/to/scenario"


def content_folder(kind: str) -> Path:
    """Folder of `scenarios` or `rubrics`: beside the package in a checkout, inside it in a wheel."""
    inside = PACKAGE / "content" / kind
    return inside if inside.is_dir() else PACKAGE.parent / kind


@lru_cache(maxsize=1)
def load_catalogue() -> Catalogue:
    """The standard catalogue of component types."""
    folder = PACKAGE / "catalogue"
    head = read_file(folder / "catalogue.yaml")
    types: dict[str, Any] = {}
    for path in sorted((folder / "types").glob("*.yaml")):
        types |= read_file(path).data
    order = [group["id"] for group in head.data["groups"]]
    types = dict(sorted(types.items(), key=lambda entry: order.index(entry[1]["group"])))
    return Catalogue.model_validate({**head.data, "types": types})


def load_rubric(name: str) -> Rubric:
    """A rubric by id, or from a file. Raises DocumentError."""
    if name.endswith((".yaml", ".json")):
        return _rubric(Path(name))
    if name not in rubric_ids():
        known = rubric_ids()
        raise DocumentError([Problem(Position(name, 1, 1), f"there is no rubric {name!r}", (),
                                     f"accepted: {', '.join(known)}", did_you_mean(name, known))])  # fmt: skip
    return _rubric(content_folder("rubrics") / f"{name}.yaml")


@lru_cache(maxsize=16)
def _rubric(path: Path) -> Rubric:
    return parse(read_file(path), Rubric)


def rubric_ids() -> tuple[str, ...]:
    """Ids of the rubrics that are installed, sorted."""
    return tuple(sorted(path.stem for path in content_folder("rubrics").glob("*.yaml")))


def load_scenario(name: str) -> Scenario:
    """A scenario by id, folder or file. Raises DocumentError with every problem of the file."""
    return _scenario(scenario_folder(str(name)) / "scenario.yaml")


@lru_cache(maxsize=64)
def _scenario(path: Path) -> Scenario:
    source = read_file(path)
    return parse(source, Scenario, lambda scenario: _scenario_problems(scenario, source))


def _scenario_problems(scenario: Scenario, source: Source) -> list[Problem]:
    from design_sandbox.model.mistakes import unknown
    from design_sandbox.model.scenario_check import scenario_mistakes

    mistakes = scenario_mistakes(scenario, load_catalogue())
    known, named = rubric_ids(), scenario.scenario.rubric
    if named not in known:
        mistakes.append(unknown(("scenario", "rubric"), f"there is no rubric {named!r}", named, known))
    return [mistake.located(source) for mistake in mistakes]


def scenario_ids() -> tuple[str, ...]:
    """Ids of the scenarios that are installed, sorted."""
    folder = content_folder("scenarios")
    return tuple(sorted(path.parent.name for path in folder.glob("*/scenario.yaml")))


def scenario_folder(name: str) -> Path:
    """Folder of a scenario given by id, folder or file. Raises DocumentError when there is none."""
    path = Path(name)
    if path.name == "scenario.yaml":
        return path.parent
    if (path / "scenario.yaml").is_file():
        return path
    if name in scenario_ids():
        return content_folder("scenarios") / name
    known = scenario_ids()
    raise DocumentError([Problem(Position(name, 1, 1), f"there is no scenario {name!r}", (),
                                 f"accepted: {', '.join(known)}, or a scenario's folder ({FOLDER_HINT})",
                                 did_you_mean(name, known))])  # fmt: skip
