"""How long a part is away after it lost one instance (RTO): until others, a standby or a new one have taken over."""

from __future__ import annotations

from collections.abc import Mapping

from design_sandbox.analysis.availability.assumed import REPAIR_H
from design_sandbox.analysis.availability.groups import PartGroup
from design_sandbox.analysis.failure.targets import group_of_part
from design_sandbox.analysis.figure import Figure, Given, Working, not_computable
from design_sandbox.analysis.numbers import ComponentLoad
from design_sandbox.walk.walker import Walked


def recovery_time(walked: Walked, loads: Mapping[str, ComponentLoad], name: str) -> Figure:
    """Seconds for which a part does not answer after losing one instance; whether the rest suffices is another figure."""
    one = group_of_part(walked, loads, name)
    label = f"Time until {one.label} answers again"
    if one.question:
        return not_computable(label, "s", f"the drawing leaves open: {one.question}".rstrip("."))
    if one.promised:
        return not_computable(
            label, "s", "providers promise a share of the month, not how soon they are back"
        )
    found = _replaced(one) if one.group.count == 1 else _taken_over(one)
    return Figure(label, found.value, "s", lambda: Working(
        "how long nobody answers in its place", found.text, (found,),
        assumes=("The loss is noticed by itself, and the others carry what it did.",)))  # fmt: skip


def _replaced(one: PartGroup) -> Given:
    return Given("Replaced and filled again", one.group.repair_h * 3600, "s", REPAIR_H.source)


def _taken_over(one: PartGroup) -> Given:
    if one.group.failover_min is not None:
        return Given("A standby takes over", one.group.failover_min * 60, "s", "failover_time of the part")
    kept = "a majority of the copies goes on" if one.voting else "the other instances go on"
    return Given("Away", 0.0, "s", kept)
