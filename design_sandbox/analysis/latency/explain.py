"""The workings behind latency figures, built only when somebody unfolds them."""

from __future__ import annotations

from design_sandbox.analysis.figure import (
    EXACT,
    Figure,
    Given,
    Mistake,
    Working,
    not_computable,
    show,
    simulate_instead,
)
from design_sandbox.analysis.latency.combining import Course, HopTime, Times, times_of
from design_sandbox.analysis.latency.course import TimedHop, TimedWalk
from design_sandbox.analysis.latency.stations import SET_BY_YOU
from design_sandbox.model.quantity import format_quantity, format_ratio, multiple_of
from design_sandbox.theory.combining import naive_sum

ANSWERS = ("Mean", "p50", "p95", "p99", "p99.9")
MODEL = (
    "Calls are lognormal by the median and p99 of their type; waits follow M/G/c; hops are independent and their "
    "distributions are convolved on a grid of 1,024 cells"
)
BAND = (-0.03, 0.11)
"""Against simulation for services with a CV up to 2: below the truth by 3 %, above it by 11 %."""
WIDE_BAND = (-0.03, 0.24)
SIDE_BY_SIDE = "Calls that a hop makes more than once go out side by side, and the slowest counts."
ASSUMES = (
    "Requests arrive at random at the rate of the peak (Poisson), not in bursts.",
    "Hops follow one another and do not slow each other down; what a caller waits for holds none of its own slots.",
    "All instances of a compute share one line; each instance or shard of a store has its own.",
)


def ms(seconds: float) -> str:
    """Milliseconds to three digits, as rules and tables print them; from a second on as people say it."""
    return f"{seconds * 1000:.3g} ms" if seconds < 1 else show(seconds, "s")


def answer_figures(
    timed: TimedWalk, times: Times | None, reasons: tuple[str, ...]
) -> tuple[Figure, Figure, Figure, Figure, Figure]:
    """Mean, p50, p95, p99 and p99.9 of an answer."""
    values = (times.mean_s, *times.quantiles_s) if times else (None,) * 5
    found = [
        _answer(label, value, timed, times, reasons) for label, value in zip(ANSWERS, values, strict=True)
    ]
    return found[0], found[1], found[2], found[3], found[4]


def _answer(
    label: str, value: float | None, timed: TimedWalk, times: Times | None, reasons: tuple[str, ...]
) -> Figure:
    if value is None or times is None or (reasons and label != "Mean"):
        return simulate_instead(label, "s", reasons[0] if reasons else "the spread exceeds the grid")
    if not times.complete:
        return not_computable(label, "s", "its times spread over too many orders of magnitude")
    known = times
    return Figure(
        label,
        value,
        "s",
        lambda: _mean(timed, known) if label == "Mean" else _percentile(label, timed, known),
    )


def _mean(timed: TimedWalk, times: Times) -> Working:
    means = " + ".join(ms(value) for value in _weighted(timed, times))
    return Working(
        "network + Σ share of requests × (call + wait)", f"{ms(timed.network_s)} + {means}",
        _inputs(timed, times), "Means add exactly; waits are Lee and Longton's mean for M/G/c", (-0.05, 0.11),
        None, _assumes(timed),
    )  # fmt: skip


def _weighted(timed: TimedWalk, times: Times) -> list[float]:
    return [
        mean * (hop.hop.probability if hop.hop.mode == "miss" else 1.0)
        for hop, mean in zip(timed.hops, times.hop_means, strict=True)
    ]


def _percentile(label: str, timed: TimedWalk, times: Times) -> Working:
    rank = {"p50": 0.5, "p95": 0.95, "p99": 0.99, "p99.9": 0.999}[label]
    value = times.quantiles_s[(0.5, 0.95, 0.99, 0.999).index(rank)]
    return Working(
        f"P(network + Σ (call + wait) ≤ {label}) = {rank:g}",
        f"{ms(timed.network_s)} + {len(timed.hops)} hops convolved: P(≤ {ms(value)}) = {rank:g}",
        _inputs(timed, times), MODEL, WIDE_BAND if _wide(timed) else BAND, _adding(label, rank, timed), _assumes(timed),
    )  # fmt: skip


def _wide(timed: TimedWalk) -> bool:
    return any(
        hop.time.line and hop.time.line.service.scv > 4 and hop.time.line.p_wait > 0.01 for hop in timed.hops
    )


def _adding(label: str, rank: float, timed: TimedWalk) -> Mistake | None:
    """What adding the percentiles of the hops would give."""
    if len(timed.hops) < 2:
        return None
    place = (0.5, 0.95, 0.99, 0.999).index(rank)
    each = [times_of(Course(0.0, (hop.time,), (0,))).quantiles_s[place] for hop in timed.hops]
    return Mistake(
        f"Adding the {label}s of the hops", naive_sum([timed.network_s, *each]),
        "The slowest moments of all hops would have to fall together; percentiles of independent times do not add.",
    )  # fmt: skip


def _inputs(timed: TimedWalk, times: Times) -> tuple[Given | Figure, ...]:
    found: list[Given | Figure] = [network_figure(timed)]
    for hop, mean in zip(timed.hops, _weighted(timed, times), strict=True):
        found.append(hop_figure(hop, mean))
    return tuple(found)


def _assumes(timed: TimedWalk) -> tuple[str, ...]:
    unknown = [hop.part.label for hop in timed.hops if hop.unknown_line]
    left_out = (f"How many instances {', '.join(dict.fromkeys(unknown))} has is not said, so its line is left out.",) if unknown else ()  # fmt: skip
    several = (SIDE_BY_SIDE,) if any(hop.side_by_side > 1 for hop in timed.hops) else ()
    return (*ASSUMES, *several, *left_out)


def network_figure(timed: TimedWalk) -> Figure:
    """The round trip between the actor and the first part."""
    source = "system-design-primer, latency numbers: 150 ms around the world, 0.5 ms in a data centre; 20 ms in a country is assumed"
    given = Given("Round trip", timed.network_s, "s", source)
    return Figure(
        "Network", timed.network_s, "s", lambda: Working("distance, which never varies", "", (given,))
    )


def hop_figure(hop: TimedHop, mean_s: float | None) -> Figure:
    """A hop's mean over all requests."""
    label = hop.part.label
    if mean_s is None:
        station = hop.station
        if station is not None and station.full:
            return simulate_instead(label, "s", f"{label} is over capacity and its line has no end")
        return simulate_instead(label, "s", "another part of this flow is over capacity")
    return Figure(label, mean_s, "s", lambda: _hop(hop, mean_s))


def _hop(hop: TimedHop, mean_s: float) -> Working:
    time, station = hop.time, hop.station
    inputs: list[Given | Figure] = [Given("Call without a line, mean", time.call.mean, "s", hop.call_source)]
    text = ms(time.call.mean)
    if time.line is not None:
        inputs.append(wait_figure(hop))
        text += f" + {ms(time.line.mean)}"
    elif station is not None:
        nobody = (
            f"hardly anybody waits: {station.servers:,} servers, {format_ratio(station.utilisation)} busy"
        )
        inputs.append(Given("Wait in line", 0.0, "s", nobody))
    if time.timeout_s:
        inputs.append(Given("Timeout", time.timeout_s, "s", SET_BY_YOU))
    if time.side_by_side > 1:
        inputs.append(Given("Calls side by side", time.side_by_side, "count", "the walk"))
        text = f"slowest of {time.side_by_side:.3g} × ({text})"
    for name, value, source in (
        ("Network", hop.network_s, "distance between the two parts"),
        ("Work", hop.hop.takes_s, "the prompt"),
    ):
        if value:
            inputs.append(Given(name, value, "s", source))
            text += f" + {ms(value)}"
    if hop.hop.mode == "miss":
        missed = Given(
            "Requests that take it", hop.hop.probability, "ratio", "what the copies before it miss"
        )
        inputs.append(missed)
        text = f"{hop.hop.probability:.3g} × ({text})"
    approximation = "Mean of M/G/c (Lee and Longton)" if time.line else EXACT
    return Working("share of requests × (call + wait + network)", f"{text} = {ms(mean_s)}", tuple(inputs),
                   approximation, (-0.05, 0.11) if time.line else None)  # fmt: skip


def wait_figure(hop: TimedHop) -> Figure:
    """The mean wait in line before a part."""
    line, station = hop.time.line, hop.station
    if line is None or station is None:
        return Figure(f"Wait for {hop.part.label}", 0.0, "s")

    def working() -> Working:
        return Working(
            "C · (1 + cv²) · service ÷ (2 · c · (1 − ρ))",
            f"{line.p_wait:.3g} × (1 + {line.service.scv:.3g}) × {ms(line.service.mean)} ÷ "
            f"(2 × {line.servers:,} × {1 - line.utilisation:.3g})",
            (
                Given("ρ, utilisation at peak", line.utilisation, "ratio", "the load of this part"),
                Given("c, servers in one line", line.servers, "count", station.servers_source),
                Given("service, mean", line.service.mean, "s", f"c ÷ capacity; {station.capacity_source}"),
                Given("cv, spread of services", line.service.scv**0.5, "", f"from p50 and p99; {hop.call_source}"),
                Given("C, chance of a wait", line.p_wait, "ratio", "Erlang's formula"),
            ),
            "M/G/c after Lee and Longton", (-0.08, 0.31 if line.servers > 8 else 0.08),
        )  # fmt: skip

    return Figure(f"Wait for {hop.part.label}", line.mean, "s", working)


def why_slow(hop: TimedHop, tail_share: float | None) -> str:
    """One line about a hop's part in the slow tail."""
    station = hop.station
    if station is not None and station.full:
        return f"Over capacity: asked for {multiple_of(station.utilisation)} what it can do."
    if tail_share is None:
        return ""
    return (
        f"When answers are slow, {format_ratio(tail_share)} of the excess is here: {_reason(hop.time, hop)}."
    )


def _reason(time: HopTime, hop: TimedHop) -> str:
    if hop.hop.mode == "miss" and hop.hop.probability < 0.5:
        return (
            f"only {format_ratio(hop.hop.probability)} of requests take this way, and those are the slow ones"
        )
    line = time.line
    calls_vary = time.call.scv * time.call.mean**2
    if line is not None and line.variance > calls_vary:
        return f"mostly waiting in line, {format_ratio(line.utilisation)} full"
    if time.side_by_side > 1:
        return f"the slowest of {time.side_by_side:.3g} calls counts"
    if calls_vary <= 1e-12:
        return "it hardly varies"
    return f"its own slow calls (p99 {format_quantity(time.call.quantile(0.99), 's')})"


def lag_figures(chain: TimedWalk, times: Times | None, reasons: tuple[str, ...]) -> tuple[Figure, Figure]:
    """Mean and p99 of a chain after the answer."""
    if times is None:
        because = reasons[0] if reasons else "a part of the chain is over capacity"
        return simulate_instead("Mean lag", "s", because), simulate_instead("p99 lag", "s", because)
    known = times
    mean = Figure("Mean lag", times.mean_s, "s", lambda: _mean(chain, known))
    if reasons:
        return mean, simulate_instead("p99 lag", "s", reasons[0])
    return mean, Figure("p99 lag", times.p99_s, "s", lambda: _percentile("p99", chain, known))
