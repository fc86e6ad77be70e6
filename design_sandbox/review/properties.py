"""Properties that a component's type does not have: told in a drawing, and never offered as a fix."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from design_sandbox.model.catalogue import Catalogue
from design_sandbox.model.design import Design
from design_sandbox.model.edits import Patch
from design_sandbox.rules.finding import Finding

RULE_ID = "property-without-meaning"


def foreign_properties(design: Design, catalogue: Catalogue) -> list[Finding]:
    """One low finding for each component that says what its type cannot: kept in the drawing, without any effect."""
    found = []
    for name, component in design.components.items():
        spec = catalogue.types.get(component.type)
        foreign = spec.foreign(component.properties) if spec else []
        if spec is None or not foreign:
            continue
        words = " and ".join(
            catalogue.properties[field].label.lower() if field in catalogue.properties else field
            for field in foreign
        )
        label, kind = component.label or spec.label, spec.label.lower()
        found.append(Finding(
            RULE_ID, "fail", "low", f"{label}: {words} says nothing here",
            f"{_a(kind)} has no {words.replace(' and ', ' or ')}, so nothing in the review looks at it.",
            elements=(name,), subject=",".join(foreign), because=(f"{label} is a {kind}.",),
            patch=tuple({"op": "set", "component": name, "field": field, "value": None} for field in foreign),
            suggestion="Take it away, or choose a type that has it",
        ))  # fmt: skip
    return found


def _a(kind: str) -> str:
    return f"{'An' if kind[:1] in 'aeio' else 'A'} {kind}"


def without_foreign_offers(
    findings: Iterable[Finding], design: Design, catalogue: Catalogue
) -> list[Finding]:
    """The findings; an offered edit that would set what a type does not have is left out, and its words with it."""
    return [finding if can_be_made(finding.patch or (), design, catalogue) else replace(finding, patch=None, suggestion="")
            for finding in findings]  # fmt: skip


def can_be_made(patch: Patch, design: Design, catalogue: Catalogue) -> bool:
    """Whether every property that a patch sets is one that its component's type has by then."""
    if not patch:
        return True
    types = dict[str, str]()
    for edit in patch:
        fields: list[str] = []
        name = ""
        if edit["op"] == "add_component":
            name, given = str(edit["id"]), edit["component"]
            types[name] = given["type"]
            fields = [field for field in given if field in catalogue.properties]
        elif edit["op"] == "set" and edit["value"] is not None:
            name, field = str(edit["component"]), str(edit["field"])
            if field == "type":
                types[name] = str(edit["value"])
            fields = [field] if field in catalogue.properties else []
        there = design.components.get(name)
        spec = catalogue.types.get(types.get(name, there.type if there else ""))
        if spec is not None and spec.foreign(fields):
            return False
    return True
