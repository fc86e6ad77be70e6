"""A small scenario, catalogue and review made by hand, so that page tests do not move with the engine."""

from __future__ import annotations

from typing import Any

from design_sandbox.analysis.numbers import AnswerTime, ComponentLoad, ConnectionLoad, Numbers, WorkingLine
from design_sandbox.model.catalogue import Catalogue
from design_sandbox.model.design import Design
from design_sandbox.model.rubric import Rubric
from design_sandbox.model.scenario import Scenario
from design_sandbox.review.result import (
    CapScore,
    CriterionScore,
    DimensionScore,
    Inference,
    RequirementState,
    Review,
    TradeOffPrompt,
)
from design_sandbox.rules.finding import Finding, Fix
from design_sandbox.ui.payload.briefing import Briefing, LoadLine
from design_sandbox.walk.walk import Hop, Stop, StrategyChoice, Walk

HOSTILE = '<img src=x onerror=alert(1)> **bold** $x$ :red[y] "q" `code` &amp;'


def scenario(title: str = "Design a notebook") -> Scenario:
    """Two flows, one of them optional."""
    return Scenario.model_validate(
        {
            "scenario": {
                "id": "notebook", "title": title, "summary": "Write notes, read notes.", "difficulty": "easy",
                "minutes": 30, "tags": ["cache"],
            },
            "prompt": "People write notes.",
            "facts": ["reads_per_s"],
            "clarifications": [{"question": "How many?", "answer": "Few."}],
            "load": {
                "reads_per_s": {"value": 10000, "unit": "read/s", "label": "reads"},
                "writes_per_s": {"formula": "reads_per_s / 10"},
            },
            "entities": {
                "notes": {"label": "notes", "durable": True},
                "counts": {"shape": "counter", "derived_from": ["notes"]},
            },
            "actors": {"writer": "person", "reader": {"label": "Reader"}},
            "flows": {
                "write_note": {
                    "title": "Write a note", "actor": "writer", "rate": "writes_per_s", "core": True,
                    "steps": [{"write": "notes"}],
                },
                "count_notes": {
                    "title": "Count notes", "actor": "reader", "rate": "reads_per_s", "optional": True,
                    "steps": [{"read": "counts"}],
                },
            },
            "requirements": {
                "F1": {"title": "Write notes", "flows": ["write_note"]},
                "F2": {"title": "Count notes", "flows": ["count_notes"], "from_level": "senior"},
            },
            "hints": ["Start with who asks.", "Where do notes live?"],
            "variants": {"counting": {"label": "Counting only", "prompt": "Count.", "flows": ["count_notes"]}},
        }
    )  # fmt: skip


def rubric() -> Rubric:
    """Two profiles and three bars."""
    return Rubric.model_validate(
        {
            "rubric": {"id": "small", "title": "Small"},
            "dimensions": {"works": {"title": "Works", "help": "It works."}},
            "criteria": [
                {
                    "id": "all",
                    "title": "All",
                    "dimension": "works",
                    "points": 100,
                    "earns": {"rule": "flow-served"},
                }
            ],
            "bars": [
                {"label": "junior", "at": 40},
                {"label": "mid", "at": 60},
                {"label": "senior", "at": 75},
            ],
            "profiles": {
                "swe-mid": {"title": "Software engineer, mid", "role": "swe", "level": "mid"},
                "swe-senior": {"title": "Software engineer, senior", "role": "swe", "level": "senior"},
            },
        }
    )


def catalogue() -> Catalogue:
    """One type a kind of diagram, with one property of each interesting shape."""
    common = {"summary": "s", "use_when": "u", "avoid_when": "a"}
    return Catalogue.model_validate(
        {
            "catalogue": {"id": "small"},
            "groups": [
                {"id": "compute", "label": "Compute"}, {"id": "data", "label": "Data"},
                {"id": "classes", "label": "Classes", "kind": "object_model"},
            ],
            "properties": {
                "replicas": {"label": "Replicas", "type": "integer", "help": "How many", "min": 1, "max": 9, "unit": "x"},
                "outbox": {"label": "Outbox", "type": "boolean", "help": "h", "default": True},
                "reads": {
                    "label": "Reads", "type": "choice", "help": "h", "options": [{"value": "strong", "label": "Latest"}],
                },
                "keys": {"label": "Keys", "type": "chips", "help": "h", "chips": "entities"},
            },
            "types": {
                "service": {
                    **common, "label": "Service", "group": "compute", "role": "compute", "icon": "server",
                    "abilities": ["compute"], "synonyms": ["api"], "properties": ["replicas", "outbox"],
                    "defaults": {"replicas": 2},
                },
                "store": {
                    **common, "label": "Store", "group": "data", "role": "store", "icon": "database",
                    "abilities": ["hold"], "properties": ["reads", "keys"],
                },
                "client": {
                    **common, "label": "Client", "group": "compute", "role": "actor", "icon": "client",
                    "abilities": ["initiate"],
                },
                "class": {
                    **common, "kind": "object_model", "label": "Class", "group": "classes", "role": "class",
                    "icon": "class", "abilities": ["compute"],
                },
            },
            "connections": {
                "request": {"label": "Request", "style": "solid", "help": "waits"},
                "async": {"label": "Hand-off", "style": "dashed", "help": "goes on"},
                "inherits": {"kind": "object_model", "label": "Inherits", "style": "inherits", "help": "is a"},
            },
        }
    )  # fmt: skip


def document(label: str = "API") -> dict[str, Any]:
    """A client, a service with a known size, and a store without one, in a group of three zones."""
    return {
        "design": {"id": "my-design", "version": 1, "scenario": "notebook", "kind": "system"},
        "components": {
            "people": {"type": "client", "plays": ["writer"]},
            "api": {"type": "service", "label": label, "replicas": 4},
            "db": {"type": "store", "label": "Notes", "holds": ["notes"]},
        },
        "connections": [
            {"from": "people", "to": "api"},
            {"from": "api", "to": "db", "kind": "async"},
        ],
        "groups": {"region-1": {"kind": "region", "contains": ["api", "db"], "zones": 3}},
        "layout": {"positions": {"api": [10, 20]}},
    }  # fmt: skip


def briefing() -> Briefing:
    """The scenario's figures."""
    load = (
        LoadLine("reads_per_s", "reads", "10k read/s", "given"),
        LoadLine("writes_per_s", "writes", "1k/s", "reads_per_s / 10"),
    )
    return Briefing("People write 1k notes a second.", load, {"write_note": 2500.0})


def findings(message: str) -> tuple[Finding, ...]:
    """A failure with a proven fix, a question, and a waived one."""
    patch = ({"op": "set", "component": "db", "field": "replicas", "value": 2},)
    return (
        Finding(
            "RD01", "fail", "high", "Notes are in one place", message, because=("db runs once",), elements=("db",),
            path=("people", "api", "db"), requirement="F1", subject="write_note", points_lost=8.04,
            fix=Fix("Add a replica", patch, 7.96, 79.0),
        ),
        Finding("DA02", "unknown", "question", "What fills it?", "Who counts?", elements=("api -> db",), points_lost=2.5),
        Finding("SC01", "fail", "low", "Hot", "One note is hot", elements=("db",), waived_because="agreed"),
    )  # fmt: skip


def numbers() -> Numbers:
    """A tight service and a store whose size is not set."""
    working = (WorkingLine("Peak", "1k/s × 2.5", "2.5k/s", "the prompt"),)
    return Numbers(
        components={
            "api": ComponentLoad(1000.0, 2500.0, 3200.0, 4, False, 0.78125, "requests_per_s", 4, working),
            "db": ComponentLoad(1000.0, 2500.0, None, None, False, None, "bytes_stored", None),
        },
        connections={
            ("people", "api"): ConnectionLoad(1000.0, 2500.0),
            ("api", "db"): ConnectionLoad(1000.0, 2500.0),
        },
        answer_times={"write_note": AnswerTime(0.08, 0.2124, 0.3, working)},
        first_bottleneck="api",
        breaks_at_load_multiple=1.28,
        strategy_costs={"write_note": {"on_write": 2500.0, "on_read": 500_000.0}},
    )


def walks() -> dict[str, Walk]:
    """One flow that arrives, with work after the answer, and one that stops."""
    hops = (
        Hop("people", "api", "must", 1.0, "enter"),
        Hop(
            "api",
            "db",
            "eventually",
            0.03,
            "store",
            "write",
            "notes",
            after_answer=True,
            note="by the worker",
        ),
        Hop("db", "api", "miss", 200.0, "push", against_arrow=True),
    )
    chosen = (StrategyChoice("store", "on_write", "the design holds it"),)
    stop = Stop("read", "api", "Nothing holds `counts`", "a store that holds counts")
    return {
        "write_note": Walk("write_note", "served", "api", ("people", "api"), hops, chosen),
        "count_notes": Walk("count_notes", "fails", "api", stop=stop),
    }


def trade_off(*, committed: bool = False) -> TradeOffPrompt:
    """A question with two options."""
    return TradeOffPrompt(
        "when", "Count on write or on read?", {"on_write": "On write", "on_read": "On read"}, ("a figure", "a limit"),
        "Money.", "On write, because reads are ten times as many.", committed,
        "on_write" if committed else "", "reads are more" if committed else "", ("a figure",) if committed else (),
    )  # fmt: skip


def review(message: str = "Losing `db` stops it", **changes: Any) -> Review:
    """A review that scored 71 of 100."""
    values: dict[str, Any] = {
        "scenario": "notebook",
        "design": Design.model_validate(document()),
        "profile": "swe-mid",
        "profile_title": "Software engineer, mid",
        "score": 71.04,
        "out_of": 100.0,
        "level": "sound mid",
        "next_bar": ("senior", 75.0),
        "graded": True,
        "dimensions": (DimensionScore("works", "Works", 40.0, 60.0), DimensionScore("holds", "Holds", 31.0, 40.0)),
        "criteria": (CriterionScore("all", "All", "works", "pass", 40.0, 60.0),),
        "deductions": (),
        "caps": (CapScore("b", 75.0, "a"), CapScore("c", 72.0, "counts are not kept")),
        "requirements": (
            RequirementState("F1", "Write notes", "served", "1k/s at peak", "write_note"),
            RequirementState("F2", "Count notes", "later", "asked from senior on", "count_notes"),
            RequirementState("Q1", "Quick", "asks", "How many?", None),
        ),
        "findings": findings(message),
        "walks": walks(),
        "numbers": numbers(),
        "inferences": (
            Inference(
                "API writes notes", "it is alone", "api",
                ({"op": "add_to", "component": "api", "field": "does", "value": "write_note"},), "Write it down",
            ),
        ),
        "trade_offs": (trade_off(),),
        "used_components": frozenset(("people", "api")),
        "used_connections": frozenset([("people", "api")]),
        "bars": (("junior", 40.0), ("mid", 60.0), ("senior", 75.0)),
    }  # fmt: skip
    return Review(**{**values, **changes})
