"""Where the analytic model of waiting ends: the reasons to simulate instead, each a sentence without its end."""

from __future__ import annotations

from design_sandbox.analysis.latency.combining import Course, times_of
from design_sandbox.analysis.latency.course import TimedHop, TimedWalk, course_of, retries_of, seconds_of
from design_sandbox.analysis.latency.stations import Station
from design_sandbox.model.quantity import format_quantity, format_ratio, multiple_of

LARGEST_SCV = 4.0
"""Beyond a CV of 2 the formula errs by more than a tenth."""
MOST_SIDE_BY_SIDE = 100_000
"""More calls than this for one request are worked off in batches, and the slowest of them all is beyond the model."""
LEAST_WAITING = 0.01
"""Where fewer calls wait, how services vary changes no p99."""


def overloaded(station: Station) -> str:
    """What breaks and what it needs: "Link table is asked for 130 % of what it can do (writes), so …"."""
    what = station.dimension.removesuffix("_per_s").replace("_", " ")
    needs = ""
    if station.needs_instances and station.instances and station.needs_instances > station.instances:
        needs = f"; it needs {station.needs_instances:,} instances instead of {station.instances:,}"
    return (
        f"{station.label} is asked for {multiple_of(station.utilisation)} what it can do ({what}), so its line "
        f"grows as long as the peak lasts{needs}"
    )


def reasons_to_simulate(walk: TimedWalk) -> tuple[str, ...]:
    """Why percentiles must not be computed here; empty where the model holds. Overload comes first and alone."""
    if walk.full:
        return tuple(overloaded(station) for station in walk.full)
    hops = [(lane, timed) for lane in walk.lanes for timed in lane.hops]
    found = dict.fromkeys(_varies(timed) for _, timed in hops)
    found |= dict.fromkeys(_too_many(timed) for _, timed in hops)
    found |= dict.fromkeys(_gives_up(lane, timed) for lane, timed in hops)
    return tuple(reason for reason in found if reason)


def _varies(timed: TimedHop) -> str:
    line = timed.time.line
    if line is None or line.service.scv <= LARGEST_SCV or line.p_wait < LEAST_WAITING:
        return ""
    return (
        f"calls to {timed.part.label} vary by {line.service.scv**0.5:.1f} times their mean and "
        f"{format_ratio(line.p_wait)} of them wait, which the formula overstates by up to a quarter"
    )


def _too_many(timed: TimedHop) -> str:
    if timed.side_by_side <= MOST_SIDE_BY_SIDE:
        return ""
    return f"one request makes {format_quantity(timed.side_by_side)} calls to {timed.part.label}, far more than go out side by side"


def _gives_up(walk: TimedWalk, timed: TimedHop) -> str:
    """A timeout below the p99 with retries: abandoned work goes on and adds to the load that makes calls slow."""
    timeout, retries = seconds_of(timed.part, "timeout"), retries_of(timed.part)
    if not timeout or not retries:
        return ""
    p99 = times_of(_own(walk, timed)).p99_s
    if timeout >= p99:
        return ""
    return (
        f"the timeout of {timed.part.label} ({format_quantity(timeout, 's')}) lies below its p99 "
        f"({format_quantity(p99, 's')}) with retries, so abandoned calls add to the load that makes calls slow"
    )


def share_given_up(walk: TimedWalk, timed: TimedHop) -> float:
    """Share of calls that have no answer when the last attempt's timeout is over; 0 without a timeout or beyond the model."""
    timeout = seconds_of(timed.part, "timeout")
    if not timeout or walk.full:
        return 0.0
    late = max(1 - times_of(_own(walk, timed)).share_within(timeout), 0.0)
    return float(late ** (retries_of(timed.part) + 1))


def _own(walk: TimedWalk, timed: TimedHop) -> Course:
    """A call with everything that is called in its name, without second attempts."""
    inside, grown = {timed.part.id}, True
    while grown:
        more = {entry.part.id for entry in walk.hops if entry.hop.source in inside} - inside
        inside, grown = inside | more, bool(more)
    hops = [timed, *(entry for entry in walk.hops if entry.hop.source in inside and entry is not timed)]
    return course_of(
        0.0, [(entry.hop, entry.time._replace(timeout_s=0.0, retries=0, side_by_side=1.0)) for entry in hops]
    )
