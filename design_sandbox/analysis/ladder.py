"""The load ladder: in which order parts break as the load grows a thousandfold.

Everything that comes with requests grows in proportion (exact without retries), so each part has one multiple at
which it reaches the limit. Storage grows with time, not with load, and is told apart (`data_report`).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import partial
from typing import Literal

from design_sandbox.analysis.figure import Figure, Given, Working, not_computable, show
from design_sandbox.analysis.load_working import dimension_words
from design_sandbox.analysis.numbers import ComponentLoad, Demand, Numbers
from design_sandbox.analysis.sizing import LIMIT_UTILISATION, TARGET_UTILISATION
from design_sandbox.walk.board import Part
from design_sandbox.walk.walker import Walked

MULTIPLES = (1, 2, 10, 100, 1000)
MOST_EXACT = 1_000_000
"""Instances beyond this are told in round figures."""
WITH_TIME = "bytes_stored"
Kind = Literal["breaks", "grows", "asks", "time", "idle"]
"""breaks: has a fixed size. grows: instances are added. asks: its size is not said. time: only its storage is
known, which grows with time. idle: nothing known arrives."""
ORDER: tuple[Kind, ...] = ("breaks", "asks", "grows", "time", "idle")


@dataclass(frozen=True)
class Step:
    """One part at one multiple of today's load."""

    multiple: float
    utilisation: float | None
    """With the instances of today; None where instances are added or their number is not said."""
    needs: int | None
    """Instances that would stay under the target utilisation; None when nothing is known."""
    broken: bool

    @property
    def text(self) -> str:
        """As a table shows it: `57 %`, `62.3×` of what it can carry, `needs 120`, or nothing."""
        if self.utilisation is not None:
            return show(self.utilisation, "ratio" if self.utilisation < 10 else "x")
        if self.needs is None:
            return ""
        return f"needs {self.needs:,}" if self.needs < MOST_EXACT else f"needs {show(self.needs, 'count')}"


@dataclass(frozen=True)
class Rung:
    """One part on the ladder."""

    part: str
    label: str
    kind: Kind
    steps: tuple[Step, ...]
    breaks_at: Figure
    """The multiple of today's peak at which it is fuller than the limit."""
    dimension: str
    """What is full then, in words; empty when nothing is known."""
    remark: str


@dataclass(frozen=True)
class Ladder:
    """The parts, the first to break first; those that grow or only store come after."""

    multiples: tuple[float, ...]
    limit: float
    rungs: tuple[Rung, ...]

    @property
    def first(self) -> Rung | None:
        """What breaks first."""
        return next((rung for rung in self.rungs if rung.kind == "breaks"), None)


def ladder(walked: Walked, numbers: Numbers, multiples: tuple[float, ...] = MULTIPLES) -> Ladder:
    """Every part of the walks at every multiple of today's peak; `multiples` are greater than zero."""
    rungs = [
        _known_rung(walked.board.parts[name], load, multiples) for name, load in numbers.components.items()
    ]
    rungs.sort(
        key=lambda rung: (ORDER.index(rung.kind), rung.breaks_at.value or math.inf, rung.label, rung.part)
    )
    return Ladder(multiples, LIMIT_UTILISATION, tuple(rungs))


def _known_rung(part: Part, load: ComponentLoad, multiples: tuple[float, ...]) -> Rung:
    return load.once(part, (Rung, multiples), lambda: _rung(part.id, part.label, load, multiples))


def _rung(name: str, label: str, load: ComponentLoad, multiples: tuple[float, ...]) -> Rung:
    moving = [demand for demand in load.demands if demand.name != WITH_TIME and demand.asked > 0]
    tight = max(moving, key=lambda demand: (demand.utilisation, demand.name), default=None)
    kind = _kind(load, tight)
    steps = tuple(_step(load, kind, tight, multiple) for multiple in multiples)
    words = dimension_words(tight.name)[0] if tight else ""
    return Rung(name, label, kind, steps, _breaks_at(kind, load, tight), words, _remark(kind, load))


def _kind(load: ComponentLoad, tight: Demand | None) -> Kind:
    if tight is None or not tight.per_instance:
        return "time" if load.demands and load.stored_bytes else "idle"
    if load.grows:
        return "grows"
    return "asks" if load.instances is None else "breaks"


def _step(load: ComponentLoad, kind: Kind, tight: Demand | None, multiple: float) -> Step:
    if tight is None or kind == "idle":
        return Step(multiple, None, None, False)
    if kind == "time":
        return Step(multiple, load.utilisation, None, False)
    needs = max(1, math.ceil(round(tight.asked * multiple / (tight.per_instance * TARGET_UTILISATION), 9)))
    if kind == "grows":
        return Step(multiple, None, max(needs, load.instances or 1 if multiple >= 1 else 1), False)
    if kind == "asks":
        return Step(multiple, None, needs, False)
    used = tight.utilisation * multiple
    return Step(
        multiple, used, needs * (load.instances or 1) // max(tight.multiplier, 1), used > LIMIT_UTILISATION
    )


def _breaks_at(kind: Kind, load: ComponentLoad, tight: Demand | None) -> Figure:
    if kind == "breaks" and tight is not None:
        return Figure("Breaks at", LIMIT_UTILISATION / tight.utilisation, "x", partial(_working, tight))
    because = {
        "grows": "instances are added with the load",
        "asks": "the drawing does not say how many instances run",
        "time": "its storage grows with time, not with load",
        "breaks": "nothing is known about its capacity",
        "idle": "no load of a known capacity arrives",
    }
    return not_computable("Breaks at", "x", because[kind])


def _working(tight: Demand) -> Working:
    label, unit = dimension_words(tight.name)
    asked = Given(f"{label} at today's peak", tight.asked, unit, "the walks")
    given = Given("Capacity in all", tight.per_instance * tight.multiplier, unit, tight.source)
    limit = Given("Limit", LIMIT_UTILISATION, "ratio", "assumed: queues grow steeply beyond")
    return Working("limit × capacity ÷ load", f"{limit.text} × {given.text} ÷ {asked.text}", (limit, given, asked),
                   assumes=("All flows grow alike and nothing is tried again.",))  # fmt: skip


def _remark(kind: Kind, load: ComponentLoad) -> str:
    stored = any(demand.name == WITH_TIME and demand.asked for demand in load.demands)
    told = {
        "breaks": "Stays as large as you drew it.",
        "grows": "Sized by the tool: instances are added with the load.",
        "asks": "Say how many instances run.",
        "time": "Only its storage is known: that grows with time, not with load.",
        "idle": "",
    }[kind]
    return (
        f"{told} Its storage grows with time, not with load.".strip() if stored and kind != "time" else told
    )
