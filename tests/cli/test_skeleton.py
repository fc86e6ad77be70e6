"""The skeleton of a new scenario is proven as it stands, and whatever its author then gets wrong is told at its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from design_sandbox.cli import FINE, main
from design_sandbox.model.loading import load_catalogue, load_rubric, load_scenario
from design_sandbox.model.problems import Problem
from design_sandbox.review.lint import lint
from design_sandbox.review.lint_designs import design_problems
from design_sandbox.review.lint_documents import scenario_problems
from design_sandbox.review.lint_report import LintReport

SCENARIO, SPREAD, SERVER = "scenario.yaml", "references/spread.yaml", "pitfalls/one-server.yaml"
NOBODY = "pitfalls/boards-nobody-fills.yaml"
LINE = "  - id: promises-kept\n"
DEDUCTION = "rubric:\n  add_deductions:\n  - {id: own, title: Own, dimension: scale, rule: oversised, each: 1, at_most: 2}\n"

MISTAKES = [
    # (file, what stands there, what is written instead, where the problem points, what it says)
    (SCENARIO, "rule: invariant-held", "rule: invariants-held", "invariants-held", "there is no rule 'invariants-held'"),
    (SCENARIO, "rule: invariant-held", "rule: invariants-held", "invariants-held", "did you mean 'invariant-held'?"),
    (SCENARIO, "rubric:\n  add", f"{DEDUCTION}  add", "oversised", "did you mean 'oversized'?"),
    (SCENARIO, "invariant-held,", "invariant-held, parameters: {at_most: 2},", "at_most", "unknown key 'at_most'"),
    (SCENARIO, "invariant-held,", "peak-utilisation, parameters: {at_least: 2},", "at_least", "unknown key 'at_least'; accepted: at_most"),
    (SCENARIO, "over: invariants", "over: flows", "flows}", "asked about invariants, not about flows; accepted: over: invariants"),
    (SCENARIO, "earns: {rule: invariant-held, over: invariants}", "earns: {check: {counts: {}}}", "counts", "did you mean 'count'"),
    (SCENARIO, "dimension: data", "dimension: date", "date", "no dimension 'date'; accepted: requirements, scale"),
    (SCENARIO, "id: promises-kept", "id: carries-peak", "carries-peak", "there are two lines called 'carries-peak'"),
    (SCENARIO, "quality: carries-peak", "quality: carry-peak", "carry-peak", "did you mean 'carries-peak'?"),
    (SCENARIO, "rubric:\n", "rubric:\n  drop: [survives-losses]\n", "survives-losses", "`rubric.drop` leaves it out"),
    (SCENARIO, "rubric:\n", "rubric:\n  drop: [replys]\n", "replys", "no line 'replys'"),
    (SCENARIO, "rubric:\n", "rubric:\n  points: {data-fit: 9}\n", "data-fit", "no line 'data-fit'; did you mean 'data-fits'? accepted: journeys-arrive"),
    (SCENARIO, "rubric:\n", "rubric:\n  lost_by: {data-fit: {set: a.b}}\n", "data-fit", "did you mean 'data-fits'?"),
    (SCENARIO, "    decides: {at_once", "    when: {types: cache}\n    decides: {at_once", "types", "did you mean 'type'?"),
    (SCENARIO, "    decides: {at_once", "    when: {type: cash}\n    decides: {at_once", "cash", "no type 'cash'"),
    (SCENARIO, "rule: invariant-held, over: invariants", "rule: flow-served, over: flows", "invariants:",
     "no line of the rubric grades the invariants; add this line at the end: rubric: {add: [{id: promises-kept"),
    (SPREAD, "strategy: from_notices", "strategy: from_notice", "from_notice", "did you mean 'from_notices'?"),
    (SPREAD, "  freshness:", "  freshnes:", "freshnes:", "no trade-off 'freshnes'; accepted: freshness"),
    (SPREAD, "scenario: notice-board", "scenario: notise-board", "notise-board", "accepted: notice-board"),
    (SPREAD, "strategy: from_notices", "strategy: whatever", "whatever", "accepted: ready_boards, from_notices"),
    (SPREAD, "chosen: at_once", "chosen: at_one", "at_one", "did you mean 'at_once'?"),
    (SPREAD, "replicas: 110", "replicas: 110, dead_letter: true", "dead_letter", "a service has no property 'dead_letter'; accepted: replicas"),
    (NOBODY, "based_on: ready-boards", "based_on: ready-board", "ready-board", "no reference is called 'ready-board'; accepted: modest, ready-boards, spread"),
    (SERVER, "peak-utilisation]", "peak-utilization]", "peak-utilization]", "did you mean 'peak-utilisation'?"),
]  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A new scenario that a test may spoil."""
    main(["new-scenario", "notice-board", "--into", str(tmp_path)])
    return tmp_path / "notice-board"


def spoil(file: Path, old: str, new: str) -> None:
    """Replace a text that stands there, where it stands last."""
    text = file.read_text()
    assert old in text
    file.write_text(new.join(text.rsplit(old, 1)))


def named(folder: Path) -> list[Problem]:
    """What is wrong with the names in a scenario's folder."""
    scenario = load_scenario(str(folder))
    rubric = load_rubric(scenario.scenario.rubric)
    return [
        *scenario_problems(scenario, folder, rubric, load_catalogue()),
        *design_problems(scenario, folder),
    ]


def told(report: LintReport) -> list[str]:
    """Problems as one line each."""
    return [f"{problem.proof}: {problem.where}: {problem.message}" for problem in report.problems]


def test_the_untouched_skeleton_is_proven(folder: Path) -> None:
    """Whoever starts from it begins with a green proof and sees what each change does to it."""
    report = lint(str(folder))

    assert told(report) == []
    assert len(report.attacks) > 20


def test_the_skeleton_for_classes_is_proven(tmp_path: Path) -> None:
    """Object models have a start of their own, as green as the other one."""
    assert main(["new-scenario", "room-booking", "--kind", "object_model", "--into", str(tmp_path)]) == FINE
    report = lint(str(tmp_path / "room-booking"))

    assert told(report) == []
    assert len(report.scores) == 8
    assert load_scenario(str(tmp_path / "room-booking")).scenario.kind == "object_model"


def test_the_command_in_the_skeleton_works(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The line that the comment tells to run does run, in the folder, wherever that lies."""
    assert "#   design-sandbox lint .\n" in (folder / SCENARIO).read_text()
    monkeypatch.chdir(folder)

    assert main(["lint", "."]) == FINE


@pytest.mark.parametrize("mistake", MISTAKES, ids=[f"{row[2][:40].strip()}" for row in MISTAKES])
def test_a_mistake_is_told_at_its_place(mistake: tuple[str, str, str, str, str], folder: Path) -> None:
    """Names that only the rubric, the rules or the designs know: the wrong word itself, and what is accepted."""
    file, old, new, points_at, says = mistake
    spoil(folder / file, old, new)
    lines = (folder / file).read_text().splitlines()
    found = [problem for problem in named(folder) if says in problem.text]

    assert len(found) == 1
    place = found[0].position
    assert place.file == str(folder / file)
    assert lines[place.line - 1][place.column - 1 :].startswith(points_at)


def test_sound_changes_are_no_mistakes(folder: Path) -> None:
    """Free text as a strategy and a line from a level on are accepted."""
    spoil(folder / SPREAD, "strategy: from_notices", "strategy: a store that is spread out")
    spoil(folder / SCENARIO, LINE, f"{LINE}    from_level: mid\n")

    assert named(folder) == []


def test_a_wrong_name_ends_the_proof(folder: Path) -> None:
    """A rule that nobody knows makes every score meaningless: the proof says so instead of listing what follows."""
    spoil(folder / SCENARIO, "rule: invariant-held", "rule: invariants-held")
    problems = told(lint(str(folder)))

    assert len(problems) == 2
    assert f"documents: {folder / SCENARIO}:" in problems[0]
    assert "mend the names above first" in problems[1]


def test_a_rule_that_stops_is_a_problem(folder: Path) -> None:
    """A check whose names the scenario does not have stops on every design; no design looks fine because of it."""
    check = "{count: {of: {type: service, on_flow: pin_notise}, at_least: 1}}"
    spoil(folder / SCENARIO, "earns: {rule: invariant-held, over: invariants}", f"earns: {{check: {check}}}")
    spoil(
        folder / SCENARIO,
        "invariants:\n- {id: one_board_a_town, title: A town has one board, entity: names, at_most_one: name, weight: blocking}\n",
        "",
    )

    stopped = [line for line in told(lint(str(folder))) if "stopped with an error" in line]
    assert any("spread" in line and "pin_notise" in line for line in stopped)


def test_what_follows_from_a_missed_band_waits(folder: Path) -> None:
    """While an accepted design misses its band, one line stands for the proofs that build on it."""
    spoil(folder / SPREAD, "replicas: 110", "replicas: 10")
    report = lint(str(folder))

    assert [problem.proof for problem in report.problems].count("needed") == 0
    assert report.attacks == {} and report.rows == []
    assert told(report)[-1].startswith("accepted: spread: mend the accepted designs first")


def test_a_pitfall_names_a_rule_that_no_line_asks(folder: Path) -> None:
    """A registered rule that this rubric does not ask can never be found; the message says that."""
    spoil(folder / SERVER, "peak-utilisation]", "fan-out-too-wide]")

    assert any(
        "fan-out-too-wide was expected (no line of this rubric asks it); found:" in line
        for line in told(lint(str(folder)))
    )
