"""Latency of flows: percentiles from service times and waits, who owns the slow tail, and lags after the answer."""

from design_sandbox.analysis.latency.distance import NEAR_ROUND_TRIP_S, WORLD_ROUND_TRIP_S, ZONE_ROUND_TRIP_S
from design_sandbox.analysis.latency.lag import Lag
from design_sandbox.analysis.latency.lanes import Lane
from design_sandbox.analysis.latency.latency import (
    Histogram,
    HopLatency,
    Latency,
    answer_times_of,
    latencies_of,
    latency_of,
)

__all__ = [
    "NEAR_ROUND_TRIP_S",
    "WORLD_ROUND_TRIP_S",
    "ZONE_ROUND_TRIP_S",
    "Histogram",
    "HopLatency",
    "Lag",
    "Lane",
    "Latency",
    "answer_times_of",
    "latencies_of",
    "latency_of",
]
