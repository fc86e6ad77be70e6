"""The rules as pages: an index by group, and one page a rule from its card, parameters and cases."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from design_sandbox.model.design import ARROWS
from design_sandbox.model.design_writing import design_to_data
from design_sandbox.model.loading import PACKAGE, load_rubric, read_file, rubric_ids
from design_sandbox.rules.registry import all_rules
from design_sandbox.rules.rule import Rule
from design_sandbox.testing import Case, cases_of, run_case

MADE = "<!-- Made by tools/generate_docs.py from the rule's card; change the card and run `make docs`. -->"
CASES = PACKAGE / "rules" / "cases"
VERDICTS = {"pass": "Passes", "fail": "Fails", "unknown": "Asks", "not_applicable": "Does not apply"}
ABOUT = {
    "flow": "each flow of the scenario",
    "failure": "each failure that the scenario names",
    "invariant": "each invariant of the scenario",
    "burst": "each burst of the scenario",
    "twist": "each twist of the scenario",
    "design": "the whole design",
}


def rule_pages() -> dict[str, str]:
    """File name → text, for every rule of our own (third parties document theirs)."""
    rules = [rule for rule in all_rules() if "/" not in rule.card.id]
    pages = {f"{rule.card.id}.md": "\n".join(_page(rule)) + "\n" for rule in rules}
    return {"README.md": "\n".join(_index(rules)) + "\n", **pages}


def _index(rules: list[Rule]) -> Iterator[str]:
    yield from (MADE, "", "# Rules", "")
    yield "A rule looks at what the walks show and says pass, fail, unknown (a question) or not applicable."
    yield "[Write a rule](../write-a-rule.md) tells how to add one."
    yield "The last column names the lines of the rubrics that ask it. A rule that no line asks finds nothing: a scenario asks it"
    yield "with a line of its own under `rubric: add` or `add_deductions` ([how](../write-a-scenario.md))."
    for kind, title in (("system", "Systems"), ("object_model", "Object models")):
        chosen = sorted((r for r in rules if r.card.kind == kind), key=lambda r: (r.card.group, r.card.id))
        if chosen:
            yield from (
                "",
                f"## {title}",
                "",
                "| Rule | Group | Severity | | Asked by |",
                "| --- | --- | --- | --- | --- |",
            )
        for rule in chosen:
            card = rule.card
            lines = ", ".join(f"`{line}`" for _, line in _asked_by(card.id))
            yield f"| [{card.id}]({card.id}.md) | {card.group} | {card.severity} | {card.title} | {lines} |"


def _asked_by(rule_id: str) -> list[tuple[str, str]]:
    """(rubric, line) for every line of the shipped rubrics that asks the rule."""
    rubrics = [load_rubric(name) for name in rubric_ids()]
    earned = [
        (rubric.rubric.id, line.id)
        for rubric in rubrics
        for line in rubric.criteria
        if line.earns.rule == rule_id
    ]
    taken = [
        (rubric.rubric.id, line.id)
        for rubric in rubrics
        for line in rubric.deductions
        if line.rule == rule_id
    ]
    return [*earned, *taken]


def _page(rule: Rule) -> Iterator[str]:
    card = rule.card
    yield from (MADE, "", f"# {card.id}: {card.title}", "")
    yield f"Group **{card.group}**, severity **{card.severity}**, asked about {ABOUT[rule.about]}."
    asked = [f"`{line}` of {rubric}" for rubric, line in _asked_by(card.id)]
    yield (
        f"Asked by {' and '.join(asked)}."
        if asked
        else "No line of the shipped rubrics asks it; a scenario may add one."
    )
    sections = (
        ("Why", card.why),
        ("How to fix", card.how_to_fix),
        ("When it is a false alarm", card.false_alarm),
    )
    for heading, text in sections:
        yield from ("", f"## {heading}", "", text)
    yield from _parameters(rule)
    yield from _cases(card.id)
    yield from _shown(card.id)
    if card.references:
        yield from ("", "## References", "", *(f"- {reference}" for reference in card.references))


def _parameters(rule: Rule) -> Iterator[str]:
    fields = rule.parameters.model_fields
    if not fields:
        return
    yield from ("", "## Parameters", "", "| Name | Default | |", "| --- | --- | --- |")
    for name, field in fields.items():
        default = "required" if field.is_required() else f"`{field.default}`"
        yield f"| `{name}` | {default} | {field.description or ''} |"


def _cases(rule_id: str) -> Iterator[str]:
    """The rule's own test cases, as examples: they are run, so they are true."""
    path = CASES / f"{rule_id}.yaml"
    cases = _listed_cases(path) if path.is_file() else []
    if cases:
        yield from (
            "",
            "## Examples",
            "",
            "Each is a test of the rule, and differs from the others in one thing.",
            "",
        )
    for case in cases:
        verdict = VERDICTS.get(str(case.get("expect", case.get("verdict", ""))), "Case")
        yield f"- {verdict}: {case.get('name', case.get('title', ''))}"
    if cases:
        yield from ("", f"[The cases in full](../../design_sandbox/rules/cases/{rule_id}.yaml)")


SHOWN_FIRST = ("fail", "unknown")
PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9 _.-]*")


def _shown(rule_id: str) -> Iterator[str]:
    """One drawing that the rule speaks about, whole: the shortest failing case, else the shortest that asks."""
    cases = cases_of(rule_id) if (CASES / f"{rule_id}.yaml").is_file() else ()
    telling = [case for verdict in SHOWN_FIRST for case in cases if case.text.expect == verdict]
    if not telling:
        return
    case = min(
        (c for c in telling if c.text.expect == telling[0].text.expect), key=lambda c: len(c.text.change)
    )
    finding = next(iter(run_case(case).findings), None)
    yield from (
        "",
        "## A drawing",
        "",
        f"{VERDICTS[case.text.expect]}, because {case.text.name}:",
        "",
        "```yaml",
        *_drawn(case),
        "```",
    )
    if finding is not None:
        yield from (
            "",
            f"> {finding.title}. {finding.message}"
            if finding.title != finding.message
            else f"> {finding.message}",
        )


def _drawn(case: Case) -> Iterator[str]:
    """Parts, arrows and groups of a design, each on a line as one writes it."""
    data = design_to_data(case.design)
    for section in ("components", "groups"):
        if data.get(section):
            yield f"{section}:"
            yield from (f"  {name}: {_flow(value)}" for name, value in data[section].items())
    if data.get("connections"):
        yield "connections:"
        yield from (f"- {_flow(link)}" for link in map(_arrow, data["connections"]))


def _arrow(link: dict[str, Any]) -> Any:
    arrows: dict[str | None, str] = {
        None: "->",
        "request": "->",
        **{kind: arrow for arrow, kind in ARROWS if kind},
    }
    if set(link) <= {"from", "to", "kind"} and link.get("kind") in arrows:
        return f"{link['from']} {arrows[link.get('kind')]} {link['to']}"
    return link


def _flow(value: Any) -> str:
    """A value as YAML on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow(entry)}" for key, entry in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    if isinstance(value, str):
        plain = PLAIN.fullmatch(value) or (
            " -> " in value or " ~> " in value or " => " in value or " <-> " in value
        )
        return value if plain else json.dumps(value, ensure_ascii=False)
    return json.dumps(value)


def _listed_cases(path: Path) -> list[dict[str, Any]]:
    data = read_file(path).data
    cases = data.get("cases", []) if isinstance(data, dict) else data
    return [case for case in cases if isinstance(case, dict)] if isinstance(cases, list) else []
