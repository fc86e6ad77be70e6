"""The linter's report as text: verdict, scores, what loses each rubric line, and what does not hold."""

from design_sandbox.exchange.lint_table import lint_table
from design_sandbox.review.lint_report import LintReport, Problem, Row

REPORT = LintReport(
    "notice-board",
    problems=[Problem("pitfalls", "pitfalls/", "at least five pitfalls are needed; found 1")],
    scores={"ready-boards": 100.0, "modest": 69.46},
    attacks={"empty": 0.0},
    rows=[
        Row("ready-boards", "without lb", 100.0, ("journeys-arrive", "carries-peak")),
        Row("ready-boards", "replicas of api = 4", 12.5, ("carries-peak",)),
        Row("ready-boards", "decision left open", 0.0, ()),
    ],
    tried=7,
)


def test_table_groups_edits_by_rubric_line() -> None:
    """The edit that loses least else stands first, since it says most about the line."""
    assert lint_table(REPORT).splitlines() == [
        "notice-board: 1 problem (7 reviews)",
        "",
        "  Designs",
        "    ready-boards    100",
        "    modest         69.5",
        "",
        "  Attacks, which must lose",
        "    empty      0",
        "",
        "  What loses each rubric line",
        "    carries-peak     ready-boards: replicas of api = 4 (−12.5); ready-boards: without lb (−100)",
        "    journeys-arrive  ready-boards: without lb (−100)",
        "",
        "  Does not hold",
        "  ✗ pitfalls: pitfalls/: at least five pitfalls are needed; found 1",
    ]


def test_every_edit_can_be_listed() -> None:
    """With `every`, edits that cost nothing are listed too."""
    listed = lint_table(REPORT, every=True)

    assert "    ready-boards: replicas of api = 4   −12.5  carries-peak\n" in listed
    assert "    ready-boards: decision left open     free\n" in listed


def test_proven_scenario_says_so() -> None:
    """Without problems the verdict is `proven fair`."""
    assert lint_table(LintReport("x", tried=1)) == "x: proven fair (1 review)\n"
