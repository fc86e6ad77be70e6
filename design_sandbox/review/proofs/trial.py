"""What all proofs of one scenario share: its documents, the reviews made so far, and the report that grows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from design_sandbox.model.catalogue import Catalogue
from design_sandbox.model.design import Design
from design_sandbox.model.loading import load_catalogue, load_rubric
from design_sandbox.model.rubric import Rubric
from design_sandbox.model.scenario import Scenario
from design_sandbox.review.engine import DEFAULT_PROFILE, review
from design_sandbox.review.grading import rubric_for
from design_sandbox.review.lint_report import LintReport, Problem, Proof
from design_sandbox.review.result import Review

ACCEPTED_AT = 90.0
"""The score from which a reference design is accepted."""

Progress = Callable[[int, int, str], None]
"""(done, all, what is being tried)."""


def is_accepted(design: Design) -> bool:
    """Reference designs without a band, or whose band begins at 90, are accepted; the others are modest."""
    return design.design.band is None or design.design.band[0] >= ACCEPTED_AT


class Trial:
    """One run of all proofs of a scenario."""

    def __init__(
        self,
        scenario: Scenario,
        folder: Path,
        known: tuple[Design, ...],
        wrong: tuple[Design, ...],
        foreign: tuple[Design, ...],
        *,
        progress: Progress | None,
    ) -> None:
        self.scenario, self.folder = scenario, folder
        self.known, self.wrong, self.foreign = known, wrong, foreign
        self.catalogue: Catalogue = load_catalogue()
        self.rubric: Rubric = rubric_for(load_rubric(scenario.scenario.rubric), scenario)
        self.accepted = tuple(design for design in known if is_accepted(design))
        self.report = LintReport(scenario.scenario.id)
        self.progress = progress or (lambda done, total, what: None)
        self.reviews: dict[str, Review] = {}
        self.done = self.steps = 0
        self.under_way = ""
        """The proof under way, in words."""
        self.misnamed = False
        """Whether the scenario's own file names rules or rubric lines that do not exist."""
        self.missed: list[str] = []
        """Accepted designs that miss their band."""

    def begin(self, done: int, steps: int, what: str) -> None:
        """The next proof begins."""
        self.done, self.steps, self.under_way = done, steps, what
        self.tell()

    def tell(self, number: int = 0, of: int = 0) -> None:
        """Say which proof is under way, and how far it is where it takes long."""
        what = f"{self.under_way}, {number} of {of}" if of else self.under_way
        self.progress(self.done, self.steps, what)

    def review(self, design: Design, profile: str | None = None) -> Review:
        """Review a design, for its own profile where none is said."""
        self.report.tried += 1
        return review(
            design,
            self.scenario,
            profile or self.profile(design),
            rubric=load_rubric(self.scenario.scenario.rubric),
            catalogue=self.catalogue,
        )

    def profile(self, design: Design) -> str:
        """The profile of the level that a design is meant for."""
        wanted = f"swe-{design.design.level}" if design.design.level else DEFAULT_PROFILE
        return wanted if wanted in self.rubric.profiles else next(iter(self.rubric.profiles))

    def problem(self, proof: Proof, where: str, message: str) -> None:
        """Note a claim that does not hold."""
        self.report.problems.append(Problem(proof, where, message))

    def warning(self, proof: Proof, where: str, message: str) -> None:
        """Note something worth a look that breaks no claim."""
        self.report.warnings.append(Problem(proof, where, message))
