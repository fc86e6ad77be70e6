"""Load as figures: causes add up, worst cases multiply along layers, more load is never less use."""

from __future__ import annotations

import math

import pytest
from designs import walked

from design_sandbox.analysis.analyse import analyse
from design_sandbox.analysis.availability import availabilities
from design_sandbox.analysis.latency import latencies_of
from design_sandbox.analysis.load import LoadReport, load_report
from design_sandbox.model.loading import load_catalogue, load_scenario, references, scenario_ids
from design_sandbox.simulation.from_walk import plan_of
from design_sandbox.walk.walker import walk_all

STORY = """
data note record durable
data feed list optional from=note by=post within=5 times=20
load peak_factor = 3
post by user rate=10: write note repeatable
look by user rate=100: read feed
---
people: client plays=user
lb: load_balancer
api: service replicas=2 {api}
db: relational holds=note replicas=2
posted: queue replicas=2
fill: worker replicas=2 {fill}
feeds: cache holds=feed replicas=2
people -> lb -> api -> db
api -> feeds
api ~> posted ~> fill -> feeds
fill -> db
"""


def report(api: str = "", fill: str = "") -> LoadReport:
    """The load of the story with some properties set."""
    found = walked(STORY.format(api=api, fill=fill))
    return load_report(found, analyse(found))


def test_calls_are_told_by_their_cause() -> None:
    """Requests, work after the answer, fan-out and misses, at peak; what is filled for everybody misses 1 %."""
    parts = report().parts
    assert parts["api"].causes == {"requests": pytest.approx(330)}
    assert parts["feeds"].causes == {"fan_out": pytest.approx(600), "requests": pytest.approx(300)}
    assert parts["posted"].causes == {"later": pytest.approx(30)}
    assert parts["db"].causes["misses"] == pytest.approx(3)
    assert parts["db"].peak_per_s.working.mistake is not None
    assert parts["db"].peak_per_s.value == pytest.approx(3 * (parts["db"].average_per_s.value or 0))


def test_a_store_that_copies_itself_is_told_apart() -> None:
    """A replica gets each write once more."""
    story = (
        "data note record durable\n post by user rate=10: write note\n---\n people: client\n api: service\n"
    )
    drawn = "db: relational holds=note\n copy: relational copies=note\n people -> api -> db\n db => copy"
    found = walked(story + drawn)
    assert load_report(found, analyse(found)).parts["copy"].causes == {"replication": pytest.approx(10)}


def test_retries_multiply_along_calls_and_end_at_a_channel() -> None:
    """Three attempts of the API, and two of the worker behind the queue, which takes each message once."""
    parts = report("retries=2", "retries=1").parts
    assert parts["api"].worst_per_s.value == pytest.approx(330)
    assert parts["posted"].worst_per_s.value == pytest.approx(3 * 30)
    assert parts["fill"].worst_per_s.value == pytest.approx(30)
    assert parts["feeds"].worst_per_s.value == pytest.approx(3 * 300 + 2 * 600)
    assert report().parts["feeds"].worst_per_s.value == pytest.approx(900)


SESSIONS = """
data note record durable
load peak_factor = 3
look by user rate=100 obligations=check_identity: read note
post by user rate=10 obligations=check_identity: write note; read note new_request
ping by user rate=50: read note
---
people: client plays=user
lb: load_balancer identity={identity}
api: service replicas=2
db: relational holds=note replicas=2
sessions: {kind} replicas=2
people -> lb -> api -> db
lb -> sessions
"""


@pytest.mark.parametrize("kind", ["cache", "key_value", "relational", "identity_service"])
def test_look_ups_arrive_where_sessions_are_kept(kind: str) -> None:
    """One for each request whose entry obliges: 100 + 2 × 10 a second, as reads, and three times that at peak."""
    found = walked(
        SESSIONS.format(identity="sessions", kind=kind).replace(
            "sessions: relational", "sessions: relational keeps_sessions"
        )
    )
    numbers = analyse(found)
    part, sessions = load_report(found, numbers).parts["sessions"], numbers.components["sessions"]
    assert part.causes == {"requests": pytest.approx(360)}
    assert (sessions.average_per_s, sessions.peak_per_s) == (pytest.approx(120), pytest.approx(360))
    assert part.reads_per_s.value == pytest.approx(360)
    assert part.bytes_per_s.value == pytest.approx(360 * 500)
    assert sessions.utilisation is not None and sessions.utilisation > 0
    assert numbers.connections["lb", "sessions"].average_per_s == pytest.approx(120)


def test_tokens_add_no_load() -> None:
    """A token is verified where it is checked: nothing arrives at the cache."""
    found = walked(SESSIONS.format(identity="token", kind="cache"))
    assert "sessions" not in load_report(found, analyse(found)).parts


def test_answers_wait_for_and_need_their_sessions() -> None:
    """A look-up takes its time in each answer, and its share of the availability; the simulation makes it too."""
    said = {}
    for identity in ("token", "sessions"):
        found = walked(SESSIONS.format(identity=identity, kind="key_value"))
        numbers = analyse(found)
        lasts, up = (
            latencies_of(found, numbers)["look"].mean.value,
            availabilities(found, numbers.components)["look"].figure.value,
        )
        assert lasts is not None and up is not None
        said[identity] = lasts, up
        assert ("sessions" in {station.name for station in plan_of(found, numbers).stations}) == (
            identity == "sessions"
        )
    assert said["sessions"][0] > said["token"][0] + 0.003
    assert said["sessions"][1] < said["token"][1]


@pytest.mark.parametrize("name", [name for name in scenario_ids() if name != "parking-lot-classes"])
def test_every_accepted_design_tells_its_load(name: str) -> None:
    """Causes add up to the peak, every figure is finite or says why not, every working can be unfolded."""
    scenario = load_scenario(name)
    for design in references(name):
        found = walk_all(scenario, design, load_catalogue())
        told = load_report(found, analyse(found))
        assert told.parts
        for part in told.parts.values():
            assert sum(part.causes.values()) == pytest.approx(part.peak_per_s.value)
            assert (part.worst_per_s.value or 0) >= (part.peak_per_s.value or 0) * (1 - 1e-9)
            figures = [value for value in vars(part).values() if hasattr(value, "working")]
            assert all(f.value is None or math.isfinite(f.value) for f in figures)
            assert all(f.working.formula or f.why_not for f in figures)
        for link in told.connections.values():
            assert link.peak_per_s.working.formula
            assert (link.bytes_per_s.value or 0) >= 0


def test_classes_have_no_load() -> None:
    """Messages between objects have no rate."""
    (design, *_) = references("parking-lot-classes")
    found = walk_all(load_scenario("parking-lot-classes"), design, load_catalogue())
    assert load_report(found, analyse(found)) == LoadReport()
