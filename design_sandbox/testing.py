"""Running the cases of a rule: tiny designs that pass, fail or stay unknown. Plug-ins test their rules the same way.

A case file holds one small scenario and one small design; each case changes the design by at most a few edits and
says what the rule must then answer::

    import pytest
    from design_sandbox.testing import cases_in, run_case

    @pytest.mark.parametrize("case", cases_in(Path("cases/my-rule.yaml")), ids=str)
    def test_my_rule(case):
        run_case(case)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError

from design_sandbox.analysis.analyse import analyse
from design_sandbox.model.base import DiagramKind, Document, Level, ShortText
from design_sandbox.model.catalogue import Catalogue
from design_sandbox.model.design import Design
from design_sandbox.model.design_check import check_design
from design_sandbox.model.edits import apply_patch
from design_sandbox.model.loading import PACKAGE, load_catalogue, parse, read_file
from design_sandbox.model.scenario import Scenario
from design_sandbox.rules.finding import Verdict
from design_sandbox.rules.registry import rule
from design_sandbox.rules.rule import Context, Judgement, Rule
from design_sandbox.walk.objects import walk_model
from design_sandbox.walk.walker import walk_all

CASES = PACKAGE / "rules" / "cases"


class CaseError(ValueError):
    """A case file that does not make sense, in plain words."""


class CaseFailedError(AssertionError):
    """A rule answered otherwise than its case says."""


class CaseText(Document):
    """One case as it is written."""

    name: ShortText = Field(description="What is shown, in few words")
    expect: Verdict
    subject: str | None = Field(
        default=None, description="Flow, failure …; the only one of the scenario if left out"
    )
    change: tuple[dict[str, Any], ...] = Field(default=(), description="Edits of the shared design")
    given: dict[str, Any] = Field(default={}, description="Merged into the shared scenario")
    level: Level = "mid"
    parameters: dict[str, Any] = {}
    elements: tuple[str, ...] | None = Field(
        default=None, description="Elements its findings must name, all of them"
    )
    says: ShortText | None = Field(
        default=None, description="Words that the first finding's message contains"
    )
    share: float | None = Field(default=None, ge=0, le=1)


class CaseFile(Document):
    """The cases of one rule."""

    rule: str
    kind: DiagramKind = "system"
    scenario: dict[str, Any]
    design: dict[str, Any]
    cases: tuple[CaseText, ...]


@dataclass(frozen=True)
class Case:
    """A case that can be run."""

    rule: Rule
    text: CaseText
    scenario: Scenario
    design: Design
    subject: str

    def __str__(self) -> str:
        return f"{self.rule.card.id}: {self.text.expect}: {self.text.name}"


def cases_of(rule_id: str) -> tuple[Case, ...]:
    """The cases of one of our own rules. Raises CaseError, DocumentError or UnknownRule."""
    return cases_in(CASES / f"{rule_id}.yaml")


def cases_in(path: Path, rules: Mapping[str, Rule] | None = None) -> tuple[Case, ...]:
    """The cases in a file; `rules` are looked at before the registered ones. Raises CaseError or DocumentError."""
    file = parse(read_file(path), CaseFile)
    tested = (rules or {}).get(file.rule) or rule(file.rule)
    return tuple(_case(file, text, tested, path) for text in file.cases)


def run_case(case: Case) -> Judgement:
    """Ask the rule; raises CaseFailedError when verdict, elements, words or share are not as the case says."""
    parameters = case.rule.parameters.model_validate(case.text.parameters)
    context = context_of(case.scenario, case.design, case.text.level)
    answer = case.rule.check(context, parameters, case.subject)
    for wrong in _differences(case.text, answer):
        raise CaseFailedError(f"{case}: {wrong}\n{_told(answer)}")
    return answer


def context_of(
    scenario: Scenario, design: Design, level: Level = "mid", catalogue: Catalogue | None = None
) -> Context:
    """What rules look at, for one design: walked, with its numbers."""
    catalogue = catalogue or load_catalogue()
    walk = walk_model if scenario.scenario.kind == "object_model" else walk_all
    walked = walk(scenario, design, catalogue)
    return Context(walked, analyse(walked), catalogue, level)


# Reading --------------------------------------------------------------------------------------------------------------


def tiny_scenario(data: Mapping[str, Any], kind: DiagramKind = "system") -> Scenario:
    """A scenario from the few keys a case needs; everything that is the same everywhere is filled in.

    Flows get the actor `user` and ten requests a second unless they say otherwise.
    """
    header = {
        "id": "tiny",
        "kind": kind,
        "title": "Tiny",
        "summary": "For a case",
        "difficulty": "easy",
        "minutes": 5,
    }
    flows = {
        name: {
            "title": name.replace("_", " ").capitalize(),
            "actor": "user",
            "rate": {"value": 10, "unit": "/s"},
            **flow,
        }
        for name, flow in data.get("flows", {}).items()
    }
    whole = {"prompt": "A case.", "actors": {"user": "person"}, "requirements": {}, **data, "flows": flows}
    return Scenario.model_validate({**whole, "scenario": header | data.get("scenario", {})})


def tiny_design(data: Mapping[str, Any], kind: DiagramKind = "system") -> Design:
    """A design in short form (components, connections, groups …) without a header."""
    return Design.model_validate({"design": {"id": "case", "scenario": "tiny", "kind": kind}, **data})


def _case(file: CaseFile, text: CaseText, tested: Rule, path: Path) -> Case:
    where = f"{path.name}, case {text.name!r}"
    try:
        scenario = tiny_scenario(merged(file.scenario, text.given), file.kind)
        design = apply_patch(tiny_design(file.design, file.kind), text.change)
    except (ValidationError, ValueError, KeyError) as error:
        raise CaseError(f"{where}: {error}") from None
    problems = check_design(design, load_catalogue())
    if problems:
        raise CaseError(f"{where}: {'; '.join(problem.message for problem in problems)}")
    return Case(tested, text, scenario, design, _subject(tested, text, scenario, where))


def _subject(tested: Rule, text: CaseText, scenario: Scenario, where: str) -> str:
    subjects = subjects_of(tested, scenario)
    if text.subject is None and len(subjects) == 1:
        return subjects[0]
    if text.subject not in subjects:
        raise CaseError(
            f"{where}: no {tested.about} {text.subject!r}; accepted: {', '.join(subjects) or 'none'}"
        )
    return text.subject


def subjects_of(tested: Rule, scenario: Scenario) -> list[str]:
    """Everything of a scenario that a rule can be asked about; the design as a whole is the subject ''."""
    return {
        "flow": list(scenario.flows),
        "failure": [entry.id for entry in scenario.failures],
        "invariant": [entry.id for entry in scenario.invariants],
        "burst": [entry.id for entry in scenario.bursts],
        "twist": list(scenario.twists),
        "design": [""],
    }[tested.about]


def merged(first: Mapping[str, Any], second: Mapping[str, Any]) -> dict[str, Any]:
    """The first mapping with the second's values laid over it, mapping by mapping."""
    result = dict(first)
    for key, value in second.items():
        both = isinstance(value, Mapping) and isinstance(result.get(key), Mapping)
        result[key] = merged(result[key], value) if both else value
    return result


# Comparing ------------------------------------------------------------------------------------------------------------


def _differences(text: CaseText, answer: Judgement) -> list[str]:
    found = []
    if answer.verdict != text.expect:
        found.append(f"expected {text.expect}, and the rule says {answer.verdict}")
    named = {element for finding in answer.findings for element in finding.elements}
    if text.elements is not None and named != set(text.elements):
        found.append(f"expected findings about {sorted(text.elements)}, and they are about {sorted(named)}")
    if text.says is not None and not (answer.findings and text.says in answer.findings[0].message):
        found.append(f"expected the words {text.says!r}")
    if text.share is not None and abs(answer.share - text.share) > 1e-9:
        found.append(f"expected a share of {text.share:g}, and it is {answer.share:g}")
    return found


def _told(answer: Judgement) -> str:
    return (
        "\n".join(f"  {finding.verdict}: {finding.message}" for finding in answer.findings)
        or "  (no findings)"
    )
