"""The workings of load figures, built when somebody unfolds them."""

from __future__ import annotations

from typing import Literal

from design_sandbox.analysis.figure import Given, Mistake, Unit, Working, show
from design_sandbox.analysis.numbers import ComponentLoad, Demand
from design_sandbox.analysis.sizing import LIMIT_UTILISATION
from design_sandbox.analysis.traffic import PartTraffic
from design_sandbox.theory.storage import bits_per_s
from design_sandbox.walk.walker import Walked

MOST_SHOWN = 6
DIMENSIONS: dict[str, tuple[str, Unit]] = {
    "requests_per_s": ("Requests", "/s"), "reads_per_s": ("Reads", "/s"), "writes_per_s": ("Writes", "/s"),
    "messages_per_s": ("Messages", "/s"), "bytes_per_s": ("Bytes", "B/s"), "bytes_stored": ("Stored", "B"),
    "connections": ("Open connections", "count"), "slots": ("Busy slots", "count"),
}  # fmt: skip
"""Dimension → (what people call it, unit)."""


def dimension_words(name: str) -> tuple[str, Unit]:
    """What people call a dimension, and its unit."""
    return DIMENSIONS.get(name) or (name.replace("_", " "), "")


def calls_working(
    walked: Walked, traffic: PartTraffic, peak: float, which: Literal["all", "reads", "writes"] = "all"
) -> Working:
    """The flows that make a part's calls, the busiest first."""
    shares = [share for share in traffic.shares if which in ("all", share.does)]
    shares.sort(key=lambda share: -share.calls_per_s)
    inputs = tuple(
        Given(f"{walked.scenario.flows[flow].title or flow}: {show(calls, 'count')} calls of {show(per_s / calls if calls else 0, '/s')}",
              per_s, "/s", "the prompt's rate × the walk's calls")
        for flow, _, calls, per_s, _ in shares[:MOST_SHOWN]
    )  # fmt: skip
    total = sum(share.calls_per_s for share in shares)
    added = " + ".join(given.text for given in inputs) + (" + …" if len(shares) > MOST_SHOWN else "")
    factor = Given("Peak factor", peak, "x", "the prompt")
    wrong = None
    if peak > 1:
        wrong = Mistake(
            "Taking the average for the peak", total, "The busiest hour decides whether it holds."
        )
    return Working(
        "Σ over flows: rate × calls a request × peak factor", f"({added or '0/s'}) × {factor.text}", (*inputs, factor),
        mistake=wrong, assumes=("Nothing is tried again; retries are told apart.",),
    )  # fmt: skip


def bytes_working(average: float, peak: float) -> Working:
    """Bytes at peak, with the same in bits, as networks count."""
    given = (
        Given("Average", average, "B/s", "payloads of the walks"),
        Given("Peak factor", peak, "x", "the prompt"),
    )
    return Working("Σ calls × payload × peak factor", f"{given[0].text} × {given[1].text}", given,
                   assumes=("Headers are in the envelope of 1 kB that a call without data carries.",
                            f"Networks count bits: {show(bits_per_s(average * peak) / 1e9, '')} Gbit/s."))  # fmt: skip


def utilisation_working(load: ComponentLoad, peak: float) -> Working:
    """Asked over given, in the tightest dimension, and the others beside it."""
    tight = next((demand for demand in load.demands if demand.name == load.dimension), None)
    if tight is None:
        return Working("asked ÷ (instances × capacity of one)")
    label, unit = dimension_words(tight.name)
    machines = load.instances if load.grows and load.instances else tight.multiplier
    asked = Given(f"{label} at peak", tight.asked, unit, "the walks")
    each = Given("One instance gives", tight.per_instance, unit, tight.source)
    count = Given(
        "Instances that share it",
        float(machines),
        "count",
        "inferred" if load.instances_inferred else "set by you",
    )
    others = tuple(_other(demand) for demand in load.demands if demand is not tight)
    wrong = None
    if peak > 1 and tight.name != "bytes_stored" and load.utilisation is not None:
        wrong = Mistake(
            "Sizing for the average", load.utilisation / peak, "At the busiest hour it is this much fuller."
        )
    return Working("asked ÷ (instances × capacity of one)", f"{asked.text} ÷ ({count.text} × {each.text})",
                   (asked, count, each, *others), mistake=wrong,
                   assumes=("Load spreads evenly over the instances.",))  # fmt: skip


def _other(demand: Demand) -> Given:
    label, _ = dimension_words(demand.name)
    return Given(f"{label}, not as tight", demand.utilisation, "ratio", demand.source)


def head_room_working(utilisation: float) -> Working:
    """The limit over today's use."""
    used = Given("Use at today's peak", utilisation, "ratio", "asked ÷ given")
    limit = Given("Limit", LIMIT_UTILISATION, "ratio", "assumed: queues grow steeply beyond")
    wrong = Mistake("Counting up to 100 %", 1 / utilisation, "Near 100 % answers wait without end.")
    return Working("limit ÷ use at peak", f"{limit.text} ÷ {used.text}", (limit, used), mistake=wrong,
                   assumes=("Nothing is tried again; storage grows with time, not with load.",))  # fmt: skip


def worst_working(peak: float, worst: float) -> Working:
    """What retries make of a peak when every call fails."""
    given = Given("Peak without retries", peak, "/s", "the walks")
    factor = Given(
        "Attempts for each call",
        worst / peak if peak else 1.0,
        "x",
        "retries set in the drawing; layers multiply",
    )
    wrong = Mistake("Leaving retries out", peak, "They come exactly when the part is weakest.")
    return Working("peak × Π over layers (1 + retries)", f"{given.text} × {factor.text}", (given, factor),
                   mistake=wrong, assumes=("Every call fails at first, and no budget limits the retries.",))  # fmt: skip
