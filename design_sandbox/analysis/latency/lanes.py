"""Lanes of a flow: equal handlers, or regions, that share its requests; what each takes, and all of them together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

from design_sandbox.analysis.figure import Figure, Mistake, Working, not_computable, simulate_instead
from design_sandbox.analysis.latency import explain
from design_sandbox.analysis.latency.course import TimedWalk
from design_sandbox.analysis.latency.mixing import AnswerTimes, Mixture
from design_sandbox.analysis.latency.validity import reasons_to_simulate

Five = tuple[Figure, Figure, Figure, Figure, Figure]
MIXES = "Equal handlers take equal shares of the requests; the distributions of their answers are mixed, not their percentiles"


@dataclass(frozen=True)
class Lane:
    """One of several equal handlers and what answers through it take."""

    through: str
    """Label of the handler, with its region where another one has the same label."""
    share: float
    """Of the requests."""
    mean: Figure
    p50: Figure
    p99: Figure


def lanes_of(timed: TimedWalk) -> tuple[Lane, ...]:
    """Every lane, the one that the walk tells first; empty while one handler takes all requests."""
    if not timed.elsewhere:
        return ()
    share = 1 / len(timed.lanes)
    found = []
    for lane, through in zip(timed.lanes, timed.named, strict=True):
        mean, p50, _, p99, _ = _own(lane)
        found.append(Lane(through, share, mean, p50, p99))
    return tuple(found)


def figures_of(timed: TimedWalk, reasons: tuple[str, ...]) -> Five:
    """Mean, p50, p95, p99 and p99.9 of an answer, whoever gives it."""
    times = timed.times
    if not isinstance(times, Mixture):
        return explain.answer_figures(timed, times, reasons)
    values = (times.mean_s, *times.quantiles_s)
    found = [_mixed(timed, times, place, value, reasons) for place, value in enumerate(values)]
    return found[0], found[1], found[2], found[3], found[4]


def _own(lane: TimedWalk) -> Five:
    alone = replace(lane, elsewhere=())
    return explain.answer_figures(alone, alone.own_times, reasons_to_simulate(alone))


def _mixed(timed: TimedWalk, times: Mixture, place: int, value: float, reasons: tuple[str, ...]) -> Figure:
    label = explain.ANSWERS[place]
    if reasons and place:
        return simulate_instead(label, "s", reasons[0])
    if not times.complete:
        return not_computable(label, "s", "its times spread over too many orders of magnitude")
    return Figure(label, value, "s", partial(_working, timed, times, place, value))


def _working(timed: TimedWalk, times: Mixture, place: int, value: float) -> Working:
    each = [_own(lane)[place] for lane in timed.lanes]
    inputs = tuple(
        replace(figure, label=f"{figure.label} through {through}")
        for figure, through in zip(each, timed.named, strict=True)
    )
    bands = [figure.working.error_band for figure in each if figure.working.error_band]
    band = (min(low for low, _ in bands), max(high for _, high in bands)) if bands else None
    assumes = tuple(dict.fromkeys(line for figure in each for line in figure.working.assumes))
    label, count = explain.ANSWERS[place], len(each)
    if place == 0:
        text = " + ".join(explain.ms(lane.mean_s) for lane in times.lanes)
        return Working("Σ mean of each handler ÷ handlers", f"({text}) ÷ {count} = {explain.ms(value)}", inputs, MIXES, band,
                       None, assumes)  # fmt: skip
    shares = " + ".join(f"{lane.share_within(value):.4g}" for lane in times.lanes)
    told = f"within {explain.ms(value)}: ({shares}) ÷ {count} = {times.share_within(value):.4g}"
    average = sum(lane.quantiles_s[place - 1] for lane in times.lanes) / count
    wrong = Mistake(f"Averaging the {label}s of the handlers", average,
                    "The slow requests of all come from the slow handler; percentiles of shares do not average.")  # fmt: skip
    return Working(
        f"Σ P(answer of each handler ≤ {label}) ÷ handlers", told, inputs, MIXES, band, wrong, assumes
    )


__all__ = ["AnswerTimes", "Lane", "figures_of", "lanes_of"]
