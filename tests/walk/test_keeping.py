"""SEMANTICS 4, 7, 12, 15, 20: owners, copies, misses, unlabelled stores, claims, expiry and fitting shapes."""

from __future__ import annotations

import pytest
from designs import calls_of, questions_of, sketch, walked

from design_sandbox.model.design import Decision
from design_sandbox.model.loading import load_catalogue
from design_sandbox.walk.walker import Walked, walk_all


def look(options: str, drawn: str, flows: str = "look by user: read note") -> Walked:
    """A read in a small design with a client and one service."""
    return walked(
        f"data note record {options}\n {flows}\n---\n people: client\n api: service\n people -> api\n {drawn}"
    )


READS = [
    ("the owner", "durable", "db: relational holds=note\n api -> db", "served", ["api>db"], []),
    ("cache-aside: the caller asks the owner on a miss", "durable",
     "db: relational holds=note\n c: cache copies=note hit_ratio=0.75\n api -> c\n api -> db",
     "served", ["api>c~", "api>db*0.25?"], []),
    ("read-through: the cache asks the owner itself", "durable",
     "db: relational holds=note\n c: cache copies=note hit_ratio=0.75\n api -> c -> db",
     "served", ["api>c~", "c>db*0.25?"], []),
    ("a caller farther in asks on a miss", "durable",
     "db: relational holds=note\n s: service\n c: cache copies=note\n api -> s -> c\n s -> db",
     "served", ["api>s", "s>c~", "s>db*0.1?"], []),
    ("nobody answers a miss", "durable", "db: relational holds=note\n c: cache copies=note\n api -> c",
     "asks", ["api>c"], ["miss"]),
    ("two caches in turn", "durable",
     "db: relational holds=note\n c: cache copies=note hit_ratio=0.5 label=A\n d: cache copies=note hit_ratio=0.8 label=B\n"
     "api -> c\n api -> d\n api -> db", "served", ["api>c~", "api>d*0.5?", "api>db*0.1?"], []),
    ("a cache, then the replica", "durable",
     "db: relational holds=note\n r: read_replica copies=note\n c: cache copies=note\n api -> c\n api -> r\n db => r\n w: service\n"
     " people -> w -> db", "served", ["api>c~", "api>r*0.1?"], []),
    ("a replica alone", "durable", "db: relational holds=note\n r: read_replica\n db => r\n api -> r",
     "served", ["api>r"], []),
    ("a cache holds what need not last", "", "c: cache holds=note\n api -> c", "served", ["api>c"], []),
    ("a cache is the only keeper of what need not last", "", "c: cache copies=note\n api -> c", "served", ["api>c"], []),
    ("only a cache holds what must last", "durable", "c: cache holds=note\n api -> c", "fails", [], []),
    ("only a copy keeps what must last", "durable", "c: cache copies=note\n api -> c", "fails", [], []),
    ("out of reach", "durable", "db: relational holds=note", "fails", [], []),
    ("through a pooler", "durable", "db: relational holds=note\n p: connection_pooler\n api -> p -> db",
     "served", ["api>p", "p>db"], []),
    ("not through another store", "durable", "db: relational holds=note\n x: relational\n api -> x -> db", "fails", [], []),
    ("not over a hand-off", "durable", "db: relational holds=note\n api ~> db", "fails", [], []),
]  # fmt: skip


@pytest.mark.parametrize(
    ("options", "drawn", "status", "calls", "asked"), [r[1:] for r in READS], ids=[r[0] for r in READS]
)
def test_reads(options: str, drawn: str, status: str, calls: list[str], asked: list[str]) -> None:
    """A copy is asked first, what it lacks is asked behind it, and what must last has a durable owner."""
    walk = look(options, drawn).walks["look"]
    assert (walk.status, calls_of(walk)[1:], questions_of(walk)) == (status, calls, asked)


REPLICATED = "db: relational holds=note\n r: read_replica copies=note {more}\n db => r\n api -> r\n api -> db"


@pytest.mark.parametrize(
    ("flows", "options", "more", "calls"),
    [
        ("look by user: read note", "durable", "", ["api>r"]),
        ("look by user: read note fresh", "durable", "", ["api>db"]),
        ("look by user: read note fresh", "durable", "consistency=strong", ["api>r"]),
        ("look by user: read note\n post by user: write note", "durable ryw", "", ["api>db"]),
        ("look by user: read note\n post by other: write note", "durable ryw", "", ["api>r"]),
        ("look by user: read note\n post by user: write note", "durable", "", ["api>r"]),
        ("look by user: read note\n post by user: write note", "durable ryw", "consistency=strong", ["api>r"]),
    ],
    ids=["lagging is fine", "fresh", "fresh from a copy that waits", "the writer reads", "somebody else wrote", "not asked for",
         "pinned"],
)  # fmt: skip
def test_replicas_lag(flows: str, options: str, more: str, calls: list[str]) -> None:
    """A fresh read, and a read by whoever wrote, is not answered by a replica that lags."""
    walk = look(options, REPLICATED.format(more=more), flows).walks["look"]
    assert (walk.status, calls_of(walk)[1:]) == ("served", calls)


def test_a_writer_out_of_reach_of_the_owner_is_served_by_the_replica() -> None:
    """Where only the replica is drawn the walk arrives; whether it may lag is for a rule to ask."""
    flows = "look by user: read note\n post by user: write note"
    drawn = "db: relational holds=note\n r: read_replica copies=note\n db => r\n api -> r\n w: service\n people -> w -> db"
    walk = look("durable ryw", drawn, flows).walks["look"]
    assert (walk.status, walk.hops[-1].target) == ("served", "r")


WRITES = [
    ("the owner and the copies it is connected to", "db: relational holds=note\n c: cache copies=note\n api -> db\n api -> c",
     "served", ["api>db", "api>c~"]),
    ("through a cache before its store", "db: relational holds=note\n c: cache copies=note\n api -> c -> db", "served",
     ["api>c", "c>db"]),
    ("a copy is no owner", "db: relational holds=note\n r: read_replica copies=note\n db => r\n api -> r", "fails", []),
    ("the other owner follows", "db: relational holds=note\n e: relational holds=note label=E\n db => e\n api -> db", "served",
     ["api>db", "db>e+"]),
]  # fmt: skip


@pytest.mark.parametrize(("drawn", "status", "calls"), [w[1:] for w in WRITES], ids=[w[0] for w in WRITES])
def test_writes(drawn: str, status: str, calls: list[str]) -> None:
    """A write ends at the owner; copies are refreshed by the writer, or by replication after the answer."""
    walk = look("durable", drawn, "look by user: write note").walks["look"]
    assert (walk.status, calls_of(walk)[1:]) == (status, calls)


CLAIMS = [
    ("a conditional write", "db: relational holds=note expires", "served", []),
    ("slow but possible", "db: wide_column holds=note", "served", []),
    ("slow but possible: a name is put only once", "db: object_store holds=note expires", "served", []),
    ("impossible", "db: time_series holds=note", "fails", []),
    ("nothing ends it", "db: relational holds=note", "asks", ["expiry"]),
    ("a schedule ends it", "db: relational holds=note\n cron: scheduler\n w: worker\n cron -> w -> db", "served", []),
    ("a fast hold in a cache ends it", "db: relational holds=note\n c: cache copies=note time_to_live='5 min'\n api -> c", "served", []),
]  # fmt: skip


@pytest.mark.parametrize(("drawn", "status", "asked"), [c[1:] for c in CLAIMS], ids=[c[0] for c in CLAIMS])
def test_claims_expire(drawn: str, status: str, asked: list[str]) -> None:
    """A claim needs a conditional write, and an expiring one somebody or something that ends it."""
    walk = look("durable", f"{drawn}\n api -> db", "look by user: claim note expires=300").walks["look"]
    assert (walk.status, questions_of(walk)) == (status, asked)


@pytest.mark.parametrize(
    ("shape", "drawn", "asked"),
    [
        ("record", "db: relational holds=note", []),
        ("append", "db: time_series holds=note", ["repeat"]),
        ("blob", "db: object_store holds=note", []),
    ],
)
def test_a_step_that_callers_repeat_is_kept_once(shape: str, drawn: str, asked: list[str]) -> None:
    """A retry must not store twice: a key or a conditional write decides, else the walk asks."""
    seen = walked(f"data note {shape} durable\n look by user: write note repeatable\n---\n people: client\n api: service\n"
                  f"people -> api -> db\n {drawn}")  # fmt: skip
    assert questions_of(seen.walks["look"]) == asked


TOGETHER = """
data seat record durable
data bill record durable
buy by user: write seat together=sale; write bill together=sale
---
people: client
api: service
people -> api -> db
"""


@pytest.mark.parametrize(
    ("drawn", "asked"),
    [
        ("db: relational holds=seat,bill", []),
        ("db: relational holds=seat\n e: relational holds=bill\n api -> e", ["together"]),
        ("db: relational holds=seat outbox\n e: relational holds=bill\n api -> e", []),
    ],
    ids=["one owner", "two owners", "an outbox"],
)
def test_steps_that_happen_together(drawn: str, asked: list[str]) -> None:
    """Two owners written one after the other leave a crash between; an outbox settles it."""
    assert questions_of(walked(TOGETHER + drawn).walks["buy"]) == asked


STORES = """
data note record durable
data picture blob durable
data find text from=note by=post
post by user: write note; write picture
look by user: search find
---
people: client
api: service
people -> api
"""


def test_one_unlabelled_store_holds_everything_that_fits_aloud() -> None:
    """A single database holds the records, a single object store the pictures, and both are said aloud."""
    seen = walked(STORES + "db: relational\n files: object_store\n api -> db\n api -> files")
    assert (seen.board.parts["db"].holds, seen.board.parts["files"].holds) == ({"note"}, {"picture"})
    assert {fact.component for fact in seen.inferred} == {"db", "files"}
    assert seen.walks["post"].status == "served"


def test_several_unlabelled_stores_ask_one_combined_question() -> None:
    """Two databases that say nothing raise one question, which one edit answers."""
    text = STORES.replace("write picture", "write mark").replace("data picture blob", "data mark record")
    walk = walked(text + "db: relational label=A\n e: relational label=B\n api -> db\n api -> e").walks[
        "post"
    ]
    assert (walk.status, questions_of(walk)) == ("asks", ["which-store"])
    assert walk.questions[0].text == "Which of A and B holds note, mark?"


FOLLOWERS = [
    ("a read replica", "r: read_replica label=R\n db => r", "note", ["holds", "copies"]),
    ("a second database that follows", "r: relational label=R\n db => r", "note", ["holds", "copies"]),
    (
        "a replica of a replica",
        "x: read_replica\n r: read_replica label=R\n x => r\n db => x",
        "note",
        ["holds", "copies"],
    ),
    ("its label names the data", "r: relational label='Notes R'\n db => r", "note", ["holds", "copies"]),
    ("a cache that copies", "r: cache copies=note label=R\n api -> r", "note", ["holds", "copies"]),
    ("a replica that follows nobody", "r: read_replica label=R", "note", ["holds", ""]),
]


@pytest.mark.parametrize(
    ("drawn", "entity", "roles"), [f[1:] for f in FOLLOWERS], ids=[f[0] for f in FOLLOWERS]
)
def test_what_follows_a_store_never_decides(drawn: str, entity: str, roles: list[str]) -> None:
    """Beside a store that says nothing, a replica raises no question: one holds the data, the other copies it."""
    seen = look("durable", f"db: relational label=Main\n api -> db\n {drawn}", "look by user: write note")
    parts = seen.board.parts
    assert (seen.walks["look"].status, questions_of(seen.walks["look"])) == ("served", [])
    assert [
        "holds" if entity in parts[name].holds else "copies" if entity in parts[name].copies else ""
        for name in ("db", "r")
    ] == roles


def test_two_stores_that_replicate_to_each_other_may_both_decide() -> None:
    """Arrows both ways name no follower: it is asked which one holds the data."""
    drawn = "db: relational label=A\n e: relational label=B\n db => e\n e => db\n api -> db\n api -> e"
    assert questions_of(look("durable", drawn, "look by user: write note").walks["look"]) == ["which-store"]


@pytest.mark.parametrize(
    ("options", "chosen", "kept"),
    [("durable optional", "", True), ("durable optional", "later", True), ("durable optional", "now", False),
     ("optional", "", False), ("durable optional from=note by=look", "", False)],
    ids=["lasting", "decided for", "decided against", "need not last", "worked out"],
)  # fmt: skip
def test_the_one_store_keeps_lasting_records_that_a_way_needs(options: str, chosen: str, kept: bool) -> None:
    """All records live in the one store by default, those of a strategy too, unless a decision turned it down."""
    scenario, design = sketch(
        f"data note record durable\ndata debt record {options}\nparty bank payment\n"
        "look by user: any(later: call bank when_down=fallback, write debt | now: call bank); write note\n---\n"
        "people: client\n api: service\n db: relational\n pay: payment_provider\n people -> api -> db\n api -> pay"
    )
    decisions = {"how": Decision(chosen=chosen)} if chosen else {}
    seen = walk_all(scenario, design.model_copy(update={"decisions": decisions}), load_catalogue())
    assert ("debt" in seen.board.parts["db"].holds) is kept


def test_the_store_for_places_holds_the_places_aloud() -> None:
    """Of two unlabelled stores the one that finds what is near keeps places, and the other one the records."""
    found = walked(
        "data spot place\ndata order record durable\nnear by user: search spot\nbuy by user: write order\n---\n"
        "people: client\napi: service\nrelational: relational\ngeo: geo_index\npeople -> api -> relational\napi -> geo"
    )

    assert {fact.text for fact in found.inferred} == {
        "Geo index holds spot",
        "Relational database holds order",
    }
    assert {name: walk.status for name, walk in found.walks.items()} == {"near": "served", "buy": "served"}


@pytest.mark.parametrize(
    ("durable", "wanted", "offered"), [("", "a store", True), ("durable", "a durable store", False)]
)
def test_only_what_must_last_needs_a_durable_store(durable: str, wanted: str, offered: bool) -> None:
    """What nothing holds may live in a cache, unless losing it is not acceptable: the stop asks for no more than that."""
    stop = (
        look(f"{durable} optional", "c: cache copies=other\n api -> c", "look by user: write note")
        .walks["look"]
        .stop
    )

    assert stop is not None
    assert stop.completes == f"{wanted} that holds note"
    assert any("Let Cache hold note" in label for label, _ in stop.answers) is offered


def test_labels_say_what_stores_hold() -> None:
    """A label that names an entity is taken for a claim, plural or not."""
    text = STORES.replace("write picture", "write mark").replace("data picture blob", "data mark record")
    seen = walked(
        text + "db: relational label='Notes database'\n e: relational label=Marks\n api -> db\n api -> e"
    )
    assert (seen.board.parts["db"].holds, seen.board.parts["e"].holds) == ({"note"}, {"mark"})
    assert seen.walks["post"].status == "served"


def test_a_cache_that_says_nothing_keeps_what_its_callers_read() -> None:
    """An unlabelled cache beside a database copies what is read from there."""
    seen = walked("data note record durable\n look by user: read note\n---\n people: client\n api: service\n db: relational\n"
                  "c: cache\n people -> api -> db\n api -> c")  # fmt: skip
    assert seen.board.parts["c"].copies == {"note"}
    assert calls_of(seen.walks["look"])[1:] == ["api>c~", "api>db*0.1?"]


def test_a_cache_that_holds_what_a_store_holds_keeps_copies() -> None:
    """Caches default to copies: two `holds` of one entity are not two authorities when one is a cache."""
    seen = walked("data note record durable\n look by user: read note\n---\n people: client\n api: service\n"
                  "db: relational holds=note\n c: cache holds=note\n people -> api -> db\n api -> c")  # fmt: skip
    assert (seen.board.parts["c"].holds, seen.board.parts["c"].copies) == (frozenset(), {"note"})


@pytest.mark.parametrize(
    ("entity", "verb", "store", "status"),
    [
        ("text", "search", "relational", "served"), ("text", "search", "key_value", "fails"),
        ("text", "search", "search_index", "served"), ("place", "search", "geo_index", "served"),
        ("place", "search", "object_store", "fails"), ("record", "read", "object_store", "served"),
        ("blob", "read", "object_store", "served"), ("blob", "read", "graph_database", "fails"),
        ("append", "scan", "time_series", "served"), ("list", "read", "cache", "served"),
    ],
)  # fmt: skip
def test_shapes_that_a_store_cannot_serve_stop_the_walk(
    entity: str, verb: str, store: str, status: str
) -> None:
    """An impossible access shape breaks the step and names a better kind of store; a slow one does not."""
    durable = "" if store == "cache" else "durable"
    walk = walked(f"data x {entity} {durable}\n look by user: {verb} x\n---\n people: client\n api: service\n s: {store} holds=x\n"
                  "people -> api -> s").walks["look"]  # fmt: skip
    assert walk.status == status
    assert (walk.stop is None) or ("cannot" in walk.stop.message and len(walk.stop.answers) > 0)


@pytest.mark.parametrize("order", ["a b", "b a"])
@pytest.mark.parametrize("follower", ["a", "b"])
def test_changes_go_to_the_owner_that_leads(order: str, follower: str) -> None:
    """Of two owners, one of which only follows the other, the leader is changed, whichever is drawn or named first."""
    leader = "b" if follower == "a" else "a"
    stores = "\n".join(f"{name}: relational label={name.upper()} holds=note" for name in order.split())
    walk = walked(f"data note record durable\n post by user: claim note\n---\n people: client\n api: service\n{stores}\n"
                  f"people -> api -> a\n api -> b\n {leader} => {follower}").walks["post"]  # fmt: skip
    assert [(hop.source, hop.target) for hop in walk.hops if hop.verb == "claim"] == [("api", leader)]
