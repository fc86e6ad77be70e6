"""What a walk answers: the call tree of one flow through one design, or where it stopped and what would complete it."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from design_sandbox.model.edits import Patch

Mode = Literal["must", "miss", "best_effort", "eventually"]
"""must: the answer waits for it and needs it. miss: only when a copy did not have it. best_effort: the answer
waits but survives its loss. eventually: after the answer."""

WalkStatus = Literal["served", "asks", "fails", "out_of_scope"]


@dataclass(frozen=True)
class Hop:
    """One call from part to part. `calls` is per actor request; `payload_bytes` per call, request and reply together."""

    source: str
    target: str
    mode: Mode
    calls: float
    step: str
    """Id of the step that this hop serves; the way to the handler is `enter`."""
    verb: str = ""
    entity: str = ""
    payload_bytes: float = 0.0
    deadline_s: float | None = None
    after_answer: bool = False
    against_arrow: bool = False
    """True when an open connection is used backwards (a push to a connected client)."""
    probability: float = 1.0
    """How often a request takes this hop at all: the miss ratio for hops behind a copy, 1 otherwise."""
    takes_s: float = 0.0
    """Extra work at the target that this hop asks for (transcoding …)."""
    note: str = ""
    items: float = 1.0
    """Items that one call looks at: more than one for a scan; `payload_bytes` are those of all of them."""


@dataclass(frozen=True)
class Question:
    """What the drawing leaves open, as an interviewer would ask it, with edits that answer it."""

    code: str
    text: str
    elements: tuple[str, ...] = ()
    answers: tuple[tuple[str, Patch], ...] = ()
    """Label → edit; the adviser tries them in this order."""


@dataclass(frozen=True)
class Stop:
    """Where a walk ended without meeting a step."""

    step: str
    at: str
    message: str
    completes: str
    """In words, what would complete the walk."""
    answers: tuple[tuple[str, Patch], ...] = ()


@dataclass(frozen=True)
class StrategyChoice:
    """Which alternative of `any_of` the design takes, and what each would cost in calls per request."""

    step: str
    chosen: str
    because: str
    calls: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Walk:
    """How a design serves one flow."""

    flow: str
    status: WalkStatus
    handler: str | None = None
    entry: tuple[str, ...] = ()
    """Actor and edge parts up to and with the handler."""
    hops: tuple[Hop, ...] = ()
    strategies: tuple[StrategyChoice, ...] = ()
    questions: tuple[Question, ...] = ()
    stop: Stop | None = None
    uses_holds: frozenset[tuple[str, str]] = frozenset()
    """(component, entity) claims that this walk relied on."""
    ties: tuple[str, ...] = ()
    """Other handlers that would have served as well: told, never guessed silently."""
    facts: frozenset[str] = frozenset()
    """Short codes of what was seen on the way, for rules: `channel`, `cache_hit`, `signed_upload` …"""
    elsewhere: tuple[tuple[Hop, ...], ...] = ()
    """Hops of the same request where an equal handler, or another region, takes it; all take equal shares."""

    @property
    def served(self) -> bool:
        """Whether the flow arrives, open questions or not."""
        return self.status in ("served", "asks")

    @property
    def everywhere(self) -> tuple[Hop, ...]:
        """Every hop that some request of the flow takes, whoever handles it."""
        return self.hops + tuple(hop for hops in self.elsewhere for hop in hops)

    @property
    def parts(self) -> tuple[str, ...]:
        """Every component the walk touches, in order of first touch."""
        seen = dict.fromkeys(self.entry)
        for hop in self.hops:
            seen.setdefault(hop.source)
            seen.setdefault(hop.target)
        return tuple(seen)

    def way_to(self, elements: Collection[str] = ()) -> tuple[str, ...]:
        """One true way of the request, hop by hop: from who asks to the farthest of these parts on it.

        With none of them on the walk, to where the answer is got last. Work that a schedule starts begins there.
        """
        onward: dict[str, list[str]] = {}
        for source, target in [*pairwise(self.entry), *((hop.source, hop.target) for hop in self.hops)]:
            onward.setdefault(source, []).append(target)
        targets = {target for following in onward.values() for target in following}
        starts = [
            *self.entry[:1],
            *(name for name in onward if name not in targets and name not in self.entry),
        ]
        ways: dict[str, tuple[str, ...]] = {}
        for start in starts or list(onward)[:1]:
            _spread(ways, onward, start)
        found = [ways[name] for name in elements if name in ways]
        answered = [hop.target for hop in self.hops if not hop.after_answer and hop.target in ways]
        return max(found, key=len) if found else ways.get(answered[-1], ()) if answered else self.entry


def _spread(ways: dict[str, tuple[str, ...]], onward: dict[str, list[str]], start: str) -> None:
    """Note the shortest way from a start to each part not reached before."""
    ways.setdefault(start, (start,))
    queue = deque([start])
    while queue:
        name = queue.popleft()
        for following in onward.get(name, ()):
            if following not in ways:
                ways[following] = (*ways[name], following)
                queue.append(following)
