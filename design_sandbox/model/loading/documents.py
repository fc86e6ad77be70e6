"""Reading one document: every error of a file at once, each at its line and column."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from design_sandbox.model.problems import DocumentError, Position, Problem
from design_sandbox.model.scenario import CHECKED_LATER
from design_sandbox.model.source import Source, load_text

MAX_FILE_BYTES = 1_000_000
COMMA_HINT = "if it is part of a text: inside {…} put quotes around texts with commas"
Model = TypeVar("Model", bound=BaseModel)


def read_file(path: Path) -> Source:
    """A file as data with positions. Raises DocumentError when it is missing, too large or not YAML or JSON."""
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise _refused(
                path, f"the file has {path.stat().st_size:,} bytes; at most {MAX_FILE_BYTES:,} are read"
            )
        text = path.read_bytes()
    except OSError as error:
        reason = (
            "there is no such file" if isinstance(error, FileNotFoundError) else "the file cannot be read"
        )
        raise _refused(path, reason) from None
    return load_text(text, str(path))


def _refused(path: Path, message: str) -> DocumentError:
    return DocumentError([Problem(Position(str(path), 1, 1), message)])


def parse(
    source: Source, model: type[Model], further: Callable[[Model], Iterable[Problem]] | None = None
) -> Model:
    """The document of a source. Raises DocumentError with all its problems."""
    if not isinstance(source.data, dict):
        raise DocumentError(
            [source.problem((), "the document is not a mapping", "keys with values are accepted")]
        )
    try:
        document = model.model_validate(source.data, context=CHECKED_LATER if further else None)
    except ValidationError as error:
        from design_sandbox.model.validation_problems import problems_of_validation

        problems = problems_of_validation(error, source, model)
        raise DocumentError(with_comma_hint(problem, source.data) for problem in problems) from None
    problems = list(further(document)) if further else []
    if problems:
        raise DocumentError(problems)
    return document


def with_comma_hint(problem: Problem, data: Any) -> Problem:
    """A key that looks like the rest of a sentence: a comma inside `{…}` has cut a text in two."""
    if not problem.message.startswith("unknown key"):
        return problem
    word, bare = str(problem.path[-1]), False
    with suppress(LookupError, TypeError):
        for element in problem.path:
            data = data[element]
        bare = data is None
    if not bare and " " not in word:
        return problem
    return replace(problem, accepted="; ".join(filter(None, (problem.accepted, COMMA_HINT))))
