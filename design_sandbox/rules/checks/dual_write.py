"""dual-write: does a service write a store and publish beside it, so that a crash between loses one of the two?"""

from __future__ import annotations

from design_sandbox.model.edits import Patch
from design_sandbox.model.scenario import walk_steps
from design_sandbox.rules.finding import Finding
from design_sandbox.rules.looking import fault_from, is_store, judged, served_walks, title_of
from design_sandbox.rules.rule import Card, Context, Judgement, NoParameters, Rule
from design_sandbox.walk.board import Part
from design_sandbox.walk.together import NOTED
from design_sandbox.walk.walk import Hop, Walk


def check(context: Context, parameters: NoParameters, subject: str) -> Judgement:
    """Journeys in which one compute writes a durable store and hands off to a channel what must not get lost."""
    found: dict[tuple[str, str, str], Finding] = {}
    pairs = [pair for walk in served_walks(context) for pair in _pairs(context, walk)]
    for walk, write, sent in pairs:
        if not context.part(write.target).get("outbox"):
            found.setdefault((write.source, write.target, sent.target), _tell(context, walk, write, sent))
    return judged(found.values(), pairs)


def _pairs(context: Context, walk: Walk) -> list[tuple[Walk, Hop, Hop]]:
    """(walk, write, hand-off) of one compute in one request, where what is handed off must arrive."""
    writes = [hop for hop in walk.hops if hop.verb in ("write", "claim") and hop.entity and not hop.after_answer
              and is_store(context.part(hop.target))]  # fmt: skip
    sends = [hop for hop in walk.hops if context.part(hop.target).can("hand_off") and context.part(hop.source).can("compute")
             and _must_arrive(context, walk, hop)]  # fmt: skip
    return [(walk, write, sent) for write in writes for sent in sends if write.source == sent.source]


def _must_arrive(context: Context, walk: Walk, hop: Hop) -> bool:
    """Whether losing this message does lasting harm: not where it may be lost, nor where readers rebuild on a miss.

    A saga notes its steps before it takes them: a crash between finds them noted.
    """
    if hop.step == NOTED.id:
        return False
    steps = {step.id or step.verb: step for step in walk_steps(context.scenario.flows[walk.flow].steps)}
    step = steps.get(hop.step)
    if step is not None:
        return not step.may_lose
    return not any(
        other.step == hop.step and other.mode == "miss"
        for reader in served_walks(context)
        for other in reader.hops
    )


def _tell(context: Context, walk: Walk, write: Hop, sent: Hop) -> Finding:
    service, store, channel = (context.part(name) for name in (write.source, write.target, sent.target))
    # A push that got lost is made up for when its receiver comes back and reads: worth asking, no lasting harm.
    verdict = "unknown" if sent.verb == "notify" else fault_from(context, "senior")
    crash = f"{service.label}: what if the power fails after writing {store.label} and before telling {channel.label}?"
    fault = (
        f"A crash of {service.label} after writing {store.label} leaves {channel.label} without the message."
    )
    return RULE.finding(
        verdict,
        fault if verdict == "fail" else crash,
        title=f"{service.label}: a crash between two writes",
        path=walk,
        elements=(service.id, store.id, channel.id),
        requirement=context.scenario.flows[walk.flow].requirement,
        because=(f"{title_of(context, walk.flow)} does both, one after the other.",),
        patch=_outbox(store) or _log_first(context, service, store, channel),
        suggestion=f"Give {store.label} an outbox, or feed {channel.label} from its change log" if _outbox(store)
        else f"Let {service.label} write {channel.label} only; a worker brings it from there to {store.label}",
    )  # fmt: skip


def _outbox(store: Part) -> Patch:
    """The event goes into the store's own transaction, where the store has transactions or a change log."""
    if store.spec.foreign(["outbox"]):
        return ()
    return ({"op": "set", "component": store.id, "field": "outbox", "value": True},)


def _log_first(context: Context, service: Part, store: Part, channel: Part) -> Patch:
    """One write instead of two: the channel is written, and what consumes it fills the store."""
    name = next(
        n for n in ("worker", *(f"worker-{i}" for i in range(2, 999))) if n not in context.design.components
    )
    return (
        {"op": "remove_connection", "from": service.id, "to": store.id},
        {
            "op": "add_component",
            "id": name,
            "near": store.id,
            "component": {"type": "worker", "idempotent": True},
        },
        {"op": "add_connection", "connection": {"from": channel.id, "to": name, "kind": "async"}},
        {"op": "add_connection", "connection": {"from": name, "to": store.id}},
    )


RULE = Rule(
    Card(
        id="dual-write",
        title="A store and a channel are written one after the other",
        group="asynchrony",
        severity="medium",
        why="Two writes are never one. A crash between them leaves the store right and everything that follows it wrong, for ever.",
        how_to_fix="Write the event into the store's own transaction (outbox), or let the store's change log feed the channel.",
        false_alarm="Events that may be lost, and copies that readers rebuild on a miss, are not accused. Below senior, and for pushes, it is a question.",
        references=("SEMANTICS 11", "Chris Richardson, Pattern: Transactional outbox"),
    ),
    check,
)
