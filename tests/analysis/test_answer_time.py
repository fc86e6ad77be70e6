"""Answer times: distributions are combined, percentiles never added; checked against seeded simulations."""

from __future__ import annotations

import json
import math
import random
from collections.abc import Callable
from pathlib import Path
from statistics import NormalDist, fmean, variance

import pytest
from designs import walked

from design_sandbox.analysis.analyse import analyse
from design_sandbox.analysis.answer_time import NEAR_ROUND_TRIP_S, ZONE_ROUND_TRIP_S, Moments, lognormal
from design_sandbox.model.loading import load_catalogue

PUBLISHED = {
    case["id"]: case
    for case in json.loads(Path(__file__).with_name("cases_published.json").read_text())["cases"]
}
Z99 = NormalDist().inv_cdf(0.99)
SAMPLES = 60_000


def drawn(p50_s: float, p99_s: float, chance: random.Random) -> float:
    """One lognormal time with this median and 99th percentile."""
    return chance.lognormvariate(math.log(p50_s), math.log(p99_s / p50_s) / Z99)


def p99(times: list[float]) -> float:
    """The time that one in a hundred exceeds."""
    return sorted(times)[int(0.99 * len(times))]


def above(moments: Moments) -> float:
    """The p99 that the moments stand for, by bisection."""
    low, high = 0.0, moments.mean + 40 * math.sqrt(moments.variance)
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if moments.share_above(middle) > 0.01 else (low, middle)
    return high


@pytest.mark.parametrize(("p50_s", "p99_s"), [(0.010, 0.060), (0.003, 0.020), (0.00014, 0.001), (0.02, 0.02)])
def test_moments_of_one_call(p50_s: float, p99_s: float) -> None:
    """Mean and variance of a lognormal time agree with simulated times."""
    chance = random.Random(1)
    times = [drawn(p50_s, p99_s, chance) for _ in range(SAMPLES)]
    moments = lognormal(p50_s, p99_s)
    assert moments.mean == pytest.approx(fmean(times), rel=0.02)
    assert math.sqrt(moments.variance) == pytest.approx(math.sqrt(variance(times)), rel=0.08, abs=1e-6)
    assert above(moments) == pytest.approx(p99_s, rel=0.01)


@pytest.mark.parametrize("calls", [2, 10, 100])
def test_the_slowest_of_several(calls: int) -> None:
    """Calls side by side take as long as the slowest: mean and p99 agree with simulated fans."""
    chance = random.Random(2)
    times = [max(drawn(0.003, 0.020, chance) for _ in range(calls)) for _ in range(300_000 // (5 * calls))]
    moments = lognormal(0.003, 0.020, calls)
    assert moments.mean == pytest.approx(fmean(times), rel=0.06)
    assert above(moments) == pytest.approx(p99(times), rel=0.2 if calls == 100 else 0.1)


def test_the_leaf_quantile_a_fan_needs() -> None:
    """T03: to keep the p99 of a hundred calls each of them must keep its 99.99th percentile."""
    case = PUBLISHED["T03-leaf-quantile-needed"]
    quantile = case["expected"]["leaf_quantile"]
    sigma = math.log(0.020 / 0.003) / Z99
    leaf = math.exp(math.log(0.003) + sigma * NormalDist().inv_cdf(quantile))
    assert above(lognormal(0.003, 0.020, case["given"]["fanout"])) == pytest.approx(leaf, rel=1e-6)


def test_a_chain_of_calls() -> None:
    """Means add; the p99 of a sum lies below the sum of p99s, and is not underestimated by much."""
    chance, calls = random.Random(3), [(0.010, 0.060), (0.003, 0.020), (0.004, 0.015), (0.010, 0.060)]
    times = [sum(drawn(*call, chance) for call in calls) for _ in range(SAMPLES)]
    total = sum((lognormal(*call) for call in calls), Moments(0.0, 0.0))
    assert total.mean == pytest.approx(fmean(times), rel=0.02)
    assert p99(times) * 0.97 < above(total) < p99(times) * 1.1
    assert above(total) < sum(high for _, high in calls)


def test_a_cache_is_a_mixture() -> None:
    """T07: the mean of hits and misses is a time that no request takes."""
    given, expected = (
        PUBLISHED["T07-cache-mixture-det"]["given"],
        PUBLISHED["T07-cache-mixture-det"]["expected"],
    )
    share = given["hit_ratio"]
    assert share * given["hit_ms"] + (1 - share) * given["miss_ms"] == pytest.approx(expected["mean_ms"])
    chance, spec = random.Random(4), load_catalogue().types
    numbers = analyse(
        walked(f"""
        data note record durable
        look by user: read note
        ---
        people: client
        api: service
        c: cache copies=note hit_ratio={share}
        db: relational holds=note
        people -> api -> c
        api -> db
    """)
    )

    def call(kind: str) -> Callable[[], float]:
        figure = spec[kind].latency
        assert figure is not None
        return lambda: drawn(float(figure.p50), float(figure.p99), chance)

    service, cache, store = call("service"), call("cache"), call("relational")
    times = [
        NEAR_ROUND_TRIP_S + service() + ZONE_ROUND_TRIP_S + cache()
        + (ZONE_ROUND_TRIP_S + store() if chance.random() > share else 0.0) for _ in range(SAMPLES)
    ]  # fmt: skip
    found = numbers.answer_times["look"]
    assert found.mean_s == pytest.approx(fmean(times), rel=0.03)
    assert p99(times) * 0.95 < found.p99_s < p99(times) * 1.12


def test_whoever_misses_the_second_copy_has_missed_the_first() -> None:
    """Copies in turn: with half the first misses found in the second, one request in four goes all the way."""
    text = """
        data note record durable
        look by user: read note
        ---
        people: client
        api: service
        a: cache copies=note hit_ratio=0.5 label=A
        b: cache copies=note hit_ratio=0.5 label=B
        db: relational holds=note
        people -> api -> a
        api -> b
        api -> db
    """
    moments = {kind: lognormal(float(figure.p50), float(figure.p99)).mean + ZONE_ROUND_TRIP_S
               for kind, spec in load_catalogue().types.items() if (figure := spec.latency)}  # fmt: skip
    expected = (
        NEAR_ROUND_TRIP_S
        + moments["service"]
        - ZONE_ROUND_TRIP_S
        + 1.5 * moments["cache"]
        + 0.25 * moments["relational"]
    )
    assert analyse(walked(text)).answer_times["look"].mean_s == pytest.approx(expected)


def test_names_and_work_after_the_answer_take_none_of_its_time() -> None:
    """DNS is asked once and queues are not waited for: neither lengthens the answer."""
    story = (
        "data note record durable\n data trail append durable\n post by user: write note{later}\n---\n people: client\n api: service\n"
        "db: relational holds=note\n t: relational holds=trail\n api -> db\n"
    )
    plain = analyse(walked(story.format(later="") + "people -> api")).answer_times["post"]
    more = "dns: dns\n q: queue\n w: worker\n people -> dns -> api ~> q ~> w -> t"
    assert (
        analyse(walked(story.format(later="; write trail eventually=60") + more)).answer_times["post"].p99_s
        == plain.p99_s
    )
