"""Caps: what holds a score down however much else was earned (SEMANTICS 24)."""

from __future__ import annotations

from design_sandbox.model.base import level_at_least
from design_sandbox.model.rubric import Cap
from design_sandbox.rules.precision import share_of_claims_used, share_of_connections_used
from design_sandbox.rules.registry import rule
from design_sandbox.rules.rule import Context


def applies(context: Context, cap: Cap) -> bool:
    """Whether a cap of the rubric holds for a walked design."""
    core = [
        name
        for name, walk in context.walked.walks.items()
        if context.scenario.flows[name].core and walk.status != "out_of_scope"
    ]
    served = [name for name in core if context.walk(name).served]
    match cap.when:
        case "no_core_flow_served":
            return not served
        case "core_flow_missing":
            return 0 < len(served) < len(core)
        case "core_flow_overloaded":
            return any(_overloaded(context, name, cap.threshold or 1.0) for name in served)
        case "connections_used_below":
            return share_of_connections_used(context) < (cap.threshold or 0.5)
        case "holds_used_below":
            return share_of_claims_used(context) < (cap.threshold or 0.5)
        case "invariant_broken" | "invariant_not_shown":
            return _invariant(context, "fail" if cap.when == "invariant_broken" else "unknown")


def _overloaded(context: Context, flow: str, beyond: float) -> bool:
    """Whether a part on the flow, sized by the learner, is asked for more than `beyond` times what it can do.

    A cache without room for everything forgets some of it and goes on: no steady state is lost.
    """
    return any(
        load.utilisation is not None and load.utilisation > beyond
        for name in context.walk(flow).parts
        if (load := context.numbers.components.get(name)) is not None
        and not (load.dimension == "bytes_stored" and not context.part(name).spec.durable)
    )


def _invariant(context: Context, verdict: str) -> bool:
    rule_id = "invariant-held" if context.scenario.scenario.kind == "system" else "one-guard"
    blocking = [
        i
        for i in context.scenario.invariants
        if i.weight == "blocking" and level_at_least(context.level, i.from_level)
    ]
    if not blocking:
        return False
    used = rule(rule_id)
    return any(used.check(context, used.parameters(), entry.id).verdict == verdict for entry in blocking)
