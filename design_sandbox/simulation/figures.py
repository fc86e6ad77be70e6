"""Simulated numbers as figures that people can unfold."""

from __future__ import annotations

from design_sandbox.analysis.figure import Figure, Given, Unit, Working
from design_sandbox.simulation.result import Estimate, FlowResult, Result, StationResult

MEASURED = "Simulated: the true value lies in the band with 95 % confidence, if the model is right"


def flow_figures(result: Result, flow: FlowResult) -> dict[str, Figure]:
    """mean, p50, p95, p99, p99.9 (s), answered (ratio), goodput (/s), and a ratio for each reason of errors."""
    found = {
        "mean": _figure(result, "Mean answer time", flow.mean_s, "s", "Σ answer times ÷ answers"),
        "p50": _percentile(result, "p50", flow.p50_s),
        "p95": _percentile(result, "p95", flow.p95_s),
        "p99": _percentile(result, "p99", flow.p99_s),
        "p99.9": _percentile(result, "p99.9", flow.p999_s),
        "answered": _figure(result, "Answered", flow.answered, "ratio", "requests with an answer ÷ requests"),
        "goodput": _figure(result, "Goodput", flow.goodput_per_s, "/s", "requests with an answer ÷ seconds"),
    }
    for reason, share in flow.errors.items():
        found[reason] = _figure(result, f"Failed: {reason}", share, "ratio", f"requests {reason} ÷ requests")
    return found


def station_figures(result: Result, station: StationResult) -> dict[str, Figure]:
    """utilisation (ratio) and waiting (calls in the queue, on average)."""
    return {
        "utilisation": _figure(result, "Utilisation", station.utilisation, "ratio",
                               "busy slots × time ÷ (slots × time)"),
        "waiting": _figure(result, "Calls that wait", station.waiting, "count", "Σ waiting times ÷ time"),
    }  # fmt: skip


def _percentile(result: Result, name: str, estimate: Estimate) -> Figure:
    share = name.removeprefix("p")
    return _figure(result, f"{name} of the answer time", estimate, "s",
                   f"the time that {share} % of the measured answers do not exceed")  # fmt: skip


def _figure(result: Result, label: str, estimate: Estimate, unit: Unit, formula: str) -> Figure:
    if estimate.value is None:
        return Figure(label, None, unit, why_not=f"Not computable because {estimate.why_not}.")
    value = estimate.value

    def explain() -> Working:
        return Working(
            formula=f"{formula}; the mean of {result.replications} replications ± Student's t × s ÷ √n",
            inputs=(
                Given("Replications", result.replications, "count", "set for this run"),
                Given("Simulated time", result.simulated_s, "s", "set for this run"),
                Given("Events", result.events, "count", "counted"),
                Given("Seed", result.seed, "count", "set for this run"),
            ),
            approximation=MEASURED,
            error_band=_band(estimate, value),
            assumes=result.notes,
        )

    return Figure(label, value, unit, explain)


def _band(estimate: Estimate, value: float) -> tuple[float, float] | None:
    if estimate.low is None or estimate.high is None or value <= 0:
        return None
    return estimate.low / value - 1, estimate.high / value - 1
