"""All that is wrong with the files of a scenario in one list: what one file cannot say yet does not hide the others."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from design_sandbox.model.loading import (
    load_catalogue,
    load_rubric,
    load_scenario,
    read_file,
    scenario_folder,
)
from design_sandbox.model.problems import DocumentError, Problem, did_you_mean, in_order
from design_sandbox.model.scenario import CHECKED_LATER, Scenario
from design_sandbox.model.scenario_check import scenario_mistakes
from design_sandbox.review.lint_designs import design_problems, unreadable_designs
from design_sandbox.review.lint_documents import prompt_problems, scenario_problems

MOST_ROUNDS = 3


def every_problem(name: str) -> list[Problem]:
    """Problems of a scenario's files, given by id or folder, in the order of the files; empty when all can be read."""
    folder = scenario_folder(name)
    problems: list[Problem] = []
    scenario: Scenario | None
    try:
        scenario = load_scenario(name)
    except DocumentError as error:
        problems += error.problems
        scenario, more = _as_far_as_it_goes(folder)
        problems += more
    problems += unreadable_designs(folder)
    if scenario is not None:
        problems += [
            *_of_the_rubric(scenario, folder),
            *prompt_problems(scenario, folder),
            *design_problems(scenario, folder),
        ]
    return in_order({problem.position: problem for problem in reversed(problems)}.values())


def _of_the_rubric(scenario: Scenario, folder: Path) -> list[Problem]:
    try:
        rubric = load_rubric(scenario.scenario.rubric)
    except DocumentError:
        return []  # there is no such rubric: told at its name
    return scenario_problems(scenario, folder, rubric, load_catalogue())


def _as_far_as_it_goes(folder: Path) -> tuple[Scenario | None, list[Problem]]:
    """The scenario without the values that have the wrong shape, and the wrong names in what is left.

    Nothing is said about names that were only lost with such a value; (None, []) when nothing can be left out.
    """
    try:
        source = read_file(folder / "scenario.yaml")
    except DocumentError:
        return None, []
    data, left_out = copy.deepcopy(source.data), set[str]()
    for _ in range(MOST_ROUNDS):
        try:
            scenario = Scenario.model_validate(data, context=CHECKED_LATER)
        except ValidationError as error:
            for wrong in sorted(error.errors(), key=lambda wrong: wrong["type"] != "missing"):
                if not _put_right(data, wrong["loc"], missing=wrong["type"] == "missing"):
                    return None, []
                left_out |= {str(word) for word in wrong["loc"]}
            continue
        if not left_out:
            return scenario, []  # only names are wrong, which loading has told
        mistakes = scenario_mistakes(scenario, load_catalogue())
        told = [mistake for mistake in mistakes if not left_out & {str(word) for word in mistake.path}]
        return scenario, [mistake.located(source) for mistake in told]
    return None, []


def _put_right(data: Any, path: Sequence[str | int], *, missing: bool) -> bool:
    """Take a value out of a mapping, or give a misspelt key its name where that one is missing; False when neither works."""
    *way, last = path
    for word in way:
        if not isinstance(data, dict) and not (isinstance(data, list) and isinstance(word, int)):
            return False
        try:
            data = data[word]  # type: ignore[index]  # a list is asked by a number
        except LookupError:
            return False
    if not isinstance(data, dict):
        return False  # taking an entry out of a list would move the others
    if missing:
        meant = did_you_mean(str(last), map(str, data))
        if not meant:
            return False
        data[last] = data.pop(meant)
        return True
    data.pop(last, None)
    return True
