"""Edits of a design as data: fixes, ablations, questions' answers and the canvas all speak these operations."""

from __future__ import annotations

import copy
from typing import Any

from design_sandbox.model.design import Design

Patch = tuple[dict[str, Any], ...]
"""Operations applied in order as one undo step. Each is a mapping with `op` and its operands:

- `add_component` id, component · `remove_component` id
- `add_connection` connection · `remove_connection` from, to
- `set` component, field, value (None removes) · `add_to` / `remove_from` component, field, value
- `add_group` id, group · `add_to_group` group, component · `remove_from_group` group, component
- `set_decision` prompt, decision
"""


class EditError(ValueError):
    """An edit names a part that is not there."""


def apply_patch(design: Design, patch: Patch) -> Design:
    """The design after the edits; the given one is not changed.

    Raises EditError when an edit names something that does not exist.
    """
    document = design.model_dump(by_alias=True)
    document = copy.deepcopy(_plain(document))
    for operation in patch:
        _apply(document, operation)
    return Design.model_validate(document)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(entry) for key, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(entry) for entry in value]
    return value


def _component(document: dict[str, Any], name: str) -> dict[str, Any]:
    try:
        found: dict[str, Any] = document["components"][name]
    except KeyError:
        raise EditError(f"there is no component {name!r}") from None
    return found


def _apply(document: dict[str, Any], operation: dict[str, Any]) -> None:  # noqa: PLR0912 (one case an edit)
    match operation["op"]:
        case "add_component":
            document["components"][operation["id"]] = _plain(operation["component"])
        case "remove_component":
            _remove_component(document, operation["id"])
        case "add_connection":
            document["connections"].append(_plain(operation["connection"]))
        case "remove_connection":
            _remove_connection(document, operation["from"], operation["to"])
        case "set":
            _set(_component(document, operation["component"]), operation["field"], operation["value"])
        case "add_to":
            part = _component(document, operation["component"])
            names = [*part.get(operation["field"], ())]
            if operation["value"] not in names:
                part[operation["field"]] = [*names, operation["value"]]
        case "remove_from":
            part = _component(document, operation["component"])
            names = part.get(operation["field"], ())
            part[operation["field"]] = [name for name in names if name != operation["value"]]
        case "add_group":
            document["groups"][operation["id"]] = _plain(operation["group"])
        case "add_to_group":
            group = document["groups"].setdefault(operation["group"], {"kind": "region", "contains": []})
            group["contains"] = [*group.get("contains", ()), operation["component"]]
        case "remove_from_group":
            group = document["groups"].get(operation["group"], {"contains": []})
            group["contains"] = [name for name in group["contains"] if name != operation["component"]]
        case "set_decision":
            document["decisions"][operation["prompt"]] = _plain(operation["decision"])
        case unknown:
            raise EditError(f"there is no edit called {unknown!r}")


def _set(part: dict[str, Any], field: str, value: Any) -> None:
    if value is None:
        part.pop(field, None)
    else:
        part[field] = _plain(value)


def _remove_component(document: dict[str, Any], name: str) -> None:
    _component(document, name)
    del document["components"][name]
    document["connections"] = [c for c in document["connections"] if name not in (c["from"], c["to"])]
    for group in document["groups"].values():
        group["contains"] = [member for member in group.get("contains", ()) if member != name]
    ways = {flow: [part for part in way if part != name] for flow, way in document["walkthroughs"].items()}
    document["walkthroughs"] = {flow: way for flow, way in ways.items() if len(way) > 1}


def _remove_connection(document: dict[str, Any], source: str, target: str) -> None:
    kept = [c for c in document["connections"] if (c["from"], c["to"]) != (source, target)]
    if len(kept) == len(document["connections"]):
        raise EditError(f"there is no connection {source} -> {target}")
    document["connections"] = kept
