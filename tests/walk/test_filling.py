"""SEMANTICS 5: derived data is filled by a drawn pipeline, or computed on a miss; else it is asked."""

from __future__ import annotations

import pytest
from designs import calls_of, questions_of, sketch, walked

from design_sandbox.model.edits import apply_patch
from design_sandbox.model.loading import load_catalogue
from design_sandbox.model.scenario import Variant
from design_sandbox.walk.walker import walk_all

FEED = """
data note record durable
data fan record durable
data feed list optional from=note,fan by=post within=5 times=20
post by user: write note
look by user: read feed
---
people: client
api: service
notes: relational holds=note
fans: relational holds=fan label=Fans
c: cache holds=feed hit_ratio=0.9
people -> api -> notes
api -> c
"""

PIPES = [
    ("a worker that is sent one source and reaches the other",
     "q: queue\n w: worker\n api ~> q ~> w -> c\n w -> fans", [], ["api>q+", "q>w+", "w>c*20+", "w>fans+"]),
    ("a worker that does not reach a source it is not sent", "q: queue\n w: worker\n api ~> q ~> w -> c", ["what-fills"], None),
    ("change capture into the channel", "q: log\n w: worker\n notes ~> q ~> w -> c\n w -> fans", [],
     ["notes>q+", "q>w+", "w>c*20+", "w>fans+"]),
    ("inside the answer", "api -> fans", [], ["api>c*20", "api>fans"]),
    ("inside the answer, with a service that has the source", "s: service\n api -> s -> fans", [], ["api>c*20", "api>s", "s>fans"]),
    ("a schedule", "cron: scheduler\n w: worker\n cron -> w -> c\n w -> fans\n w -> notes", [],
     ["cron>w*0+", "w>c*20+", "w>notes+", "w>fans+"]),
    ("a schedule that lacks a source", "cron: scheduler\n w: worker\n cron -> w -> c\n w -> fans", ["what-fills"], None),
    ("a batch of rows of their own", "q: queue\n w: worker batch=10\n api ~> q ~> w -> c\n w -> fans", [], ["api>q+", "q>w+", "w>c*20+", "w>fans+"]),
    ("a service that is called to publish, and a worker that reaches the source",
     "f: service\n q: queue\n w: worker\n api -> f ~> q ~> w -> c\n w -> fans", [],
     ["api>f~", "f>q+", "q>w+", "w>c*20+", "w>fans+"]),
    ("a service that is called to publish, and sends what it looked up",
     "f: service\n q: queue\n w: worker\n api -> f ~> q ~> w -> c\n f -> fans", [],
     ["api>f~", "f>q+", "q>w+", "w>c*20+", "f>fans+"]),
    ("a service that is told to publish",
     "f: service\n q: queue\n w: worker\n api ~> f ~> q ~> w -> c\n f -> fans", [],
     ["api>f+", "f>q+", "q>w+", "w>c*20+", "f>fans+"]),
    ("a service that is called to publish, without the source",
     "f: service\n q: queue\n w: worker\n api -> f ~> q ~> w -> c", ["what-fills"], None),
    ("nothing", "", ["what-fills"], None),
]  # fmt: skip


@pytest.mark.parametrize(
    ("drawn", "asked", "fills"), [pipe[1:] for pipe in PIPES], ids=[pipe[0] for pipe in PIPES]
)
def test_pipelines(drawn: str, asked: list[str], fills: list[str] | None) -> None:
    """The last compute of a pipeline has, or is sent, every source; the hops hang on the flow that refreshes."""
    walks = walked(FEED + drawn).walks
    assert questions_of(walks["look"]) == asked
    assert walks["post"].status == "served"
    if fills is not None:
        assert calls_of(walks["post"])[2:] == fills


def test_a_reader_computes_what_a_cache_does_not_have() -> None:
    """Compute on a miss: the feed service reaches every source, so the textbook answer is not accused."""
    walk = walked("""
        data note record durable
        data fan record durable
        data feed list optional from=note,fan by=post times=20
        post by user: write note
        look by user: any(ready: read feed | live: read fan, read note times=20)
        ---
        people: client
        api: service
        feeds: service
        db: relational holds=note,fan
        c: cache holds=feed hit_ratio=0.9
        people -> api -> db
        people -> feeds -> c
        feeds -> db
    """).walks["look"]
    assert (walk.status, questions_of(walk)) == ("served", [])
    assert calls_of(walk)[2:] == ["feeds>db*2?", "feeds>db*0.1?"]
    misses = {(hop.verb, hop.entity) for hop in walk.hops if hop.mode == "miss"}
    assert misses == {("read", "note"), ("read", "fan")}  # what is computed from them is not written into db


def test_a_pipeline_reads_its_sources_and_writes_its_keeper() -> None:
    """Only the last hop of a pipeline changes anything: the worker reads the source it is not sent."""
    walk = walked(FEED + "q: queue\n w: worker\n api ~> q ~> w -> c\n w -> fans").walks["post"]
    done = {(hop.source, hop.target): (hop.verb, hop.entity) for hop in walk.hops if hop.source == "w"}
    assert done == {("w", "c"): ("write", "feed"), ("w", "fans"): ("read", "fan")}


def test_a_durable_copy_is_not_computed_on_a_miss() -> None:
    """A search index that nobody feeds is asked about, though the reader reaches the source: it does not know that it misses."""
    text = """
        data note record durable
        data index text from=note by=post
        post by user: write note
        look by user: search index
        ---
        people: client
        api: service
        db: relational holds=note
        s: search_index holds=index
        people -> api -> db
        api -> s
    """
    # `api` writes the note and is connected to the index: it fills it while the caller waits.
    assert questions_of(walked(text).walks["look"]) == []
    apart = text.replace("api -> s", "finder: service\n people -> finder -> s\n finder -> db")
    assert questions_of(walked(apart).walks["look"]) == ["what-fills"]
    captured = apart + "\n db ~> s"
    assert questions_of(walked(captured).walks["look"]) == []


def test_each_keeper_that_is_read_must_be_filled() -> None:
    """A pipeline into one cache does not fill another one."""
    two = FEED + "q: queue\n w: worker\n api ~> q ~> w -> d\n w -> fans\n d: cache holds=feed label=Other"
    assert questions_of(walked(two).walks["look"]) == ["what-fills"]
    assert questions_of(walked(two + "\n d => c").walks["look"]) == []


def test_a_copy_before_a_filled_owner_needs_no_pipeline() -> None:
    """A cache in front of the store of ready feeds asks that store on a miss."""
    text = FEED.replace("c: cache holds=feed hit_ratio=0.9", "f: key_value holds=feed\n c: cache copies=feed")
    drawn = "api -> f\n q: queue\n w: worker\n api ~> q ~> w -> f\n w -> fans"
    assert questions_of(walked(text + drawn).walks["look"]) == []


def test_what_a_step_writes_is_filled() -> None:
    """A flow that writes derived data in a step of its own fills it; no pipeline is asked for."""
    text = FEED.replace("post by user: write note", "post by user: write note; write feed times=20")
    assert questions_of(walked(text).walks["look"]) == []


def test_what_another_prompt_fills_is_not_asked() -> None:
    """In a narrower variant without the refreshing flow nobody is asked what fills the data."""
    scenario, design = sketch(FEED)
    narrow = scenario.model_copy(update={"variants": {"reading": Variant(label="Reading", flows=("look",))}})
    header = design.design.model_copy(update={"variant": "reading"})
    walks = walk_all(narrow, design.model_copy(update={"design": header}), load_catalogue()).walks
    assert list(walks) == ["look"]
    assert questions_of(walks["look"]) == []


def test_work_of_a_refresh_lies_on_the_worker() -> None:
    """Transcoding takes its time at the worker of the pipeline, not at the store."""
    text = """
        data film blob durable
        data cut blob from=film by=post takes='10min'
        post by user: write film
        look by user: read cut
        ---
        people: client
        api: service
        s: object_store holds=film,cut
        q: queue
        w: transcoder
        people -> api -> s
        api ~> q ~> w -> s
    """.replace("takes='10min'", "takes=600")
    walk = walked(text).walks["post"]
    assert {(hop.target, hop.takes_s) for hop in walk.hops if hop.takes_s} == {("w", 600.0)}
    inside = walked(text.replace("w: transcoder", "").replace("api ~> q ~> w -> s", "")).walks["post"]
    assert "works_inside_answer:cut" in inside.facts


def test_a_worker_without_work_is_given_the_channel_that_nobody_empties() -> None:
    """A worker that writes the feed and is fed by nothing: the first answer is the missing arrow, and it settles the question."""
    scenario, design = sketch(
        FEED + "q: queue label=Posted\n w: worker label=Filler\n api ~> q\n w -> c\n w -> fans"
    )
    (question,) = walk_all(scenario, design, load_catalogue()).walks["look"].questions
    label, patch = question.answers[0]
    assert label == "Connect Posted to Filler"
    assert questions_of(walk_all(scenario, apply_patch(design, patch), load_catalogue()).walks["look"]) == []


def test_the_question_offers_edits_that_answer_it() -> None:
    """Every edit offered with "What fills it?" settles the question when applied."""
    scenario, design = sketch(FEED)
    walk = walk_all(scenario, design, load_catalogue()).walks["look"]
    (question,) = walk.questions
    label, patch = question.answers[0]
    assert "compute on a miss" in label
    assert questions_of(walk_all(scenario, apply_patch(design, patch), load_catalogue()).walks["look"]) == []
