"""One experiment on a design: how much load, what happens, and what is tried against it. Every screen chooses here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from design_sandbox.analysis.numbers import Numbers
from design_sandbox.simulation.checking import walk_through
from design_sandbox.simulation.from_walk import Options, plan_of
from design_sandbox.simulation.length import HAPPENING, LAGGING, MOST_EVENTS, STEADY, Wish, in_time
from design_sandbox.simulation.plan import (
    Burst,
    CacheEmptied,
    Chance,
    Happening,
    Lookup,
    Outage,
    Plan,
    Slowdown,
    Station,
    ZoneOutage,
)
from design_sandbox.simulation.protections import Protection, protected, protections_of
from design_sandbox.simulation.recording import Reason
from design_sandbox.simulation.remarks import remarks_on
from design_sandbox.walk.walker import Walked

LOADS = (0.5, 1.0, 1.2, 1.5, 2.0, 3.0, 5.0)
"""Multiples of the peak."""
BURST = 3.0
SLOW = 5.0
BEGINS, ENDS = 0.3, 0.5
"""What happens, happens in this part of the simulated time."""
SCALING_BEGINS, SCALING_ENDS = 0.2, 0.7
"""The same with autoscaling: long enough that new instances come before it is over."""
UNBOUNDED = 10**15
REASONS: Mapping[Reason, str] = {
    "shed": "turned away at a full queue", "timed out": "timed out", "outage": "met what was down",
    "breaker": "not tried, the circuit is open", "unfinished": "still on their way",
}  # fmt: skip
"""Why requests and calls fail, to be read after an amount."""


@dataclass(frozen=True)
class Experiment:
    """What is asked for. Ids are those of `choices_of`."""

    load: float = 1.0
    """Multiple of the peak, one of `LOADS`."""
    happens: str = ""
    protections: tuple[str, ...] = ()


@dataclass(frozen=True)
class Choice:
    """Something that may happen to this drawing."""

    id: str
    label: str
    """In words, like "Timelines down"."""
    group: str = ""
    """A heading over choices of the same kind."""
    part: str = ""
    """The part that it happens to."""
    title: str = ""
    """The label within a sentence, where that is another one."""


@dataclass(frozen=True)
class Choices:
    """What an experiment on one drawing may say."""

    happenings: tuple[Choice, ...]
    protections: tuple[Protection, ...]


def choices_of(walked: Walked, numbers: Numbers) -> Choices:
    """What makes sense for this drawing, in the order of its parts. Raises ValueError in words when nothing can be simulated."""
    return _choices(walked, plan_of(walked, numbers, options=Options(all_queues=True)))


def plan_for(
    experiment: Experiment, walked: Walked, numbers: Numbers, *, most_events: int = MOST_EVENTS
) -> Plan:
    """The plan of an experiment, with at most about that many events in one replication: of the whole system where that shows
    enough of what happens, else a scale model of it, whose results are told at full size. Its `remarks` say which, and what
    else has to be known beside the result.

    Raises ValueError in plain words when something is asked for that this drawing does not offer.
    """
    if experiment.load not in LOADS:
        raise ValueError(f"The load must be {', '.join(f'{one:g}' for one in LOADS)} times the peak.")
    _check(experiment, choices_of(walked, numbers))
    plan = in_time(
        lambda seconds: _planned(experiment, walked, numbers, seconds, most_events),
        _wish(experiment),
        most_events,
    )
    return replace(plan, remarks=(*plan.remarks, *remarks_on(plan, experiment.protections)))


def _planned(
    experiment: Experiment, walked: Walked, numbers: Numbers, seconds: float | None, most_events: int
) -> Plan:
    """The whole system for so many seconds, with all that happens and is tried."""
    scaling = "autoscaling" in experiment.protections
    plan = plan_of(walked, numbers, options=Options(
        experiment.load, seconds, most_events if seconds is None else UNBOUNDED, all_queues=True, autoscaling=scaling,
        from_start=bool(experiment.happens),
    ))  # fmt: skip
    part = (SCALING_BEGINS, SCALING_ENDS) if scaling else (BEGINS, ENDS)
    event = _happening(experiment.happens, *(share * plan.duration_s for share in part))
    return protected(replace(plan, happenings=(event,) if event else ()), experiment.protections)


def _wish(experiment: Experiment) -> Wish:
    if "autoscaling" in experiment.protections or experiment.happens.startswith("cache:"):
        return LAGGING
    return HAPPENING if experiment.happens else STEADY


def title_of(experiment: Experiment, walked: Walked, numbers: Numbers) -> str:
    """Like "2× the peak, API down; with timeouts, short queues"."""
    choices = choices_of(walked, numbers)
    said = ["At peak" if experiment.load == 1 else f"{experiment.load:g}× the peak"]
    said += [one.title or one.label for one in choices.happenings if one.id == experiment.happens != ""]
    tried = [one.label.lower() for one in choices.protections if one.id in experiment.protections]
    return ", ".join(said) + (f"; with {', '.join(tried)}" if tried else "")


def _check(experiment: Experiment, choices: Choices) -> None:
    if experiment.happens not in {choice.id for choice in choices.happenings}:
        raise ValueError(
            "What happens must be nothing, a burst, or something that can happen to a part that carries load."
        )
    offered = {protection.id: protection for protection in choices.protections}
    for name in experiment.protections:
        if name not in offered:
            raise ValueError(f"There is no protection of that name; there are: {', '.join(offered)}.")
        if offered[name].off:
            raise ValueError(f"{offered[name].label} would change nothing. {offered[name].off}")


# What may happen -------------------------------------------------------------------------------------------------------


def _choices(walked: Walked, plan: Plan) -> Choices:
    scaling = [station.name for station in plan.stations
               if not station.unlimited and walked.board.parts[station.name].get("autoscale")]  # fmt: skip
    return Choices(tuple(_happenings(walked, plan)), protections_of(plan, scaling))


def _happenings(walked: Walked, plan: Plan) -> Iterator[Choice]:
    yield Choice("", "Nothing")
    yield Choice("burst", f"A burst of {BURST:g}×", title=f"a burst of {BURST:g}×")
    parts = [station for station in plan.stations if walked.board.parts[station.name].spec.role != "actor"]
    for station in parts:
        yield Choice(f"down:{station.name}", f"{_label(station)} down", "A part goes down", station.name)
    for station in parts:
        if not station.unlimited:
            yield Choice(f"hangs:{station.name}", f"{_label(station)} hanging", "A part hangs", station.name)
    for station in parts:
        yield Choice(
            f"slow:{station.name}", f"{_label(station)} {SLOW:g}× slower", "A part is slow", station.name
        )
    for zone in dict.fromkeys(name for station in parts for name, amount in station.zones if amount):
        yield Choice(f"zone:{zone}", f"{_zone_label(walked, zone)} gone", "A zone is gone")
    looked_up = _looked_up(plan)
    for station in parts:
        if station.name in looked_up:
            yield Choice(
                f"cache:{station.name}", f"{_label(station)} emptied", "A cache is emptied", station.name
            )


def _label(station: Station) -> str:
    return station.label or station.name


def _zone_label(walked: Walked, zone: str) -> str:
    """The label of a drawn zone, or which one of its region it is."""
    groups = walked.board.groups
    if zone in groups:
        return groups[zone].label or zone
    region, _, number = zone.rpartition("/")
    named = number.replace("-", " ").capitalize()
    return f"{named} of {groups[region].label or region}" if region in groups else named


def _looked_up(plan: Plan) -> set[str]:
    """Copies whose misses ask somebody else."""
    steps = [step for flow in plan.flows for step, _ in walk_through(flow.steps)]
    found = {
        step.copy.station
        for step in steps
        if isinstance(step, Lookup) and 0 < step.hit_ratio < 1 and step.on_miss
    }
    return found | {step.missed_by for step in steps if isinstance(step, Chance) and step.missed_by}


def _happening(happens: str, begins: float, ends: float) -> Happening | None:
    """What an id stands for, between these times (s)."""
    kind, _, name = happens.partition(":")
    found: dict[str, Happening | None] = {
        "": None,
        "burst": Burst(begins, ends, BURST),
        "down": Outage(name, begins, ends),
        "hangs": Outage(name, begins, ends, hangs=True),
        "slow": Slowdown(name, begins, ends, SLOW),
        "zone": ZoneOutage(name, begins, ends),
        "cache": CacheEmptied(name, begins),
    }
    return found[kind]


def span_of(plan: Plan) -> tuple[float, float] | None:
    """From when until when something happens (s); of what happens at once, until its effect has mostly passed."""
    for one in plan.happenings:
        if isinstance(one, CacheEmptied):
            return one.at_s, min(one.at_s + 3 * one.warm_s, plan.duration_s)
        return one.start_s, one.end_s
    return None
