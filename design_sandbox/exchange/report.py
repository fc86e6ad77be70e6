"""What a report is made from: a file's review, or the reasons why it could not be reviewed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    from design_sandbox.analysis.what_if import Looked
    from design_sandbox.model.problems import Problem
    from design_sandbox.review.result import Review

FORMATS: dict[str, tuple[str, str]] = {
    "text": ("as_text", "for the terminal"),
    "json": ("as_json", "stable, for programs: docs/json-output.md"),
    "markdown": ("as_markdown", "for pull requests"),
    "sarif": ("as_sarif", "SARIF 2.1.0, for code scanning"),
    "junit": ("as_junit", "JUnit XML, for CI servers"),
}
"""Format → (module of this package, what it is for). Imported only when asked for."""


@dataclass(frozen=True)
class Report:
    """One design file with its review, or with the problems that made a review impossible."""

    file: str
    """As the reader may call it; "" when the design was never a file."""
    review: Review | None = None
    problems: tuple[Problem, ...] = ()
    lines: Mapping[str, int] = field(default_factory=dict)
    """Element (`lb`, `lb -> api`) → line of the file, where known."""
    look: Callable[[], Looked] | None = None
    """Walks and computes the design again, for formats that tell its numbers; None: they are left out."""

    @property
    def name(self) -> str:
        """The file, or the design's id when there is no file."""
        return self.file or (self.review.design.design.id if self.review else "design")


class Formatter(Protocol):
    """A pure function from reports to text that ends with a line feed."""

    def __call__(self, reports: Sequence[Report], *, colour: bool = False) -> str:
        """The reports as text."""


def formatted(reports: Sequence[Report], format_name: str, *, colour: bool = False) -> str:
    """The reports in one of FORMATS; `colour` matters to `text` only. KeyError when unknown."""
    module = import_module(f"design_sandbox.exchange.{FORMATS[format_name][0]}")
    return cast(Formatter, module.formatted)(reports, colour=colour)


def report_of(review: Review, format_name: str) -> str:
    """One review without a file, as the app offers it for download."""
    return formatted([Report("", review)], format_name)
