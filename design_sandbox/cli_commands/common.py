"""What several subcommands need: their own kind of error, reading a design, and tables."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from design_sandbox.model.design import Design
    from design_sandbox.model.scenario import Scenario
    from design_sandbox.model.source import Source
    from design_sandbox.review.result import Review

STDIN = "-"
STDIN_NAME = "<stdin>"
DEFAULT_PROFILE = "swe-mid"
STDIN_LIMIT_CHARACTERS = 4_000_000


class CommandError(Exception):
    """What the person at the keyboard can put right, in one or more plain lines."""


def read_design(file: str) -> Design:
    """The design in `file`, or on stdin for `-`. Raises DocumentError with every problem found."""
    from design_sandbox.model.loading import design_from_source

    return design_from_source(_read(file))


def read_both(file: str, named: str | None) -> tuple[Design, Scenario]:
    """The design in `file` and the scenario it is for (see `scenario_of`), whose journeys it must name.

    Raises DocumentError with every problem found.
    """
    from design_sandbox.model.design_check import refuse_unknown_journeys
    from design_sandbox.model.loading import design_from_source

    source = _read(file)
    design = design_from_source(source)
    scenario = scenario_of(design, file, named)
    if scenario.scenario.id == design.design.scenario:
        refuse_unknown_journeys(design, scenario, source)
    return design, scenario


def _read(file: str) -> Source:
    from design_sandbox.model.loading import read_file
    from design_sandbox.model.source import load_text

    if file == STDIN:
        return load_text(sys.stdin.read(STDIN_LIMIT_CHARACTERS), STDIN_NAME)
    if Path(file).is_dir():
        raise CommandError(f"{file} is a folder; name the design file in it")
    return read_file(Path(file))


def scenario_of(design: Design, file: str, named: str | None) -> Scenario:
    """The scenario named on the command line, else the one whose folder the file lies in, else by id.

    Raises DocumentError when there is none.
    """
    from design_sandbox.model.loading import load_scenario

    if named is not None:
        return load_scenario(named)
    beside = Path(file).absolute().parent.parent / "scenario.yaml"
    if file != STDIN and beside.is_file():
        found = load_scenario(str(beside))
        if found.scenario.id == design.design.scenario:
            return found
    return load_scenario(design.design.scenario)


def reviewed(design: Design, scenario: Scenario, profile: str, *, advise: bool = False) -> Review:
    """The review of a design. Raises CommandError for an unknown profile."""
    from design_sandbox.review.engine import UnknownProfileError, review

    try:
        return review(design, scenario, profile, advise=advise)
    except UnknownProfileError as error:
        raise CommandError(str(error)) from None


def element_lines(file: str) -> dict[str, int]:
    """Component ids and connections (`a -> b`) of a readable design file → the line each is written at."""
    from design_sandbox.model.design import unfold_chain
    from design_sandbox.model.loading import read_file

    if file == STDIN:
        return {}
    source = read_file(Path(file))
    lines = {
        name: source.key_position(("components", name)).line for name in source.data.get("components") or ()
    }
    for index, entry in enumerate(source.data.get("connections") or ()):
        line = source.position(("connections", index)).line
        for link in unfold_chain(entry) if isinstance(entry, str) else [entry]:
            lines.setdefault(f"{link['from']} -> {link['to']}", line)
    return lines


def shown_name(file: str) -> str:
    """How messages call a file given on the command line."""
    return STDIN_NAME if file == STDIN else file


def table(rows: Sequence[Sequence[str]], *, gap: str = "  ") -> str:
    """Rows of equal length as columns, left aligned, without trailing spaces."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [gap.join(map(str.ljust, row, widths)).rstrip() for row in rows]
    return "\n".join(lines)
