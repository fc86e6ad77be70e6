"""What cannot be computed and must be simulated: storms, breakers, outages, shedding, scaling, cold copies."""

from __future__ import annotations

from dataclasses import replace

import pytest

from design_sandbox.simulation.plan import (
    Autoscaling,
    Breaker,
    Burst,
    CacheEmptied,
    Call,
    Flow,
    Happening,
    Lookup,
    Outage,
    Plan,
    Policy,
    Slowdown,
    Spread,
    Station,
    Together,
    ZoneOutage,
)
from design_sandbox.simulation.result import Result
from design_sandbox.simulation.simulate import simulate


def storm(rate_per_s: float, duration_s: float, budget: float | None = None, attempts: int = 4) -> Result:
    """One server of 1,000/s hangs for 10 s; callers give up after 50 ms and try again at once (research, 2.8)."""
    server = Station("server", Spread(0.001, shape="exponential"))
    policy = Policy(timeout_s=0.05, retries=attempts - 1, retry_budget=budget)
    flow = Flow("asks", rate_per_s, (Call("server", policy=policy),))
    outage = Outage("server", 10, 20, hangs=True)
    return simulate(Plan((server,), (flow,), duration_s, happenings=(outage,)), 1, 1)


def plain(*steps: Call | Lookup | Together, stations: tuple[Station, ...], happenings: tuple[Happening, ...] = (),
          rate_per_s: float = 100.0, duration_s: float = 60.0) -> Result:  # fmt: skip
    """One flow in a system in which something happens."""
    plan = Plan(stations, (Flow("asks", rate_per_s, steps),), duration_s, drain_s=20.0, happenings=happenings)
    return simulate(plan, 4, 3)


def test_a_retry_storm_does_not_end_when_attempts_exceed_capacity() -> None:
    """300/s × 4 attempts is more than 1,000/s: the outage is over and nearly nobody is answered, for ever."""
    found = storm(300, 70)
    assert found.recovery is not None and found.recovery.at_s is None
    waiting = found.stations["server"].waiting_by_slice
    assert waiting[-1] > waiting[len(waiting) // 2] > 10_000
    late = found.flows["asks"].answered_per_s[-10:]
    assert max(late) < 30


def test_a_storm_below_capacity_ends() -> None:
    """240/s × 4 is 960/s: slowly, but it recovers."""
    found = storm(240, 330)
    assert found.recovery is not None and found.recovery.at_s is not None
    assert 40 < found.recovery.at_s < 330
    assert found.flows["asks"].answered_per_s[-1] == pytest.approx(240, rel=0.1)


@pytest.mark.parametrize("rate_per_s", [600.0, 800.0])
def test_a_retry_budget_ends_the_storm(rate_per_s: float) -> None:
    """With 4 attempts these rates never recover; with at most one retry for ten requests they do."""
    without = storm(rate_per_s, 45)
    assert without.recovery is not None and without.recovery.at_s is None
    limited = storm(rate_per_s, 150, budget=0.1)
    assert limited.recovery is not None and limited.recovery.at_s is not None
    assert limited.retries < 0.11 * limited.flows["asks"].asked


def test_abandoned_work_is_done_all_the_same() -> None:
    """Callers that give up after 10 ms do not relieve a server that takes 1 s: it stays as busy."""
    station = Station("server", Spread(1.0, shape="constant"), at_once=20)
    found = plain(Call("server", policy=Policy(timeout_s=0.01)), stations=(station,), rate_per_s=10.0)
    assert found.flows["asks"].errors["timed out"].value == 1.0
    assert found.stations["server"].utilisation.value == pytest.approx(0.5, rel=0.1)


def test_retries_cure_what_fails_by_chance_and_cost_attempts() -> None:
    """Of exponential times of 10 ms, e^−1 exceed 10 ms; three attempts leave e^−3 of the requests."""
    station = Station("server", Spread(0.01, shape="exponential"), unlimited=True)
    found = plain(
        Call("server", policy=Policy(timeout_s=0.01, retries=2)), stations=(station,), duration_s=300
    )
    assert found.flows["asks"].errors["timed out"].value == pytest.approx(2.718281828**-3, rel=0.06)
    assert found.retries / (found.flows["asks"].asked / 3) == pytest.approx(0.3679 + 0.1353, rel=0.04)


def test_pauses_before_retries_double() -> None:
    """A caller of a station that is down fails after 1 + 2 + 4 s of pauses."""
    station = Station("server", Spread(0.01))
    call = Call("server", policy=Policy(retries=3, backoff_s=1.0))
    found = plain(call, stations=(station,), happenings=(Outage("server", 0, 100),), rate_per_s=5.0)
    flow = found.flows["asks"]
    assert flow.errors["outage"].value == 1.0
    assert sum(flow.failed_per_s[6].values()) == 0
    assert sum(flow.failed_per_s[8].values()) > 1


def test_an_open_breaker_spares_the_callee() -> None:
    """While the server hangs the breaker refuses at once; it closes after a probe, and all is as before."""
    station = Station("server", Spread(0.005, shape="exponential"))
    rule = Breaker(opens_at=0.5, window_s=2.0, least_calls=10, open_s=2.0)
    call = Call("server", policy=Policy(timeout_s=0.1, breaker=rule))
    found = plain(call, stations=(station,), happenings=(Outage("server", 20, 30, hangs=True),))
    errors = found.flows["asks"].errors
    assert (errors["breaker"].value or 0) > 5 * (errors["timed out"].value or 0)
    states = [state for _, _, _, state in found.breakers]
    assert states[0] == "open" and states[-1] == "closed" and "half open" in states
    assert max(found.stations["server"].waiting_by_slice) < 150
    assert found.recovery is not None and found.recovery.at_s is not None and found.recovery.at_s < 34


def test_an_outage_fails_what_is_under_way_and_what_comes() -> None:
    """For a third of the time every request fails, and those in service at its start; then all are answered."""
    station = Station("server", Spread(0.1), at_once=50)
    found = plain(Call("server"), stations=(station,), happenings=(Outage("server", 20, 40),))
    assert found.flows["asks"].errors["outage"].value == pytest.approx(1 / 3, abs=0.02)
    assert found.stations["server"].slots_by_slice[25] == 0
    assert found.stations["server"].slots_by_slice[50] == 50
    assert found.recovery is not None and found.recovery.at_s == 40


def test_losing_instances_leaves_the_others() -> None:
    """Two of four instances go: only what they worked on fails, and the rest are twice as busy."""
    station = Station("server", Spread(0.1), instances=4, at_once=10)
    found = plain(Call("server"), stations=(station,), happenings=(Outage("server", 20, 40, instances=2),))
    busy = found.stations["server"].utilisation_by_slice
    assert busy[10] == pytest.approx(0.25, abs=0.07) and busy[30] == pytest.approx(0.5, abs=0.12)
    assert 0 < (found.flows["asks"].errors["outage"].value or 0) < 0.002


def test_losing_a_zone_takes_a_share_of_every_station() -> None:
    """Each station loses the instances that it has there, and nothing else."""
    stations = (Station("wide", Spread(0.01), instances=6, at_once=4, zones=(("a", 2), ("b", 2), ("c", 2))),
                Station("narrow", Spread(0.01), instances=2, at_once=4, zones=(("a", 2),)))  # fmt: skip
    found = plain(Call("wide", (Call("narrow", optional=True),)), stations=stations,
                  happenings=(ZoneOutage("a", 20, 40),))  # fmt: skip
    assert found.stations["wide"].slots_by_slice[30] == 16
    assert found.stations["narrow"].slots_by_slice[30] == 0
    assert (found.flows["asks"].answered.value or 0) > 0.999, "the call to the lost one was optional"
    assert found.stations["narrow"].dropped["outage"] == pytest.approx(2000, rel=0.1)


def test_a_copy_that_is_down_is_a_miss() -> None:
    """While the cache is away the owner answers every read, and no request fails."""
    stations = (
        Station("cache", Spread(0.001), at_once=10),
        Station("owner", Spread(0.005), at_once=10),
    )
    lookup = Lookup(Call("cache"), 0.9, (Call("owner"),))
    found = plain(lookup, stations=stations, happenings=(Outage("cache", 20, 40),))
    busy = found.stations["owner"].utilisation_by_slice
    assert found.flows["asks"].answered.value == 1.0
    assert sum(busy[21:39]) / 18 == pytest.approx(10 * sum(busy[:19]) / 19, rel=0.25)


def test_an_emptied_copy_warms_up() -> None:
    """Right after emptying every read goes to the owner; after three times the warm-up, nearly as before."""
    stations = (
        Station("cache", Spread(0.001), at_once=10),
        Station("owner", Spread(0.005), at_once=10),
    )
    lookup = Lookup(Call("cache"), 0.9, (Call("owner"),))
    found = plain(lookup, stations=stations, happenings=(CacheEmptied("cache", 20, 10),), rate_per_s=400.0)
    busy = found.stations["owner"].utilisation_by_slice
    assert busy[20] > 6 * busy[10]
    assert busy[30] == pytest.approx(0.2 * (1 - 0.9 * (1 - 2.718 ** (-1.05))), rel=0.2)
    assert busy[55] < 1.6 * busy[10]


def test_a_burst_is_shed_or_waited_for() -> None:
    """Three times the load for 10 s: an unbounded queue answers all, late; a bound keeps the answers quick."""
    station = Station("server", Spread(0.01, shape="exponential"), at_once=2)
    burst = (Burst(20, 30, 3.0),)
    late = plain(Call("server"), stations=(station,), happenings=burst)
    quick = plain(Call("server"), stations=(replace(station, queue_bound=10),), happenings=burst)
    assert late.flows["asks"].answered.value == 1.0
    assert (late.flows["asks"].p99_s.value or 0) > 2
    assert (quick.flows["asks"].p99_s.value or 0) < 0.2
    assert quick.flows["asks"].errors["shed"].value == pytest.approx(1000 / 8000, rel=0.15)
    assert sum(quick.stations["server"].dropped_per_s[25].values()) == pytest.approx(100, rel=0.3)


def test_scaling_out_comes_after_its_lag() -> None:
    """Overloaded from 20 s on; new instances work not before the lag is over, and then the queue empties."""
    scaling = Autoscaling(target=0.8, least=1, most=8, lag_s=15.0, every_s=5.0)
    station = Station("server", Spread(0.02, shape="exponential"), at_once=2, autoscaling=scaling)
    found = plain(Call("server"), stations=(station,), happenings=(Burst(20, 120, 3.0),), rate_per_s=50.0,
                  duration_s=120.0)  # fmt: skip
    slots = found.stations["server"].slots_by_slice
    assert slots[8] == 2 and slots[14] == 2
    assert slots[-1] >= 4
    assert found.stations["server"].waiting_by_slice[16] > 100
    assert found.stations["server"].waiting_by_slice[-1] < 20


def test_scaling_in_waits_before_it_lets_go() -> None:
    """After a burst the instances go again, never below the fewest."""
    scaling = Autoscaling(target=0.6, least=2, most=8, lag_s=5.0, every_s=5.0)
    station = Station("server", Spread(0.02), instances=6, at_once=2, autoscaling=scaling)
    found = plain(Call("server"), stations=(station,), rate_per_s=20.0)
    slots = found.stations["server"].slots_by_slice
    assert slots[5] == 12 and slots[-1] == 4


def test_the_first_failing_branch_fails_the_request() -> None:
    """A request that waits for two branches fails with the one that is down, at once and once."""
    stations = (Station("slow", Spread(5.0, 0.1), at_once=5000), Station("down", Spread(0.01)))
    steps = Together(((Call("slow"),), (Call("down"),)))
    found = plain(steps, stations=stations, happenings=(Outage("down", 0, 1000),), duration_s=10.0)
    assert found.flows["asks"].errors["outage"].value == 1.0
    assert sum(found.flows["asks"].failed_per_s[1].values()) == pytest.approx(100, rel=0.5)


def test_what_never_ends_is_told_as_unfinished() -> None:
    """A server with twice too much to do: what waits when the run ends is counted, not forgotten."""
    found = plain(
        Call("server"), stations=(Station("server", Spread(0.02)),), rate_per_s=100.0, duration_s=60.0
    )
    flow = found.flows["asks"]
    assert set(flow.errors) == {"unfinished"}
    assert (flow.answered.value or 0) + (flow.errors["unfinished"].value or 0) == pytest.approx(1.0)
    assert flow.errors["unfinished"].value == pytest.approx(1 - 80 * 50 / 6000, abs=0.05)


def test_a_slow_station_takes_longer_and_is_full_sooner() -> None:
    """Five times as slow for 10 s: a quarter of its slots busy become more than it has, and then it is as before."""
    station = Station("server", Spread(0.05), at_once=20)
    found = plain(Call("server"), stations=(station,), happenings=(Slowdown("server", 20, 30, 5.0),))
    busy, waits = found.stations["server"].utilisation_by_slice, found.stations["server"].waiting_by_slice
    assert busy[10] == pytest.approx(0.25, abs=0.07) and busy[27] > 0.95
    assert waits[10] == 0 and waits[29] > 50
    assert found.recovery is not None and found.recovery.at_s is not None and found.recovery.at_s < 45
    assert not found.flows["asks"].errors
