"""Several stores that decide about the same entry: can both say yes? (SEMANTICS 13, 15)"""

from __future__ import annotations

from dataclasses import dataclass

from design_sandbox.model.edits import Patch
from design_sandbox.rules.conflict_rules import conflict_rule_of, kind_of
from design_sandbox.rules.finding import Verdict
from design_sandbox.rules.looking import fault_from
from design_sandbox.rules.rule import Context
from design_sandbox.walk.board import Part
from design_sandbox.walk.leading import in_step, leaders
from design_sandbox.walk.walk import Hop

HOME_RULE = "the home region decides"


@dataclass(frozen=True)
class Clash:
    """Why two stores can both say yes, or what must be said before anybody knows."""

    verdict: Verdict
    message: str
    parts: tuple[Part, ...]
    because: tuple[str, ...]
    suggestion: str
    patch: Patch


def clash(context: Context, entity: str, owners: list[Part]) -> Clash | None:
    """How the durable owners of an entity can give one entry away twice; None where one decides about each."""
    if not owners or all(_one_decides(part) for part in owners):
        return None
    what, names = context.scenario.label_of(entity), {part.id for part in owners}
    if not in_step(context.board, names):
        return _apart(what, entity, owners)
    deciding = tuple(part for part in owners if part.id in _deciders(context, entity, names))
    if len(deciding) > 1:
        following = [part for part in deciding if part.id not in leaders(context.board, names)]
        return (
            _follower_decides(what, deciding, following[0])
            if following
            else _settled(context, what, deciding)
        )
    alone = deciding[:1] or tuple(owners[:1])
    if alone[0].get("multi_region_writes") and alone[0].said.get("consistency") != "strong":
        return _settled(context, what, alone)
    return None


def _one_decides(part: Part) -> bool:
    return kind_of(conflict_rule_of(part)) == "one decides"


def _deciders(context: Context, entity: str, owners: set[str]) -> set[str]:
    """Owners that some request changes. A follower counts only where its handler has no other work of its own:
    a service beside it that reads there is not accused of what it might write."""
    board, walks = context.board, [walk for walk in context.walked.walks.values() if walk.served]
    handlers = {walk.handler for walk in walks}
    leading = leaders(board, owners)
    found = set[str]()
    for walk in walks:
        found |= _changed(walk.hops, entity) & owners
        for hops in walk.elsewhere:
            there = _changed(hops, entity) & owners
            busy = any(hop.source in handlers for hop in hops)
            found |= there & leading if busy else there
    return found


def _changed(hops: tuple[Hop, ...], entity: str) -> set[str]:
    return {hop.target for hop in hops
            if hop.entity == entity and hop.verb in ("write", "claim") and hop.step != "replicate"}  # fmt: skip


def _apart(what: str, entity: str, owners: list[Part]) -> Clash:
    first, second = owners[0], owners[1]
    return Clash(
        "fail", f"{first.label} and {second.label} both decide about {what}: the same one can be given away twice.",
        tuple(owners), (), "",
        ({"op": "remove_from", "component": second.id, "field": "holds", "value": entity},),
    )  # fmt: skip


def _follower_decides(what: str, deciding: tuple[Part, ...], follower: Part) -> Clash:
    leader = next(part for part in deciding if part is not follower)
    return Clash(
        "fail", f"{follower.label} only follows {leader.label}, yet requests change {what} in both: "
        "the same one can be given away twice.",
        deciding, (f"Nothing that {follower.label} decides finds its way back to {leader.label}.",),
        f"Let every change of {what} go to {leader.label}", (),
    )  # fmt: skip


def _settled(context: Context, what: str, deciding: tuple[Part, ...]) -> Clash:
    """Stores that take changes side by side: what their conflict rule, if any, means for a promise."""
    names = " and ".join(part.label for part in deciding)
    where = f"{names} both take changes" if len(deciding) > 1 else f"{names} takes changes in every region"
    said = sorted({rule for part in deciding if (rule := conflict_rule_of(part))})
    told = " and ".join(f"“{text}”" for text in said)
    home: Patch = tuple(
        {"op": "set", "component": part.id, "field": "conflict_rule", "value": HOME_RULE} for part in deciding
    )
    suggestion = "Say who alone decides about each entry, before anybody gets a yes: its home region"
    if any(kind_of(text) == "repaired later" for text in said):
        return Clash("fail", f"{where} of {what}: both can say yes to the same one, and {told} takes it from one of them afterwards.",
                     deciding, ("Replication arrives after the answer; a promise has to be kept before it.",), suggestion, home)  # fmt: skip
    if said:
        return Clash("unknown", f"{where} of {what}. How does {told} keep both from saying yes to the same one?",
                     deciding, (), suggestion, home)  # fmt: skip
    verdict = fault_from(context, "senior")
    return Clash(verdict, f"{where} of {what}, and nothing says who decides when both are asked for the same one at once."
                 if verdict == "fail" else f"{where} of {what}. Who decides when both are asked for the same one at once?",
                 deciding, ("Replication arrives after the answer.",), suggestion, home)  # fmt: skip
