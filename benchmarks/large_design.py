"""A larger design made from a reference: services with their stores are repeated beside the first ones."""

from __future__ import annotations

from typing import Any

from design_sandbox.model.design import Design
from design_sandbox.model.loading import load_catalogue


def large_design(reference: Design, parts: int) -> Design:
    """The reference with numbered twins of its inner parts, wired alike, until it has `parts` components.

    Clients and edge parts are shared: the twins stand behind the same way in, so every walk has a choice.
    """
    catalogue = load_catalogue()
    inner = [
        name
        for name, component in reference.components.items()
        if not {"initiate", "pass_on"} & set(catalogue.types[component.type].abilities)
    ]
    document = reference.model_dump(by_alias=True, mode="json")
    original = [dict(connection) for connection in document["connections"]]
    twin = 2
    while len(document["components"]) < parts:
        chosen = inner[: parts - len(document["components"])]
        _add_twins(document, original, chosen, twin)
        twin += 1
    return Design.model_validate(document)


def _add_twins(
    document: dict[str, Any], original: list[dict[str, Any]], chosen: list[str], twin: int
) -> None:
    """Copies of the chosen parts and of the connections among them and their shared neighbours."""
    for name in chosen:
        document["components"][f"{name}-{twin}"] = {**document["components"][name], "label": f"{name} {twin}"}
    for connection in original:
        ends = [f"{end}-{twin}" if end in chosen else end for end in (connection["from"], connection["to"])]
        if ends != [connection["from"], connection["to"]]:
            document["connections"].append({**connection, "from": ends[0], "to": ends[1]})
    for group in document["groups"].values():
        group["contains"] = [*group["contains"], *(f"{n}-{twin}" for n in chosen if n in group["contains"])]
