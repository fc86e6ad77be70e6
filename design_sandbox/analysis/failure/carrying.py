"""How full the rest gets when something is lost: the walks without it, carried by the instances that are left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from design_sandbox.analysis.availability.groups import ONE_COPY_IS_ENOUGH
from design_sandbox.analysis.failure.result import PartEffect
from design_sandbox.analysis.failure.targets import Taken
from design_sandbox.analysis.figure import Figure, Given, Mistake, Working, not_computable, show
from design_sandbox.analysis.numbers import ComponentLoad, Demand
from design_sandbox.analysis.sizing import size_parts
from design_sandbox.analysis.traffic import traffic
from design_sandbox.walk.walk import Walk
from design_sandbox.walk.walker import Walked

FULL = 1.0 + 1e-9
SAME = 1e-6


def parts_after(
    walked: Walked, loads: Mapping[str, ComponentLoad], again: Mapping[str, Walk], away: Taken
) -> tuple[PartEffect, ...]:
    """Parts that get fuller, fullest first. Nothing is resized: what was there before carries what comes now."""
    moved = bool(away.gone or away.services or away.cut)
    after = _loads_after(walked, again) if moved else loads
    changed = set(after) if moved else set(away.left)
    found = [_effect(walked, name, loads.get(name), after[name], away) for name in changed
             if name in after and name not in away.gone]  # fmt: skip
    grown = [
        effect for effect in found if effect.overloaded or effect.part in away.left or _is_fuller(effect)
    ]
    return tuple(
        sorted(grown, key=lambda effect: (-(effect.after.value or 0.0), walked.board.position[effect.part]))
    )


def _loads_after(walked: Walked, again: Mapping[str, Walk]) -> dict[str, ComponentLoad]:
    left = replace(walked, walks={name: again.get(name, walk) for name, walk in walked.walks.items()})
    return size_parts(left, traffic(left))


def _is_fuller(effect: PartEffect) -> bool:
    return effect.after.value is not None and effect.after.value > (effect.before or 0.0) + SAME


def _effect(
    walked: Walked, name: str, before: ComponentLoad | None, after: ComponentLoad, away: Taken
) -> PartEffect:
    part, left, known = walked.board.parts[name], away.left.get(name, 1.0), before or after
    used = before.utilisation if before else None
    count = known.replicas if away.one_shard else known.instances
    remaining = None if count is None else max(round(count * left), 1)
    if part.managed:
        figure = Figure(f"Utilisation of {part.label} after the loss", after.utilisation, "ratio",
                        lambda: Working("the provider adds what is needed"))  # fmt: skip
    elif not after.demands or (before is not None and before.utilisation is None):
        figure = not_computable(
            f"Utilisation of {part.label}", "ratio", f"nothing says what {part.label} can carry"
        )
    else:
        value, demand, machines = max(
            (_carried(demand, known, left) for demand in after.demands), key=lambda c: c[0]
        )
        mistake = None if used is None else Mistake(
            "Judging capacity before the failure", used, "What is lost no longer carries its share.")  # fmt: skip
        figure = Figure(f"Utilisation of {part.label} after the loss", value, "ratio",
                        lambda: _working(demand, machines, mistake))  # fmt: skip
    over = figure.value is not None and figure.value > FULL and figure.value > (used or 0.0) + SAME
    return PartEffect(name, part.label, used, figure, count, remaining, over and not part.managed)


def _carried(demand: Demand, before: ComponentLoad, left: float) -> tuple[float, Demand, float]:
    """(utilisation, demand, instances that carry it) with the instances of before the loss, less what is lost."""
    if demand.name in ONE_COPY_IS_ENOUGH and before.replicas is not None:
        machines = float(before.shards)
    elif demand.name in ONE_COPY_IS_ENOUGH:
        machines = float(before.instances or demand.multiplier)
    else:
        machines = float(before.instances or demand.multiplier) * left
    return (demand.asked / (demand.per_instance * machines) if demand.per_instance else 0.0), demand, machines


def _working(demand: Demand, machines: float, mistake: Mistake | None) -> Working:
    each = Given("Each instance", demand.per_instance, "", demand.source)
    asked = Given(
        f"Asked at peak ({demand.name.replace('_', ' ')})", demand.asked, "", "the walks without what is lost"
    )
    return Working(
        "asked at peak ÷ (instances left × what each carries)",
        f"{show(demand.asked, '')} ÷ ({machines:g} × {show(demand.per_instance, '')})",
        (asked, each), mistake=mistake, assumes=("No instance is added while it lasts.", "No caller tries again."),
    )  # fmt: skip
