"""Events a second of the simulation against SimPy (a development dependency), both in this one run, as ratios.

An event is one arrival or one completion. Networks: M/M/4 at utilisation 0.8, and an open Jackson network of five
stations (2, 4, 1, 3 and 2 servers, visit ratios 1, 1, 0.6, 0.18 and 0.4). Prints 1 as exit code below the aim.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Iterator
from typing import Any

import simpy

from design_sandbox.simulation.plan import Call, Chance, Flow, Limits, Plan, Policy, Spread, Station
from design_sandbox.simulation.replication import run_once

AIM = 8.0
CUSTOMERS = 60_000
REPEATS = 3
SERVERS = (2, 4, 1, 3, 2)
MEANS_S = (1.3, 2.8, 1.1, 12.0, 3.5)
Way = list[int]


def main() -> int:
    """Print the table; 1 when the quick loop is below the aim."""
    low = 0
    for name, plan, servers, means, rate in networks():
        ours, exact_s = best(lambda seed, plan=plan: ours_once(plan, seed))
        theirs, simpy_s = best(
            lambda seed, servers=servers, means=means, rate=rate: simpy_once(servers, means, rate, seed)
        )
        careful, _ = best(lambda seed, plan=plan: ours_once(with_timeouts(plan), seed))
        low += ours / theirs < AIM
        print(f"{name:<10} quick loop {ours / 1e3:7.0f}k events/s   SimPy {theirs / 1e3:6.0f}k   "
              f"ratio {ours / theirs:5.1f}   with timeouts and retries {careful / 1e3:6.0f}k "
              f"({careful / theirs:.1f})   mean {exact_s:.3f} s and {simpy_s:.3f} s", flush=True)  # fmt: skip
    return int(low > 0)


def networks() -> Iterator[tuple[str, Plan, tuple[int, ...], tuple[float, ...], float]]:
    """(name, plan, servers, means, rate) of the two networks."""
    one = Station("a", Spread(1.0, shape="exponential"), at_once=4)
    rate = 3.2
    yield "M/M/4", Plan((one,), (Flow("f", rate, (Call("a"),)),), CUSTOMERS / rate), (4,), (1.0,), rate
    stations = tuple(
        Station(f"s{index}", Spread(mean, shape="exponential"), at_once=servers)
        for index, (servers, mean) in enumerate(zip(SERVERS, MEANS_S, strict=True))
    )
    steps = (Call("s0"), Call("s1"),
             Chance(0.6, (Call("s2"), Chance(0.3, (Call("s3"),))), otherwise=(Call("s4"),)))  # fmt: skip
    yield "5 stations", Plan(stations, (Flow("f", 1.0, steps),), CUSTOMERS / 1.0), SERVERS, MEANS_S, 1.0


def with_timeouts(plan: Plan) -> Plan:
    """The same network in the loop that can fail: timeouts that are set and never met."""
    from dataclasses import replace

    policy = Policy(timeout_s=1e3, retries=1)

    def guarded(steps: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(
            replace(step, policy=policy) if isinstance(step, Call)
            else replace(step, steps=guarded(step.steps), otherwise=guarded(step.otherwise))
            for step in steps
        )  # fmt: skip

    return replace(plan, flows=tuple(replace(flow, steps=guarded(flow.steps)) for flow in plan.flows))


def best(run: Any) -> tuple[float, float]:
    """The most events a second of several seeds, and the mean time in the network."""
    found = [run(seed) for seed in range(1, REPEATS + 1)]
    return max(rate for rate, _ in found), sum(mean for _, mean in found) / len(found)


def ours_once(plan: Plan, seed: int) -> tuple[float, float]:
    """Events a second and mean time of one run of ours; set-up and clean-up included."""
    started = time.perf_counter()
    recording = run_once(plan, seed, Limits(most_events=10**8, most_seconds=600, most_waiting=10**7))
    seconds = time.perf_counter() - started
    moments = recording.answered[0]
    served = len(moments.ends)
    visits = 1 if len(plan.stations) == 1 else 3.18
    mean = sum(end - start for start, end in zip(moments.starts, moments.ends, strict=True)) / served
    return served * (1 + visits) / seconds, mean


def simpy_once(
    servers: tuple[int, ...], means: tuple[float, ...], rate: float, seed: int
) -> tuple[float, float]:
    """The same in SimPy: one process for each customer, one resource for each station."""
    chance = random.Random(seed)  # noqa: S311 - customers, not keys
    environment = simpy.Environment()
    resources = [simpy.Resource(environment, capacity=amount) for amount in servers]
    took: list[float] = []
    events = 0

    def way() -> Way:
        if len(servers) == 1:
            return [0]
        if chance.random() < 0.6:
            return [0, 1, 2, 3] if chance.random() < 0.3 else [0, 1, 2]
        return [0, 1, 4]

    def customer() -> Iterator[Any]:
        nonlocal events
        began = environment.now
        for station in way():
            with resources[station].request() as request:
                yield request
                yield environment.timeout(chance.expovariate(1 / means[station]))
            events += 1
        took.append(environment.now - began)

    def source() -> Iterator[Any]:
        nonlocal events
        for _ in range(CUSTOMERS):
            yield environment.timeout(chance.expovariate(rate))
            events += 1
            environment.process(customer())

    started = time.perf_counter()
    environment.process(source())
    environment.run()
    return events / (time.perf_counter() - started), sum(took) / len(took)


if __name__ == "__main__":
    sys.exit(main())
