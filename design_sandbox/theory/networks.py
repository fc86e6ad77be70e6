"""A network of queues (Jackson 1957): what arrives where, and how long a visit to all of it takes. Exact."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from design_sandbox.theory.queueing import MMc


@dataclass(frozen=True)
class JacksonNetwork:
    """Stations with Poisson arrivals from outside, exponential service and routing by chance."""

    outside_per_s: tuple[float, ...]
    """Arrivals from outside at each station."""
    stations: tuple[tuple[int, float], ...]
    """(servers, service rate of one server) of each station."""
    routing: tuple[tuple[float, ...], ...]
    """Row from, column to: the share that goes on there; what is left of a row leaves."""

    @property
    def arrivals_per_s(self) -> tuple[float, ...]:
        """Arrivals at each station, those from other stations included: (I − Pᵀ) λ = γ."""
        size = len(self.stations)
        routing = np.array(self.routing, dtype=float).reshape(size, size)
        if len(self.outside_per_s) != size or (routing < 0).any() or (routing.sum(axis=1) > 1 + 1e-12).any():
            raise ValueError("routing must be a square table of shares whose rows sum to at most 1")
        try:
            solved = np.linalg.solve(np.eye(size) - routing.T, np.array(self.outside_per_s, dtype=float))
        except np.linalg.LinAlgError as problem:
            raise ValueError("some requests go round for ever: every cycle needs a way out") from problem
        return tuple(float(rate) for rate in solved)

    @property
    def queues(self) -> tuple[MMc, ...]:
        """Each station as a queue of its own, which is what Jackson's theorem allows."""
        return tuple(
            MMc(max(rate, 0.0), service, servers)
            for rate, (servers, service) in zip(self.arrivals_per_s, self.stations, strict=True)
        )

    @property
    def mean_sojourn_s(self) -> float:
        """Mean time from entering to leaving: Σ visits × time at each station."""
        inside = sum(queue.arrival_per_s * queue.sojourn_mean for queue in self.queues)
        return inside / sum(self.outside_per_s)


def routing_table(size: int, routes: Sequence[tuple[int, int, float]]) -> tuple[tuple[float, ...], ...]:
    """A routing table from (from, to, share) triples."""
    table = [[0.0] * size for _ in range(size)]
    for source, target, portion in routes:
        table[source][target] += portion
    return tuple(tuple(row) for row in table)
