"""What is wrong with a document, where, and what would be right: the words read when a file is refused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

Path: TypeAlias = tuple[str | int, ...]

MAX_PRINTED_PROBLEMS = 50
_MAX_QUOTED_CHARACTERS = 40
_MAX_LISTED_WORDS = 40
_LONG_LIST_CHARACTERS = 120


@dataclass(frozen=True, order=True, slots=True)
class Position:
    """A place in a file; line and column count from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong at one place.

    `message` says what was found, `accepted` is a phrase saying what is accepted, `suggestion` is the single
    word that was probably meant; `path` leads to the value in the document's data.
    """

    position: Position
    message: str
    path: Path = ()
    accepted: str = ""
    suggestion: str = ""

    def __str__(self) -> str:
        return f"{self.position}: {self.text}"

    @property
    def text(self) -> str:
        """The problem without its place, for screens that show the place themselves."""
        return told(self.message, self.accepted, self.suggestion)


def told(message: str, accepted: str, suggestion: str) -> str:
    """A problem in words: what was found, what is accepted, what was probably meant; the guess before a long list."""
    question = f"did you mean '{suggestion}'?" if suggestion else ""
    if question and len(accepted) > _LONG_LIST_CHARACTERS:
        return f"{message}; {question} {accepted}"
    return "; ".join(part for part in (message, accepted, question) if part)


class DocumentError(ValueError):
    """A document is refused; `problems` holds every reason found, once, in the order of the file."""

    problems: tuple[Problem, ...]

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(in_order(problems))
        super().__init__(self.problems)

    def __str__(self) -> str:
        lines = [str(problem) for problem in self.problems[:MAX_PRINTED_PROBLEMS]]
        hidden = len(self.problems) - len(lines)
        return "\n".join([*lines, f"and {hidden} more"] if hidden else lines)


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Each problem once, in the order of the file."""
    return sorted(dict.fromkeys(problems), key=lambda problem: (problem.position, problem.text))


def did_you_mean(word: str, candidates: Iterable[str]) -> str:
    """The candidate most like `word` (case ignored), or "" when none is close; the order does not matter."""
    import difflib  # only wanted once something is wrong

    by_folded = {candidate.casefold(): candidate for candidate in sorted(candidates, reverse=True)}
    close = difflib.get_close_matches(word[:100].casefold(), sorted(by_folded), n=1, cutoff=0.6)
    return by_folded[close[0]] if close else ""


def quoted(text: str) -> str:
    """User text between quotes on one line, shortened, with control characters made visible."""
    short = text if len(text) <= _MAX_QUOTED_CHARACTERS else text[: _MAX_QUOTED_CHARACTERS - 1] + "…"
    return "'" + "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in short) + "'"


def listed(words: Iterable[str]) -> str:
    """Words joined by commas, at most 40 of them."""
    words = list(words)
    more = f" and {len(words) - _MAX_LISTED_WORDS} more" if len(words) > _MAX_LISTED_WORDS else ""
    return ", ".join(words[:_MAX_LISTED_WORDS]) + more


def described(value: object) -> str:
    """A value as people call it: `'abc' (text)`, `a list`, `nothing`."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return f"{str(value).lower()} (yes or no)"
    if isinstance(value, (int, float)):
        return f"{str(value)[:_MAX_QUOTED_CHARACTERS]} (a number)"
    if isinstance(value, str):
        return f"{quoted(value)} (text)"
    kinds = ((Mapping, "a map"), ((list, tuple), "a list"))
    return next((words for kind, words in kinds if isinstance(value, kind)), "a value")
