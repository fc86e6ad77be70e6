"""A scan is charged by the request that makes it, not by the item that it looks at."""

from __future__ import annotations

import pytest
from designs import walked

from design_sandbox.analysis.analyse import strategy_costs
from design_sandbox.analysis.data.bandwidth import flow_bytes

CASES = [
    ("read", 100, "100 B", 100.0, 100.0),
    ("scan", 100, "100 B", 1.0, 10_000.0),
    ("scan", 1, "100 B", 1.0, 100.0),
    ("scan", 0.5, "100 B", 0.5, 100.0),
    ("scan", 1_000, "640 B", 10.0, 64_000.0),
    ("scan", 50_000_000, "128 B", 100_000.0, 64_000.0),
]


def sketch(verb: str, times: float, size: str) -> str:
    """One journey that looks at so many notes."""
    size = size.replace(" ", "")
    return f"""
data note append durable size={size}
look by user rate=10: any(live: {verb} note times={times})
---
people: client plays=user
api: service
store: wide_column holds=note
people -> api -> store
"""


@pytest.mark.parametrize(("verb", "times", "size", "calls", "payload"), CASES)
def test_calls_and_bytes_of_a_scan(verb: str, times: float, size: str, calls: float, payload: float) -> None:
    """Items that lie side by side come 64 kB at a time; single items one by one; the bytes stay the same."""
    hop = next(hop for hop in walked(sketch(verb, times, size)).walks["look"].hops if hop.target == "store")
    assert (hop.calls, hop.payload_bytes) == (pytest.approx(calls), pytest.approx(payload))
    assert hop.calls * hop.items == pytest.approx(times)


@pytest.mark.parametrize(("verb", "times", "size", "calls", "payload"), CASES)
def test_a_strategy_costs_the_calls_it_makes(
    verb: str, times: float, size: str, calls: float, payload: float
) -> None:
    """What the strategies are compared by is what the walk then does."""
    found = walked(sketch(verb, times, size))
    assert found.walks["look"].strategies[0].calls["live"] == pytest.approx(calls)
    assert strategy_costs(found.scenario)["look"]["live"] == pytest.approx(10 * calls)


def test_people_get_what_a_scan_found_not_all_it_looked_at() -> None:
    """A count over a hundred visits goes out as one item."""
    counted, single = (flow_bytes(walked(sketch("scan", times, "100 B")))[0].out_bytes for times in (100, 1))
    assert counted == single
