"""egress-through-service: do large files pass through a service that does nothing to them?"""

from __future__ import annotations

from design_sandbox.model.scenario import walk_steps
from design_sandbox.rules.looking import flow_verdict, title_of
from design_sandbox.rules.rule import NOT_APPLICABLE, PASS, Card, Context, Judgement, NoParameters, Rule


def check(context: Context, parameters: NoParameters, subject: str) -> Judgement:
    """Large objects that the actor sends or fetches itself must not travel through a compute."""
    flow, entities = context.scenario.flows[subject], context.scenario.entities
    blobs = [step.target for step in walk_steps(flow.steps)
             if step.by == "actor" and step.target in entities and entities[step.target].shape == "blob"]  # fmt: skip
    if not blobs:
        return NOT_APPLICABLE
    early = flow_verdict(context, subject)
    if early:
        return early
    walk = context.walk(subject)
    through = [hop for hop in walk.hops if hop.entity in blobs and not hop.after_answer and hop.calls > 0
               and context.part(hop.source).can("compute")]  # fmt: skip
    if not through:
        return PASS
    service, store, title = (
        context.part(through[0].source),
        context.part(through[0].target),
        title_of(context, subject),
    )
    patch = None
    if store.spec.shapes.get("blob") == "good" and walk.entry:
        patch = ({"op": "add_connection", "connection": {"from": walk.entry[0], "to": store.id}},)
    return RULE.fails(
        f"{title}: every byte of {context.scenario.label_of(blobs[0])} passes through {service.label}.",
        title=f"{title} through {service.label}", elements=(service.id, store.id), path=walk, subject=subject,
        requirement=flow.requirement, because=(f"{service.label} is busy for as long as the slowest phone needs.",),
        patch=patch, suggestion=f"Let people reach {store.label} with a link that {service.label} has signed",
    )  # fmt: skip


RULE = Rule(
    Card(
        id="egress-through-service",
        title="Large files pass through a service",
        group="cost",
        severity="medium",
        why="Carrying bytes keeps instances busy, is paid for twice, and helps nobody: the service only has to allow it.",
        how_to_fix="Let the service sign a link, and the client up- or download straight from the object store or a CDN.",
        false_alarm="Files that a service must look into before they are kept are not meant; the prompt then says so.",
        references=("SEMANTICS 9",),
    ),
    check,
    about="flow",
)
