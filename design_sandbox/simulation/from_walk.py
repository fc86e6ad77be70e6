"""The plan of a walked design: the same stations, calls and distances that the analysis computes with, at peak.

A compute is one queue before all its instances; a store is one queue for each shard that carries load. A slot is held
so long that the station is as busy as the analysis says; the call itself takes as long as the catalogue says. The plan
is of the whole system; `length` decides where a `scale_model` of it is simulated instead.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from design_sandbox.analysis.latency import distance
from design_sandbox.analysis.latency.course import hedged_by, line_of, retries_of, seconds_of
from design_sandbox.analysis.latency.stations import call_time, station_of
from design_sandbox.analysis.numbers import Numbers
from design_sandbox.model.load import peak_factor, rate_of
from design_sandbox.model.quantity import format_quantity
from design_sandbox.simulation.call_tree import CallTree, steps_of
from design_sandbox.simulation.cost import events_per_s
from design_sandbox.simulation.plan import (
    Autoscaling,
    Breaker,
    Chance,
    Flow,
    Happening,
    Plan,
    Policy,
    Spread,
    Station,
    Step,
)  # fmt: skip
from design_sandbox.walk.board import Part
from design_sandbox.walk.walk import Hop, Walk
from design_sandbox.walk.walker import Walked

MOST_LANES = 5_000
LONGEST_S = 3_600.0
WARM_UP_SHARE = 0.2
MOST_WARM_UP_S = 60.0
LEAST_SHARE = 0.4
"""Counted time, as a share of the time in which the stations fill: less would waste that."""
SCALE_TARGET, SCALE_MOST = 0.7, 4
PAUSE_BEFORE_RETRY_S = 0.1
"""Assumed: doubled each time and half of it random, as client libraries do."""
DRAIN_S = 10.0


@dataclass(frozen=True)
class Options:
    """How a design is simulated."""

    load: float = 1.0
    """Multiple of the peak."""
    seconds: float | None = None
    """Counted time. None: as long as `most_events` allow, at most an hour."""
    most_events: int = 1_000_000
    """Expected events of one replication."""
    happenings: tuple[Happening, ...] = ()
    """Their times count from the start of the run; parts are named by their ids."""
    autoscaling: bool = False
    """Whether parts that scale by themselves do so; else they stay as they are at peak."""
    all_queues: bool = False
    """Whether queues in which nobody waits are kept too: for plans that `variations` will change. They are kept anyway
    when something happens or the load is above the peak."""
    from_start: bool = False
    """Whether requests count from the very start, without a warm-up; they do anyway when something happens."""
    slices: int = 60


DEFAULT = Options()


def plan_of(
    walked: Walked, numbers: Numbers, flows: Iterable[str] | None = None, options: Options = DEFAULT
) -> Plan:
    """The plan of a design's served flows (or of some of them), at peak load, all together.

    Raises ValueError in plain words when nothing can be simulated, or not for so long.
    """
    if walked.scenario.scenario.kind == "object_model":
        raise ValueError("Classes have no queues and no machines; there is nothing to simulate.")
    if not (math.isfinite(options.load) and 0 < options.load <= 1000):
        raise ValueError(f"The load is {options.load!r} times the peak; give a number above 0, at most 1000.")
    names = _served(walked, flows)
    peak = peak_factor(walked.scenario) * options.load
    simulated = tuple(_flow(walked, name, peak) for name in names)
    touched = {hop.target for name in names for hop in walked.walks[name].everywhere}
    touched |= {walked.walks[name].handler or "" for name in names}
    stations = tuple(
        _station(walked, numbers, part, options) for part in walked.board.parts.values() if part.id in touched
    )
    return _timed(stations, simulated, options, _notes(walked, numbers, stations, options, peak))


def _served(walked: Walked, flows: Iterable[str] | None) -> list[str]:
    wanted = list(walked.walks) if flows is None else list(flows)
    unknown = sorted(set(wanted) - set(walked.walks))
    if unknown:
        raise ValueError(f"There is no flow {unknown[0]!r}; there are: {', '.join(walked.walks)}.")
    served = [name for name in wanted if walked.walks[name].served and walked.walks[name].hops]
    if not served:
        raise ValueError("No journey arrives in this drawing, so there is nothing to simulate.")
    return served


# Stations --------------------------------------------------------------------------------------------------------------


def _station(walked: Walked, numbers: Numbers, part: Part, options: Options) -> Station:
    quiet = options.load <= 1 and not options.happenings and not options.all_queues
    call, _ = call_time(part)
    load = numbers.components.get(part.id)
    line = station_of(part, load)
    spread = Spread(call.mean, math.sqrt(call.scv))
    if line is None or load is None or line.utilisation <= 0:
        return Station(part.id, spread, held=0.0, unlimited=True, label=part.label)
    instances, lanes = (load.instances or 1), 1
    if not part.can("compute"):
        lanes = _lines(load.peak_per_s * line.service_s / (line.servers * line.utilisation))
        instances = lanes
    at_once = max(1, line.servers // (instances if lanes == 1 else 1))
    held_s = line.utilisation * instances * at_once / load.peak_per_s
    scaling = None
    if options.autoscaling and part.get("autoscale"):
        scaling = Autoscaling(SCALE_TARGET, instances, max(instances * SCALE_MOST, 2))
    return Station(
        part.id, spread, instances, at_once, held_s / call.mean, part.said.get("most_waiting"), lanes,
        zones=_zones(walked, part, instances), autoscaling=scaling, label=part.label,
        unlimited=quiet and line_of(line, call) is None and not line.full,
    )  # fmt: skip


def _lines(carrying: float) -> int:
    """Queues that carry this part's load at the utilisation of its tightest dimension."""
    return min(max(1, round(carrying)), MOST_LANES)


def _zones(walked: Walked, part: Part, instances: int) -> tuple[tuple[str, int], ...]:
    """Instances by zone: the drawn zone it stands in, or as many as it or its region says, evenly.

    Names are those of the losses: a group's, or `region/zone-1`.
    """
    places = walked.board.places[part.id]
    if "zone" in places:
        return ((places["zone"], instances),)
    region = places.get("region")
    said = part.said.get("zones") or (walked.board.groups[region].zones if region else None)
    standby = not part.can("compute") and int(part.get("replicas") or 1) > 1
    if not said or (standby and instances < int(said)):
        return ()  # a copy in another zone takes over
    each, left = divmod(instances, int(said))
    of = f"{region}/" if region else ""
    return tuple((f"{of}zone-{index + 1}", each + (index < left)) for index in range(int(said)))


# Flows -----------------------------------------------------------------------------------------------------------------


def _flow(walked: Walked, name: str, peak: float) -> Flow:
    walk, described = walked.walks[name], walked.scenario.flows[name]
    ways = [_steps(walked, walk, hops) for hops in (walk.hops, *walk.elsewhere)]
    target = described.answer_within
    return Flow(
        name, rate_of(walked.scenario, name) * peak, _one_of(ways), away_s=_away_s(walked, walk), label=described.title or name,
        target_s=float(target.p99) if target else None,
    )  # fmt: skip


def _one_of(ways: list[tuple[Step, ...]]) -> tuple[Step, ...]:
    """Equal handlers take equal shares."""
    return ways[0] if len(ways) == 1 else (Chance(1 / len(ways), ways[0], _one_of(ways[1:])),)


def _steps(walked: Walked, walk: Walk, hops: tuple[Hop, ...]) -> tuple[Step, ...]:
    parts, place = walked.board.parts, distance.where(walked, walk)
    tree = CallTree(lambda name: parts[name].can("hand_off"))
    scheduled = hops is walk.hops and walk.handler not in {hop.target for hop in hops}
    if walk.handler and scheduled and len(walk.entry) > 1:
        tree.add(Hop("", walk.handler, "must", 1.0, "enter"))  # a scheduled start: its own work counts once
    for hop in hops:
        if hop.calls > 0:
            tree.add(hop)

    def travel(hop: Hop) -> float:
        return (distance.between(walked, hop, place) if hop.source else 0.0) + hop.takes_s

    return steps_of(tree.root, travel, lambda hop: _policy(parts[hop.target]), lambda name: name)


def _away_s(walked: Walked, walk: Walk) -> float:
    """Between the actor and the first part, and back (s)."""
    first = next((hop for hop in walk.hops if not hop.after_answer and hop.calls > 0), None)
    return distance.to_first_part(walked, walk, first) if first else 0.0


def _policy(part: Part) -> Policy:
    """What callers of a part do when a call takes long, as far as the drawing says it (as the analysis reads it)."""
    timeout_s, retries, budget = seconds_of(part, "timeout") or None, retries_of(part), None
    breaker = Breaker() if part.said.get("circuit_breaker") else None
    if not retries:
        return Policy(timeout_s, breaker=breaker)
    if part.said.get("retry_budget") is not None:
        budget = float(part.said["retry_budget"])
    return Policy(timeout_s, retries, PAUSE_BEFORE_RETRY_S, 0.5, budget, breaker)


# Time ------------------------------------------------------------------------------------------------------------------


def _timed(
    stations: tuple[Station, ...], flows: tuple[Flow, ...], options: Options, notes: list[str]
) -> Plan:
    """The plan with as much time as the events allow."""
    per_s, apart = max(events_per_s(stations, flows), 1e-9), _settling_s(stations)
    if options.seconds is None:
        seconds = options.most_events / per_s / (1 + WARM_UP_SHARE)
        seconds = min(max(seconds - 2 * apart, LEAST_SHARE * apart), LONGEST_S)
    else:
        seconds = options.seconds
        _check_time(seconds, per_s, options.most_events)
    warm_up = 0.0 if options.from_start or options.happenings else max(WARM_UP_SHARE * seconds, apart)
    notes.append(
        f"{format_quantity(seconds, 's')} are counted: every second of the whole system takes {format_quantity(per_s)} events."
    )
    return Plan(stations, flows, warm_up + seconds, warm_up, DRAIN_S, options.happenings, options.slices,
                tuple(notes))  # fmt: skip


def _check_time(seconds: float, per_s: float, most_events: int) -> None:
    if not (math.isfinite(seconds) and 0 < seconds <= 1e6):
        raise ValueError(f"The time to simulate is {seconds!r} s; give a number above 0.")
    if seconds * per_s > most_events:
        raise ValueError(
            f"{format_quantity(seconds, 's')} of this system would take {format_quantity(seconds * per_s)} events, and "
            f"{format_quantity(most_events)} are the most. Simulate at most {format_quantity(most_events / per_s, 's')}, "
            "or fewer flows, or allow more events."
        )


def _settling_s(stations: tuple[Station, ...]) -> float:
    """Some times the longest call: until the stations are as busy as they stay."""
    longest = max((s.call.mean_s * max(s.held, 1.0) for s in stations if not s.unlimited), default=0.0)
    return min(5 * longest, MOST_WARM_UP_S)


def _notes(
    walked: Walked, numbers: Numbers, stations: tuple[Station, ...], options: Options, peak: float
) -> list[str]:
    full = [
        station.label for station in stations
        if (load := numbers.components.get(station.name)) and (load.utilisation or 0) * options.load >= 1
    ]  # fmt: skip
    notes = [
        f"Every flow comes at {peak:g} times its average rate, each request independently of the others.",
        "Computes have one queue before all instances; stores one for each shard, in which a call stays.",
    ]
    if any(hedged_by(part) for part in walked.board.parts.values()):
        notes.append("Second copies of slow calls are not simulated.")
    if full:
        notes.append(
            f"More work arrives than is done at {', '.join(full)}: the queue grows as long as is simulated."
        )
    return notes
