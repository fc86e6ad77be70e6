"""The answer of a review: one immutable value that the app, the shell, files and notebooks all show."""

from __future__ import annotations

from dataclasses import dataclass, field

from design_sandbox.analysis.numbers import Numbers
from design_sandbox.model.design import Design
from design_sandbox.model.edits import Patch
from design_sandbox.rules.finding import Finding, Verdict
from design_sandbox.walk.walk import Walk


@dataclass(frozen=True)
class CriterionScore:
    """A rubric line: what it was worth and what it earned (both in points of the profile's 100)."""

    id: str
    title: str
    dimension: str
    verdict: Verdict
    points: float
    max: float


@dataclass(frozen=True)
class DimensionScore:
    """A dimension: points earned, after its deductions, of its maximum."""

    id: str
    title: str
    points: float
    max: float


@dataclass(frozen=True)
class DeductionScore:
    """What a deduction line took away, bounded."""

    id: str
    title: str
    dimension: str
    points: float


@dataclass(frozen=True)
class CapScore:
    """An upper bound that applied, and why."""

    id: str
    at_most: float
    because: str


@dataclass(frozen=True)
class RequirementState:
    """A line of the prompt as the screen shows it."""

    id: str
    title: str
    state: str
    """`served`, `failed`, `asks`, `off` (left out of scope) or `later` (asked from a higher level)."""
    detail: str
    flow: str | None


@dataclass(frozen=True)
class Inference:
    """Something the tool assumed, said aloud, with the edit that writes it down or corrects it."""

    text: str
    reason: str
    component: str
    patch: Patch
    patch_label: str


@dataclass(frozen=True)
class TradeOffPrompt:
    """A trade-off question that this drawing reaches, with the learner's answer so far."""

    id: str
    question: str
    options: dict[str, str]
    strong_answer_names: tuple[str, ...]
    business: str
    model_answer: str
    """Shown only after the learner has committed an answer."""
    committed: bool
    chosen: str
    because: str
    named: tuple[str, ...]
    """Which of `strong_answer_names` the learner's text names (compared, not understood)."""


@dataclass(frozen=True)
class Review:
    """The whole review of a design against a scenario, seen from a profile."""

    scenario: str
    design: Design
    profile: str
    profile_title: str
    score: float
    """Rounded to a whole number for the screen by `shown_score`; of `out_of`."""
    out_of: float
    """100, or less when a rule crashed: its points are not graded, never counted as passed."""
    level: str
    """The bar it reached: 'below', 'junior', 'sound mid' …"""
    next_bar: tuple[str, float] | None
    graded: bool
    """False while nothing is drawn that a request could reach: nothing is graded yet."""
    dimensions: tuple[DimensionScore, ...]
    criteria: tuple[CriterionScore, ...]
    deductions: tuple[DeductionScore, ...]
    caps: tuple[CapScore, ...]
    requirements: tuple[RequirementState, ...]
    findings: tuple[Finding, ...]
    """Failures and questions, dearest first; waived ones carry `waived_because`."""
    walks: dict[str, Walk]
    numbers: Numbers
    inferences: tuple[Inference, ...]
    trade_offs: tuple[TradeOffPrompt, ...]
    used_components: frozenset[str] = frozenset()
    used_connections: frozenset[tuple[str, str]] = frozenset()
    crashed_rules: tuple[str, ...] = ()
    bars: tuple[tuple[str, float], ...] = ()
    notes: tuple[str, ...] = field(default=())

    @property
    def shown_score(self) -> int:
        """The score as the screen prints it."""
        return round(self.score)

    def also_costs(self, finding: Finding) -> tuple[str, ...]:
        """Titles of the further rubric lines that earn less for a finding's reason."""
        return tuple(line.title for line in self.criteria if line.id in finding.other_criteria)

    @property
    def failures(self) -> tuple[Finding, ...]:
        """Findings that accuse, without waived ones."""
        return tuple(f for f in self.findings if f.verdict == "fail" and f.waived_because is None)

    @property
    def questions(self) -> tuple[Finding, ...]:
        """What the drawing does not say: an interviewer would ask."""
        return tuple(f for f in self.findings if f.verdict == "unknown" and f.waived_because is None)
