"""Whether a failure passes by itself: retries multiply through the layers of callers and may fill a part for ever."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from design_sandbox.analysis.each_design import once_a_design
from design_sandbox.analysis.failure.result import RetryStorm
from design_sandbox.analysis.figure import Figure, Given, Mistake, Working
from design_sandbox.analysis.numbers import ComponentLoad
from design_sandbox.theory.retries import stays_down, worst_load
from design_sandbox.walk.walk import Walk
from design_sandbox.walk.walker import Walked

MOST_ATTEMPTS = 10**6
"""Attempts through all layers; more are not told apart."""


def attempts_at(walked: Walked, walks: Iterable[Walk]) -> dict[str, int]:
    """Part → how often one call from outside arrives at most, when every call fails and every caller tries again."""
    found: dict[str, int] = {}
    for walk in walks:
        through: dict[str, int] = {}
        for hop in walk.everywhere:
            part = walked.board.parts[hop.source]
            retries = int(part.get("retries") or 0) if not part.can("provide") else 0
            reached = min(through.get(hop.source, 1) * (1 + max(retries, 0)), MOST_ATTEMPTS)
            through[hop.target] = max(through.get(hop.target, 1), reached)
        for name, attempts in through.items():
            found[name] = max(found.get(name, 1), attempts)
    return found


@once_a_design
def _attempts(walked: Walked) -> dict[str, int]:
    """Those of every served journey: the same for every loss of a design."""
    return attempts_at(walked, [walk for walk in walked.walks.values() if walk.served])


def storms(
    walked: Walked, loads: Mapping[str, ComponentLoad], hit: Iterable[str]
) -> tuple[tuple[RetryStorm, ...], bool]:
    """Parts hit by a loss that retries would keep full (rate × attempts ≥ capacity), and whether any capacity is known."""
    attempts = _attempts(walked)
    found, known = [], False
    for name in hit:
        load = loads.get(name)
        used = load.utilisation if load else None
        if load is None or used is None or not load.peak_per_s:
            continue
        known = True
        capacity, times = load.peak_per_s / used if used else None, attempts.get(name, 1)
        budget = walked.board.parts[name].get("retry_budget")
        if capacity and times > 1 and stays_down(load.peak_per_s, capacity, times, _share(budget)):
            found.append(_storm(walked, name, load.peak_per_s, capacity, times))
    return tuple(sorted(found, key=lambda storm: (-(storm.load.value or 0.0), storm.part))), known


def _share(budget: object) -> float | None:
    return float(budget) if isinstance(budget, (int, float)) else None


def _storm(walked: Walked, name: str, rate: float, capacity: float, attempts: int) -> RetryStorm:
    label = walked.board.parts[name].label
    value = worst_load(rate, capacity, attempts)

    def explain() -> Working:
        return Working(
            "peak × attempts ÷ capacity", f"{rate:,.3g}/s × {attempts} ÷ {capacity:,.3g}/s",
            (Given("Peak", rate, "/s", "the walks"), Given("Attempts", attempts, "count", "retries of every caller on the way, multiplied"),
             Given("Capacity at 100 %", capacity, "/s", "instances × what each serves")),
            approximation="A rule of thumb that agrees with simulated outages",
            mistake=Mistake("Counting retries as pure gain", rate / capacity, "Retries add load exactly when the part is weakest."),
            assumes=("Every call fails during the loss and is tried again as often as its callers allow.",),
        )  # fmt: skip

    return RetryStorm(
        name, label, attempts, Figure(f"Load of {label} by retries alone", value, "ratio", explain)
    )
