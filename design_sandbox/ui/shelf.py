"""What the library shows of each prompt, and which prompts a search finds. No Streamlit here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from design_sandbox.attempts import Attempt, BestScore
from design_sandbox.model.scenario import Scenario

KINDS = {"system": "System design", "object_model": "Object model"}
DIFFICULTIES = ("easy", "medium", "hard")
LENGTHS = {"short": (0, 30), "medium": (31, 45), "long": (46, 1000)}
"""Length of a round in minutes, from and to."""
STATUSES = {"new": "Not tried", "open": "In progress", "scored": "Scored"}


@dataclass(frozen=True)
class Card:
    """One prompt of the library."""

    scenario: Scenario
    best: BestScore | None = None
    attempts: int = 0
    bars: tuple[tuple[str, float], ...] = ()

    @property
    def id(self) -> str:
        """The scenario's id."""
        return self.scenario.scenario.id

    @property
    def title(self) -> str:
        """The title without the "Design" that all of them share."""
        title = self.scenario.scenario.title
        rest = title.removeprefix("Design ").removeprefix("a ").removeprefix("an ").removeprefix("the ")
        return rest[:1].upper() + rest[1:]

    @property
    def status(self) -> str:
        """Key of `STATUSES`."""
        return "scored" if self.best else "open" if self.attempts else "new"

    @property
    def next_bar(self) -> float | None:
        """The level bar above the best score, as a share of 100."""
        score = self.best.score if self.best else 0.0
        return min((at / 100 for _, at in self.bars if at > score), default=None)


@dataclass(frozen=True)
class Wish:
    """What someone looks for; empty parts match everything."""

    search: str = ""
    kind: str = ""
    difficulty: str = ""
    length: str = ""
    status: str = ""

    def matches(self, card: Card) -> bool:
        """Whether a card is what is looked for: every word somewhere in its texts, and every filter."""
        header = card.scenario.scenario
        low, high = LENGTHS.get(self.length, (0, 1000))
        texts = (header.id, header.title, header.summary, KINDS[header.kind], header.difficulty, *header.tags)
        heap = " ".join(texts).lower()
        return (
            all(word in heap for word in self.search.lower().split())
            and self.kind in ("", header.kind)
            and self.difficulty in ("", header.difficulty)
            and low <= header.minutes <= high
            and self.status in ("", card.status)
        )


def suggested(cards: Iterable[Card]) -> list[Card]:
    """Begun ones first, then by difficulty and title: the order of a sensible week."""
    rank = {"open": 0, "new": 1, "scored": 1}
    return sorted(
        cards,
        key=lambda card: (
            rank[card.status], DIFFICULTIES.index(card.scenario.scenario.difficulty), card.title.lower(),
        ),
    )  # fmt: skip


def weakest_dimensions(best: Mapping[str, BestScore]) -> list[tuple[str, float]]:
    """Dimensions with their average share over the best reviews, weakest first."""
    shares: dict[str, list[float]] = {}
    for score in best.values():
        for title, share in score.dimensions.items():
            shares.setdefault(title, []).append(share)
    averages = ((title, sum(several) / len(several)) for title, several in shares.items())
    return sorted(averages, key=lambda one: (one[1], one[0]))


def to_practise(cards: Iterable[Card]) -> Card | None:
    """The prompt to try next: one not tried, else the one with the lowest best score."""
    return min(cards, key=lambda card: (card.best.score if card.best else -1.0, card.title), default=None)


def ago(moment: datetime, now: datetime | None = None) -> str:
    """How long ago, in the words of a list: "just now", "5 min ago", "2 days ago"."""
    seconds = max(0.0, ((now or datetime.now(UTC)) - moment).total_seconds())
    for unit_s, word in ((604_800, "week"), (86_400, "day"), (3_600, "hour"), (60, "min")):
        count = int(seconds // unit_s)
        if count:
            return f"{count} {word}{'s' if count > 1 and word != 'min' else ''} ago"
    return "just now"


def attempts_by_scenario(history: Iterable[Attempt]) -> dict[str, list[Attempt]]:
    """Attempts in which something was drawn, by scenario, last touched first."""
    found: dict[str, list[Attempt]] = {}
    for attempt in history:
        if attempt.revisions > 1:
            found.setdefault(attempt.scenario, []).append(attempt)
    return found
