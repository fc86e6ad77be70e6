"""invariant-held: can two people at once break what must never break?"""

from __future__ import annotations

from design_sandbox.model.scenario import Invariant, walk_steps
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
    synced = {
        frozenset((link.source, link.target)) for link in context.board.links if link.kind == "replication"
    }
    if len(owners) > 1 and not all(frozenset((owners[0].id, other.id)) in synced for other in owners[1:]):
        return RULE.fails(
            f"{owners[0].label} and {owners[1].label} both decide about {what}: the same one can be given away twice.",
            title=f"{what[:1].upper()}{what[1:]}: two authorities",
            elements=tuple(part.id for part in owners),
            subject=invariant.id,
            patch=(
                {"op": "remove_from", "component": owners[1].id, "field": "holds", "value": invariant.entity},
            ),
        )
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


RULE = Rule(
    Card(
        id="invariant-held",
        title="Two people at once can break a promise",
        group="data",
        severity="high",
        why="Checking and then acting in two places lets two people pass the check before either acts.",
        how_to_fix="Let exactly one durable store decide, with a conditional write (unique key, compare-and-set, row lock).",
        false_alarm="A cache may hold the fast lock as long as the one store stands behind it.",
        references=("SEMANTICS 15",),
    ),
    check,
    about="invariant",
)
