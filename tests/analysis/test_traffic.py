"""Traffic: what the walks put on parts and connections agrees with solving the drawing's linear equations."""

from __future__ import annotations

import json
from collections import defaultdict
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from designs import walked
from hypothesis import given, settings
from random_designs import SCENARIO, any_design, edited

from design_sandbox.analysis.analyse import analyse, strategy_costs
from design_sandbox.analysis.traffic import traffic
from design_sandbox.model.design import Design
from design_sandbox.model.load import peak_factor, rate_of
from design_sandbox.model.loading import load_catalogue, load_scenario
from design_sandbox.walk.walker import walk_all

PUBLISHED = {
    case["id"]: case
    for case in json.loads(Path(__file__).with_name("cases_published.json").read_text())["cases"]
}

FEED = """
data item record durable
data post record durable
data feed list optional from=post by=post times=200
look by user rate=1900: read item times=3
post by user rate=100: read item times=3; write post
see by other rate=0: read feed
---
client: client plays=user,other
lb: load_balancer
api: service
cache: cache copies=item hit_ratio=0.9
db: relational holds=item
posts: relational holds=post
queue: queue
worker: worker
timeline: cache holds=feed label=Timelines
reader: service
client -> lb -> api -> cache
api -> db
api -> posts
api ~> queue ~> worker -> timeline
client -> reader -> timeline
"""


def solved(source: str, rate: float, edges: list[dict[str, Any]]) -> dict[str, float]:
    """Rates of every node from `rate = sum of incoming rate × multiplier`, by elimination in exact fractions."""
    names = sorted({end for edge in edges for end in (edge["src"], edge["dst"])})
    rows = [[Fraction(int(a == b)) for b in names] + [Fraction(rate if a == source else 0)] for a in names]
    for edge in edges:
        rows[names.index(edge["dst"])][names.index(edge["src"])] -= Fraction(str(edge["multiplier"]))
    for column in range(len(names)):
        pivot = next(row for row in range(column, len(names)) if rows[row][column])
        rows[column], rows[pivot] = rows[pivot], rows[column]
        rows[column] = [value / rows[column][column] for value in rows[column]]
        for row in range(len(names)):
            if row != column and rows[row][column]:
                factor = rows[row][column]
                rows[row] = [
                    value - factor * base for value, base in zip(rows[row], rows[column], strict=True)
                ]
    return {name: float(rows[index][-1]) for index, name in enumerate(names)}


def test_a_published_propagation_is_reproduced() -> None:
    """K09: the walked feed has the published rates, and so has the linear solve of its arrows."""
    case = PUBLISHED["K09-flow-propagation"]
    by_hand = solved("client", case["given"]["source_rate"], case["given"]["edges"])
    loads = analyse(walked(FEED)).components
    for name, rate in case["expected"].items():
        assert by_hand[name] == pytest.approx(rate)
        assert loads[name].average_per_s == pytest.approx(rate), name


def test_the_first_bottleneck_is_the_published_one() -> None:
    """K10: with the published capacities the service is full first, at twice the load."""
    case = PUBLISHED["K10-first-bottleneck"]
    text = FEED
    for name, kind in (
        ("lb", "load_balancer"),
        ("api", "service"),
        ("cache", "cache"),
        ("queue", "queue"),
        ("worker", "worker"),
        ("timeline", "cache"),
        ("db", "relational"),
    ):
        text = text.replace(
            f"{name}: {kind}", f"{name}: {kind} replicas=1 serves_per_s={case['given']['capacities'][name]}/s"
        )
    numbers = analyse(walked(text))
    assert numbers.first_bottleneck == case["expected"]["first"]
    assert numbers.breaks_at_load_multiple == pytest.approx(case["expected"]["multiplier"])


def test_push_or_pull_is_answered_by_numbers() -> None:
    """H05: the published costs of filling timelines ahead and of collecting them on reading."""
    given, expected = PUBLISHED["H05-push-vs-pull"]["given"], PUBLISHED["H05-push-vs-pull"]["expected"]
    scenario = walked(f"""
        data post record durable
        data feed list optional from=post by=tweet times={given["avg_fanout"]}
        tweet by user rate={given["tweets_per_s"]}: write post
        look by user rate={given["timeline_reads_per_s"]}: any(push: read feed | pull: read post times={given["followees_per_reader"]})
        ---
        people: client
    """).scenario
    assert strategy_costs(scenario)["look"] == {
        "push": expected["push_total_ops"],
        "pull": expected["pull_reads_per_s"],
    }


@settings(max_examples=25, deadline=None)
@given(edited() | any_design())
def test_what_arrives_at_a_part_came_over_its_connections(design: Design) -> None:
    """Rates are conserved: every part gets what its arrows bring, and each flow brings rate × calls of its walk."""
    scenario = load_scenario(SCENARIO)
    seen = walk_all(scenario, design, load_catalogue())
    loads = traffic(seen)
    arrived: dict[str, float] = defaultdict(float)
    for name, walk in seen.walks.items():
        for hop in walk.everywhere if walk.served else ():
            arrived[hop.target] += rate_of(scenario, name) * hop.calls / (1 + len(walk.elsewhere))
    over = sum(load.average_per_s for load in loads.connections.values())
    assert over == pytest.approx(sum(arrived.values()))
    for name, part in loads.parts.items():
        started = sum(
            rate_of(scenario, w.flow) for w in seen.walks.values() if w.served and w.handler == name
        )
        assert arrived[name] <= part.calls_per_s * (1 + 1e-9) + 1e-9
        assert part.calls_per_s <= arrived[name] + started + 1e-6
        assert part.calls_per_s == pytest.approx(sum(share[3] for share in part.shares))
    assert loads.peak_factor == peak_factor(scenario)
