"""A review made by hand with one of everything, so that report tests do not move with the engine."""

from design_sandbox.analysis.numbers import ComponentLoad, ConnectionLoad, Numbers
from design_sandbox.exchange.report import Report
from design_sandbox.model.design import Component, Connection, Design, DesignHeader
from design_sandbox.model.problems import Position, Problem
from design_sandbox.review.result import (
    CapScore,
    CriterionScore,
    DeductionScore,
    DimensionScore,
    Inference,
    RequirementState,
    Review,
)
from design_sandbox.rules.finding import Finding, Fix
from design_sandbox.walk.walk import Hop, Question, Walk

HOSTILE = (
    '<script>alert(1)</script> | `x` \x1b[31mred\u202e @somebody http://evil.example ]]> "q" &amp; \x00\ufffe'
)


def sample_design(title: str = "Shortener") -> Design:
    """Client, balancer, API and a store."""
    return Design(
        design=DesignHeader(id="first-try", scenario="url-shortener", title=title),
        components={
            "people": Component(type="client"),
            "lb": Component(type="load_balancer"),
            "api": Component(type="service", label="Link API"),
            "links": Component(type="key_value", holds=("link",)),
        },
        connections=tuple(
            Connection.model_validate({"from": source, "to": target})
            for source, target in (("people", "lb"), ("lb", "api"), ("api", "links"))
        ),
    )


TWO_BALANCERS = ({"op": "set", "component": "lb", "field": "replicas", "value": 2},)


def sample_findings(message: str) -> tuple[Finding, ...]:
    """A costly failure with a proven fix, a cheap one with a suggestion, a question and a waived one."""
    costly = Finding(
        "RD01", "fail", "high", "A single instance on the way", message,
        because=("every follow passes lb", "lb runs one instance"),
        elements=("lb",), path=("people", "lb", "api"),
        requirement="F2", subject="follow", criterion="survives-one-loss", points_lost=12.0,
        fix=Fix("Run two load balancers", TWO_BALANCERS, 12.0, 78.0),
    )  # fmt: skip
    cheap = Finding(
        "ST07", "fail", "low", "Drawn but unused", "No walk uses this connection", elements=("api -> links",),
        criterion="idle-connections", points_lost=1.0, suggestion="Remove it, or say what it is for",
    )  # fmt: skip
    asks = Finding(
        "DA02",
        "unknown",
        "question",
        "What fills it?",
        "What fills the counts?",
        elements=("links",),
        points_lost=2.5,
    )
    waived = Finding(
        "SC01",
        "fail",
        "medium",
        "Hot key",
        "One link may be hot",
        elements=("links",),
        waived_because="agreed to ignore",
    )
    return costly, cheap, asks, waived


def sample_walk() -> Walk:
    """Visits arrive, with one open question."""
    way_in = Hop("people", "lb", "must", 1.0, "enter")
    look_up = Hop("api", "links", "must", 1.0, "look_up", "read", "link", 500.0)
    question = Question("fills", "What fills the counts?", ("links",))
    entry = ("people", "lb", "api")
    return Walk("follow", "asks", "api", entry, hops=(way_in, look_up), questions=(question,))


def sample_review(message: str = "Losing lb stops every visit", title: str = "Shortener") -> Review:
    """A review that scored 66 of 100."""
    return Review(
        scenario="url-shortener",
        design=sample_design(title),
        profile="swe-mid",
        profile_title="Software engineer, mid",
        score=65.96,
        out_of=100.0,
        level="junior",
        next_bar=("sound mid", 70.0),
        graded=True,
        dimensions=(
            DimensionScore("works", "Works end to end", 45.0, 45.0),
            DimensionScore("reliable", "Reliable", 0.0, 12.0),
        ),
        criteria=(
            CriterionScore("core-flows", "Core flows arrive", "works", "pass", 45.0, 45.0),
            CriterionScore("survives-one-loss", "Survives one loss", "reliable", "fail", 0.0, 12.0),
            CriterionScore("bursts", "Bursts end in time", "works", "not_applicable", 0.0, 0.0),
        ),
        deductions=(DeductionScore("idle-connections", "Idle connections", "works", 1.0),),
        caps=(CapScore("core-flow-missing", 66.0, "a core flow does not arrive"),),
        requirements=(
            RequirementState("F1", "Shorten a link", "served", "", "shorten"),
            RequirementState("F2", "Follow a link", "failed", "stops at lb", "follow"),
            RequirementState("F3", "See the counts", "asks", "What fills the counts?", "see_counts"),
            RequirementState("F4", "Custom names", "off", "", None),
        ),
        findings=sample_findings(message),
        walks={"follow": sample_walk()},
        numbers=Numbers(
            components={"links": ComponentLoad(1200.0, 4800.0, 10_000.0, 1, True, 0.48, "reads_per_s", 1)},
            connections={("api", "links"): ConnectionLoad(1200.0, 4800.0, float("inf"))},
            first_bottleneck="links",
            breaks_at_load_multiple=2.0833333333333335,
        ),
        inferences=(Inference("api handles visits", "it is alone behind lb", "api", (), "Write it down"),),
        trade_offs=(),
        notes=("The clock of the round is not part of this review.",),
    )


def sample_reports() -> list[Report]:
    """A reviewed file and a refused one."""
    refused = Problem(Position("broken.yaml", 3, 5), "unknown key 'conections'", suggestion="connections")
    lines = {"lb": 7, "api -> links": 12}
    return [
        Report("designs/first try.yaml", sample_review(), lines=lines),
        Report("broken.yaml", problems=(refused,)),
    ]
