"""invariant-held: can two people at once break what must never break?"""

from __future__ import annotations

from design_sandbox.model.scenario import Invariant, walk_steps
from design_sandbox.rules.deciding import Clash, clash
from design_sandbox.rules.looking import capital, judged
from design_sandbox.rules.rule import NOTHING_EARNED, PASS, Card, Context, Judgement, NoParameters, Rule
from design_sandbox.walk.fit import fit


def check(context: Context, parameters: NoParameters, subject: str) -> Judgement:
    """Exactly one durable authority that can write conditionally must guard the entity (SEMANTICS 15)."""
    invariant = next(entry for entry in context.scenario.invariants if entry.id == subject)
    flows = [name for name, flow in context.scenario.flows.items() if name in context.walked.walks
             and any(step.verb == "claim" and step.target == invariant.entity for step in walk_steps(flow.steps))]  # fmt: skip
    if flows and not any(context.walk(flow).served for flow in flows):
        return NOTHING_EARNED
    return _judge(context, invariant)


def _judge(context: Context, invariant: Invariant) -> Judgement:
    entity = context.scenario.entities[invariant.entity]
    what = context.scenario.label_of(invariant.entity)
    owners = [part for part in context.board.owners(invariant.entity) if part.spec.durable]
    if (found := clash(context, invariant.entity, owners)) is not None:
        return _tell(invariant, what, found)
    if not owners and invariant.entity in context.walked.setting.open_owners:
        stores = [
            name
            for name in context.walked.setting.open_owners[invariant.entity]
            if name in context.board.parts
        ]
        return RULE.asks(
            f"Which store decides about {what}?",
            title=f"Who decides about {what}?",
            elements=tuple(stores),
            subject=invariant.id,
        )
    if not owners:
        return RULE.fails(
            f"Nothing durable decides about {what}.", subject=invariant.id, title=f"Who decides about {what}?"
        )
    if fit(owners[0], "claim", entity) == "impossible":
        return RULE.fails(
            f"{owners[0].label} cannot change {what} only if nobody did before.",
            elements=(owners[0].id,),
            subject=invariant.id,
            title=f"{owners[0].label} cannot guard {what}",
        )
    return PASS


def _tell(invariant: Invariant, what: str, found: Clash) -> Judgement:
    return judged((RULE.finding(
        found.verdict, found.message, title=f"{capital(what)}: two authorities",
        elements=(part.id for part in found.parts), subject=invariant.id, because=found.because,
        suggestion=found.suggestion or None, patch=found.patch or None,
    ),), ())  # fmt: skip


RULE = Rule(
    Card(
        id="invariant-held",
        title="Two people at once can break a promise",
        group="data",
        severity="high",
        why="Checking and then acting in two places lets two people pass the check before either acts.",
        how_to_fix="Let exactly one durable store decide, with a conditional write (unique key, compare-and-set, row lock).",
        false_alarm="A cache may hold the fast lock as long as the one store stands behind it. Regions that replicate are fine "
        "when each entry has one home that decides; a rule such as “last write wins” comes too late for a promise.",
        references=("SEMANTICS 13", "SEMANTICS 15"),
    ),
    check,
    about="invariant",
)
