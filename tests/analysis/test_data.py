"""Data: growth, hot shards, celebrities, hit ratios, staleness and what may be lost, each from a small design."""

from __future__ import annotations

import math
from dataclasses import fields, is_dataclass
from typing import Any

import pytest
from designs import sketch, walked
from hypothesis import given
from hypothesis import strategies as st

from design_sandbox.analysis.analyse import analyse
from design_sandbox.analysis.data import DataReport, data_report
from design_sandbox.analysis.figure import Figure
from design_sandbox.model.loading import load_catalogue, load_scenario, references, scenario_ids
from design_sandbox.model.scenario import Scenario
from design_sandbox.testing import tiny_scenario
from design_sandbox.theory.caching import lru_hit_ratio_zipf
from design_sandbox.walk.walker import walk_all

DAY_S, YEAR_S = 86_400, 365 * 86_400
DRAWN = """
look by user rate=1000: read note
---
people: client plays=user
lb: load_balancer
api: service replicas=20
db: document holds=note {db}
hot: cache copies=note {hot}
people -> lb -> api -> db
api -> hot
"""


def report(
    db: str = "replicas=3 shards=4", hot: str = "hit_ratio=0.9", *, rate: float = 1000, **note: Any
) -> DataReport:
    """The data of a note that is looked at behind a cache."""
    _, design = sketch(f"data note record\n{DRAWN.format(db=db, hot=hot)}")
    scenario = tiny_scenario({
        "entities": {"note": {"shape": "record", "durable": True, **note}}, "actors": {"user": "person"},
        "load": {"keys": {"value": 1e6}, "hottest": {"value": 150_000, "unit": "/s"}, "added": {"value": 1e6}},
        "flows": {"look": {"actor": "user", "rate": {"value": rate, "unit": "/s"}, "steps": [{"read": "note", "id": "r"}]}},
    })  # fmt: skip
    found = walk_all(scenario, design, load_catalogue())
    return data_report(found, analyse(found))


GROWTH = [
    ("so many exist", {"size": "1 kB", "count": "keys"}, 1e9),
    ("grows for the whole horizon", {"size": "1 kB", "per_day": "added"}, 1e9 * 5 * 365),
    ("retention makes a plateau", {"size": "1 kB", "per_day": "added", "keep": "30 d"}, 30e9),
    ("nobody says how many", {"size": "1 kB"}, None),
]


@pytest.mark.parametrize(("note", "kept"), [case[1:] for case in GROWTH], ids=[case[0] for case in GROWTH])
def test_what_a_store_keeps(note: dict[str, str], kept: float | None) -> None:
    """One copy at the horizon; three copies with three tenths of indexes."""
    (store,) = report(**note).stores
    assert store.one_copy.value == (None if kept is None else pytest.approx(kept))
    assert store.all_copies.value == (None if kept is None else pytest.approx(kept * 3 * 1.3))
    assert (store.one_copy.why_not == "") == (kept is not None)
    assert len(store.yearly()) == (0 if kept is None else 6)


def test_when_the_room_is_full() -> None:
    """Four shards fill at a steady rate on the day that division gives; a plateau below the room never does."""
    (store,) = report(size="1 MB", per_day="added").stores
    room, after = store.room.value, store.full_after.value
    assert room is not None
    assert after == pytest.approx(room / 1e12 * DAY_S, rel=1e-6)
    (kept,) = report(size="1 kB", per_day="added", keep="30 d").stores
    assert "old data leaves" in kept.full_after.why_not


def test_bytes_that_people_get() -> None:
    """A read of 10 kB and an envelope, 1,000 times a second."""
    found = report(size="10 kB", count="keys").bandwidth
    assert found.outgoing.value == pytest.approx(11e6)
    assert found.incoming.value == pytest.approx(1e6)
    assert "0.088 Gbit/s" in found.outgoing.working.assumes[0]


def test_skew_of_the_shards_that_meet_requests() -> None:
    """Without a cache the hottest of four shards carries the top key besides its quarter of the rest."""
    found = report(hot="shards=4 replicas=1 hit_ratio=0.9", size="1 kB", skew={"zipf": 1, "keys": "keys"})
    behind, front = found.hot_keys
    assert (behind.part, front.part) in {("db", "hot"), ("hot", "db")}
    first, second = sorted((behind, front), key=lambda entry: entry.assumed_even)
    assert (first.part, second.part) == ("hot", "db")
    top = 1 / sum(1 / rank for rank in range(1, 1_000_001))
    assert first.hottest_key.value == pytest.approx(top, rel=1e-3)
    assert first.hottest_shard.value == pytest.approx(top + (1 - top) / 4, rel=1e-3)
    assert first.effective.value == pytest.approx(0.25 / (top + (1 - top) / 4), rel=1e-3)
    assert first.hottest_shard.mistake is not None
    assert "copies in front" in second.hottest_shard.working.assumes[0].lower()


def test_a_key_bigger_than_a_shard() -> None:
    """A key asked for more often than a shard serves: more shards do not help."""
    shards = "shards=4 replicas=1 hit_ratio=0.9"
    popular = report(hot=shards, rate=400_000, size="1 kB", skew={"hottest": "hottest"})
    hot = next(entry for entry in popular.hot_keys if entry.part == "hot")
    assert hot.hottest_key.value == pytest.approx(0.375)
    assert hot.utilisation.value == pytest.approx((0.375 + 0.625 / 4) * 4)
    assert not hot.splitting_helps
    quiet = report(hot=shards, size="1 kB", skew={"hottest": "hottest"}).hot_keys
    assert next(entry for entry in quiet if entry.part == "hot").hottest_key.value == 1.0  # all there is
    even = report(hot="shards=4 replicas=1 hit_ratio=0.9", size="1 kB")
    assert all(entry.splitting_helps and entry.assumed_even for entry in even.hot_keys)


def test_writes_meet_the_hottest_shard_too() -> None:
    """Nothing stands in front of a write: the store's own shards feel the popular key."""
    scenario = tiny_scenario({
        "entities": {"likes": {"shape": "counter", "durable": True, "skew": {"zipf": 1, "keys": 1000}}}, "actors": {"user": "person"},
        "flows": {"like": {"actor": "user", "rate": {"value": 100, "unit": "/s"}, "steps": [{"write": "likes", "id": "w"}]}},
    })  # fmt: skip
    _, design = sketch("data likes counter\nlike by user: write likes\n---\npeople: client\napi: service\n"
                       "db: wide_column holds=likes shards=10 replicas=3\npeople -> api -> db")  # fmt: skip
    found = walk_all(scenario, design, load_catalogue())
    (store,) = data_report(found, analyse(found)).hot_keys
    assert store.hottest_shard.value == pytest.approx(0.220, abs=1e-3)
    assert not store.assumed_even


def test_hits_by_size_against_those_declared() -> None:
    """13 GB of 100 kB entries hold 130,000 of a million keys."""
    (cache,) = report(size="100 kB", skew={"zipf": 0.9, "keys": "keys"}).caches
    assert (cache.declared.value, cache.entries) == (0.9, pytest.approx(130_000))
    assert cache.by_size.value == pytest.approx(lru_hit_ratio_zipf(1e6, 0.9, 130_000))
    assert cache.by_size.mistake is not None
    assert cache.by_size.mistake.value == pytest.approx(0.13)
    assert (130_000, cache.by_size.value) in [(pytest.approx(size), hit) for size, hit in cache.curve()]


@given(st.floats(0, 2), st.integers(1, 500), st.integers(1, 500))
def test_more_room_never_hits_less(zipf: float, one: int, other: int) -> None:
    """Hit ratios grow with the storage of the cache."""
    hits = [
        report(hot=f"hit_ratio=0.9 storage={size}GB", size="100 kB", skew={"zipf": zipf, "keys": "keys"}).caches[0].by_size.value
        for size in sorted((one, other))
    ]  # fmt: skip
    assert 0 <= (hits[0] or 0) <= (hits[1] or 0) + 1e-9 <= 1 + 1e-6


def test_hits_without_a_known_popularity_are_as_declared() -> None:
    """No skew, no size or no number of keys: words instead of a guess."""
    for note in (
        {"size": "1 kB"},
        {"size": "1 kB", "skew": {"zipf": 1}},
        {"skew": {"zipf": 1, "keys": "keys"}},
    ):
        (cache,) = report(**note).caches
        assert cache.by_size.value is None
        assert cache.by_size.why_not.startswith("Not computable because")
        assert cache.curve() == []


AGES = [
    ("expires", "api -> hot", "hot: cache copies=note time_to_live=60s", "hot", 60),
    ("until evicted", "api -> hot", "hot: cache copies=note", "hot", None),
    ("follows its owner", "api -> hot\n db => hot", "hot: read_replica copies=note", "hot", 1),
]


@pytest.mark.parametrize(
    ("arrows", "copy", "part", "age"), [case[1:] for case in AGES], ids=[case[0] for case in AGES]
)
def test_how_old_a_copy_may_be(arrows: str, copy: str, part: str, age: float | None) -> None:
    """The tightest of expiry, replication and pipeline; nothing of them is told as unbounded."""
    story = "data note record durable\n look by user rate=9: read note\n---\n people: client\n api: service\n db: relational holds=note"
    found = walked(f"{story}\n {copy}\n people -> api -> db\n {arrows}")
    (stale,) = data_report(found, analyse(found)).staleness
    assert (stale.part, stale.bound.value) == (part, age)


LOST = [
    ("two copies", "replicas=2", 0.0, "no backup"),
    ("one copy and no backup", "replicas=1", None, "no backup"),
    ("backups of unknown age", "replicas=2 backup", 0.0, "how often a backup"),
    ("unset", "", None, "no backup"),
]


@pytest.mark.parametrize(
    ("size", "instance", "mistake"), [case[1:] for case in LOST], ids=[case[0] for case in LOST]
)
def test_what_may_be_lost(size: str, instance: float | None, mistake: str) -> None:
    """Replicas cover an instance, not a mistake; who says nothing is asked."""
    story = "data note record durable\n post by user rate=9: write note\n---\n people: client\n api: service"
    found = walked(f"{story}\n db: graph_database holds=note {size}\n people -> api -> db")
    (point,) = data_report(found, analyse(found)).recovery
    assert point.after_instance.value == instance
    assert mistake in point.after_mistake.why_not
    assert point.after_part.value is None


@pytest.mark.parametrize(
    ("kind", "size", "seconds"),
    [
        ("graph_database", "replicas=2 backup backup_every='6 h'", 6 * 3600),
        ("relational", "replicas=2 backup_every='5 min'", 300),
        ("object_store", "backup_every='1 d'", 86_400),
        ("relational", "replicas=2 backup=false backup_every='5 min'", None),
    ],
)
def test_a_mistake_costs_one_backup_interval(kind: str, size: str, seconds: float | None) -> None:
    """What was written since the last backup is lost by a mistake, and with all of the store."""
    story = "data note blob durable\n post by user rate=9: write note\n---\n people: client\n api: service"
    found = walked(f"{story}\n db: {kind} holds=note {size}\n people -> api -> db")
    (point,) = data_report(found, analyse(found)).recovery
    assert (point.after_mistake.value, point.after_part.value) == (seconds, seconds)


def test_the_celebrity_of_the_timelines() -> None:
    """100 million timelines beside the usual peak: later than the five seconds asked for."""
    scenario = load_scenario("twitter")
    design = next(d for d in references("twitter") if d.design.id == "fan-out-on-write")
    found = walk_all(scenario, design, load_catalogue())
    (famous,) = data_report(found, analyse(found)).celebrities
    lag, audience = famous.lag.value, famous.largest_audience.value
    assert famous.most.value == 1e8
    assert lag is not None and audience is not None and famous.deadline_s == 5
    assert lag > famous.deadline_s
    assert audience / lag == pytest.approx(1e8 * famous.deadline_s / lag**2)
    assert famous.lag.mistake is not None


def figures_in(value: object) -> list[Figure]:
    """Every figure of a report, however deep."""
    if isinstance(value, Figure):
        return [value]
    if isinstance(value, (tuple, list)):
        return [figure for entry in value for figure in figures_in(entry)]
    if is_dataclass(value):
        return [figure for field in fields(value) for figure in figures_in(getattr(value, field.name))]
    return []


@pytest.mark.parametrize("name", scenario_ids())
def test_every_accepted_design_tells_its_data(name: str) -> None:
    """Finite, or a reason; every working can be unfolded."""
    scenario: Scenario = load_scenario(name)
    for design in references(name):
        found = walk_all(scenario, design, load_catalogue())
        told = figures_in(data_report(found, analyse(found)))
        assert told
        for figure in told:
            assert (figure.value is not None and math.isfinite(figure.value)) or figure.why_not
            assert figure.value is None or figure.working.formula
