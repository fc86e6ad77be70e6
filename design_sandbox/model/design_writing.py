"""Designs as data, YAML and JSON that read back to the same design."""

from __future__ import annotations

import json
from typing import Any

from design_sandbox.model.design import Design


def design_to_data(design: Design) -> dict[str, Any]:
    """The design as plain data, without what is empty; order and ids kept."""
    data = json.loads(design.model_dump_json(by_alias=True, exclude_defaults=False))
    header = {key: value for key, value in data["design"].items() if value not in (None, "", [], {})}
    rest = {
        key: value
        for key, value in data.items()
        if key != "design" and value not in ({}, [], {"positions": {}})
    }
    return {"design": header, **rest}


def design_to_yaml(design: Design, *, comment: str = "") -> str:
    """The design as YAML that reads back to the same design."""
    from design_sandbox.model.yaml_writing import dump_yaml

    return dump_yaml(design_to_data(design), header_comment=comment)


def design_to_json(design: Design) -> str:
    """The design as indented JSON that reads back to the same design."""
    return json.dumps(design_to_data(design), indent=2, ensure_ascii=False) + "\n"
