"""Every call from the pages into the sandbox below, in one place: pages know nothing else of it.

What fails here fails in words: `PageError` carries lines for people, and what nobody foresaw goes to the log.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pydantic import ValidationError

from design_sandbox.model.catalogue import Catalogue
from design_sandbox.model.design import Design
from design_sandbox.model.design_check import check_design
from design_sandbox.model.design_writing import design_to_data, design_to_json, design_to_yaml
from design_sandbox.model.load import load_quantities, peak_factor, prompt_text, rate_of
from design_sandbox.model.loading import (
    design_from_text,
    load_catalogue,
    load_rubric,
    load_scenario,
    references,
    scenario_ids,
)
from design_sandbox.model.problems import DocumentError
from design_sandbox.model.quantity import format_quantity
from design_sandbox.model.rubric import Rubric
from design_sandbox.model.scenario import Scenario
from design_sandbox.model.yaml_writing import dump_yaml
from design_sandbox.review.result import Review
from design_sandbox.ui.payload.briefing import Briefing, LoadLine

DEFAULT_PROFILE = "swe-mid"
PROBLEMS_SHOWN = 20

log = logging.getLogger("design_sandbox.ui")


@dataclass(frozen=True)
class Place:
    """A problem of a text at its line and column, both from 1."""

    line: int
    column: int
    message: str


class PageError(Exception):
    """Why something could not be done, for the person at the screen."""

    def __init__(self, message: str, places: tuple[Place, ...] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.places = places

    @property
    def line(self) -> str:
        """The message with the first problem behind it, where there is room for one line only."""
        return f"{self.message} {self.places[0].message}" if self.places else self.message


@dataclass(frozen=True)
class Reviewed:
    """A review, how long it took, and whether its fixes have been tried."""

    review: Review
    took_ms: int
    advised: bool = False


def known_scenarios() -> tuple[str, ...]:
    """Ids of the scenarios that can be opened, sorted."""
    return scenario_ids()


def scenario_of(name: str) -> Scenario:
    """A scenario by id. Raises PageError."""
    if name not in scenario_ids():
        raise PageError(f"There is no prompt called {name[:60]!r}.")
    try:
        return load_scenario(name)
    except DocumentError as error:
        raise _trouble(f"The prompt {name!r} cannot be read.", error) from error


def rubric_of(scenario: Scenario) -> Rubric:
    """The rubric that grades a scenario. Raises PageError."""
    try:
        return load_rubric(scenario.scenario.rubric)
    except DocumentError as error:
        raise _trouble(f"The rubric {scenario.scenario.rubric!r} cannot be read.", error) from error


def catalogue() -> Catalogue:
    """The catalogue of component types."""
    return load_catalogue()


def profile_or_default(scenario: Scenario, profile: str) -> str:
    """`profile` when the scenario's rubric has it, else the default one."""
    profiles = rubric_of(scenario).profiles
    if profile in profiles:
        return profile
    return DEFAULT_PROFILE if DEFAULT_PROFILE in profiles else next(iter(profiles))


@lru_cache(maxsize=64)
def _briefing(name: str) -> Briefing:
    scenario = load_scenario(name)
    quantities = load_quantities(scenario)
    lines = tuple(
        LoadLine(
            name=name,
            label=figure.label or name.replace("_", " ").removesuffix(" per s"),
            text=format_quantity(quantities[name]),
            working=figure.formula or figure.note or "given",
        )
        for name, figure in scenario.load.items()
    )
    factor = peak_factor(scenario)
    peaks = {flow: rate_of(scenario, flow) * factor for flow in scenario.flows}
    return Briefing(prompt_text(scenario), lines, peaks)


def briefing_of(scenario: Scenario) -> Briefing:
    """The scenario's figures, worked out."""
    return _briefing(scenario.scenario.id)


def empty_design(scenario: Scenario) -> dict[str, Any]:
    """The document of an empty canvas."""
    header = {
        "id": "my-design",
        "version": 1,
        "scenario": scenario.scenario.id,
        "kind": scenario.scenario.kind,
    }
    return {"design": header, "components": {}, "connections": []}


def design_of(document: Mapping[str, Any]) -> Design:
    """The design in a document of the canvas. Raises PageError with every problem."""
    try:
        design = Design.model_validate(document)
        if not check_design(design, load_catalogue()):
            return design
    except ValidationError:
        pass
    return design_of_text(json.dumps(document, ensure_ascii=False, indent=1), "drawing")


def design_of_text(text: str | bytes, file: str = "design", scenario: Scenario | None = None) -> Design:
    """The design in a YAML or JSON text, for a scenario when one is given. Raises PageError with every problem at its line."""
    try:
        return design_from_text(text, file, scenario)
    except DocumentError as error:
        raise _trouble("The design cannot be read.", error) from error


def document_of(design: Design) -> dict[str, Any]:
    """A design as the canvas holds it."""
    return design_to_data(design)


def yaml_of(document: Mapping[str, Any]) -> str:
    """A drawing as the text of a design file. Raises PageError when it is no design."""
    return design_to_yaml(design_of(document))


def raw_yaml_of(document: Mapping[str, Any]) -> str:
    """A drawing as text although it is no design, so that what is wrong can be put right there."""
    try:
        return dump_yaml(dict(document))
    except Exception:
        log.exception("A drawing could not be written as text.")
        return ""


def json_of(design: Design) -> str:
    """A design as the JSON of a design file."""
    return design_to_json(design)


def review(document: Mapping[str, Any], scenario: Scenario, profile: str) -> Reviewed:
    """Grade a drawing, fast: fixes come later, by `advise`. Raises PageError, never anything else."""
    design = design_of(document)
    try:
        from design_sandbox.review.engine import review as grade

        started = time.perf_counter()
        graded = grade(design, scenario, profile)
    except Exception as error:
        raise unforeseen("The review stopped with an error of ours.", error) from error
    return Reviewed(graded, round((time.perf_counter() - started) * 1000))


def accepted_designs(scenario: Scenario) -> tuple[Design, ...]:
    """The reference designs of a scenario, the best first. Raises PageError."""
    try:
        found = references(scenario.scenario.id)
    except DocumentError as error:
        raise _trouble("The accepted designs cannot be read.", error) from error
    return tuple(sorted(found, key=lambda one: (-(one.design.band or (0, 0))[0], one.design.id)))


def _trouble(message: str, error: DocumentError) -> PageError:
    places = tuple(Place(p.position.line, p.position.column, p.text) for p in error.problems[:PROBLEMS_SHOWN])
    return PageError(message, places)


def unforeseen(message: str, error: Exception) -> PageError:
    """An error of ours in words; the details go to the log."""
    log.exception("%s", message)
    return PageError(f"{message} Your drawing is kept; please report it. ({type(error).__name__})")
