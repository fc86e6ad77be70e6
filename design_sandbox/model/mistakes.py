"""A mistake in a document by the path of its value: it becomes a problem once the document's lines are known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from design_sandbox.model.problems import Path, Problem, did_you_mean, listed, told

if TYPE_CHECKING:
    from design_sandbox.model.source import Source


@dataclass(frozen=True)
class Mistake:
    """One thing wrong in a document, by its path in the data; `at_key` when the key itself is wrong."""

    path: Path
    message: str
    accepted: str = ""
    suggestion: str = ""
    at_key: bool = False

    def located(self, source: Source) -> Problem:
        """The mistake at its line and column."""
        place = source.key_position(self.path) if self.at_key else source.position(self.path)
        return Problem(place, self.message, self.path, self.accepted, self.suggestion)

    def __str__(self) -> str:
        return f"{'.'.join(map(str, self.path))}: {told(self.message, self.accepted, self.suggestion)}"


def unknown(
    path: Path,
    message: str,
    word: str,
    accepted: Iterable[str],
    *,
    none: str = "none declared",
    at_key: bool = False,
) -> Mistake:
    """A word that is none of those accepted, with them and the one that was probably meant."""
    words = list(accepted)
    return Mistake(path, message, f"accepted: {listed(words) or none}", did_you_mean(word, words), at_key)
