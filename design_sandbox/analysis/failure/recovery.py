"""Whether a failure passes by itself: retries multiply through the layers of callers and may fill a part for ever."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from design_sandbox.analysis.each_design import once_a_design
from design_sandbox.analysis.failure.result import RetryStorm
from design_sandbox.analysis.figure import Figure, Given, Mistake, Working
from design_sandbox.analysis.numbers import ComponentLoad
from design_sandbox.theory.retries import stays_down, worst_load
from design_sandbox.walk.board import Part
from design_sandbox.walk.walk import Walk
from design_sandbox.walk.walker import Walked

MOST_ATTEMPTS = 10**6
"""Attempts through all layers; more are not told apart."""


def attempts_at(walked: Walked, walks: Iterable[Walk], *, guarded: bool = True) -> dict[str, float]:
    """Part → how often one call from outside arrives at most, when every call fails and every caller tries again.

    Retries are those set on the called part, as the times of journeys and the simulation read them. Where it is
    `guarded`, a retry budget caps them, and behind a circuit breaker nothing is tried again: its callers have stopped.
    """
    found: dict[str, float] = {}
    for walk in walks:
        through: dict[str, float] = {}
        for hop in walk.everywhere:
            source, target = walked.board.parts[hop.source], walked.board.parts[hop.target]
            before = through.get(
                hop.source, _attempts_of(source, guarded=guarded) if source.can("clock") else 1.0
            )
            reached = min(before * _attempts_of(target, guarded=guarded), MOST_ATTEMPTS)
            if guarded and target.said.get("circuit_breaker"):
                reached = 1.0
            through[hop.target] = max(through.get(hop.target, 1.0), reached)
        for name, attempts in through.items():
            found[name] = max(found.get(name, 1.0), attempts)
    return found


def _attempts_of(part: Part, *, guarded: bool) -> float:
    """Attempts of one call to a part that is down."""
    attempts = 1.0 + max(int(part.get("retries") or 0), 0)
    budget = part.said.get("retry_budget") if guarded else None
    return min(attempts, 1.0 + float(budget)) if isinstance(budget, (int, float)) else attempts


@once_a_design
def _attempts(walked: Walked) -> tuple[dict[str, float], dict[str, float]]:
    """Those of every served journey, with and without guards: the same for every loss of a design."""
    served = [walk for walk in walked.walks.values() if walk.served]
    return attempts_at(walked, served), attempts_at(walked, served, guarded=False)


def storms(
    walked: Walked, loads: Mapping[str, ComponentLoad], hit: Iterable[str]
) -> tuple[tuple[RetryStorm, ...], bool]:
    """Parts hit by a loss that retries would keep full (rate × attempts ≥ capacity), and whether any capacity is known."""
    guarded, _ = _attempts(walked)
    found, known = [], False
    for name in hit:
        load = loads.get(name)
        if load is None or load.utilisation is None or not load.peak_per_s:
            continue
        known = True
        if (capacity := _kept_full(load, guarded.get(name, 1.0))) is not None:
            found.append(_storm(walked, name, load.peak_per_s, capacity, guarded[name]))
    return tuple(sorted(found, key=lambda storm: (-(storm.load.value or 0.0), storm.part))), known


def spared(walked: Walked, loads: Mapping[str, ComponentLoad], hit: Iterable[str]) -> Iterator[str]:
    """A sentence for each part that retries would keep full if no budget or breaker stopped them."""
    guarded, free = _attempts(walked)
    for name in hit:
        load = loads.get(name)
        if load is None or _kept_full(load, free.get(name, 1.0)) is None:
            continue
        if _kept_full(load, guarded.get(name, 1.0)) is None:
            by = "circuit breakers stop" if guarded.get(name, 1.0) <= 1 else "retry budgets limit"
            yield f"Retries would keep {walked.board.parts[name].label} full; {by} them."


def _kept_full(load: ComponentLoad, attempts: float) -> float | None:
    """The capacity (a second) that so many attempts of each call would fill for ever; None when they would not."""
    if not load.utilisation or not load.peak_per_s or attempts <= 1:
        return None
    capacity = load.peak_per_s / load.utilisation
    return capacity if stays_down(load.peak_per_s * attempts, capacity, 1) else None


def _storm(walked: Walked, name: str, rate: float, capacity: float, attempts: float) -> RetryStorm:
    label = walked.board.parts[name].label
    value = worst_load(rate * attempts, capacity, 1)

    def explain() -> Working:
        return Working(
            "peak × attempts ÷ capacity", f"{rate:,.3g}/s × {attempts:.3g} ÷ {capacity:,.3g}/s",
            (Given("Peak", rate, "/s", "the walks"), Given("Attempts", attempts, "count", "retries of every call on the way, multiplied"),
             Given("Capacity at 100 %", capacity, "/s", "instances × what each serves")),
            approximation="A rule of thumb that agrees with simulated outages",
            mistake=Mistake("Counting retries as pure gain", rate / capacity, "Retries add load exactly when the part is weakest."),
            assumes=("Every call fails during the loss and is tried again as often as its callers allow.",),
        )  # fmt: skip

    return RetryStorm(
        name, label, attempts, Figure(f"Load of {label} by retries alone", value, "ratio", explain)
    )
