"""Where things go on the canvas when it has not measured its cards."""

from __future__ import annotations

from itertools import combinations

import pytest

from design_sandbox.model.loading import references
from design_sandbox.ui import engine, pictures


@pytest.mark.parametrize("scenario", ["twitter", "parking-lot-classes"])
def test_parts_with_long_names_do_not_touch(scenario: str) -> None:
    """A card is as wide as its name needs, up to a bound; arranged ones stand apart."""
    document = engine.document_of(references(scenario)[0])
    for name, component in document["components"].items():
        component["label"] = f"The one that is called {name}"
    design = engine.design_of(document)
    places = pictures.arranged(document)
    assert set(places) == set(document["components"])
    sizes = {name: pictures.size_of(design, name) for name in places}
    for a, b in combinations(places, 2):
        apart_x = places[a][0] + sizes[a][0] <= places[b][0] or places[b][0] + sizes[b][0] <= places[a][0]
        apart_y = places[a][1] + sizes[a][1] <= places[b][1] or places[b][1] + sizes[b][1] <= places[a][1]
        assert apart_x or apart_y, (a, b)


def test_a_card_is_as_wide_as_its_name_up_to_a_bound() -> None:
    """Short names share one width; a long one is bounded; what has no label goes by its id."""
    names = {"a": "Cache", "b": "Relational database", "c": "x" * 60, "relational_database": None}
    document = {
        "design": {"id": "d", "version": 1, "scenario": "twitter", "kind": "system"},
        "components": {
            name: {"type": "cache", **({} if label is None else {"label": label})}
            for name, label in names.items()
        },
    }
    design = engine.design_of(document)
    narrow, wide, bounded, by_id = (pictures.size_of(design, name)[0] for name in names)
    assert narrow < wide < bounded == 224
    assert by_id > narrow
