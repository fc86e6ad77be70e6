"""What a walk answers: the call tree of one flow through one design, or where it stopped and what would complete it."""

from __future__ import annotations

from dataclasses import dataclass, field
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
