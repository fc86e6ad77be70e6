"""Small object models for tests: a hall with seats, as text, and shuffled or renamed copies of any design."""

from __future__ import annotations

import random
from typing import Any

from design_sandbox.model.design import Design
from design_sandbox.model.loading import load_catalogue
from design_sandbox.model.scenario import Scenario
from design_sandbox.testing import tiny_design, tiny_scenario
from design_sandbox.walk.objects import WalkedModel, walk_model

ENTITIES: dict[str, Any] = {
    "seat": {"label": "a seat", "shape": "thing", "synonyms": ["place"]},
    "booking": {"label": "a booking", "shape": "thing"},
    "taken": {
        "label": "whether a seat is taken", "shape": "fact", "of": "seat", "synonyms": ["occupied", "seat free"],
        "operations": {"changes": ["take", "release"], "guards": ["try take"], "checks": ["is free"]},
    },
    "booked_at": {"label": "when it was booked", "shape": "fact", "of": "booking", "synonyms": ["booking time"]},
    "free_seats": {"label": "how many seats are free", "shape": "fact", "derived_from": ["taken"]},
    "kind": {"label": "the kind of seat", "shape": "fact", "of": "seat", "optional": True, "synonyms": ["seat type"]},
    "choice": {"label": "which seat to give", "shape": "decision", "of": "seat", "derived_from": ["kind"], "synonyms": ["find seat", "seat choice"],
               "operations": {"include": ["book"]}},
    "price": {"label": "the price", "shape": "decision", "synonyms": ["tariff"]},
}  # fmt: skip


def scenario(**flows: list[dict[str, Any]]) -> Scenario:
    """A scenario whose flows have these steps."""
    return tiny_scenario(
        {"entities": ENTITIES, "flows": {name: {"steps": steps} for name, steps in flows.items()},
         "twists": {"kinds": {"title": "Other seats", "adds_variant": "kind"}}}, "object_model",
    )  # fmt: skip


def model(components: dict[str, Any], *connections: Any) -> Design:
    """An object model; connections as `a -> b` (associates) or `a implements b`."""
    links: list[Any] = []
    for text in connections:
        tail, kind, head = text.split()
        links.append({"from": tail, "to": head} | ({} if kind == "->" else {"kind": kind}))
    return tiny_design({"components": components, "connections": links}, "object_model")


def walked(design: Design, given: Scenario) -> WalkedModel:
    """The model walked through the scenario."""
    return walk_model(given, design, load_catalogue())


def renamed(design: Design, seed: int) -> tuple[Design, dict[str, str]]:
    """The same design with other ids in another order, and new id → old id."""
    dice = random.Random(seed)
    names = list(design.components)
    fresh = [f"part{number}" for number in range(len(names))]
    dice.shuffle(fresh)
    new = dict(zip(names, fresh, strict=True))
    order = dice.sample(names, len(names))
    components = {new[name]: design.components[name] for name in order}
    links = [
        link.model_copy(update={"source": new[link.source], "target": new[link.target]})
        for link in design.connections
    ]
    dice.shuffle(links)
    return design.model_copy(update={"components": components, "connections": tuple(links)}), {
        v: k for k, v in new.items()
    }
