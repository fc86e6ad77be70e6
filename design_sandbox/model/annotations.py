"""How a path of a document's data leads through the annotations of its model: fields, lists, maps and unions."""

from __future__ import annotations

import types
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from design_sandbox.model.problems import Path


def value_at(data: Any, path: Path) -> Any:
    """The value at a path, None where the data ends before."""
    for element in path:
        data = data[element] if has_element(data, element) else None
    return data


def has_element(value: Any, element: str | int) -> bool:
    """Whether a map has this key, or a list this index."""
    if isinstance(value, Mapping):
        return element in value
    return isinstance(value, list) and isinstance(element, int) and 0 <= element < len(value)


def constraints_of(annotation: object) -> list[object]:
    """The bounds and patterns that stand with an annotation."""
    if get_origin(annotation) is Annotated:
        return [*_flat(get_args(annotation)[1:]), *constraints_of(get_args(annotation)[0])]
    members = members_of(annotation)
    return constraints_of(members[0]) if len(members) == 1 and members[0] is not annotation else []


def _flat(metadata: Iterable[object]) -> list[object]:
    """Constraints, those that pydantic's `Field(...)` bundles included."""
    return [part for item in metadata for part in getattr(item, "metadata", [item])]


def core_of(annotation: object) -> object:
    """The one alternative of an annotation beside None; a union as it is."""
    members = members_of(annotation)
    return members[0] if len(members) == 1 else annotation


def members_of(annotation: object) -> list[object]:
    """The alternatives of an annotation without None: one for a plain type, several for a union."""
    if get_origin(annotation) is Annotated:
        return members_of(get_args(annotation)[0])
    if get_origin(annotation) in (Union, types.UnionType):
        return [m for member in get_args(annotation) if member is not type(None) for m in members_of(member)]
    return [] if annotation is None else [annotation]


def _fields(annotation: object) -> dict[str, Any]:
    """Fields of a model by the key that a document writes."""
    fields: Mapping[str, Any] = getattr(core_of(annotation), "model_fields", {})
    return {_alias(name, field): field for name, field in fields.items()}


def _alias(name: str, field: Any) -> str:
    alias = field.validation_alias or field.alias
    return alias if isinstance(alias, str) else name


def keys_of(annotation: object) -> list[str]:
    """The keys that a document may write for a model, in the order of its fields."""
    return list(_fields(annotation))


def annotation_below(annotation: object, element: str | int) -> object:
    """The annotation of a key's value or a list's entry, with its bounds; None when nothing is known."""
    core = core_of(annotation)
    fields = _fields(core)
    if str(element) in fields:
        field = fields[str(element)]
        return Annotated[(field.annotation, *field.metadata)] if field.metadata else field.annotation
    arguments = [argument for argument in get_args(core) if argument is not Ellipsis]
    if not arguments or get_origin(core) is Literal:
        return None
    if get_origin(core) is tuple and isinstance(element, int) and element < len(arguments):
        return arguments[element]
    return arguments[-1]


def is_branch(member: object, tag: str) -> bool:
    """Whether pydantic's label of a branch (`int`, `list[str]`, a model, a discriminator) means this one."""
    name = getattr(member, "__name__", str(member))
    literals = [word for field in _fields(member).values() for word in get_args(field.annotation)]
    return tag == name or tag.startswith(f"{name}[") or tag in literals
