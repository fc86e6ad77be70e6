"""Proofs about the words of a scenario's files: names, numbers of designs, figures of the prompt."""

from __future__ import annotations

from design_sandbox.model.loading import load_rubric
from design_sandbox.model.scenario_choices import strategies_of
from design_sandbox.review.lint_designs import design_problems
from design_sandbox.review.lint_documents import (
    prompt_problems,
    scenario_problems,
    scenario_warnings,
)
from design_sandbox.review.proofs.trial import Trial, is_accepted


def prove_documents(trial: Trial) -> None:
    """Every word of the files stands for something, and there are designs and hints enough."""
    rubric = load_rubric(trial.scenario.scenario.rubric)
    wrong = scenario_problems(trial.scenario, trial.folder, rubric, trial.catalogue)
    trial.misnamed = bool(wrong)
    for problem in (*wrong, *design_problems(trial.scenario, trial.folder)):
        trial.problem("documents", str(problem.position), problem.text)
    for problem in scenario_warnings(trial.scenario, trial.folder):
        trial.warning("documents", str(problem.position), problem.text)
    _counts(trial)


def _counts(trial: Trial) -> None:
    strategies = {design.design.strategy for design in trial.accepted}
    told = bool(strategies_of(trial.scenario)) and trial.scenario.scenario.kind == "system"
    if len(trial.accepted) < 2 or (not told and len(strategies) < 2):
        trial.problem(
            "documents",
            "references/",
            "at least two accepted designs with different strategies are needed; "
            f"found {len(trial.accepted)} ({', '.join(sorted(str(s) for s in strategies)) or 'none'})",
        )
    if not any(not is_accepted(design) for design in trial.known):
        trial.problem(
            "documents", "references/", "a modest textbook answer with a band such as [60, 80] is needed"
        )
    if len(trial.wrong) < 5:
        trial.problem(
            "documents", "pitfalls/", f"at least five pitfalls are needed; found {len(trial.wrong)}"
        )
    if len(trial.scenario.hints) != 3:
        trial.problem(
            "documents",
            "hints",
            f"three hints in rising steps are needed; found {len(trial.scenario.hints)}",
        )
    if not trial.scenario.clarifications:
        trial.problem("documents", "clarifications", "at least one clarification is needed")


def prove_prompt(trial: Trial) -> None:
    """Every figure of the prompt is a name under `load`, and each of those names exists."""
    for problem in prompt_problems(trial.scenario, trial.folder):
        trial.problem("prompt", str(problem.position), problem.text)
