"""One replication of a plan, by the quick loop where nothing can fail, else by the careful one."""

from __future__ import annotations

from design_sandbox.simulation.careful import Careful
from design_sandbox.simulation.checking import check_plan
from design_sandbox.simulation.flatten import is_plain
from design_sandbox.simulation.plain import Plain
from design_sandbox.simulation.plan import Limits, Plan
from design_sandbox.simulation.recording import Cancelled, Progress, Recording

NO_LIMITS = Limits()


def run_once(
    plan: Plan,
    seed: int,
    limits: Limits = NO_LIMITS,
    progress: Progress = lambda share: None,
    cancelled: Cancelled = lambda: False,
) -> Recording:
    """Simulate a plan once. Raises ValueError for a plan that makes no sense, CancelledError when taken back."""
    check_plan(plan)
    loop = Plain(plan, seed) if is_plain(plan) else Careful(plan, seed)
    return loop.run(limits, progress, cancelled)
