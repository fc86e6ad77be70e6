"""How fast all analytic numbers are: 50 parts with eight journeys of twelve calls, 1,000 parts, and after one edit.

Times are medians; the growth from 50 to 1,000 parts is printed as a ratio, for it says more than a machine's speed.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable

from design_sandbox.analysis.analyse import analyse
from design_sandbox.analysis.availability import availabilities
from design_sandbox.analysis.cost import bill
from design_sandbox.analysis.data import data_report
from design_sandbox.analysis.ladder import ladder
from design_sandbox.analysis.latency import latencies_of
from design_sandbox.model.design import Component, Connection, Design, DesignHeader
from design_sandbox.model.loading import load_catalogue
from design_sandbox.model.prices import load_prices
from design_sandbox.model.scenario import Scenario
from design_sandbox.walk.walker import Walked, walk_all

REPEATS = 7
JOURNEYS, CALLS = 8, 12
"""Of 50 parts; larger designs have as many journeys more."""
COLD_LIMIT_MS, EDIT_LIMIT_MS, LARGE_LIMIT_MS = 30.0, 10.0, 600.0


def main() -> int:
    """Print the table; 1 when a limit is passed."""
    small = case(50)
    cold, parts = timed(small, range(1, REPEATS + 1))
    row("all numbers, 50 parts, cold", cold, f"limit {COLD_LIMIT_MS:g} ms")
    for name, took in parts.items():
        row(f"  {name}", took)
    edit, parts = after_edit(small)
    row("all numbers, 50 parts, after one edit", edit, f"limit {EDIT_LIMIT_MS:g} ms")
    for name, took in parts.items():
        row(f"  {name}", took)
    large, _ = timed(case(1000), range(1, 4))
    row(
        "all numbers, 1,000 parts, cold",
        large,
        f"limit {LARGE_LIMIT_MS:g} ms; {large / cold:.1f} times 50 parts",
    )
    return int(cold > COLD_LIMIT_MS or edit > EDIT_LIMIT_MS or large > LARGE_LIMIT_MS)


def row(name: str, milliseconds: float, note: str = "") -> None:
    """One line of the table."""
    print(f"{name:<44}{milliseconds:>9.2f} ms   {note}", flush=True)


def case(parts: int) -> tuple[Scenario, Callable[[int], Design]]:
    """A prompt of eight journeys and a design of so many parts that serves them; the number varies replica counts.

    Each journey has a handler of its own behind one balancer, which reads ten things in as many stores; journeys share
    stores.
    """
    journeys = JOURNEYS * parts // 50
    things = [f"thing{number}" for number in range(parts - journeys - 2)]
    scenario = Scenario.model_validate({
        "scenario": {"id": "speed", "kind": "system", "title": "Speed", "summary": "Speed", "difficulty": "easy", "minutes": 30},
        "prompt": "Many journeys.",
        "load": {"rate": {"value": "200/s"}, "peak_factor": {"value": 2}},
        "entities": {name: {"label": name, "size": "1 kB", "durable": True} for name in things},
        "actors": {"user": "person"},
        "flows": {
            f"journey{number}": {
                "title": f"Journey {number}", "actor": "user", "rate": "rate", "core": True,
                "answer_within": {"p99": "900 ms"},
                "steps": [{"id": f"s{step}", "read": things[(number * 5 + step) % len(things)]} for step in range(CALLS - 2)],
            }
            for number in range(journeys)
        },
        "requirements": {"F1": {"title": "All", "flows": [f"journey{number}" for number in range(journeys)]}},
    })  # fmt: skip

    def design(seed: int) -> Design:
        stores = [f"store{number}" for number in range(parts - journeys - 2)]
        handlers = [f"api{number}" for number in range(journeys)]
        components = {
            "people": Component.model_validate({"type": "client"}),
            "lb": Component.model_validate({"type": "load_balancer"}),
        }
        for number, name in enumerate(handlers):
            does = [f"journey{number}"]
            components[name] = Component.model_validate(
                {"type": "service", "replicas": 6 + seed, "zones": 3, "does": does}
            )
        for number, name in enumerate(stores):
            holds = [things[number]] if number < len(things) else []
            components[name] = Component.model_validate(
                {"type": "key_value", "replicas": 3, "shards": seed, "holds": holds}
            )
        pairs = [("people", "lb"), *(("lb", name) for name in handlers)]
        pairs += [
            (name, stores[(number * 5 + step) % len(things)])
            for number, name in enumerate(handlers)
            for step in range(CALLS - 2)
        ]
        header = DesignHeader.model_validate(
            {"id": "speed", "version": 1, "scenario": "speed", "kind": "system"}
        )
        links = tuple(Connection.model_validate({"from": source, "to": target}) for source, target in pairs)
        return Design.model_construct(
            design=header, components=components, connections=links, groups={}, walkthroughs={}, decisions={},
            waivers=(), layout=None,
        )  # fmt: skip

    return scenario, design


Took = tuple[float, dict[str, float]]
"""The median of all numbers together, and of each area."""


def timed(which: tuple[Scenario, Callable[[int], Design]], seeds: range) -> Took:
    """Cold computations of designs that differ everywhere."""
    scenario, design = which
    return medians([every_number(walk_all(scenario, design(seed), load_catalogue())) for seed in seeds])


def after_edit(which: tuple[Scenario, Callable[[int], Design]]) -> Took:
    """After another replica count of one part, of a design that was just computed."""
    scenario, design = which
    base = design(50)
    every_number(walk_all(scenario, base, load_catalogue()))
    took = []
    for more in range(1, REPEATS + 1):
        part = base.components["api3"].model_dump(by_alias=True, exclude_unset=True)
        changed = Component.model_validate({**part, "replicas": 80 + more})
        edited = base.model_copy(update={"components": {**base.components, "api3": changed}})
        took.append(every_number(walk_all(scenario, edited, load_catalogue())))
    return medians(took)


def medians(took: list[dict[str, float]]) -> Took:
    """Of the sums, and of each area."""
    total = statistics.median(sum(one.values()) for one in took)
    return total, {name: statistics.median(one[name] for one in took) for name in took[0]}


def every_number(walked: Walked) -> dict[str, float]:
    """Milliseconds of each area."""
    took: dict[str, float] = {}

    def clocked(name: str, run: Callable[[], object]) -> object:
        started = time.perf_counter()
        found = run()
        took[name] = (time.perf_counter() - started) * 1000
        return found

    started = time.perf_counter()
    numbers = analyse(walked)
    took["load, sizes, answer times"] = (time.perf_counter() - started) * 1000
    clocked(
        "latency",
        lambda: [(found.p99.value, found.p50.value) for found in latencies_of(walked, numbers).values()],
    )
    clocked(
        "availability",
        lambda: [found.figure.value for found in availabilities(walked, numbers.components).values()],
    )
    clocked("ladder", lambda: ladder(walked, numbers))
    clocked("data", lambda: data_report(walked, numbers))
    clocked("cost", lambda: bill(walked, numbers, load_prices()))
    return took


if __name__ == "__main__":
    sys.exit(main())
