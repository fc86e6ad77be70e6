"""How fast availability and failures are: shared zones, graphs of 80 parts, and a design of 50 parts cold and after an edit.

Times are medians; each is also given as a multiple of the same work done replica by replica, where there is such a way.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from itertools import pairwise

from large_design import large_design

from design_sandbox.analysis.analyse import analyse
from design_sandbox.analysis.availability import availabilities, known
from design_sandbox.analysis.failure import every_loss, take_down
from design_sandbox.model.edits import apply_patch
from design_sandbox.model.loading import load_catalogue, load_scenario, references
from design_sandbox.theory import domains
from design_sandbox.theory.decision_diagram import TooLargeError, plan_of
from design_sandbox.theory.formula import All, AtLeast
from design_sandbox.theory.two_terminal import network_plan
from design_sandbox.walk.walker import walk_all

REPEATS = 7
LIMIT_616_MS = 2.0
Edges = list[tuple[str, str]]


def main() -> int:
    """Print the table; 1 when 616 components take longer than they may."""
    took = tiers()
    graphs()
    journeys()
    return int(took > LIMIT_616_MS)


def row(name: str, milliseconds: float, note: str = "") -> None:
    """One line of the table."""
    print(f"{name:<44}{milliseconds:>9.2f} ms   {note}", flush=True)


def median_ms(run: Callable[[], object], prepare: Callable[[], object] = lambda: None) -> float:
    """The median time of a call, each after its preparation."""
    times = []
    for _ in range(REPEATS):
        prepare()
        started = time.perf_counter()
        run()
        times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times)


def tiers() -> float:
    """50 tiers of 12 replicas over three zones, in a region, behind a name service and a configuration."""
    shared = {"z1": 0.9995, "z2": 0.9995, "z3": 0.9995, "region": 0.9999, "dns": 0.9999, "config": 0.9999}
    zones = [(zone, "region", "dns", "config") for zone in ("z1", "z2", "z3")]
    groups = [domains.Group(8, 0.99 + tier * 1e-4, domains.spread_evenly(12, zones)) for tier in range(50)]
    cold = median_ms(lambda: domains.all_groups(shared, groups), domains._answers.cache_clear)
    replicas = median_ms(lambda: by_replica(groups[:10]))
    row("616 components in shared zones, cold", cold, f"limit {LIMIT_616_MS} ms")
    row("  128 of them, replica by replica", replicas, f"{replicas / cold:.0f} times the whole")
    return cold


def by_replica(groups: list[domains.Group]) -> float:
    """The same structure as one diagram in which every replica and zone is asked."""
    formula = All(tuple(
        AtLeast(group.need, tuple(All((f"{tier}-{zone}-{copy}", place.domains[0]))
                                  for zone, place in enumerate(group.places) for copy in range(place.count)))
        for tier, group in enumerate(groups)
    ))  # fmt: skip
    order = [
        "z1",
        "z2",
        "z3",
        *(f"{tier}-{zone}-{copy}" for tier in range(len(groups)) for zone in range(3) for copy in range(4)),
    ]
    return plan_of(formula, order).probability(dict.fromkeys(order, 0.99))


def graphs() -> None:
    """Two-terminal networks of 80 parts that fail: exact, or refused in bounded time."""
    for replicas in (2, 4, 10):
        network(f"layers of {replicas}", layers(80 // replicas, replicas), "s", "t")
    network("grid 8 × 10", grid(8, 10), "0.0", "7.9")
    network("grid 8 × 10, undirected", grid(8, 10), "0.0", "7.9", directed=False)
    for window, degree in ((8, 3), (80, 2), (80, 3)):
        network(f"random, window {window}, degree {degree}", scattered(window, degree), "0", "79")


def network(name: str, edges: Edges, source: str, target: str, *, directed: bool = True) -> None:
    """Time one network."""
    nodes = sorted({node for edge in edges for node in edge} - {"s", "t"})
    said = ""

    def run() -> None:
        nonlocal said
        try:
            plan = network_plan(edges, source, target, fails=nodes, directed=directed)
            said = f"{len(plan.steps)} questions, {plan.probability(dict.fromkeys(nodes, 0.99)):.6f}"
        except TooLargeError as error:
            said = f"refused: {error}"

    row(f"{name} ({len(nodes)} parts)", median_ms(run), said)


def layers(count: int, replicas: int) -> Edges:
    """Tiers of replicas, each connected to all of the next."""
    names = [[f"{tier}.{copy}" for copy in range(replicas)] for tier in range(count)]
    inner = [(a, b) for one, other in pairwise(names) for a in one for b in other]
    return [("s", a) for a in names[0]] + inner + [(a, "t") for a in names[-1]]


def grid(rows: int, columns: int) -> Edges:
    """Connections to the right and down."""
    down = [(f"{r}.{c}", f"{r + 1}.{c}") for r in range(rows - 1) for c in range(columns)]
    return down + [(f"{r}.{c}", f"{r}.{c + 1}") for r in range(rows) for c in range(columns - 1)]


def scattered(window: int, degree: int) -> Edges:
    """80 nodes, each connected to some of the next ones."""
    chosen = random.Random(1)  # noqa: S311 - a picture, not a secret
    return sorted(
        {(str(n), str(chosen.randint(n + 1, min(79, n + window)))) for n in range(79) for _ in range(degree)}
    )


def journeys() -> None:
    """Availability of all journeys of a reference and of 50 parts, cold and after an edit; one loss and every loss."""
    scenario, catalogue = load_scenario("twitter"), load_catalogue()
    reference = max(references("twitter"), key=lambda design: (len(design.components), design.design.id))
    for name, design in (("reference", reference), ("50 parts", large_design(reference, 50))):
        resized = apply_patch(
            design, ({"op": "set", "component": "tweets", "field": "replicas", "value": 5},)
        )
        walked, again = (walk_all(scenario, drawn, catalogue) for drawn in (design, resized))
        loads, after = analyse(walked).components, analyse(again).components
        row(
            f"availability, {name}, cold",
            median_ms(partial(availabilities, walked, loads), known._known.clear),
        )
        row("  after another replica count", median_ms(partial(availabilities, again, after)))
        row("  one thing taken down", median_ms(partial(take_down, walked, loads, "tweets")))
        row(
            "  every loss",
            median_ms(partial(every_loss, walked, loads)),
            f"{len(every_loss(walked, loads))} losses",
        )


if __name__ == "__main__":
    sys.exit(main())
