"""What a scenario says about the lines of its rubric, looked up: each mistake at its own place."""

from __future__ import annotations

from collections.abc import Iterator

from design_sandbox.model.mistakes import Mistake, unknown
from design_sandbox.model.problems import Path, quoted
from design_sandbox.model.rubric import Criterion, Deduction, Rubric
from design_sandbox.model.scenario import Scenario


def rubric_mistakes(scenario: Scenario, rubric: Rubric) -> list[Mistake]:
    """Names of rubric lines and dimensions that do not exist; `rubric` is the unchanged one that the scenario names."""
    return [
        *_kind(scenario, rubric),
        *_quality(scenario, rubric),
        *_changes(scenario, rubric),
        *_ungraded(scenario, rubric),
    ]


def _kind(scenario: Scenario, rubric: Rubric) -> Iterator[Mistake]:
    if rubric.rubric.kind != scenario.scenario.kind:
        message = f"the rubric {rubric.rubric.id} grades designs of the kind {rubric.rubric.kind}"
        yield Mistake(("scenario", "rubric"), message, f"accepted: a rubric for {scenario.scenario.kind}")


def _criteria(scenario: Scenario, rubric: Rubric, *, dropped: bool = False) -> list[str]:
    found = [criterion.id for criterion in (*rubric.criteria, *scenario.rubric.add)]
    return [name for name in found if dropped or name not in scenario.rubric.drop]


def _quality(scenario: Scenario, rubric: Rubric) -> Iterator[Mistake]:
    known = _criteria(scenario, rubric)
    for name, requirement in scenario.requirements.items():
        if requirement.quality is not None and requirement.quality not in known:
            path = ("requirements", name, "quality")
            message = f"the rubric {rubric.rubric.id} has no criterion {quoted(requirement.quality)}"
            if requirement.quality in scenario.rubric.drop:
                message += " here: `rubric.drop` leaves it out"
            yield unknown(path, message, requirement.quality, known)


def _changes(scenario: Scenario, rubric: Rubric) -> Iterator[Mistake]:
    changes = scenario.rubric
    criteria = _criteria(scenario, rubric, dropped=True)
    lines = [*criteria, *(d.id for d in (*rubric.deductions, *changes.add_deductions))]
    mentioned: list[tuple[Path, str, list[str], bool]] = [
        *((("rubric", "drop", n), word, lines, False) for n, word in enumerate(changes.drop)),
        *((("rubric", "points", word), word, criteria, True) for word in changes.points),
        *((("rubric", "lost_by", word), word, lines, True) for word in changes.lost_by),
    ]
    for path, word, known, at_key in mentioned:
        if word not in known:
            yield unknown(
                path, f"the rubric {rubric.rubric.id} has no line {quoted(word)}", word, known, at_key=at_key
            )
    yield from _own_lines(scenario, rubric, lines)


def own_lines(scenario: Scenario) -> list[tuple[Path, Criterion | Deduction]]:
    """The lines that the scenario adds, each with its path."""
    changes = scenario.rubric
    return [
        *((("rubric", "add", index), line) for index, line in enumerate(changes.add)),
        *((("rubric", "add_deductions", index), line) for index, line in enumerate(changes.add_deductions)),
    ]


def _own_lines(scenario: Scenario, rubric: Rubric, lines: list[str]) -> Iterator[Mistake]:
    for path, line in own_lines(scenario):
        if lines.count(line.id) > 1:
            yield Mistake(
                (*path, "id"), f"there are two lines called {quoted(line.id)}", "accepted: an id of its own"
            )
        if line.dimension not in rubric.dimensions:
            message = f"the rubric {rubric.rubric.id} has no dimension {quoted(line.dimension)}"
            yield unknown((*path, "dimension"), message, line.dimension, rubric.dimensions)


GRADED_INVARIANTS = {
    "system": "{id: promises-kept, title: What must never happen cannot, dimension: data, points: 8, "
    "earns: {rule: invariant-held, over: invariants}}",
    "object_model": "{id: one-guard, title: One class guards what must never break, dimension: concurrency, points: 17, "
    "earns: {rule: one-guard, over: invariants}}",
}
"""Kind of diagram → the rubric line that grades its invariants, as YAML."""


def _ungraded(scenario: Scenario, rubric: Rubric) -> Iterator[Mistake]:
    lines = [line for line in (*rubric.criteria, *scenario.rubric.add) if line.id not in scenario.rubric.drop]
    if scenario.invariants and not any(line.earns.over == "invariants" for line in lines):
        line = GRADED_INVARIANTS[scenario.scenario.kind]
        yield Mistake(("invariants",), "no line of the rubric grades the invariants",
                      f"add this line at the end: rubric: {{add: [{line}]}}", at_key=True)  # fmt: skip
