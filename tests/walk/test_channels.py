"""SEMANTICS 2, 3, 10, 11: channels, work after the answer, schedules and change capture."""

from __future__ import annotations

import pytest
from designs import calls_of, questions_of, walked

LATER = """
data note record durable
data trail append durable
post by user: write note; write trail eventually=60
---
people: client
api: service
db: relational holds=note
log: relational holds=trail
people -> api -> db
"""


@pytest.mark.parametrize(
    ("drawn", "status", "last"),
    [
        ("q: queue\n w: worker\n api ~> q ~> w -> log", "served", ["api>q+", "q>w+", "w>log+"]),
        ("q: queue\n w: worker\n api -> q -> w -> log", "served", ["api>q+", "q>w+", "w>log+"]),
        ("q: queue\n w: worker\n api ~> q ~> w -> log\n api -> log", "served", ["api>q+", "q>w+", "w>log+"]),
        ("api -> log", "served", ["api>log"]),
        ("q: queue\n w: worker\n api ~> q\n w -> log", "fails", []),
        ("q: queue\n api ~> q\n api -> log", "served", ["api>log"]),
        ("q: log\n w: worker\n db ~> q ~> w -> log", "served", ["db>q+", "q>w+", "w>log+"]),
        ("q: queue\n r: queue\n v: worker\n w: worker\n api ~> q ~> v ~> r ~> w -> log", "served",
         ["api>q+", "q>v+", "v>r+", "r>w+", "w>log+"]),
        ("db ~> log", "fails", []),
        ("f: service\n q: queue\n w: worker\n api -> f ~> q ~> w -> log", "served", ["api>f~", "f>q+", "q>w+", "w>log+"]),
        ("f: service\n q: queue\n w: worker\n api ~> q ~> w -> log\n api -> f ~> q", "served", ["api>q+", "q>w+", "w>log+"]),
    ],
    ids=["behind a queue", "kinds do not matter around a channel", "the channel is preferred", "without a channel at once",
         "nobody consumes", "an idle channel does not end a direct way", "change capture", "a consumer is a handler again",
         "a store does not turn one record into another", "a service is called to hand the work on",
         "who is called anyway hands the work on first"],
)  # fmt: skip
def test_work_after_the_answer(drawn: str, status: str, last: list[str]) -> None:
    """Eventually prefers a way through a channel or change capture; a channel nobody consumes ends the walk."""
    walk = walked(LATER + drawn).walks["post"]
    assert walk.status == status
    if last:
        assert calls_of(walk)[2:] == last
        assert all(hop.deadline_s == 60 for hop in walk.hops if hop.after_answer)


def test_a_silent_channel_is_named_where_the_walk_ends() -> None:
    """The stop names the channel that nobody consumes, not only the store that is missed."""
    stop = walked(LATER + "q: queue label=Outbox\n api ~> q").walks["post"].stop
    assert stop is not None
    assert (stop.at, "takes the work out of Outbox" in stop.message) == ("q", True)


def test_a_log_may_be_the_record_itself() -> None:
    """A log that holds the entity ends the walk: it needs no consumer."""
    walk = walked("""
        data trail append durable
        post by user: write trail eventually=60
        ---
        people: client
        api: service
        log: log holds=trail
        people -> api ~> log
    """).walks["post"]
    assert (walk.status, calls_of(walk)) == ("served", ["people>api", "api>log+"])


POLLED = LATER + "q: queue\n w: worker\n api ~> q\n w -> q\n w -> log\n"


def test_a_worker_that_points_at_a_queue_is_asked() -> None:
    """`worker -> queue` without another consumer is taken as polling, and one question asks whether it is."""
    walk = walked(POLLED).walks["post"]
    assert (walk.status, questions_of(walk)) == ("asks", ["pulls"])
    assert calls_of(walk)[3] == "q>w^+"
    patch = walk.questions[0].answers[0][1]
    assert [operation["op"] for operation in patch] == ["remove_connection", "add_connection"]


def test_the_direction_of_one_arrow_is_one_question() -> None:
    """However many journeys pass the polled queue, the first one asks and the others are served."""
    text = POLLED.replace("---", "look by user: read note; write trail eventually=60\n---")
    walks = walked(text).walks
    assert [questions_of(walk) for walk in walks.values()] == [["pulls"], []]


def test_a_worker_beside_a_consumer_produces() -> None:
    """Where a queue has a consumer along its arrows, an arrow into it is a producer: nothing is asked."""
    walk = walked(POLLED + "v: worker\n q ~> v -> log").walks["post"]
    assert (walk.status, questions_of(walk)) == ("served", [])
    assert "q>v+" in calls_of(walk)


def test_scheduled_work_starts_at_the_clock() -> None:
    """The built-in actor `clock` is every scheduler; it starts a worker directly or over a queue."""
    story = "data note record durable\n clean by clock: write note\n---\n db: relational holds=note\n w: worker\n w -> db\n"
    direct = walked(story + "cron: scheduler\n cron -> w").walks["clean"]
    assert (direct.status, direct.handler, calls_of(direct)) == ("served", "w", ["cron>w", "w>db"])
    queued = walked(story + "cron: scheduler\n q: queue\n cron -> q ~> w").walks["clean"]
    assert (queued.status, queued.handler) == ("served", "w")
    assert walked(story).walks["clean"].status == "fails"


def test_a_queue_is_never_waited_for() -> None:
    """A step that the answer needs is not met behind a channel."""
    walk = walked("""
        data note record durable
        post by user: write note
        ---
        people: client
        api: service
        q: queue
        w: worker
        db: relational holds=note
        people -> api ~> q ~> w -> db
    """).walks["post"]
    assert walk.status == "fails"


LOGGED = """
data note {shape} durable
keep by user: write note
look by user: read note
---
people: client
api: service
log: log holds=note label=Log
people -> api
"""


@pytest.mark.parametrize(
    ("shape", "drawn", "status"),
    [
        ("list", "api -> log", ["served", "served"]),
        ("list", "api ~> log", ["served", "fails"]),
        ("list", "api ~> log\n log ~> api", ["served", "served"]),
        ("record", "api -> log", ["served", "fails"]),
        ("list", "q: queue\n api ~> q\n api -> log", ["served", "served"]),
        ("list", "log ~> api", ["fails", "served"]),
        ("blob", "api -> log", ["fails", "fails"]),
    ],
    ids=["a request", "handed over", "consumed by whoever reads", "no entry is found by its key", "beside a queue",
         "nobody appends", "no place for files"],
)  # fmt: skip
def test_a_log_that_keeps_something_is_appended_to_and_read(
    shape: str, drawn: str, status: list[str]
) -> None:
    """Appending takes no look-up; reading takes an arrow, and entries that are read one by one another store."""
    walks = walked(LOGGED.replace("{shape}", shape) + drawn).walks
    assert [walks[name].status.replace("asks", "served") for name in ("keep", "look")] == status


@pytest.mark.parametrize(
    ("shape", "drawn", "says"),
    [
        ("list", "api ~> log", "api hands work over to Log and waits for no answer"),
        ("record", "api -> log", "event logs cannot look one entry up by key"),
        ("list", "", "api has no way to Log"),
    ],
    ids=["handed over", "the wrong kind of store", "no arrow at all"],
)
def test_a_walk_that_stops_at_a_log_says_why(shape: str, drawn: str, says: str) -> None:
    """The reason is the true one: an arrow that is drawn is never said to be missing."""
    text = LOGGED.replace("{shape}", shape).replace("api: service", "api: service label=api")
    stop = walked(text + drawn).walks["look"].stop
    assert stop is not None
    assert says in stop.message


@pytest.mark.parametrize(("ryw", "asked"), [("", ["taken"]), ("ryw", ["taken", "own-write"])])
def test_a_log_before_the_owner_raises_questions_only(ryw: str, asked: list[str]) -> None:
    """Whoever must see their own write is asked how; it is not said that there is no way."""
    walk = walked(f"data note record durable {ryw}\nkeep by user: write note\n---\npeople: client\napi: service\nlog: log\n"
                  "w: worker\ndb: relational holds=note\npeople -> api ~> log ~> w -> db").walks["keep"]  # fmt: skip
    assert questions_of(walk) == asked


def test_a_view_is_filled_from_the_log_that_keeps_its_sources() -> None:
    """Who takes every event out of a log needs no arrow back to it to know the sources."""
    seen = walked("data note record durable\ndata fan record durable\ndata feed list optional from=note,fan by=keep\n"
                  "keep by user: write note\nlook by user: read feed\n---\npeople: client\napi: service\n"
                  "log: log holds=note,fan\nw: stream_processor\nview: key_value holds=feed\npeople -> api -> view\n"
                  "api -> log ~> w -> view")  # fmt: skip
    assert questions_of(seen.walks["look"]) == []
