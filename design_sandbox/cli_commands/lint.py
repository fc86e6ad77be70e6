"""`lint`: prove scenarios fair, with a progress bar and a table of which edit loses which rubric line."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from design_sandbox.cli_commands.common import CommandError

if TYPE_CHECKING:
    from design_sandbox.review.lint_report import LintReport

BAR_CELLS = 24


def configure(parser: argparse.ArgumentParser) -> None:
    """Options of the subcommand."""
    parser.add_argument("ids", nargs="*", metavar="ID", help="a scenario's id or folder; without it, all")
    parser.add_argument(
        "--all-edits", action="store_true", help="list every edit that was tried and what it cost"
    )


def run(arguments: argparse.Namespace) -> int:
    """Print a report for each; 0 all proven, 1 something does not hold, 2 something cannot be read."""
    from design_sandbox.exchange.lint_table import lint_table
    from design_sandbox.model.loading import scenario_ids

    gc.enable()  # thousands of reviews follow
    names = arguments.ids or scenario_ids()
    if not names:
        raise CommandError(
            "No scenarios are installed; write one with: design-sandbox new-scenario my-prompt"
        )
    colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    codes, reports = [], []
    for index, name in enumerate(names):
        report = _proven(name)
        if report is not None:
            reports.append(report)
            sys.stdout.write(
                ("\n" if index else "") + lint_table(report, every=arguments.all_edits, colour=colour)
            )
            sys.stdout.flush()
        codes.append(2 if report is None else int(not report.proven))
    if not arguments.ids and 2 not in codes:
        codes.append(_rubrics(reports))
    return max(codes)


def _rubrics(reports: list[LintReport]) -> int:
    """With all scenarios proven, every line of the shipped rubrics must be lost by some edit of some design."""
    from design_sandbox.review.lint import unlost_lines

    problems = unlost_lines(reports)
    for problem in problems:
        sys.stdout.write(f"\n{problem.where}: {problem.message}\n")
    if not problems:
        sys.stdout.write("\nEvery line of the rubrics is lost by some edit of an accepted design.\n")
    return int(bool(problems))


def _proven(name: str) -> LintReport | None:
    """The report, or None after telling why the files cannot be read."""
    from design_sandbox.model.problems import DocumentError
    from design_sandbox.review.lint import lint

    try:
        return lint(name, progress_bar(name))
    except DocumentError as error:
        print(error, file=sys.stderr)
        return None
    finally:
        clear_progress()


def progress_bar(name: str) -> Callable[[int, int, str], None] | None:
    """A bar on stderr, redrawn in place; nothing when nobody watches."""
    if not sys.stderr.isatty():
        return None

    def show(done: int, total: int, what: str) -> None:
        filled = BAR_CELLS * done // max(total, 1)
        bar = "█" * filled + "░" * (BAR_CELLS - filled)
        sys.stderr.write(f"\r\x1b[K{name}  {bar}  {what}")
        sys.stderr.flush()

    return show


def clear_progress() -> None:
    """Take the bar off the screen."""
    if sys.stderr.isatty():
        sys.stderr.write("\r\x1b[K")
        sys.stderr.flush()
