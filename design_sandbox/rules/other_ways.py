"""Ways that a journey could take instead, if something were kept for it: named when the way it takes is lost."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from design_sandbox.model.edits import Patch
from design_sandbox.model.scenario import Step, walk_steps
from design_sandbox.rules.rule import Context
from design_sandbox.walk.board import Part
from design_sandbox.walk.fit import fit
from design_sandbox.walk.stops import holds_patch
from design_sandbox.walk.strategies import choices
from design_sandbox.walk.walk import Stop


@dataclass(frozen=True)
class OtherWay:
    """What would have to be kept, in words, and the edit that lets a store of the journey keep it."""

    because: str
    suggestion: str
    patch: Patch


def other_way(context: Context, flow: str, stop: Stop | None, lost: Collection[str] = ()) -> OtherWay | None:
    """A strategy beside the one that stopped which lacks nothing but data that a store of the journey could hold."""
    for step in choices(context.scenario.flows[flow].steps):
        tried = {inner.id or inner.verb for steps in step.any_of.values() for inner in walk_steps(steps)}
        if stop is None or stop.step not in tried:
            continue
        for steps in step.any_of.values():
            lacking = _lacking(context, steps)
            stores = _could_hold(context, flow, lacking, lost) if lacking else []
            if stores:
                what = ", ".join(context.scenario.label_of(name) for name in lacking)
                return OtherWay(
                    f"It could go on and do this later if something kept {what}; nothing in the drawing does.",
                    f"Let {stores[0].label} hold {what}",
                    holds_patch(stores[0].id, lacking),
                )
    return None


def _lacking(context: Context, steps: tuple[Step, ...]) -> list[str]:
    """Optional data of a strategy that nothing keeps."""
    entities = context.scenario.entities
    wanted = dict.fromkeys(step.target for step in walk_steps(steps) if step.target in entities)
    return [name for name in wanted if entities[name].optional and not context.board.keeping(name)]


def _could_hold(context: Context, flow: str, lacking: list[str], lost: Collection[str]) -> list[Part]:
    """Durable stores that the journey writes anyway, are not lost, and are good at keeping these."""
    written = dict.fromkeys(hop.target for hop in context.walk(flow).hops if hop.verb in ("write", "claim"))
    stores = [context.part(name) for name in written if name not in lost]
    return [part for part in stores if part.can("hold") and part.spec.durable and not part.can("hand_off")
            and all(fit(part, "write", context.scenario.entities[name]) == "good" for name in lacking)]  # fmt: skip
