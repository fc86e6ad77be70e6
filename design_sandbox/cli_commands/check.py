"""`check`: review design files and print the reports."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from design_sandbox.cli_commands.common import (
    DEFAULT_PROFILE,
    CommandError,
    element_lines,
    read_both,
    reviewed,
    shown_name,
)
from design_sandbox.exchange.report import FORMATS, Report, formatted

if TYPE_CHECKING:
    from design_sandbox.analysis.what_if import Looked
    from design_sandbox.model.design import Design
    from design_sandbox.model.scenario import Scenario


def configure(parser: argparse.ArgumentParser) -> None:
    """Options of the subcommand."""
    parser.add_argument("files", nargs="+", metavar="FILE", help="a design (YAML or JSON); - reads stdin")
    parser.add_argument(
        "--scenario", metavar="ID", help="review against this one, not the one the design names"
    )
    parser.add_argument(
        "--profile", default=DEFAULT_PROFILE, help=f"role and level, default: {DEFAULT_PROFILE}"
    )
    parser.add_argument("--format", choices=FORMATS, default="text", help="default: text")
    parser.add_argument("--fail-under", type=score, metavar="N", help="exit 1 only when a score is below N")
    parser.add_argument("--prices", metavar="FILE", help="a price table of yours, not the one that ships")
    parser.add_argument("--no-advice", action="store_true", help="skip trying edits that win points back")


def run(arguments: argparse.Namespace) -> int:
    """Print the reports; 0 fine, 1 findings or below the bar, 2 when a file could not be reviewed."""
    if arguments.files.count("-") > 1:
        raise CommandError("stdin (-) can be read once only")
    if len(arguments.files) > 1:
        gc.enable()  # off since the start of the process, for the sake of a single file
    with _prices(arguments.prices):
        return _print(arguments)


@contextmanager
def _prices(file: str | None) -> Iterator[None]:
    """The prices of a file, refused before anything is reviewed; the ones in use if there is none."""
    if file is None:
        yield
        return
    from design_sandbox.model.prices import load_prices, prices_from

    with prices_from(Path(file)):
        load_prices()
        yield


def _print(arguments: argparse.Namespace) -> int:
    reports = [_report(file, arguments) for file in arguments.files]
    for report in reports:
        for problem in report.problems:
            print(problem, file=sys.stderr)
    shown = reports if arguments.format != "text" else [report for report in reports if report.review]
    colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    sys.stdout.write(formatted(shown, arguments.format, colour=colour) if shown else "")
    return exit_code(reports, arguments.fail_under)


def exit_code(reports: Sequence[Report], fail_under: float | None) -> int:
    """2: a file was refused. 1: a rule crashed, a score misses the bar or, without a bar, a fault is open."""
    if any(report.review is None for report in reports):
        return 2
    reviews = [report.review for report in reports if report.review is not None]
    if any(review.crashed_rules for review in reviews):
        return 1
    if fail_under is not None:
        return int(any(round(review.score, 1) < fail_under for review in reviews))
    return int(any(review.failures or not review.graded for review in reviews))


def _report(file: str, arguments: argparse.Namespace) -> Report:
    from design_sandbox.model.problems import DocumentError

    name = shown_name(file)
    try:
        design, scenario = read_both(file, arguments.scenario)
        answer = reviewed(design, scenario, arguments.profile, advise=not arguments.no_advice)
        lines = element_lines(file) if arguments.format == "sarif" else {}
        return Report(name, answer, lines=lines, look=lambda: _look(design, scenario))
    except DocumentError as error:
        return Report(name, problems=error.problems)


def _look(design: Design, scenario: Scenario) -> Looked:
    """The design walked and computed again, for the numbers of a report."""
    from design_sandbox.analysis.what_if import Change, look_again
    from design_sandbox.model.loading import load_catalogue

    return look_again(scenario, design, load_catalogue(), Change())


def score(text: str) -> float:
    """A score as typed; raises ArgumentTypeError in plain words."""
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 100:
        raise argparse.ArgumentTypeError(f"{text!r} is not a score; give a number from 0 to 100")
    return value
