"""Answer times of drawn designs: distributions are combined, percentiles never added; checked against seeded draws."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from statistics import NormalDist, fmean

import pytest
from designs import walked

from design_sandbox.analysis.analyse import analyse
from design_sandbox.analysis.latency import NEAR_ROUND_TRIP_S, ZONE_ROUND_TRIP_S
from design_sandbox.model.loading import load_catalogue
from design_sandbox.theory.distribution import Lognormal

Z99 = NormalDist().inv_cdf(0.99)
SAMPLES = 60_000


def drawn(p50_s: float, p99_s: float, chance: random.Random) -> float:
    """One lognormal time with this median and 99th percentile."""
    return chance.lognormvariate(math.log(p50_s), math.log(p99_s / p50_s) / Z99)


def p99(times: list[float]) -> float:
    """The time that one in a hundred exceeds."""
    return sorted(times)[int(0.99 * len(times))]


def caller(kind: str, chance: random.Random) -> Callable[[], float]:
    """Draws calls of a catalogue type."""
    figure = load_catalogue().types[kind].latency
    assert figure is not None
    return lambda: drawn(float(figure.p50), float(figure.p99), chance)


@pytest.mark.parametrize("share", [0.5, 0.9, 0.99])
def test_a_cache_is_a_mixture(share: float) -> None:
    """Hits and misses are drawn apart: mean and p99 agree, where weighting percentiles would not."""
    chance = random.Random(4)
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
    service, cache, store = (caller(kind, chance) for kind in ("service", "cache", "relational"))
    times = [
        NEAR_ROUND_TRIP_S + service() + ZONE_ROUND_TRIP_S + cache()
        + (ZONE_ROUND_TRIP_S + store() if chance.random() > share else 0.0) for _ in range(SAMPLES)
    ]  # fmt: skip
    found = numbers.answer_times["look"]
    assert found.mean_s == pytest.approx(fmean(times), rel=0.02)
    assert found.p99_s == pytest.approx(p99(times), rel=0.04)


@pytest.mark.parametrize("times", [2, 20, 200])
def test_calls_side_by_side_take_as_long_as_the_slowest(times: int) -> None:
    """A step that reads several entries waits for the slowest of its calls."""
    chance = random.Random(2)
    found = analyse(
        walked(f"""
        data note record durable
        look by user rate=1: read note times={times}
        ---
        people: client
        api: service
        db: relational holds=note
        people -> api -> db
    """)
    ).answer_times["look"]
    service, store = caller("service", chance), caller("relational", chance)
    drawn_times = [
        NEAR_ROUND_TRIP_S + service() + ZONE_ROUND_TRIP_S + max(store() for _ in range(times))
        for _ in range(1_000_000 // (10 * times) + 3_000)
    ]
    assert found.mean_s == pytest.approx(fmean(drawn_times), rel=0.03)
    assert found.p99_s == pytest.approx(p99(drawn_times), rel=0.08)


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
    mean = {kind: Lognormal.from_percentiles(float(figure.p50), float(figure.p99)).mean + ZONE_ROUND_TRIP_S
            for kind, spec in load_catalogue().types.items() if (figure := spec.latency)}  # fmt: skip
    expected = (
        NEAR_ROUND_TRIP_S
        + mean["service"]
        - ZONE_ROUND_TRIP_S
        + 1.5 * mean["cache"]
        + 0.25 * mean["relational"]
    )
    assert analyse(walked(text)).answer_times["look"].mean_s == pytest.approx(expected, rel=1e-3)


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
