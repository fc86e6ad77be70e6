"""The catalogue for the palette and the properties panel."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

from design_sandbox.model.base import DiagramKind
from design_sandbox.model.catalogue import Catalogue, ComponentType, PropertySpec
from design_sandbox.render.icons import icon_body

STYLES = {
    "inherits": "uml-inherits", "implements": "uml-implements", "composes": "uml-composes",
    "aggregates": "uml-aggregates", "associates": "uml-associates", "depends": "uml-depends",
}  # fmt: skip


_named: dict[DiagramKind, tuple[Catalogue, str, dict[str, Any]]] = {}


def named_catalogue(catalogue: Catalogue, kind: DiagramKind) -> tuple[str, dict[str, Any]]:
    """The payload and a name for exactly this content: who knows the name need not be told again."""
    known = _named.get(kind)
    if known is None or known[0] is not catalogue:
        payload = catalogue_payload(catalogue, kind)
        content = json.dumps(payload, sort_keys=True, ensure_ascii=False)
        known = _named[kind] = (catalogue, sha256(content.encode()).hexdigest()[:16], payload)
    return known[1], known[2]


def catalogue_payload(catalogue: Catalogue, kind: DiagramKind) -> dict[str, Any]:
    """Palette sections, types and connection kinds of one kind of diagram, in catalogue order."""
    types = catalogue.of_kind(kind)
    return {
        "groups": [
            {"id": group.id, "label": group.label, "role": _role_of(group.id, types)}
            for group in catalogue.groups
            if group.kind == kind
        ],
        "types": {name: _type(spec, catalogue) for name, spec in types.items()},
        "connection_kinds": [
            {"id": name, "label": spec.label, "style": STYLES.get(spec.style, spec.style), "help": spec.help}
            for name, spec in catalogue.connections.items()
            if spec.kind == kind
        ],
    }


def _role_of(group: str, types: dict[str, ComponentType]) -> str:
    """The role most of a section's types have: it colours the section."""
    roles = [spec.role for spec in types.values() if spec.group == group]
    return max(sorted(set(roles)), key=roles.count, default="compute")


def _type(spec: ComponentType, catalogue: Catalogue) -> dict[str, Any]:
    return {
        "label": spec.label,
        "group": spec.group,
        "role": spec.role,
        "icon": icon_body(spec.icon),
        "summary": spec.summary,
        "synonyms": list(spec.synonyms),
        "fields": [
            _field(name, catalogue.properties[name], spec.defaults.get(name)) for name in spec.properties
        ],
    }


def _field(name: str, spec: PropertySpec, type_default: object) -> dict[str, Any]:
    """A property as the panel needs it; what is assumed while it is unset becomes the placeholder."""
    default = type_default if type_default is not None else spec.default
    field: dict[str, Any] = {"name": name, "label": spec.label, "type": spec.type, "help": spec.help}
    optional = {"unit": spec.unit, "min": spec.min, "max": spec.max}
    field |= {key: value for key, value in optional.items() if value is not None}
    if spec.options:
        field["options"] = [{"value": choice.value, "label": choice.label} for choice in spec.options]
    if default is not None:
        field["default"] = _as_text(default)
    if spec.folded:
        field["folded"] = True
    if spec.chips and spec.chips != "free":
        field["source"] = spec.chips
    return field


def _as_text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:g}" if isinstance(value, float) else str(value)
