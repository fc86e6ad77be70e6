"""The proof: before anyone meets a scenario, every claim about its fairness is tried out (DESIGN, "The proof")."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from design_sandbox.model.base import Level, level_at_least
from design_sandbox.model.catalogue import Catalogue
from design_sandbox.model.design import Design
from design_sandbox.model.edits import EditError, Patch, apply_patch
from design_sandbox.model.load import load_quantities
from design_sandbox.model.loading import (
    load_catalogue,
    load_rubric,
    load_scenario,
    pitfalls,
    references,
    scenario_folder,
    scenario_ids,
)
from design_sandbox.model.rubric import Rubric
from design_sandbox.model.scenario import Scenario
from design_sandbox.review.ablations import Ablation, ablations, edit_of
from design_sandbox.review.attacks import LOSES, MARGIN, attacks
from design_sandbox.review.engine import DEFAULT_PROFILE, review
from design_sandbox.review.grading import rubric_for
from design_sandbox.review.lint_documents import design_problems, scenario_problems
from design_sandbox.review.result import Review

ACCEPTED_AT = 90.0
Proof = Literal[
    "documents", "accepted", "modest", "needed", "lost_by", "attacks", "pitfalls", "prompt", "reached"
]
Progress = Callable[[int, int, str], None]
"""(done, all, what is being tried)."""


@dataclass(frozen=True)
class Problem:
    """One claim that does not hold, and what would mend it."""

    proof: Proof
    where: str
    message: str


@dataclass(frozen=True)
class Row:
    """An ablation of an accepted design, what it cost and which rubric lines it lost."""

    design: str
    edit: str
    points: float
    criteria: tuple[str, ...]


@dataclass
class LintReport:
    """What was proven about one scenario, and what was not."""

    scenario: str
    problems: list[Problem] = field(default_factory=list)
    scores: dict[str, float] = field(default_factory=dict)
    attacks: dict[str, float] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
    tried: int = 0

    @property
    def proven(self) -> bool:
        """Whether every claim holds."""
        return not self.problems


def lint(name: str, progress: Progress | None = None) -> LintReport:
    """Prove a scenario given by id or folder. Raises DocumentError when its files cannot be read."""
    scenario = load_scenario(name)
    folder = str(scenario_folder(name))
    return _Lint(
        scenario, folder, references(folder), pitfalls(folder), _foreign(scenario), progress=progress
    ).run()


def _foreign(scenario: Scenario) -> tuple[Design, ...]:
    """Accepted designs of the other scenarios of the same kind."""
    found: list[Design] = []
    for name in scenario_ids():
        if name != scenario.scenario.id:
            found.extend(design for design in references(name) if is_accepted(design))
    return tuple(found)


def is_accepted(design: Design) -> bool:
    """Reference designs without a band, or whose band begins at 90, are accepted; the others are modest."""
    return design.design.band is None or design.design.band[0] >= ACCEPTED_AT


class _Lint:
    """One proof run; the report grows as it goes."""

    def __init__(
        self,
        scenario: Scenario,
        folder: str,
        known: tuple[Design, ...],
        wrong: tuple[Design, ...],
        foreign: tuple[Design, ...],
        *,
        progress: Progress | None,
    ) -> None:
        self.scenario, self.folder = scenario, Path(folder)
        self.known, self.wrong, self.foreign = known, wrong, foreign
        self.catalogue: Catalogue = load_catalogue()
        self.rubric: Rubric = rubric_for(load_rubric(scenario.scenario.rubric), scenario)
        self.accepted = tuple(design for design in known if is_accepted(design))
        self.report = LintReport(scenario.scenario.id)
        self.progress = progress or (lambda done, total, what: None)
        self.reviews: dict[str, Review] = {}
        self.done = self.steps = 0
        self.misnamed = False
        """Whether the scenario's own file names rules or rubric lines that do not exist."""
        self.missed: list[str] = []
        """Accepted designs that miss their band."""

    def run(self) -> LintReport:
        """All proofs, cheapest first, each told to `progress`."""
        proofs = (
            self._documents,
            self._prompt,
            self._references,
            self._pitfalls,
            self._reached,
            self._ablate,
            self._attack,
        )
        self.steps = len(proofs)
        for self.done, proof in enumerate(proofs):
            if self._must_wait(proof):
                break
            self._tell(proof)
            proof()
        self.progress(len(proofs), len(proofs), "done")
        return self.report

    def _must_wait(self, proof: Callable[[], None]) -> bool:
        """Whether a proof would only repeat what is known to be wrong, after saying so in one line."""
        if self.misnamed:
            self._problem(
                "documents", "scenario.yaml", "mend the names above first; the proof goes on from there"
            )
        elif proof == self._ablate and self.missed:
            self._problem("accepted", ", ".join(self.missed), "mend the accepted designs first; whether each part is needed, "
                          "each line can be lost and attacks fail is proven then")  # fmt: skip
        return self.misnamed or (proof == self._ablate and bool(self.missed))

    def _tell(self, proof: Callable[[], None], number: int = 0, of: int = 0) -> None:
        """Say which proof is under way, and how far it is where it takes long."""
        what = (proof.__doc__ or "").rstrip(".")
        self.progress(self.done, self.steps, f"{what}, {number} of {of}" if of else what)

    def _review(self, design: Design, profile: str | None = None) -> Review:
        self.report.tried += 1
        return review(
            design,
            self.scenario,
            profile or self._profile(design),
            rubric=load_rubric(self.scenario.scenario.rubric),
            catalogue=self.catalogue,
        )

    def _profile(self, design: Design) -> str:
        wanted = f"swe-{design.design.level}" if design.design.level else DEFAULT_PROFILE
        return wanted if wanted in self.rubric.profiles else next(iter(self.rubric.profiles))

    def _problem(self, proof: Proof, where: str, message: str) -> None:
        self.report.problems.append(Problem(proof, where, message))

    def _documents(self) -> None:
        """Reading the documents."""
        rubric = load_rubric(self.scenario.scenario.rubric)
        wrong = scenario_problems(self.scenario, self.folder, rubric, self.catalogue)
        self.misnamed = bool(wrong)
        for problem in (*wrong, *design_problems(self.scenario, self.folder)):
            self._problem("documents", str(problem.position), problem.text)
        self._counts()

    def _counts(self) -> None:
        strategies = {design.design.strategy for design in self.accepted}
        if len(self.accepted) < 2 or len(strategies) < 2:
            self._problem(
                "documents",
                "references/",
                "at least two accepted designs with different strategies are needed; "
                f"found {len(self.accepted)} ({', '.join(sorted(str(s) for s in strategies)) or 'none'})",
            )
        if not any(not is_accepted(design) for design in self.known):
            self._problem(
                "documents", "references/", "a modest textbook answer with a band such as [60, 80] is needed"
            )
        if len(self.wrong) < 5:
            self._problem(
                "documents", "pitfalls/", f"at least five pitfalls are needed; found {len(self.wrong)}"
            )
        if len(self.scenario.hints) != 3:
            self._problem(
                "documents",
                "hints",
                f"three hints in rising steps are needed; found {len(self.scenario.hints)}",
            )
        if not self.scenario.clarifications:
            self._problem("documents", "clarifications", "at least one clarification is needed")

    def _prompt(self) -> None:
        """Computing the prompt's numbers."""
        known = set(load_quantities(self.scenario))
        for name in re.findall(r"\{(\w+)\}", self.scenario.prompt):
            if name not in known:
                self._problem("prompt", "prompt", f"{{{name}}} is not a name under `load`")
        for figure in re.findall(r"(?<![{\w])\d[\d,.]*", re.sub(r"\{\w+\}", "", self.scenario.prompt)):
            self._problem(
                "prompt",
                "prompt",
                f"the figure {figure} is written out; name it under `load` and print {{its_name}}",
            )

    def _references(self) -> None:
        """Grading the reference designs."""
        for design in self.known:
            found = self.reviews[design.design.id] = self._review(design)
            self.report.scores[design.design.id] = found.score
            self._crashes(design, found)
            low, high = design.design.band or (int(ACCEPTED_AT), 100)
            if not low <= found.score <= high:
                if is_accepted(design):
                    self.missed.append(design.design.id)
                first = "; ".join(f"{f.title} (−{f.points_lost:.1f})" for f in found.findings[:4])
                self._problem(
                    "accepted" if is_accepted(design) else "modest",
                    design.design.id,
                    f"scores {found.score:.1f}; {low} to {high} is stated. Dearest: {first or 'nothing'}",
                )
            if is_accepted(design):
                for finding in found.failures:
                    if finding.severity == "high":
                        self._problem(
                            "accepted", design.design.id, f"has a finding of high severity: {finding.title}"
                        )

    def _crashes(self, design: Design, found: Review) -> None:
        """A rule that stopped graded nothing: no score is worth anything then."""
        for finding in found.findings:
            if finding.rule in found.crashed_rules and finding.subject == "crash":
                self._problem("documents", design.design.id, f"{finding.title}: {finding.because[0]}")

    def _pitfalls(self) -> None:
        """Looking for what each pitfall must yield."""
        for design in self.wrong:
            found = self._review(design)
            self._crashes(design, found)
            self.report.scores[design.design.id] = found.score
            seen = {finding.rule for finding in found.findings}
            if not design.design.expect:
                self._problem("pitfalls", design.design.id, "names no finding under `expect`")
            asked = {line.earns.rule for line in self.rubric.criteria} | {
                d.rule for d in self.rubric.deductions
            }
            for rule_id in design.design.expect:
                if rule_id not in seen:
                    unasked = "" if rule_id in asked else " (no line of this rubric asks it)"
                    self._problem(
                        "pitfalls",
                        design.design.id,
                        f"{rule_id} was expected{unasked}; found: {', '.join(sorted(seen)) or 'nothing'}",
                    )

    def _reached(self) -> None:
        """Reaching every trade-off and twist."""
        looked = [*self.reviews.values(), *(self._review(design) for design in self.wrong)]
        reached = {prompt.id for found in looked for prompt in found.trade_offs}
        for name in self.scenario.trade_offs:
            if name not in reached:
                self._problem(
                    "reached",
                    f"trade_offs.{name}",
                    "no reference or pitfall reaches this prompt; check its `when`",
                )

    # Backwards: what nothing needs, and lines that nothing loses ------------------------------------------------------

    def _ablate(self) -> None:
        """Taking accepted designs apart."""
        lines = [*(c.id for c in self.rubric.criteria), *(d.id for d in self.rubric.deductions)]
        lost: dict[str, list[str]] = {line: [] for line in lines}
        for design in self.accepted:
            before = self.reviews[design.design.id]
            edits = list(ablations(design, self.scenario, self.catalogue))
            for number, ablation in enumerate(edits, start=1):
                self._tell(self._ablate, number, len(edits))
                self._try(design, before, ablation, lost)
        for criterion in self.rubric.criteria:
            self._lost_by(criterion.id, criterion.lost_by, criterion.from_level, lost[criterion.id])
        for deduction in self.rubric.deductions:
            self._lost_by(deduction.id, deduction.lost_by, deduction.from_level, lost[deduction.id])

    def _try(self, design: Design, before: Review, ablation: Ablation, lost: dict[str, list[str]]) -> None:
        after = self._review(ablation.design, self._profile(design))
        gone = _lines_lost(before, after)
        for line in gone:
            lost[line].append(f"{design.design.id}: {ablation.name}")
        self.report.rows.append(
            Row(design.design.id, ablation.name, round(before.score - after.score, 2), tuple(gone))
        )
        if ablation.must_cost and before.score - after.score < 0.01:
            self._problem(
                "needed", design.design.id, f"{ablation.name} costs nothing: nothing in the scenario needs it"
            )

    def _lost_by(
        self, line: str, declared: dict[str, object] | None, from_level: Level, by: list[str]
    ) -> None:
        expected = any(level_at_least(design.design.level or "mid", from_level) for design in self.accepted)
        own = {deduction.id for deduction in self.scenario.rubric.add_deductions}
        asked = line in own or any(
            c.id == line and c.max > 0 for r in self.reviews.values() for c in r.criteria
        )
        if declared is not None:
            designs = self._designs_for(declared)
            if not designs:
                self._problem("lost_by", line, f"no accepted design is called {declared.get('on')!r}")
            for design in designs:
                self._check_declared(line, declared, design)
        elif expected and asked and not by:
            self._problem(
                "lost_by",
                line,
                "no edit of an accepted design that was tried loses this line; declare one under "
                f"rubric.lost_by.{line}, or drop the line for this scenario",
            )

    def _designs_for(self, declared: dict[str, object]) -> list[Design]:
        wanted = declared.get("on")
        return [design for design in self.accepted if wanted in (None, design.design.id)][:1]

    def _check_declared(self, line: str, declared: dict[str, object], design: Design) -> None:
        try:
            patch: Patch = edit_of(declared, design)
            after = self._review(apply_patch(design, patch), self._profile(design))
        except (EditError, ValidationError, ValueError) as error:
            self._problem("lost_by", line, f"its edit cannot be made on {design.design.id}: {error}")
            return
        before = self.reviews[design.design.id]
        gone = _lines_lost(before, after)
        cost = round(before.score - after.score, 2)
        self.report.rows.append(Row(design.design.id, f"the edit declared for {line}", cost, tuple(gone)))
        if line not in gone:
            self._problem("lost_by", line, f"its edit on {design.design.id} does not lose it")

    # Forwards: what must not win --------------------------------------------------------------------------------------

    def _attack(self) -> None:
        """Attacking with drawings that must not win."""
        least = min((self.report.scores[design.design.id] for design in self.accepted), default=ACCEPTED_AT)
        tried = list(attacks(self.scenario, self.catalogue, self.accepted, self.foreign))
        for number, attack in enumerate(tried, start=1):
            self._tell(self._attack, number, len(tried))
            score = self._review(
                attack.design, self._profile(self.accepted[0]) if self.accepted else None
            ).score
            self.report.attacks[attack.name] = score
            bound = least - MARGIN if attack.margin else LOSES
            if score >= bound:
                self._problem("attacks", attack.name, f"scores {score:.1f}; it must stay below {bound:.0f}")


def unlost_lines(reports: Iterable[LintReport]) -> list[Problem]:
    """Lines of the rubrics that no edit of any proven scenario loses: each of them is decoration."""
    lost: dict[str, set[str]] = {}
    for report in reports:
        rubric = load_scenario(report.scenario).scenario.rubric
        lost.setdefault(rubric, set()).update(line for row in report.rows for line in row.criteria)
    problems = []
    for name, lines in sorted(lost.items()):
        rubric_lines = [
            *(c.id for c in load_rubric(name).criteria),
            *(d.id for d in load_rubric(name).deductions),
        ]
        for line in rubric_lines:
            if line not in lines:
                problems.append(
                    Problem("lost_by", f"rubrics/{name}", f"{line}: no edit of any accepted design loses it")
                )
    return problems


def _lines_lost(before: Review, after: Review) -> list[str]:
    """Rubric lines that earn less, and deductions that take more."""
    earned = {criterion.id: criterion.points for criterion in after.criteria}
    taken = {deduction.id: deduction.points for deduction in before.deductions}
    return [
        *(c.id for c in before.criteria if c.points - earned.get(c.id, 0.0) > 0.01),
        *(d.id for d in after.deductions if d.points - taken.get(d.id, 0.0) > 0.01),
    ]
