"""Batches: a worker that writes many messages together makes fewer writes."""

from __future__ import annotations

import pytest
from designs import walked

from design_sandbox.model.edits import apply_patch
from design_sandbox.model.loading import load_catalogue, load_scenario, references
from design_sandbox.walk.walker import walk_all


@pytest.mark.parametrize(("batch", "writes"), [(None, 1.0), (1, 1.0), (100, 0.01)])
def test_a_batch_divides_the_writes_that_fill_derived_data(batch: int | None, writes: float) -> None:
    """A stream processor with a batch of 100 writes counts once for a hundred visits."""
    design = next(d for d in references("url-shortener") if d.design.id == "counter-and-cache")
    changed = apply_patch(design, ({"op": "set", "component": "counter", "field": "batch", "value": batch},))
    walk = walk_all(load_scenario("url-shortener"), changed, load_catalogue()).walks["follow"]
    assert [hop.calls for hop in walk.hops if hop.target == "counts"] == [pytest.approx(writes)]


@pytest.mark.parametrize(
    ("shape", "writes"),
    [("counter", 2.0), ("append", 2.0), ("list", 200.0), ("record", 200.0), ("text", 200.0)],
)
def test_rows_of_their_own_are_writes_of_their_own(shape: str, writes: float) -> None:
    """A batch adds up what goes to one place; two hundred timelines stay two hundred writes."""
    found = walked(f"""
data note record durable
data feed {shape} optional from=note by=post times=200
post by user: write note
look by user: read feed
---
people: client plays=user
api: service
notes: relational holds=note
work: queue
fan: worker batch=100
feeds: {"search_index" if shape == "text" else "relational"} holds=feed
people -> api -> notes
api ~> work ~> fan -> feeds
api -> feeds
""")
    fills = [hop.calls for hop in found.walks["post"].hops if hop.target == "feeds" and hop.after_answer]
    assert fills == [pytest.approx(writes)]
