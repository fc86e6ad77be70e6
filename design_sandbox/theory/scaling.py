"""How throughput grows with workers: the Universal Scalability Law (Gunther 2007), Amdahl's law within it."""

from __future__ import annotations

import math
from dataclasses import dataclass

from design_sandbox.theory.queueing import at_least


@dataclass(frozen=True)
class ScalabilityLaw:
    """X(N) = γN ÷ (1 + α(N − 1) + βN(N − 1)): α is work done one after another, β is talking to each other.

    A fit, not a law of nature: valid between the sizes that were measured, and for stateful tiers.
    """

    contention: float
    """α"""
    coherency: float
    """β"""
    single: float = 1.0
    """γ: throughput of one."""

    def __post_init__(self) -> None:
        """Refuse negative coefficients: they would promise more than linear growth."""
        at_least(self.contention, 0, "contention")
        at_least(self.coherency, 0, "coherency")
        at_least(self.single, 0, "throughput of one")

    def throughput(self, workers: float) -> float:
        """Throughput of this many workers, in the unit of `single`."""
        at_least(workers, 0, "workers")
        slowed = self.contention * (workers - 1) + self.coherency * workers * (workers - 1)
        return self.single * workers / (1 + slowed)

    @property
    def best_workers(self) -> float | None:
        """The number of workers beyond which more of them do less; None if that never happens."""
        if self.coherency == 0:
            return None
        return math.sqrt(max(1 - self.contention, 0.0) / self.coherency)

    @property
    def limit(self) -> float | None:
        """What no number of workers exceeds; None if growth has no end."""
        if self.coherency:
            return self.throughput(max(self.best_workers or 1.0, 1.0))
        return self.single / self.contention if self.contention else None
