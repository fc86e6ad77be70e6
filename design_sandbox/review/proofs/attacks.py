"""Forwards: drawings that must not win, such as another scenario's answer, lose."""

from __future__ import annotations

from design_sandbox.review.attacks import LOSES, MARGIN, attacks
from design_sandbox.review.proofs.trial import ACCEPTED_AT, Trial


def prove_attacks(trial: Trial) -> None:
    """Each attack stays below 40, or at least ten points below the weakest accepted design."""
    least = min((trial.report.scores[design.design.id] for design in trial.accepted), default=ACCEPTED_AT)
    tried = list(attacks(trial.scenario, trial.catalogue, trial.accepted, trial.foreign))
    for number, attack in enumerate(tried, start=1):
        trial.tell(number, len(tried))
        score = trial.review(
            attack.design, trial.profile(trial.accepted[0]) if trial.accepted else None
        ).score
        trial.report.attacks[attack.name] = score
        if attack.margin and score > least - MARGIN:
            told = f"at least {MARGIN:.0f} points below every accepted design ({least:.1f})"
            trial.problem("attacks", attack.name, f"scores {score:.1f}; it must stay {told}")
        elif not attack.margin and score >= LOSES:
            trial.problem("attacks", attack.name, f"scores {score:.1f}; it must stay below {LOSES:.0f}")
