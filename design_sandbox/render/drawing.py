"""The neutral picture: what is drawn, without knowing what a design or a review is."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

Role = Literal["actor", "edge", "compute", "store", "cache", "channel", "external", "operate"]
Severity = Literal["high", "medium", "low", "question"]
SystemLinkKind = Literal["request", "persistent", "async", "replication"]
ObjectLinkKind = Literal["inherits", "implements", "composes", "aggregates", "associates", "depends"]
LinkKind = SystemLinkKind | ObjectLinkKind
GroupKind = Literal["region", "zone", "trust", "mesh"]
ThemeName = Literal["light", "dark"]

CARDS_LIMIT = 300
LINKS_LIMIT = 600
GROUPS_LIMIT = 100
PARENT_ABOVE: frozenset[LinkKind] = frozenset({"inherits", "implements"})  # the target is drawn on top

ROWS_LIMIT = 40  # of one compartment of a class
TEXT_LIMIT = 2_000  # characters looked at of any one text


class DrawingError(ValueError):
    """Why a drawing cannot be made, in words for the person who asked for it."""


@dataclass(frozen=True)
class Badge:
    """How many findings a card has, and the gravest severity among them."""

    severity: Severity
    count: int


@dataclass(frozen=True)
class Card:
    """One component (or, in an object model, one class) as it looks.

    `utilisation` is a fraction: 0.78 is shown as 78 %, and more than 1 means no steady state.
    `compartments` are the rows under the name of a class: attributes, then operations.
    """

    id: str
    title: str
    subtitle: str = ""
    role: Role = "compute"
    icon: str = "server"
    replicas: int = 1
    utilisation: float | None = None
    utilisation_unknown: bool = False
    badge: Badge | None = None
    compartments: tuple[tuple[str, ...], ...] = ()
    stereotype: str = ""


@dataclass(frozen=True)
class Link:
    """One connection. `order` is the hop's number in the shown walk; `after_answer` hops are hollow."""

    id: str
    source: str
    target: str
    kind: LinkKind = "request"
    label: str = ""
    severity: Severity | None = None
    order: int | None = None
    after_answer: bool = False
    emphasised: bool = False


@dataclass(frozen=True)
class Group:
    """A boundary around cards. `contains` names its direct cards; `parent` the group that it lies in."""

    id: str
    label: str
    kind: GroupKind = "region"
    contains: tuple[str, ...] = ()
    parent: str | None = None
    severity: Severity | None = None


@dataclass(frozen=True)
class Drawing:
    """Everything one picture shows."""

    title: str = ""
    subtitle: str = ""
    cards: tuple[Card, ...] = ()
    links: tuple[Link, ...] = ()
    groups: tuple[Group, ...] = ()
    legend: bool = True
    footer: str = field(default="")


def check_bounds(*, cards: int, links: int, groups: int = 0) -> None:
    """Raise DrawingError when there is more to draw than the drawing layer takes."""
    for count, limit, word in (
        (cards, CARDS_LIMIT, "parts"),
        (links, LINKS_LIMIT, "connections"),
        (groups, GROUPS_LIMIT, "groups"),
    ):
        if count > limit:
            raise DrawingError(f"This drawing has {count:,} {word}; at most {limit} can be drawn.")


def check_drawing(drawing: Drawing) -> None:
    """Raise DrawingError for a drawing that is too large or does not hang together."""
    check_bounds(cards=len(drawing.cards), links=len(drawing.links), groups=len(drawing.groups))
    _check_distinct("connection", [link.id for link in drawing.links])
    check_references(
        [card.id for card in drawing.cards],
        [(link.source, link.target) for link in drawing.links],
        [(group.id, group.contains, group.parent) for group in drawing.groups],
    )


def check_references(
    cards: list[str],
    links: list[tuple[str, str]],
    groups: list[tuple[str, tuple[str, ...], str | None]],
) -> None:
    """Raise DrawingError for a repeated id, an unknown end, a card in two groups, or circular groups."""
    _check_distinct("part", cards)
    _check_distinct("group", [group_id for group_id, _, _ in groups])
    known, parents = set(cards), {group_id: parent for group_id, _, parent in groups}
    ends = [end for link in links for end in link] + [card for _, contains, _ in groups for card in contains]
    if unknown := [end for end in ends if end not in known]:
        raise DrawingError(f"There is no part with the id {_quoted(unknown[0])}, but something refers to it.")
    homes = Counter(card for _, contains, _ in groups for card in contains)
    if twice := [card for card, count in homes.items() if count > 1]:
        raise DrawingError(f"The part {_quoted(twice[0])} is in two groups; nest the groups instead.")
    for group_id, parent in parents.items():
        seen, here = set(), parent
        while here is not None:
            if here not in parents:
                raise DrawingError(
                    f"The group {_quoted(group_id)} lies in {_quoted(here)}, which does not exist."
                )
            if here in seen or here == group_id:
                raise DrawingError(f"The group {_quoted(group_id)} lies within itself.")
            seen.add(here)
            here = parents[here]


def _check_distinct(word: str, ids: list[str]) -> None:
    if repeated := [name for name, count in Counter(ids).items() if count > 1]:
        raise DrawingError(f"Two {word}s have the id {_quoted(repeated[0])}; each needs its own.")


def _quoted(name: str) -> str:
    return f"“{name[:60]}{'…' if len(name) > 60 else ''}”"
