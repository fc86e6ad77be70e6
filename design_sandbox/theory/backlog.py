"""Work that waits in a channel: how it piles up while consumers are slow or gone, and how long it takes to drain.

Fluid model (rates, no chance): good to within a few per cent once thousands of messages wait.
"""

from __future__ import annotations

import math

from design_sandbox.theory.rates import require_positive, require_rate


def backlog_after(
    arriving_per_s: float, served_per_s: float, duration_s: float, waiting: float = 0.0
) -> float:
    """Messages that wait after a while; never fewer than none. `served_per_s` 0 is an outage of the consumers."""
    grows = require_rate(arriving_per_s, "the arrivals") - require_rate(served_per_s, "the service")
    return max(0.0, require_rate(waiting, "the backlog") + grows * require_rate(duration_s, "the duration"))


def drain_time_s(waiting: float, arriving_per_s: float, served_per_s: float) -> float | None:
    """Seconds until a backlog is gone while new work keeps coming: B / (μ − λ); None when it never is."""
    spare = require_rate(served_per_s, "the service") - require_rate(arriving_per_s, "the arrivals")
    if require_rate(waiting, "the backlog") == 0:
        return 0.0
    return waiting / spare if spare > 0 else None


def service_to_drain(waiting: float, arriving_per_s: float, within_s: float) -> float:
    """Messages a second that must be served so that a backlog is gone within a deadline."""
    extra = require_rate(waiting, "the backlog") / require_positive(within_s, "the deadline")
    return require_rate(arriving_per_s, "the arrivals") + extra


def oldest_age_s(waiting: float, served_per_s: float) -> float | None:
    """How long a message that arrives now waits behind the others; None when nobody serves."""
    require_rate(waiting, "the backlog")
    if not require_rate(served_per_s, "the service"):
        return None if waiting else 0.0
    return waiting / served_per_s


def consumers_for(arriving_per_s: float, each_per_s: float, most_busy: float = 0.7) -> int:
    """Consumers that keep up with the arrivals, none busier than `most_busy`."""
    require_rate(arriving_per_s, "the arrivals")
    served = require_positive(each_per_s, "one consumer's rate") * require_positive(most_busy, "the share")
    return max(1, math.ceil(round(arriving_per_s / served, 9)))


def batched_rate(calls_per_s: float, batch: float) -> float:
    """Messages a second through an interface that limits calls, so many messages in each."""
    return require_rate(calls_per_s, "the calls") * require_positive(batch, "the batch")
