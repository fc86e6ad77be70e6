"""Downtime, error budgets and how fast they burn (Google SRE book and workbook; "The Calculus of Service Availability")."""

from __future__ import annotations

import math

from design_sandbox.theory.reliability import share

DAY_MIN = 1_440.0


def downtime_min(availability: float, days: float = 365.0) -> float:
    """Minutes without an answer in a period: (1 − A) · days · 1,440. Also the error budget of an objective."""
    return (1.0 - share(availability)) * _positive(days, "days") * DAY_MIN


def availability_of_downtime(minutes: float, days: float = 365.0) -> float:
    """The availability that these minutes without an answer leave of a period."""
    if not 0 <= minutes <= _positive(days, "days") * DAY_MIN:
        raise ValueError(f"{minutes!r} min do not fit into {days:g} days")
    return 1.0 - minutes / (days * DAY_MIN)


def outage_min(outages: float, minutes_each: float) -> float:
    """Minutes lost to outages of equal length."""
    if not (outages >= 0 and minutes_each >= 0):
        raise ValueError("outages and their length must be at least 0")
    return outages * minutes_each


def meets_objective(downtime_minutes: float, objective: float, days: float = 365.0) -> bool:
    """Whether this downtime stays within the error budget of the objective."""
    return downtime_minutes <= downtime_min(objective, days)


def split_budget(
    objective: float, dependencies: int, dependency_objective: float, days: float = 365.0
) -> tuple[float, float, float]:
    """(total, spent by the critical dependencies, left for the service itself), minutes in the period.

    Each unique critical dependency counts once, at whatever depth; their budgets are added (rare events).
    """
    if dependencies < 0:
        raise ValueError(f"dependencies must be at least 0; found {dependencies}")
    total = downtime_min(objective, days)
    theirs = dependencies * downtime_min(dependency_objective, days)
    return total, theirs, total - theirs


def burn_rate(budget_fraction: float, alert_window_h: float, slo_window_days: float = 30.0) -> float:
    """How many times faster than allowed a budget burns that loses this fraction within the alert's window."""
    return (
        share(budget_fraction, "budget fraction")
        * _positive(slo_window_days, "days")
        * 24.0
        / _positive(alert_window_h, "hours")
    )


def _positive(value: float, name: str) -> float:
    if not (value > 0 and math.isfinite(value)):
        raise ValueError(f"{name} must be above 0 and finite; found {value!r}")
    return value
