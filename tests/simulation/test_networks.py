"""Networks with known answers: what is simulated agrees with the mathematics, within its own confidence."""

from __future__ import annotations

import numpy as np

from design_sandbox.simulation.plan import Call, Flow, Plan, Spread, Station
from design_sandbox.simulation.recording import Recording
from design_sandbox.simulation.replication import run_once


def one_station(rate_per_s: float, servers: int, spread: Spread, requests: int) -> Plan:
    """One flow that calls one station once."""
    flow = Flow("asks", rate_per_s, (Call("station"),))
    return Plan((Station("station", spread, at_once=servers),), (flow,), requests / rate_per_s)


def took_s(recording: Recording, flow: int = 0) -> np.ndarray:
    """How long each answered request took, in the order of their ends."""
    moments = recording.answered[flow]
    return np.array(moments.ends) - np.array(moments.starts)


def test_four_servers_wait_as_erlang_says() -> None:
    """M/M/4 at utilisation 0.8: a mean wait of 0.745541 service times (Erlang C)."""
    means = [took_s(run_once(one_station(3.2, 4, Spread(1.0, shape="exponential"), 40_000), seed)).mean()
             for seed in range(5)]  # fmt: skip
    error = np.std(means, ddof=1) / np.sqrt(len(means))
    assert abs(np.mean(means) - 1.745541) < 3 * error + 0.01
