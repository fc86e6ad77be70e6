"""For how long an experiment is simulated, and at what scale: as a whole where that shows enough, else as a model of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from design_sandbox.analysis.figure import show
from design_sandbox.model.quantity import format_ratio
from design_sandbox.simulation.cost import expected_events
from design_sandbox.simulation.plan import Plan
from design_sandbox.simulation.scale_model import MOST_ERROR, ScaleModel, scale_model

MOST_EVENTS = 1_200_000
"""Of one replication of a scale model: three of them take ten to fifteen seconds on one core."""
MOST_MEANWHILE = 0.5
"""How far times may be off while something happens, when queues are hardly ever steady anyway; at first it is `MOST_ERROR`."""
TRIED = (
    (1.0, 1.0),
    (0.75, 1.0),
    (0.5, 1.0),
    (0.5, 1.5),
    (0.375, 1.0),
    (0.25, 1.0),
    (0.12, 1.0),
    (0.06, 1.0),
)
"""Shares of the wished time, and of the events: a shorter time or more events allow a larger model, which errs less."""
WORTH = 1.5
"""A model must show so many times what the whole does."""
MODEL_SLICES = 40
"""Of fewer requests a slice has to be longer."""


class Wish(NamedTuple):
    """Counted time."""

    enough_s: float
    """From here on the whole is simulated, however long it can be."""
    model_s: float
    """Else a model of it for this long, if there is one."""


STEADY = Wish(10.0, 40.0)
HAPPENING = Wish(60.0, 120.0)
"""Before, during and after."""
LAGGING = Wish(120.0, 240.0)
"""New instances work after 75 s, an emptied cache is warm after three minutes."""


def in_time(planned: Callable[[float | None], Plan], wish: Wish, most_events: int) -> Plan:
    """The plan to simulate. Its remarks say what it is a model of, or why it is none though it is short.

    `planned` makes the whole plan for so many seconds of counted time; for None as long as the events allow.
    """
    whole = planned(None)
    counted_s = whole.duration_s - whole.warm_up_s
    if counted_s >= wish.enough_s:
        return whole
    why = ""
    for share, events in TRIED:
        if share * wish.model_s < WORTH * counted_s:
            break
        plan = planned(share * wish.model_s)
        try:
            model = scale_model(plan, max(1.0, expected_events(plan) / (events * most_events)))
        except ValueError as error:
            why = why or str(error)
            continue
        if not (off := _too_far_off(model)):
            return replace(model.plan, slices=MODEL_SLICES, remarks=(*plan.remarks, model.note))
        why = why or off
    short = f"The whole system is simulated, for {show(counted_s, 's')} only. {why and 'A smaller model for longer would mislead: '}{why}"
    return replace(whole, remarks=(*whole.remarks, short.strip()))


def _too_far_off(model: ScaleModel) -> str:
    """Why it would mislead, in words; empty when it does not."""
    steady, meanwhile = model.errors[0], max(model.errors[1:], default=0.0)
    if steady <= MOST_ERROR and meanwhile <= MOST_MEANWHILE:
        return ""
    when = "" if steady > MOST_ERROR else "while something happens, "
    off = steady if steady > MOST_ERROR else meanwhile
    return f"{when}answers would look up to {format_ratio(off)} longer or shorter at 1/{model.scale:.3g} of the traffic."
