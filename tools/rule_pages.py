"""The rules as pages: an index by group, and one page a rule from its card, parameters and cases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from design_sandbox.model.loading import PACKAGE, read_file
from design_sandbox.rules.registry import all_rules
from design_sandbox.rules.rule import Rule

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
    for kind, title in (("system", "Systems"), ("object_model", "Object models")):
        chosen = sorted((r for r in rules if r.card.kind == kind), key=lambda r: (r.card.group, r.card.id))
        if chosen:
            yield from ("", f"## {title}", "", "| Rule | Group | Severity | |", "| --- | --- | --- | --- |")
        for rule in chosen:
            card = rule.card
            yield f"| [{card.id}]({card.id}.md) | {card.group} | {card.severity} | {card.title} |"


def _page(rule: Rule) -> Iterator[str]:
    card = rule.card
    yield from (MADE, "", f"# {card.id}: {card.title}", "")
    yield f"Group **{card.group}**, severity **{card.severity}**, asked about {ABOUT[rule.about]}."
    sections = (
        ("Why", card.why),
        ("How to fix", card.how_to_fix),
        ("When it is a false alarm", card.false_alarm),
    )
    for heading, text in sections:
        yield from ("", f"## {heading}", "", text)
    yield from _parameters(rule)
    yield from _cases(card.id)
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


def _listed_cases(path: Path) -> list[dict[str, Any]]:
    data = read_file(path).data
    cases = data.get("cases", []) if isinstance(data, dict) else data
    return [case for case in cases if isinstance(case, dict)] if isinstance(cases, list) else []
