"""One error of pydantic: where it stands in data and model, and what would have been accepted there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from design_sandbox.model.annotations import (
    annotation_below,
    constraints_of,
    core_of,
    has_element,
    is_branch,
    keys_of,
    members_of,
    value_at,
)
from design_sandbox.model.problems import Path, listed

_PLAIN_KINDS = (
    ("int_", "a whole number"), ("float_", "a number"), ("finite_", "a number"), ("bool_", "true or false"),
    ("string_type", "text"), ("list_", "a list"), ("tuple_", "a list"), ("set_", "a list"),
    ("dict_", "a map"), ("mapping_", "a map"), ("model_", "a map"), ("dataclass_", "a map"),
)  # fmt: skip
_COMPARISONS = {"greater_than", "greater_than_equal", "less_than", "less_than_equal"}


@dataclass(frozen=True)
class PlacedError:
    """An error of pydantic: its path in the data, the annotation there, the union branches passed."""

    entry: Mapping[str, Any]
    path: Path
    annotation: object
    container: object
    branches: tuple[tuple[Path, str], ...]

    @classmethod
    def of(cls, entry: Mapping[str, Any], data: Any, root: object, at: Path) -> PlacedError:
        """The place of an entry of `ValidationError.errors()`; `root` is the annotation of the data at `at`."""
        path, annotation, container = at, root, None
        value = value_at(data, at)
        branches: list[tuple[Path, str]] = []
        for index, element in enumerate(entry["loc"]):
            last_key = index == len(entry["loc"]) - 1 and entry["type"] == "missing"
            members = members_of(annotation)
            if not last_key and (
                len(members) > 1 or (annotation is None and not has_element(value, element))
            ):
                branches.append((path, str(element)))
                annotation = next((member for member in members if is_branch(member, str(element))), None)
                continue
            container = members[0] if len(members) == 1 else annotation
            annotation = annotation_below(container, element)
            value = value[element] if has_element(value, element) else None
            path = (*path, element)
        return cls(entry, path, annotation, container, tuple(branches))


def accepted_phrase(item: PlacedError) -> str:  # noqa: PLR0911 (a table of cases)
    """What would have been accepted, as a noun phrase."""
    kind, context = item.entry["type"], item.entry.get("ctx", {})
    if kind in _COMPARISONS:
        noun = "a whole number" if core_of(item.annotation) is int else "a number"
        return noun + (_range(item) or _one_bound(context))
    for prefix, phrase in _PLAIN_KINDS:
        if kind.startswith(prefix):
            keys = keys_of(item.annotation) if phrase == "a map" else []
            return f"{phrase} with the keys {listed(keys)}" if keys else phrase + _range(item)
    if kind in ("string_too_short", "string_too_long"):
        return f"text of {counted(context)} characters"
    if kind in ("too_short", "too_long"):
        return f"{counted(context)} entries"
    if kind == "string_pattern_mismatch":
        return f"text like {context.get('pattern', '')}"
    if accepted_words(item):
        return ""
    message = str(context.get("error") or item.entry["msg"])
    return message[len("Input should be ") :] if message.startswith("Input should be ") else message


def accepted_words(item: PlacedError) -> list[str]:
    """The closed list of words accepted at this place, if there is one."""
    context = item.entry.get("ctx", {})
    expected = context.get("expected_tags") or context.get("expected", "")
    if item.entry["type"] not in ("literal_error", "enum", "union_tag_invalid"):
        return []
    return str(expected).replace(" or ", ", ").replace("'", "").split(", ")


def counted(context: Mapping[str, Any]) -> str:
    """How many entries or characters a context accepts: `at least 2`."""
    for name, words in (("min_length", "at least"), ("max_length", "at most")):
        if name in context:
            return f"{words} {context[name]}"
    return "another number of"


def _one_bound(context: Mapping[str, Any]) -> str:
    names = {"ge": "of at least", "gt": "above", "le": "of at most", "lt": "below"}
    return "".join(f" {words} {context[name]}" for name, words in names.items() if name in context)


def _range(item: PlacedError) -> str:
    """The bounds that the annotation declares: ` from 1 to 64`."""
    bounds: dict[str, Any] = {}
    for constraint in constraints_of(item.annotation):
        for name in ("ge", "gt", "le", "lt"):
            if getattr(constraint, name, None) is not None:
                bounds[name] = getattr(constraint, name)
    if "ge" in bounds and "le" in bounds:
        return f" from {bounds['ge']} to {bounds['le']}"
    return " and".join(_one_bound({name: bound}) for name, bound in bounds.items())
