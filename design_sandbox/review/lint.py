"""The proof: before anyone meets a scenario, every claim about its fairness is tried out (DESIGN, "The proof")."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from design_sandbox.model.design import Design
from design_sandbox.model.loading import (
    load_rubric,
    load_scenario,
    pitfalls,
    references,
    scenario_folder,
    scenario_ids,
)
from design_sandbox.model.problems import DocumentError
from design_sandbox.model.scenario import Scenario
from design_sandbox.review.every_problem import every_problem
from design_sandbox.review.lint_report import LintReport, Problem
from design_sandbox.review.proofs.attacks import prove_attacks
from design_sandbox.review.proofs.documents import prove_documents, prove_prompt
from design_sandbox.review.proofs.needed import prove_needed
from design_sandbox.review.proofs.references import prove_pitfalls, prove_reached, prove_references
from design_sandbox.review.proofs.trial import Progress, Trial, is_accepted

PROOFS: tuple[tuple[str, Callable[[Trial], None]], ...] = (
    ("Reading the documents", prove_documents),
    ("Computing the prompt's numbers", prove_prompt),
    ("Grading the reference designs", prove_references),
    ("Looking for what each pitfall must yield", prove_pitfalls),
    ("Reaching every trade-off and twist", prove_reached),
    ("Taking accepted designs apart", prove_needed),
    ("Attacking with drawings that must not win", prove_attacks),
)
"""All proofs, cheapest first."""


def lint(name: str, progress: Progress | None = None) -> LintReport:
    """Prove a scenario given by id or folder. Raises DocumentError with all problems of all files when one cannot be read."""
    try:
        scenario = load_scenario(name)
        folder = scenario_folder(name)
        known, wrong = references(str(folder)), pitfalls(str(folder))
    except DocumentError as error:
        raise DocumentError(every_problem(name) or error.problems) from None
    trial = Trial(scenario, folder, known, wrong, _foreign(scenario), progress=progress)
    for done, (what, prove) in enumerate(PROOFS):
        if _must_wait(trial, prove):
            break
        trial.begin(done, len(PROOFS), what)
        prove(trial)
    trial.progress(len(PROOFS), len(PROOFS), "done")
    return trial.report


def _foreign(scenario: Scenario) -> tuple[Design, ...]:
    """Accepted designs of the other scenarios of the same kind."""
    found: list[Design] = []
    for name in scenario_ids():
        if name != scenario.scenario.id:
            found.extend(design for design in references(name) if is_accepted(design))
    return tuple(found)


def _must_wait(trial: Trial, prove: Callable[[Trial], None]) -> bool:
    """Whether a proof would only repeat what is known to be wrong, after saying so in one line."""
    if trial.misnamed and prove == prove_prompt:
        return False
    if trial.misnamed:
        trial.problem(
            "documents", "scenario.yaml", "mend the names above first; the proof goes on from there"
        )
    elif prove == prove_needed and trial.missed:
        trial.problem("accepted", ", ".join(trial.missed), "mend the accepted designs first; whether each part is needed, "
                      "each line can be lost and attacks fail is proven then")  # fmt: skip
    return trial.misnamed or (prove == prove_needed and bool(trial.missed))


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
