"""Names in a scenario's folder that only rubric, rules and designs together can tell wrong, each at its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from pydantic import ValidationError

from design_sandbox.model.catalogue import Catalogue
from design_sandbox.model.load import load_quantities
from design_sandbox.model.loading import read_file
from design_sandbox.model.mistakes import Mistake, unknown
from design_sandbox.model.problems import Path as DataPath
from design_sandbox.model.problems import Position, Problem, quoted
from design_sandbox.model.rubric import Criterion, Deduction, Rubric
from design_sandbox.model.rubric_check import own_lines, rubric_mistakes
from design_sandbox.model.scenario import Scenario
from design_sandbox.model.scenario_choices import strategies_of
from design_sandbox.model.source import Source
from design_sandbox.model.validation_problems import problems_of_validation
from design_sandbox.review.subjects import OVER
from design_sandbox.rules.predicates import TitledCheck
from design_sandbox.rules.registry import UnknownRule, all_rules, rule
from design_sandbox.rules.rule import Rule
from design_sandbox.rules.selectors import WORDS
from design_sandbox.walk.strategies import ties

EMPTY_HINT = (
    "offer the same name in a journey where it does something, or say in the step's `note` what shows it"
)


def scenario_problems(
    scenario: Scenario, folder: Path, rubric: Rubric, catalogue: Catalogue
) -> list[Problem]:
    """What is wrong in `scenario.yaml` beside its shape; `rubric` is the unchanged one that it names."""
    source = read_file(folder / "scenario.yaml")
    mistakes = [*rubric_mistakes(scenario, rubric), *_selectors(scenario, catalogue)]
    problems = [mistake.located(source) for mistake in mistakes]
    for path, line in own_lines(scenario):
        problems += _rule_problems(path, line, source)
    return sorted(problems, key=lambda problem: problem.position)


# Rules of lines that the scenario adds ----------------------------------------------------------------------------------


def _rule_problems(path: DataPath, line: Criterion | Deduction, source: Source) -> list[Problem]:
    """An unknown rule, parameters that it does not accept, or subjects that it is not asked about."""
    use, path = (line.earns, (*path, "earns")) if isinstance(line, Criterion) else (line, path)
    if use.rule is None:
        return _validated(TitledCheck, use.check, (*path, "check"), source)
    try:
        used = rule(use.rule)
    except UnknownRule:
        known = [entry.card.id for entry in all_rules()]
        return [
            unknown((*path, "rule"), f"there is no rule {quoted(use.rule)}", use.rule, known).located(source)
        ]
    over = line.earns.over if isinstance(line, Criterion) else None
    wrong = [mistake.located(source) for mistake in _asked_about(path, used, over)]
    return [*wrong, *_validated(used.parameters, use.parameters, (*path, "parameters"), source)]


def _validated(model: type, data: object, path: DataPath, source: Source) -> list[Problem]:
    try:
        model.model_validate(data)  # type: ignore[attr-defined]  # every rule names a pydantic model
    except ValidationError as error:
        return problems_of_validation(error, source, model, at=path)
    return []


def _asked_about(path: DataPath, used: Rule, over: str | None) -> Iterator[Mistake]:
    wanted = OVER[used.about]
    if over is not None and wanted not in (over, "design"):
        message = f"the rule {used.card.id} is asked about {wanted}, not about {over}"
        yield Mistake((*path, "over"), message, f"accepted: over: {wanted}")


# Prompts ---------------------------------------------------------------------------------------------------------------


def _selectors(scenario: Scenario, catalogue: Catalogue) -> Iterator[Mistake]:
    """Trade-offs whose `when` says what no drawing could ever match."""
    roles: set[str] = {spec.role for spec in catalogue.types.values()}
    known: dict[str, list[str]] = {"type": list(catalogue.types), "role": sorted(roles),
                                   "holds": list(scenario.entities), "on_flow": list(scenario.flows), "strategy": strategies_of(scenario)}  # fmt: skip
    for name, trade_off in scenario.trade_offs.items():
        for word, wanted in trade_off.when.items():
            path = ("trade_offs", name, "when", word)
            if word not in WORDS:
                yield unknown(path, f"`when` does not know {quoted(word)}", word, WORDS, at_key=True)
            for option in wanted if isinstance(wanted, list) else [wanted]:
                if word in known and option not in known[word]:
                    yield unknown(path, f"no {word} {quoted(str(option))}", str(option), known[word])


def prompt_problems(scenario: Scenario, folder: Path) -> list[Problem]:
    """Figures of the prompt that are written out, or that no name under `load` stands for: each at its own place."""
    path = folder / "scenario.yaml"
    source, lines = read_file(path), path.read_text("utf-8").splitlines()
    known, begins = _load_names(scenario), source.position(("prompt",))
    problems = []
    for name in dict.fromkeys(re.findall(r"\{(\w+)\}", scenario.prompt)):
        if name not in known:
            mistake = unknown(("prompt",), f"{{{name}}} is not a name under `load`", name, known)
            problems.append(replace(mistake.located(source), position=_found(f"{{{name}}}", lines, begins)))
    for figure in re.findall(r"(?<![{\w])\d[\d,.]*", re.sub(r"\{\w+\}", "", scenario.prompt)):
        message = f"the figure {figure} is written out; name it under `load` and print {{its_name}}"
        problems.append(Problem(_found(figure, lines, begins), message, ("prompt",)))
    return problems


def _load_names(scenario: Scenario) -> list[str]:
    try:
        return list(load_quantities(scenario))
    except ValueError:  # a formula of the load is wrong, which is told at its place
        return list(scenario.load)


def _found(word: str, lines: list[str], begins: Position) -> Position:
    """Where a word stands in a text that begins there; where the text begins when folding has cut the word in two."""
    for number in range(begins.line - 1, len(lines)):
        column = lines[number].find(word, begins.column - 1 if number == begins.line - 1 else 0)
        if column >= 0:
            return Position(begins.file, number + 1, column + 1)
    return begins


def scenario_warnings(scenario: Scenario, folder: Path) -> list[Problem]:
    """Alternatives without a step that nothing holds to their word: whoever leaves the others out has taken them."""
    source, bound = (
        read_file(folder / "scenario.yaml"),
        {name for tie in ties(scenario) for name in tie.names},
    )
    problems = []
    for name, flow in scenario.flows.items():
        for index, step in enumerate(flow.steps):
            for strategy, steps in step.any_of.items():
                if not steps and strategy not in bound and not step.note:
                    path = ("flows", name, "steps", index, "any_of", strategy)
                    message = f"{quoted(strategy)} does nothing: a design takes it by drawing nothing"
                    problems.append(Mistake(path, message, EMPTY_HINT, at_key=True).located(source))
    return problems
