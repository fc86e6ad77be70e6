"""A whole simulation in this process: several replications, summed up."""

from __future__ import annotations

from design_sandbox.simulation.checking import check_plan
from design_sandbox.simulation.combine import combine
from design_sandbox.simulation.plan import Limits, Plan
from design_sandbox.simulation.recording import Cancelled, Progress
from design_sandbox.simulation.replication import NO_LIMITS, run_once
from design_sandbox.simulation.result import LEAST_REPLICATIONS, MOST_REPLICATIONS, Result
from design_sandbox.simulation.summary import Summary, summarise

SEED_STEP = 1_000_003
"""Between the seeds of two replications, so that seeds next to each other share none."""


def simulate(
    plan: Plan,
    seed: int = 1,
    replications: int = LEAST_REPLICATIONS,
    *,
    limits: Limits = NO_LIMITS,
    progress: Progress = lambda share: None,
    cancelled: Cancelled = lambda: False,
) -> Result:
    """Simulate a plan several times with different random numbers. The same arguments give the same result.

    Raises ValueError with every mistake of the plan in words, and CancelledError when `cancelled` says so.
    """
    check_plan(plan)
    check_seed(seed, replications)
    found: list[Summary] = []
    for index in range(replications):

        def told(share: float, done: int = index) -> None:
            progress((done + share) / replications)

        found.append(summarise(plan, run_once(plan, seed + index * SEED_STEP, limits, told, cancelled)))
    progress(1.0)
    return combine(plan, seed, found)


def check_seed(seed: int, replications: int) -> None:
    """Raise ValueError in plain words for a seed or a number of replications that is out of range."""
    if not isinstance(seed, int) or not 0 <= seed < 2**48:
        raise ValueError(f"The seed is {seed!r}; give a whole number from 0 up.")
    if not isinstance(replications, int) or not 1 <= replications <= MOST_REPLICATIONS:
        raise ValueError(
            f"{replications!r} replications; give a whole number between 1 and {MOST_REPLICATIONS}."
        )
