"""What is simulated: stations, the calls that flows make at them, policies of the callers, and what happens when.

A plan knows no design and no screen; it is plain data that another process can be handed. All times are in seconds,
all rates per second. `checking.check_plan` says in words what is wrong with a plan.
"""

from design_sandbox.simulation.plan.flows import (
    Breaker,
    Call,
    Chance,
    Flow,
    Later,
    Lookup,
    Pause,
    Policy,
    Step,
    Together,
)
from design_sandbox.simulation.plan.happenings import (
    Burst,
    CacheEmptied,
    Happening,
    Outage,
    Slowdown,
    ZoneOutage,
)
from design_sandbox.simulation.plan.plan import FullSize, Limits, Plan
from design_sandbox.simulation.plan.stations import Autoscaling, Shape, Spread, Station

__all__ = [
    "Autoscaling", "Breaker", "Burst", "CacheEmptied", "Call", "Chance", "Flow", "FullSize", "Happening",
    "Later", "Limits", "Lookup", "Outage", "Pause", "Plan", "Policy", "Shape", "Slowdown", "Spread",
    "Station", "Step", "Together", "ZoneOutage",
]  # fmt: skip
