"""Batches: a worker that writes many messages together makes fewer writes."""

from __future__ import annotations

import pytest

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
