"""Waiting in line: Erlang's formulas, queues with one and with several servers, finite rooms, and Little's law.

Rates are per second and times in seconds, though any one unit of time does. Everything here is a steady state: what
arrives must be less than what is served, or ValueError says so.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

MOST_SERVERS = 10_000_000
BISECTIONS = 200


def at_least(value: float, least: float, what: str, *, open_below: bool = False) -> float:
    """The value, if it is a finite number not below (`open_below`: above) `least`; ValueError otherwise."""
    if not math.isfinite(value) or value < least or (open_below and value == least):
        raise ValueError(
            f"{what} must be a number {'above' if open_below else 'of at least'} {least:g}, not {value:g}"
        )
    return value


def share(value: float, what: str) -> float:
    """The value, if it lies between 0 and 1; ValueError otherwise."""
    if not 0 <= value <= 1:
        raise ValueError(f"{what} must lie between 0 and 1, not {value:g}")
    return value


def smallest_time(tail: Callable[[float], float], beyond: float, first_guess: float) -> float:
    """The time that is exceeded with probability `beyond`, by bisection on a falling tail; 0 if it never is."""
    if tail(0.0) <= beyond:
        return 0.0
    low, high = 0.0, max(first_guess, 1e-12)
    while tail(high) > beyond:
        low, high = high, high * 2
    for _ in range(BISECTIONS):
        middle = (low + high) / 2
        low, high = (middle, high) if tail(middle) > beyond else (low, middle)
        if high - low <= 1e-13 * high:
            break
    return high


def erlang_b(servers: int, offered: float) -> float:
    """Share of calls that find all servers busy and are turned away (Erlang B), by its stable recursion.

    `offered` is arrival rate × mean service time, in erlangs. Exact for any service-time distribution.
    """
    at_least(offered, 0, "offered load")
    if not 1 <= servers <= MOST_SERVERS:
        raise ValueError(f"servers must lie between 1 and {MOST_SERVERS:,}, not {servers}")
    blocked = 1.0
    for busy in range(1, servers + 1):
        blocked = offered * blocked / (busy + offered * blocked)
        if blocked < 1e-300:
            return 0.0
    return blocked


def erlang_c(servers: int, offered: float) -> float:
    """Probability that a call has to wait (Erlang C). Exact for exponential service; needs offered < servers."""
    if offered >= servers:
        raise ValueError(
            f"no steady state: {offered:.4g} erlangs are offered to {servers} servers, so the queue grows without end"
        )
    blocked = erlang_b(servers, offered)
    return blocked / (1 - offered / servers * (1 - blocked))


@dataclass(frozen=True)
class MMc:
    """A line before `servers` equal servers: Poisson arrivals, exponential service (M/M/c). Exact."""

    arrival_per_s: float
    service_per_s: float
    """Of one server."""
    servers: int = 1

    def __post_init__(self) -> None:
        """Refuse what has no steady state."""
        at_least(self.arrival_per_s, 0, "arrival rate")
        at_least(self.service_per_s, 0, "service rate", open_below=True)
        erlang_c(self.servers, self.offered)

    @property
    def offered(self) -> float:
        """Servers that are busy on average (erlangs)."""
        return self.arrival_per_s / self.service_per_s

    @property
    def utilisation(self) -> float:
        """Share of time that one server is busy."""
        return self.offered / self.servers

    @property
    def p_wait(self) -> float:
        """Probability that an arrival has to wait (Erlang C)."""
        return erlang_c(self.servers, self.offered)

    @property
    def drain_per_s(self) -> float:
        """Spare rate c·μ − λ: how fast a line gets shorter."""
        return self.servers * self.service_per_s - self.arrival_per_s

    @property
    def wait_mean(self) -> float:
        """Mean time in line (s): C ÷ (c·μ − λ)."""
        return self.p_wait / self.drain_per_s

    @property
    def sojourn_mean(self) -> float:
        """Mean time in line and in service (s)."""
        return self.wait_mean + 1 / self.service_per_s

    def wait_tail(self, time_s: float) -> float:
        """Probability of waiting longer than this: C·e^(−(c·μ − λ)·t)."""
        return self.p_wait * math.exp(-self.drain_per_s * time_s)

    def sojourn_tail(self, time_s: float) -> float:
        """Probability of being in line and in service for longer than this (Gross and Harris, ch. 2)."""
        service, drain, waits = self.service_per_s, self.drain_per_s, self.p_wait
        served = math.exp(-service * time_s)
        if math.isclose(service, drain, rel_tol=1e-9):
            return served * (1 + waits * service * time_s)
        return served + waits * service * (math.exp(-drain * time_s) - served) / (service - drain)

    def wait_quantile(self, quantile: float) -> float:
        """The waiting time (s) that this share of arrivals does not exceed."""
        beyond = 1 - share(quantile, "quantile")
        return 0.0 if self.p_wait <= beyond else math.log(self.p_wait / beyond) / self.drain_per_s

    def sojourn_quantile(self, quantile: float) -> float:
        """The time in line and in service (s) that this share of arrivals does not exceed."""
        return smallest_time(self.sojourn_tail, 1 - share(quantile, "quantile"), self.sojourn_mean)


def mg1_wait_mean(arrival_per_s: float, service_s: float, scv: float) -> float:
    """Mean time in line (s) before one server whose service has this squared CV (Pollaczek–Khinchine). Exact."""
    at_least(scv, 0, "squared coefficient of variation")
    return (
        MMc(arrival_per_s, 1 / at_least(service_s, 0, "service time", open_below=True)).wait_mean
        * (1 + scv)
        / 2
    )


def allen_cunneen_wait(
    arrival_per_s: float, service_s: float, servers: int, arrival_scv: float, service_scv: float
) -> float:
    """Mean time in line (s) for general arrivals and service: M/M/c × (ca² + cs²) ÷ 2 (Allen 1990).

    Against simulation −4..+8 % for up to 4 servers with cs ≤ 2, +23..+31 % for 16–64 servers with cs = 2. Bursty
    arrivals (ca = 2) wait 20–40 % longer than it says: simulate those.
    """
    at_least(arrival_scv, 0, "squared coefficient of variation of arrivals")
    at_least(service_scv, 0, "squared coefficient of variation of service")
    line = MMc(arrival_per_s, 1 / at_least(service_s, 0, "service time", open_below=True), servers)
    return line.wait_mean * (arrival_scv + service_scv) / 2


def mm1k_drop(arrival_per_s: float, service_per_s: float, room: int) -> float:
    """Share of arrivals turned away by one server with room for `room` in all, the one in service included. Exact."""
    at_least(arrival_per_s, 0, "arrival rate")
    ratio = arrival_per_s / at_least(service_per_s, 0, "service rate", open_below=True)
    if not 1 <= room <= MOST_SERVERS:
        raise ValueError(f"room must lie between 1 and {MOST_SERVERS:,}, not {room}")
    if ratio > 1:  # the same sum from its far end, so that no power grows beyond all bounds
        return float((1 - 1 / ratio) / (1 - ratio ** -(room + 1.0)))
    if ratio == 1:
        return 1 / (room + 1)
    return float((1 - ratio) * ratio**room / (1 - ratio ** (room + 1)))


def in_flight(rate_per_s: float, time_s: float) -> float:
    """How many are inside on average (Little's law: N = X·R). Exact for any steady system."""
    return at_least(rate_per_s, 0, "rate") * at_least(time_s, 0, "time")


def rate_from_in_flight(inside: float, time_s: float) -> float:
    """The rate (per second) at which `inside` requests pass when each stays this long (Little's law)."""
    return at_least(inside, 0, "requests inside") / at_least(time_s, 0, "time", open_below=True)
