"""Designs: a learner's own, and the accepted and the wrong ones that come with a scenario."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from design_sandbox.model.chains import with_links
from design_sandbox.model.design import Design
from design_sandbox.model.design_check import check_design, refuse_unknown_journeys
from design_sandbox.model.loading.content import load_catalogue, scenario_folder
from design_sandbox.model.loading.documents import parse, read_file, with_comma_hint
from design_sandbox.model.problems import Problem
from design_sandbox.model.scenario import Scenario
from design_sandbox.model.source import Source, load_text


def load_design(path: str | Path) -> Design:
    """The design in a YAML or JSON file. Raises DocumentError."""
    return design_from_source(read_file(Path(path)))


def design_from_text(text: str | bytes, file: str = "design", scenario: Scenario | None = None) -> Design:
    """The design in a text; names of the scenario are looked up in one that is given. Raises DocumentError."""
    source = load_text(text, file)
    design = design_from_source(source)
    if scenario is not None and scenario.scenario.id == design.design.scenario:
        refuse_unknown_journeys(design, scenario, source)
    return design


def design_from_source(written: Source) -> Design:
    """The design in what was read from a file or text. Raises DocumentError."""
    source = with_links(written)

    def check(design: Design) -> Iterable[Problem]:
        return (
            with_comma_hint(problem, source.data)
            for problem in check_design(design, load_catalogue(), source=source)
        )

    return parse(source, Design, check)


def references(name: str) -> tuple[Design, ...]:
    """Accepted and modest designs of a scenario, in file order. Raises DocumentError."""
    return _designs(scenario_folder(name) / "references")


def pitfalls(name: str) -> tuple[Design, ...]:
    """Designs of a scenario that are known to be wrong. Raises DocumentError."""
    return _designs(scenario_folder(name) / "pitfalls")


def _designs(folder: Path) -> tuple[Design, ...]:
    return tuple(load_design(path) for path in sorted(folder.glob("*.yaml")))
