"""The figures that must stay fast, as medians, and as ratios where a machine's speed would blur them.

Prints: review of the Twitter reference and of a 50-part design, cold and after one edit; `check` from a cold
start against importing its libraries alone; drawing both; drop to findings in Chromium, where there is one.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from large_design import large_design

from design_sandbox.model.design import Design
from design_sandbox.model.edits import apply_patch
from design_sandbox.model.loading import load_catalogue, load_scenario, references
from design_sandbox.model.scenario import Scenario
from design_sandbox.render.export import to_png
from design_sandbox.render.from_design import drawing_of
from design_sandbox.render.svg import to_svg
from design_sandbox.review.engine import review

REPOSITORY = Path(__file__).resolve().parent.parent
REPEATS = 7
LIBRARIES = "import networkx, numpy, pydantic, yaml"
COLD_LIMIT = 1.5
BROWSER_SCRIPT = REPOSITORY / "benchmarks" / "drop_to_findings.py"


def main() -> int:
    """Print the table; 1 when the cold start is over its limit."""
    scenario = load_scenario("twitter")
    reference = largest_reference()
    crowd = large_design(reference, 50)
    row("review, Twitter reference", cold_ms(reference, scenario), parts(reference))
    row("  after one edit", after_edit_ms(reference, scenario), "another replica count")
    row("review, 50 parts", cold_ms(crowd, scenario), parts(crowd))
    row("  after one edit", after_edit_ms(crowd, scenario), "another replica count")
    ratio = cold_start()
    drawing("drawing, Twitter reference", reference)
    drawing("drawing, 50 parts", crowd)
    in_browser()
    return int(ratio > COLD_LIMIT)


def largest_reference() -> Design:
    """The accepted Twitter design with the most parts."""
    return max(references("twitter"), key=lambda design: (len(design.components), design.design.id))


def parts(design: Design) -> str:
    """How large a design is, in words."""
    return f"{len(design.components)} parts, {len(design.connections)} connections"


def row(name: str, value: float, note: str = "") -> None:
    """One line of the table, in milliseconds."""
    print(f"{name:<32}{value:>9.1f} ms   {note}", flush=True)


def median_ms(run: Callable[[], object], repeats: int = REPEATS) -> float:
    """The median time of a call."""
    return statistics.median(timed_ms(run) for _ in range(repeats))


def timed_ms(run: Callable[[], object]) -> float:
    """How long one call takes."""
    started = time.perf_counter()
    run()
    return (time.perf_counter() - started) * 1000


def cold_ms(design: Design, scenario: Scenario) -> float:
    """The median time of a review of a design that was never seen: every replica count differs each time."""
    unseen = [resized(design, list(design.components), step) for step in range(1, REPEATS + 1)]
    return statistics.median(timed_ms(lambda one=one: review(one, scenario)) for one in unseen)


def after_edit_ms(design: Design, scenario: Scenario) -> float:
    """The median time of a review after one edit, each time another, of a design just reviewed."""
    name = next(name for name, part in design.components.items() if part.properties.get("replicas"))
    edited = [resized(design, [name], step) for step in range(11, REPEATS + 11)]
    review(design, scenario)
    return statistics.median(timed_ms(lambda one=one: review(one, scenario)) for one in edited)


def resized(design: Design, names: list[str], more: int) -> Design:
    """The design with `more` replicas of these parts, where they have a number of them."""
    patch = tuple(
        {"op": "set", "component": name, "field": "replicas", "value": replicas + more}
        for name in names
        if (replicas := design.components[name].properties.get("replicas"))
    )
    return apply_patch(design, patch)


def cold_start() -> float:
    """`check` in a new process against its libraries alone: in turns, so that both see the same machine."""
    file = REPOSITORY / "scenarios" / "twitter" / "references" / f"{largest_reference().design.id}.yaml"
    check = [sys.executable, "-m", "design_sandbox", "check", str(file)]
    alone, whole = [], []
    process_ms(check)  # writes the byte code, as installing a wheel does
    for _ in range(REPEATS):
        alone.append(process_ms([sys.executable, "-c", LIBRARIES]))
        whole.append(process_ms(check))
    ratio = statistics.median(whole) / statistics.median(alone)
    row("importing the libraries", statistics.median(alone), LIBRARIES)
    row("check, cold", statistics.median(whole), f"{ratio:.2f} times the libraries (limit {COLD_LIMIT})")
    return ratio


def process_ms(command: list[str]) -> float:
    """How long a process takes; its output and exit code do not matter here."""
    quiet = subprocess.DEVNULL
    place = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return timed_ms(
        lambda: subprocess.run(command, cwd=REPOSITORY, env=place, stdout=quiet, stderr=quiet, check=False)
    )


def drawing(name: str, design: Design) -> None:
    """SVG and PNG of a design, from the design to the bytes."""
    catalogue = load_catalogue()
    row(f"{name}: SVG", median_ms(lambda: to_svg(drawing_of(design, None, catalogue)), 3))
    row(f"{name}: PNG", median_ms(lambda: to_png(drawing_of(design, None, catalogue)), 3))


def in_browser() -> None:
    """Drop to findings in Chromium, by the script of the browser tests."""
    if not shutil.which("chromium"):
        print("drop to findings                 not measured: there is no chromium on this machine")
    else:
        subprocess.run(
            [sys.executable, str(BROWSER_SCRIPT)], cwd=REPOSITORY, env=dict(os.environ), check=False
        )


if __name__ == "__main__":
    sys.exit(main())
