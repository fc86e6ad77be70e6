"""SEMANTICS 18: instances as set, inferred or asked; capacity in every dimension; the tightest one decides."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from designs import sketch, walked
from hypothesis import given, settings
from random_designs import SCENARIO, edited

from design_sandbox.analysis.analyse import analyse
from design_sandbox.analysis.growing import least_size, share_left
from design_sandbox.analysis.instances import instances_of, survives_an_instance
from design_sandbox.analysis.numbers import ComponentLoad
from design_sandbox.analysis.sizing import TARGET_UTILISATION
from design_sandbox.model.design import Design
from design_sandbox.model.loading import load_catalogue, load_scenario
from design_sandbox.walk.board import Board
from design_sandbox.walk.walker import walk_all

PUBLISHED = {
    case["id"]: case
    for case in json.loads(Path(__file__).with_name("cases_published.json").read_text())["cases"]
}


def load_of(
    part: str, drawn: str, story: str = "data note record durable\n look by user rate=3500: read note"
) -> ComponentLoad:
    """The load of one part of a small design."""
    return analyse(walked(f"{story}\n---\n people: client\n{drawn}")).components[part]


API = "db: relational holds=note\n lb: load_balancer\n api: service {size}\n people -> lb -> api -> db"
COUNTS = [
    ("set", API.format(size="replicas=5"), "api", 5, False, 3500 / 2500),
    ("behind a balancer the tool sizes it", API.format(size=""), "api", 10, True, 0.7),
    ("nothing spreads work over several", "db: relational holds=note\n api: service\n people -> api -> db", "api", 1, True, 7.0),
    ("set though nothing spreads", "db: relational holds=note\n api: service replicas=3\n people -> api -> db", "api", 3, False, 7 / 3),
    ("the provider", "db: relational holds=note\n f: function\n people -> f -> db", "f", 2, True, 0.175),
    ("serves as you say", API.format(size="replicas=5 serves_per_s=2k/s"), "api", 5, False, 0.35),
    ("as long as you say", API.format(size="replicas=5 service_time=4ms at_once=4"), "api", 5, False, 3500 * 0.004 / 20),
    ("a store that says nothing and fits", API.format(size=""), "db", None, False, 0.35),
    ("copies of a store add reads", API.format(size="").replace("holds=note", "holds=note replicas=2 shards=2"), "db", 4, False, 3500 / 40_000),
]  # fmt: skip


@pytest.mark.parametrize(
    ("drawn", "part", "instances", "inferred", "used"), [c[1:] for c in COUNTS], ids=[c[0] for c in COUNTS]
)
def test_instances_and_utilisation(
    drawn: str, part: str, instances: int | None, inferred: bool, used: float
) -> None:
    """How many there are, who says so, and how full the tightest dimension is at peak."""
    load = load_of(part, drawn)
    assert (load.instances, load.instances_inferred) == (instances, inferred)
    assert load.utilisation == pytest.approx(used)


def test_an_unset_store_that_may_be_too_small_is_asked() -> None:
    """Where one instance would not do and the drawing says nothing, there is a need and no utilisation."""
    load = load_of("db", API.format(size=""), "data note record durable\n look by user rate=30000: read note")
    assert (load.instances, load.utilisation, load.needs_instances) == (None, None, 5)


def test_partitions_that_nobody_counts_are_counted_by_the_tool() -> None:
    """A key-value store splits itself while nothing is said about its shards, whatever its copies; what is said is checked."""
    story = "data note record durable\n look by user rate=30000: write note"
    drawn = API.replace("relational", "key_value {store}").replace("{size}", "")
    for unset in ("", "replicas=3"):
        load = load_of("db", drawn.format(store=unset), story)
        assert load.utilisation is not None
        assert load.utilisation <= TARGET_UTILISATION
    said = load_of("db", drawn.format(store="replicas=3 shards=1"), story)
    assert said.utilisation is not None
    assert said.utilisation > 1


@pytest.mark.parametrize(
    ("store", "managed"),
    [
        ("queue", False), ("queue label='SQS clicks'", True), ("queue technology=SQS", True), ("queue label='Redis queue'", False),
        ("key_value label=DynamoDB", True), ("key_value label=Riak", False), ("topic label='Redis Pub/Sub'", False),
        ("topic label='Google Pub/Sub'", True), ("relational label=DynamoDB", False),
    ],
)  # fmt: skip
def test_products_that_their_provider_runs_are_believed(store: str, managed: bool) -> None:
    """A label or technology that names such a product of the part's own type leaves no question about its size."""
    seen = walked(f"data note record durable\nlook by user: read note\n---\npeople: client\nx: {store}")
    part = seen.board.parts["x"]
    assert (part.managed, instances_of(seen.board, part).replicas) == (managed, 2 if managed else None)


def test_writes_load_shards_and_reads_load_copies() -> None:
    """Three copies of a shard triple what it reads, not what it writes."""
    write = "data note record durable\n look by user rate=1400: write note"
    one, three = (
        load_of("db", API.format(size="").replace("holds=note", f"holds=note replicas={n}"), write)
        for n in (1, 3)
    )
    assert (one.dimension, one.utilisation) == ("writes_per_s", pytest.approx(0.7))
    assert (three.dimension, three.utilisation) == ("writes_per_s", pytest.approx(0.7))


def test_stored_bytes_are_a_dimension() -> None:
    """A store that idles may be full: size × additions a day × days kept, in one copy of each shard."""
    story = "load daily = 100000000\n data note record durable size=1kB per_day=daily keep=365d\n look by user rate=1: read note"
    load = load_of("db", API.format(size="").replace("holds=note", "holds=note shards=10 replicas=2"), story)
    assert load.stored_bytes == pytest.approx(100e6 * 1e3 * 365)
    assert (load.dimension, load.utilisation) == (
        "bytes_stored",
        pytest.approx(100e6 * 1e3 * 365 / (10 * 10e12)),
    )


@pytest.mark.parametrize(("size", "used"), [("replicas=100", 1.2), ("replicas=100 at_once=2", 0.6)])
def test_work_that_takes_time_keeps_slots_busy(size: str, used: float) -> None:
    """Little's law: 0.2 uploads a second of ten minutes each keep 120 slots busy."""
    load = load_of("w", f"""
        s: object_store holds=film,cut
        api: service
        q: queue
        w: transcoder {size}
        people -> api -> s
        api ~> q ~> w -> s
    """, "data film blob durable\n data cut blob from=film by=up takes=600\n up by user rate=0.2: write film\n see by user: read cut")  # fmt: skip
    assert (load.dimension, load.utilisation) == ("slots", pytest.approx(used))


def test_five_nodes_at_four_fifths_are_full_without_one() -> None:
    """Q21: capacity is judged after a loss as well: the published headroom case."""
    case = PUBLISHED["Q21-n-minus-1-utilisation"]
    nodes, each = case["given"]["nodes"], case["given"]["utilisation_each"]
    story = f"data note record durable\n look by user rate={int(nodes * each * 500)}: read note"
    before, after = (
        load_of("api", API.format(size=f"replicas={n}"), story)
        for n in (nodes, nodes - case["given"]["failed"])
    )
    assert (before.utilisation, after.utilisation) == (
        pytest.approx(each),
        pytest.approx(case["expected"]["utilisation_after"]),
    )


@pytest.mark.parametrize(
    ("drawn", "part", "survives"),
    [
        ("api: service replicas=2\n people -> api", "api", True),
        ("api: service replicas=1\n people -> api", "api", False),
        ("api: service\n people -> api", "api", False),
        ("lb: load_balancer\n api: service\n people -> lb -> api", "api", True),
        ("lb: load_balancer\n people -> lb", "lb", True),
        ("db: relational\n people -> db", "db", None),
        ("p: reverse_proxy\n people -> p", "p", False),
    ],
)
def test_who_survives_the_loss_of_one_instance(drawn: str, part: str, survives: bool | None) -> None:
    """Two or more, the provider, or a tool that sizes it; a store that says nothing is asked."""
    _, design = sketch(f"look by user: connect user\n---\n people: client\n{drawn}")
    board = Board.of(design, load_catalogue())
    assert survives_an_instance(board, board.parts[part]) is survives
    assert (instances_of(board, board.parts[part]).replicas is None) is (
        survives is None or (part == "api" and "lb" in drawn)
    )


@settings(max_examples=20, deadline=None)
@given(edited())
def test_what_it_takes_is_enough(design: Design) -> None:
    """`needs_instances` machines stay under the target, and one fewer does not."""
    for load in analyse(walk_all(load_scenario(SCENARIO), design, load_catalogue())).components.values():
        if (
            not load.needs_instances
            or load.capacity_per_s is None
            or load.utilisation is None
            or not load.instances
        ):
            continue
        machines = load.utilisation * load.instances
        if load.dimension in ("writes_per_s", "bytes_stored"):
            continue  # carried by shards, however many copies there are
        assert machines / load.needs_instances <= TARGET_UTILISATION + 1e-6
        assert load.needs_instances == 1 or machines / (load.needs_instances - 1) > TARGET_UTILISATION - 1e-6


ZONES = [
    ("no zone is named", "", 10),
    ("three zones of a region", "[region r zones=3] lb api db", 14),
    ("two zones of a region", "[region r zones=2] lb api db", 18),
    ("the one zone it is drawn in", "[zone z] api", 10),
]


@pytest.mark.parametrize(("group", "instances"), [z[1:] for z in ZONES], ids=[z[0] for z in ZONES])
def test_what_the_tool_sizes_has_room_for_losing_a_zone(group: str, instances: int) -> None:
    """Nobody is blamed for a size that the tool has chosen: what a lost zone leaves stays below the limit."""
    load = load_of("api", f"{API.format(size='')}\n {group}" if group else API.format(size=""))
    assert (load.instances, load.instances_inferred) == (instances, True)
    told = [line.text for line in load.working if line.label == "Room for a loss"]
    assert told == ([f"any of {group[16]} zones may be lost"] if "zones=" in group else [])


def test_a_worker_that_asks_a_channel_for_work_is_one_of_several() -> None:
    """Whether the arrow is drawn from the queue or to it, consumers share the work and are sized by the tool."""
    story = "data note record durable\n post by user rate=3500: write note eventually=60"
    drawn = " db: relational holds=note\n lb: load_balancer\n api: service\n q: queue\n w: worker\n people -> lb -> api\n api ~> q\n {arrow}\n w -> db"
    for arrow in ("q ~> w", "w -> q"):
        load = load_of("w", drawn.format(arrow=arrow), story)
        assert load.instances_inferred
        assert load.utilisation is not None
        assert load.utilisation <= TARGET_UTILISATION


@pytest.mark.parametrize("zones", [1, 2, 3])
@pytest.mark.parametrize("copies", [1, 2, 3, 5])
def test_the_size_that_is_offered_has_room_for_a_loss(copies: int, zones: int) -> None:
    """Set to the offered shards, a store carries its peak with one instance, or one zone, gone."""
    story = "data note record durable\n look by user rate=300000: read note"
    drawn = f" db: relational holds=note replicas={copies} shards={{shards}}\n lb: load_balancer\n api: service\n people -> lb -> api -> db\n [region r zones={zones}] lb api db"
    small = load_of("db", drawn.format(shards=1), story)
    assert small.part is not None
    shards = least_size(small.part, small, zones)
    load = load_of("db", drawn.format(shards=shards), story)
    assert load.utilisation is not None
    assert load.utilisation <= min(TARGET_UTILISATION, share_left(copies, zones)) + 1e-9
    fewer = load_of("db", drawn.format(shards=shards - 1), story)
    assert (fewer.utilisation or 0) > min(TARGET_UTILISATION, share_left(copies, zones))


READY = (
    "data tweet record size=100B durable\n data feed list size=1kB optional from=tweet by=post within=5 times=20 count=readers\n load readers = 100000000\n"
    " post by user rate=100: write tweet\n timeline by user rate=1000: any(ready: read feed | live: read tweet times=200)"
)
FILLED = (
    " lb: load_balancer\n api: service\n db: relational holds=tweet\n q: queue\n w: worker\n feeds: cache copies=feed{said}\n people -> lb -> api -> db\n api -> feeds\n"
    " api ~> q ~> w -> feeds\n w -> db"
)
KEPT = [
    ("filled for everybody", FILLED.format(said=""), 100e9, 2000),
    ("fewer hits are set: the rest is not kept", FILLED.format(said=" hit_ratio=0.5"), 50e9, 100_000),
    ("entries expire: only what is asked for is kept", FILLED.format(said=" time_to_live=60s"), 0.0, 20_000),
    ("filled on a miss", FILLED.format(said="").replace("\n api ~> q ~> w -> feeds\n w -> db", ""), 0.0, 20_000),
]  # fmt: skip


@pytest.mark.parametrize(("drawn", "kept", "misses"), [c[1:] for c in KEPT], ids=[c[0] for c in KEPT])
def test_a_cache_that_is_filled_for_everybody_keeps_and_has_all(
    drawn: str, kept: float, misses: float
) -> None:
    """It must hold what the pipeline puts there, and misses next to nothing; a cache of what is asked for is the other way."""
    seen = walked(f"{READY}\n---\n people: client\n{drawn}")
    assert analyse(seen).components["feeds"].stored_bytes == pytest.approx(kept)
    asked = [hop for hop in seen.walks["timeline"].hops if hop.mode == "miss" and hop.entity == "tweet"]
    assert sum(hop.calls for hop in asked) * 1000 == pytest.approx(misses)
    assumed = [fact for fact in seen.inferred if fact.component == "feeds" and "99%" in fact.text]
    assert bool(assumed) == (misses == 2000)


def test_the_room_that_is_set_is_the_room_there_is() -> None:
    """`storage` takes the place of what a node of the type usually holds."""
    usual = analyse(walked(f"{READY}\n---\n people: client\n{FILLED.format(said=' shards=4 replicas=2')}"))
    said = analyse(
        walked(f"{READY}\n---\n people: client\n{FILLED.format(said=' shards=4 replicas=2 storage=50GB')}")
    )
    assert usual.components["feeds"].utilisation == pytest.approx(100 / (4 * 13))
    assert said.components["feeds"].utilisation == pytest.approx(100 / 200)
