"""JSON Schemas of the documents, made from the models; editors complete and check YAML with them.

The committed files in `schemas/` equal these by test. A component of a design may also carry the catalogue's
properties, which the models leave open: they are added here, with their ranges and help.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from design_sandbox.model.catalogue import Catalogue, ComponentType, PropertySpec

SCHEMAS: dict[str, str] = {
    "design": "what a learner draws",
    "scenario": "a prompt with its load, data, journeys and failures",
    "rubric": "how a walk becomes points",
    "catalogue": "groups, properties and connections that designs may use",
    "catalogue-types": "component types of one catalogue file",
    "prices": "what instances and uses of each type cost",
}
"""Schema name → what the document is. The file is `schemas/<name>.schema.json`."""

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_CHAIN = {
    "type": "string",
    "title": "Chain",
    "description": "Short form: `->` calls, `~>` hands off, `=>` replicates, `<->` stays open",
    "examples": ["client -> load-balancer -> api"],
}


def schema(name: str) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a document; KeyError when there is none of that name."""
    make = {
        "design": _design,
        "scenario": _scenario,
        "rubric": _rubric,
        "catalogue": _catalogue_head,
        "catalogue-types": _catalogue_types,
        "prices": _prices,
    }[name]
    return {"$schema": DIALECT, **make()}


def schema_text(name: str) -> str:
    """The schema as it is committed and printed."""
    return json.dumps(schema(name), indent=2, ensure_ascii=False) + "\n"


def _design() -> dict[str, Any]:
    from design_sandbox.model.design import Design
    from design_sandbox.model.loading import load_catalogue

    document = Design.model_json_schema(by_alias=True)
    catalogue = load_catalogue()
    component = document["$defs"]["Component"]
    component["additionalProperties"] = False
    component["properties"]["type"] = {"title": "Type", "oneOf": _types(catalogue)}
    component["properties"] |= {name: _property(spec) for name, spec in catalogue.properties.items()}
    connections = document["properties"]["connections"]
    connections["items"] = {"anyOf": [connections["items"], _CHAIN]}
    return document


def _types(catalogue: Catalogue) -> list[dict[str, Any]]:
    return [
        {"const": name, "title": spec.label, "description": _type_help(spec)}
        for name, spec in catalogue.types.items()
    ]


def _type_help(spec: ComponentType) -> str:
    also = f" Also: {', '.join(spec.synonyms)}." if spec.synonyms else ""
    return spec.summary.strip() + also


def _property(spec: PropertySpec) -> dict[str, Any]:
    """A catalogue property as a schema, with its range, options and help."""
    shape: dict[str, Any] = {"title": spec.label, "description": spec.help.strip()}
    if spec.type in ("integer", "number", "ratio"):
        bounds = {"minimum": spec.min, "maximum": spec.max}
        shape |= {"type": "integer" if spec.type == "integer" else "number"}
        shape |= {key: bound for key, bound in bounds.items() if bound is not None}
    elif spec.type == "boolean":
        shape["type"] = "boolean"
    elif spec.type == "choice":
        shape["oneOf"] = [{"const": option.value, "title": option.label} for option in spec.options]
    elif spec.type == "quantity":
        shape["anyOf"] = [{"type": "string", "maxLength": 100}, {"type": "number"}]
    elif spec.type == "chips":
        shape |= {"type": "array", "items": {"type": "string"}}
    else:
        shape |= {"type": "string", "maxLength": 400}
    if spec.default is not None:
        shape["default"] = spec.default
    return shape


def _scenario() -> dict[str, Any]:
    from design_sandbox.model.scenario import Scenario

    return Scenario.model_json_schema(by_alias=True)


def _rubric() -> dict[str, Any]:
    from design_sandbox.model.rubric import Rubric

    return Rubric.model_json_schema(by_alias=True)


def _catalogue_head() -> dict[str, Any]:
    """The catalogue's first file: the types stand in files of their own."""
    from design_sandbox.model.catalogue import Catalogue

    document = Catalogue.model_json_schema(by_alias=True)
    document["required"] = [key for key in document["required"] if key != "types"]
    return document


def _catalogue_types() -> dict[str, Any]:
    from pydantic import TypeAdapter

    from design_sandbox.model.base import Identifier
    from design_sandbox.model.catalogue import ComponentType

    return TypeAdapter(dict[Identifier, ComponentType]).json_schema(by_alias=True)


def _prices() -> dict[str, Any]:
    from design_sandbox.model.prices import PriceTable

    return PriceTable.model_json_schema(by_alias=True)
