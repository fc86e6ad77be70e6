"""Names in a scenario's folder that only rubric, rules and designs together can tell wrong, each at its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from design_sandbox.model.catalogue import Catalogue
from design_sandbox.model.design import Design
from design_sandbox.model.loading import read_file
from design_sandbox.model.mistakes import Mistake, unknown
from design_sandbox.model.problems import Path as DataPath
from design_sandbox.model.problems import Problem, did_you_mean, quoted
from design_sandbox.model.rubric import Criterion, Deduction, Rubric
from design_sandbox.model.rubric_check import own_lines, rubric_mistakes
from design_sandbox.model.scenario import Scenario
from design_sandbox.model.scenario_check import strategies_of
from design_sandbox.model.source import Source
from design_sandbox.model.validation_problems import problems_of_validation
from design_sandbox.review.grading import OVER
from design_sandbox.rules.predicates import TitledCheck
from design_sandbox.rules.registry import UnknownRule, all_rules, rule
from design_sandbox.rules.rule import Rule
from design_sandbox.rules.selectors import WORDS

ID_LIKE = re.compile(r"[a-z0-9]+([_-][a-z0-9]+)+")
"""Words joined by `_` or `-`: whoever writes such a strategy means one of the scenario's."""


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


def design_problems(scenario: Scenario, folder: Path) -> list[Problem]:
    """Words in the headers and decisions of references and pitfalls that stand for nothing."""
    problems = []
    for path in sorted([*folder.glob("references/*.yaml"), *folder.glob("pitfalls/*.yaml")]):
        source = read_file(path)
        design = Design.model_validate(source.data)
        problems += [mistake.located(source) for mistake in (*_header(design, scenario), *_expected(design))]
    return problems


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


# Designs ---------------------------------------------------------------------------------------------------------------


def _header(design: Design, scenario: Scenario) -> Iterator[Mistake]:
    header, strategies = design.design, strategies_of(scenario)
    if header.scenario != scenario.scenario.id:
        yield unknown(
            ("design", "scenario"),
            f"the design is for {quoted(header.scenario)}",
            header.scenario,
            [scenario.scenario.id],
        )
    if _misspelt(header.strategy or "", strategies, scenario):
        message = f"{quoted(str(header.strategy))} is no alternative of an `any_of`; free text has spaces"
        yield unknown(("design", "strategy"), message, str(header.strategy), strategies)
    for name in design.decisions:
        if name not in scenario.trade_offs:
            yield unknown(
                ("decisions", name), f"no trade-off {quoted(name)}", name, scenario.trade_offs, at_key=True
            )


def _misspelt(strategy: str, known: list[str], scenario: Scenario) -> bool:
    """Whether a text is meant for one of the scenario's strategies; classes are also told apart by who guards what."""
    if not known or strategy in known or not ID_LIKE.fullmatch(strategy):
        return False
    return scenario.scenario.kind == "system" or bool(did_you_mean(strategy, known))


def _expected(design: Design) -> Iterator[Mistake]:
    """Rules that nobody registered; what `check` lines of the scenario find is named after their contents."""
    known = [entry.card.id for entry in all_rules()]
    for index, word in enumerate(design.design.expect):
        if word not in known and not word.startswith("check-"):
            yield unknown(("design", "expect", index), f"there is no rule {quoted(word)}", word, known)
