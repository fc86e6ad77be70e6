"""Every rule's cases, and that no rule is without a card, cases and a page."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from design_sandbox.model.loading import design_from_text
from design_sandbox.rules.registry import all_rules
from design_sandbox.rules.rule import Rule
from design_sandbox.testing import CASES, Case, CaseText, cases_of, run_case

PAGES = Path(__file__).parents[2] / "docs" / "rules"
RULES = tuple(rule for rule in all_rules() if "/" not in rule.card.id)
ONLY_ASK = {"cache-without-expiry", "limiter-without-shared-counter", "monitoring-absent"}
"""Rules that accuse nobody: what stands for their failing case is a question."""


def known_cases() -> list[Case]:
    """All cases of all rules whose file is there; a missing file is told by its own test."""
    return [case for rule in RULES if _file(rule).is_file() for case in cases_of(rule.card.id)]


def _file(rule: Rule) -> Path:
    return CASES / f"{rule.card.id}.yaml"


@pytest.mark.parametrize("case", known_cases(), ids=str)
def test_case(case: Case) -> None:
    """The rule answers as its case says."""
    run_case(case)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.card.id)
def test_rule_has_passing_and_failing_cases(rule: Rule) -> None:
    """Each rule is shown at work on a design that passes and on one that does not."""
    assert _file(rule).is_file(), f"write {_file(rule).name}"
    verdicts = {case.text.expect for case in cases_of(rule.card.id)}
    wanted = {"pass", "unknown" if rule.card.id in ONLY_ASK else "fail"}
    assert wanted <= verdicts


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.card.id)
def test_a_failing_case_differs_in_one_thing(rule: Rule) -> None:
    """Some failing case differs from some passing one in a single edit, figure, parameter or level."""
    if not _file(rule).is_file():
        pytest.skip("told by the test above")
    cases = cases_of(rule.card.id)
    failing = [case.text for case in cases if case.text.expect in ("fail", "unknown")]
    passing = [case.text for case in cases if case.text.expect == "pass"]
    assert min(len(_differences(bad, good)) for bad in failing for good in passing) == 1


def _differences(one: CaseText, other: CaseText) -> set[str]:
    return _said(one) ^ _said(other) if not _settings(one, other) else _settings(one, other)


def _said(case: CaseText) -> set[str]:
    return {json.dumps(edit, sort_keys=True) for edit in case.change}


def _settings(one: CaseText, other: CaseText) -> set[str]:
    """What differs beside the edits; together with edits it counts as several."""
    changed = {
        name for name in ("given", "level", "parameters") if getattr(one, name) != getattr(other, name)
    }
    return changed | (_said(one) ^ _said(other)) if changed else set()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.card.id)
def test_card_is_complete(rule: Rule) -> None:
    """A card says in sentences why, how to fix it and when it may be wrong, and its file has its name."""
    card = rule.card
    texts: dict[str, Any] = {"why": card.why, "how to fix": card.how_to_fix, "false alarm": card.false_alarm}
    assert not [name for name, text in texts.items() if len(text) < 8 or not text.endswith((".", "?"))]
    assert rule.check.__module__.rsplit(".", 1)[-1] == card.id.replace("-", "_")
    assert card.title and card.group == card.group.lower()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.card.id)
def test_rule_has_a_page(rule: Rule) -> None:
    """Each rule has its page; `make docs` writes it from the card."""
    page = PAGES / f"{rule.card.id}.md"
    assert page.is_file(), f"run `make docs`: {page.name} is missing"
    assert rule.card.title in page.read_text("utf-8")


def test_no_case_file_is_left_over() -> None:
    """A case file whose rule is gone is removed with it."""
    known = {rule.card.id for rule in RULES}
    assert [path.name for path in sorted(CASES.glob("*.yaml")) if path.stem not in known] == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.card.id)
def test_the_page_shows_a_drawing_that_can_be_copied(rule: Rule) -> None:
    """The YAML of each page is a design as anybody may write it, with parts and arrows."""
    page = (PAGES / f"{rule.card.id}.md").read_text("utf-8")
    text = page.partition("```yaml\n")[2].partition("```")[0]
    header = f"design: {{id: shown, scenario: any, kind: {rule.card.kind}}}\n"

    assert design_from_text(header + text).components
