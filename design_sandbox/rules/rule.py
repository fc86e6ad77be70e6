"""What a rule is: a card, parameters, and one function over a context and a subject."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from design_sandbox.analysis.numbers import Numbers
from design_sandbox.model.base import DiagramKind, Document, Level
from design_sandbox.model.catalogue import Catalogue
from design_sandbox.model.design import Design
from design_sandbox.model.edits import Patch
from design_sandbox.model.scenario import Scenario
from design_sandbox.rules.finding import Finding, Severity, Verdict
from design_sandbox.walk.board import Board, Part
from design_sandbox.walk.walk import Walk
from design_sandbox.walk.walker import Walked

Subject = Literal["flow", "failure", "invariant", "burst", "twist", "design"]
"""What a rule is asked about, one at a time; `design` is asked once."""


class NoParameters(Document):
    """A rule without settings."""


@dataclass(frozen=True)
class Card:
    """What people read about a rule."""

    id: str
    """Kebab-case; also the name of its file, its cases and its documentation page."""
    title: str
    group: str
    severity: Severity
    why: str
    how_to_fix: str
    false_alarm: str
    """When it may be wrong about a good design, and how to say so."""
    references: tuple[str, ...] = ()
    kind: DiagramKind = "system"

    @property
    def name(self) -> str:
        """Group and id, for lists."""
        return f"{self.group}.{self.id}"


@dataclass(frozen=True)
class Judgement:
    """A rule's answer about one subject: the share of the points it earns (0 … 1), and what it saw."""

    verdict: Verdict
    share: float
    findings: tuple[Finding, ...] = ()


PASS = Judgement("pass", 1.0)
NOT_APPLICABLE = Judgement("not_applicable", 1.0)
NOTHING_EARNED = Judgement("fail", 0.0)
"""Fails without a finding of its own: another rule tells why (a flow that is not served)."""


@dataclass(frozen=True)
class Context:
    """Everything a rule may look at. Rules never change it and never look elsewhere."""

    walked: Walked
    numbers: Numbers
    catalogue: Catalogue
    level: Level
    extra: dict[str, Any] = field(default_factory=dict)
    """Answers shared between rules of one review, by key (see `once`)."""

    @property
    def scenario(self) -> Scenario:
        """The scenario."""
        return self.walked.scenario

    @property
    def design(self) -> Design:
        """The design."""
        return self.walked.design

    @property
    def board(self) -> Board:
        """The resolved design."""
        return self.walked.board

    def walk(self, flow: str) -> Walk:
        """The walk of a flow."""
        return self.walked.walks[flow]

    def label(self, name: str) -> str:
        """What the screen calls a part."""
        part = self.board.parts.get(name)
        return part.label if part else name

    def part(self, name: str) -> Part:
        """A part by id."""
        return self.board.parts[name]

    def once(self, key: str, compute: Callable[[], Any]) -> Any:
        """Compute something costly once for all rules of this review."""
        if key not in self.extra:
            self.extra[key] = compute()
        return self.extra[key]

    @cached_property
    def used_connections(self) -> frozenset[tuple[str, str]]:
        """Arrows that some served walk takes, by direction."""
        return frozenset(
            (hop.target, hop.source) if hop.against_arrow else (hop.source, hop.target)
            for walk in self.walked.walks.values() if walk.served for hop in walk.everywhere
        )  # fmt: skip

    @cached_property
    def used_parts(self) -> frozenset[str]:
        """Parts on some served walk."""
        served = [walk for walk in self.walked.walks.values() if walk.served]
        beside = {
            name
            for walk in served
            for hops in walk.elsewhere
            for hop in hops
            for name in (hop.source, hop.target)
        }
        return frozenset(part for walk in served for part in walk.parts) | beside


@dataclass(frozen=True)
class Rule:
    """A registered rule."""

    card: Card
    check: Callable[[Context, Any, str], Judgement]
    """(context, parameters, subject id) → judgement; must be pure."""
    about: Subject = "design"
    parameters: type[Document] = NoParameters

    def finding(
        self, verdict: Verdict, message: str, *, because: Iterable[str] = (), elements: Iterable[str] = (),
        path: Walk | Iterable[str] = (), requirement: str | None = None, subject: str = "", patch: Patch | None = None,
        severity: Severity | None = None, title: str | None = None, suggestion: str | None = None,
    ) -> Finding:  # fmt: skip
        """A finding of this rule, with the card's severity and advice unless told otherwise.

        For a walk as its path, the way of the request to what the finding is about.
        """
        about = tuple(elements)
        way = path.way_to(about) if isinstance(path, Walk) else tuple(path)
        graded = "question" if verdict == "unknown" else (severity or self.card.severity)
        return Finding(self.card.id, verdict, graded, title or self.card.title, message, tuple(because),
                       about, way, requirement, subject,
                       suggestion=suggestion or self.card.how_to_fix, patch=patch)  # fmt: skip

    def fails(self, message: str, **more: Any) -> Judgement:
        """Nothing earned, with one finding."""
        return Judgement("fail", 0.0, (self.finding("fail", message, **more),))

    def asks(self, message: str, **more: Any) -> Judgement:
        """An open question, worth what the rubric says (half by default)."""
        return Judgement("unknown", 0.5, (self.finding("unknown", message, **more),))


def together(judgements: Iterable[Judgement], *, share: float | None = None) -> Judgement:
    """One judgement of several about the same subject: the worst verdict, the mean share unless given."""
    known = [judgement for judgement in judgements if judgement.verdict != "not_applicable"]
    if not known:
        return NOT_APPLICABLE
    verdicts = {judgement.verdict for judgement in known}
    worst: Verdict = "fail" if "fail" in verdicts else ("unknown" if "unknown" in verdicts else "pass")
    earned = sum(judgement.share for judgement in known) / len(known) if share is None else share
    return Judgement(worst, earned, tuple(finding for judgement in known for finding in judgement.findings))
