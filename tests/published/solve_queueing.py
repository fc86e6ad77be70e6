"""Published problems about queues, slow tails, retries and scaling, solved by the public formulas."""

from __future__ import annotations

from typing import Any

from design_sandbox.theory.combining import (
    Fastest,
    Mixture,
    SumOfExponentials,
    all_slow,
    any_slow,
    leaf_quantile,
    naive_sum,
)
from design_sandbox.theory.distribution import Constant, exponential
from design_sandbox.theory.networks import JacksonNetwork, routing_table
from design_sandbox.theory.queueing import (
    MMc,
    allen_cunneen_wait,
    erlang_b,
    erlang_c,
    in_flight,
    mg1_wait_mean,
    mm1k_drop,
    rate_from_in_flight,
)
from design_sandbox.theory.retries import (
    expected_attempts,
    load_factor,
    stays_down,
    success_share,
    worst_load,
)
from design_sandbox.theory.scaling import ScalabilityLaw

MS = 1000.0
Given = dict[str, Any]


def _agents(given: Given) -> dict[str, Any]:
    line = MMc(
        given["arrivals_per_interval"] / given["interval_min"],
        1 / given["mean_service_min"],
        given["servers"],
    )
    late = line.wait_tail(given["target_wait_s"] / 60)
    return {"offered_erlangs": line.offered, "p_wait": line.p_wait, "service_level": 1 - late, "occupancy": line.utilisation}  # fmt: skip


def _percentiles(given: Given) -> dict[str, Any]:
    line = MMc(given["arrival"], given["service_rate"])
    found = {f"p{percent}_ms": line.sojourn_quantile(percent / 100) * MS for percent in (50, 95, 99)}
    return {"mean_ms": line.sojourn_mean * MS, **found, "wait_p99_ms": line.wait_quantile(0.99) * MS}


def _many_servers(given: Given) -> dict[str, Any]:
    line = MMc(given["arrival"], given["service_rate"], given["servers"])
    service = exponential(1 / given["service_rate"])
    return {
        "p99": line.sojourn_quantile(0.99),
        "sum_of_separate_p99s": naive_sum([line.wait_quantile(0.99), service.quantile(0.99)]),
    }


def _pooling(given: Given) -> dict[str, Any]:
    arrival, servers, rate = given["total_arrival"], given["servers"], given["service_rate"]
    pooled, split = MMc(arrival, rate, servers).sojourn_mean, MMc(arrival / servers, rate).sojourn_mean
    return {"pooled_sojourn": pooled, "split_sojourn": split, "ratio": split / pooled}


def _tandem(given: Given) -> dict[str, Any]:
    rates = given["stage_residual_rates"]
    naive = naive_sum([exponential(1 / rate).quantile(0.99) for rate in rates])
    return {"p99_ms": SumOfExponentials(tuple(rates)).quantile(0.99) * MS, "naive_sum_of_p99_ms": naive * MS}


def _jackson(given: Given) -> dict[str, Any]:
    stations = tuple((node["servers"], node["service_rate"]) for node in given["nodes"])
    routes = [(int(a), int(b), portion) for a, row in given["routing"].items() for b, portion in row.items()]
    outside = (given["external_rate"], *[0.0] * (len(stations) - 1))
    network = JacksonNetwork(outside, stations, routing_table(len(stations), routes))
    queues = network.queues
    return {
        "mean_sojourn": network.mean_sojourn_s, "lam3": network.arrivals_per_s[3],
        "rho1": queues[1].utilisation, "rho4": queues[4].utilisation,
    }  # fmt: skip


def _scale_model(given: Given) -> dict[str, Any]:
    waits = {servers: MMc(given["rho"] * servers, 1, servers).wait_mean for servers in given["servers"]}
    small, large = waits.values()
    return {**{f"wait_{servers}": wait for servers, wait in waits.items()}, "ratio": small / large}


def _slowest(given: Given) -> dict[str, Any]:
    slowest = Fastest(exponential(0.010), given["fanout"], given["fanout"])
    found = {f"p{percent}_ms": slowest.quantile(percent / 100) * MS for percent in (50, 99)}
    return {"mean_ms": slowest.mean * MS, **found}


def _hedge(given: Given) -> dict[str, Any]:
    leaf = all_slow(given["p_slow"], given["replicas"])
    return {"leaf_slow": leaf, "root_slow": any_slow(leaf, given["fanout"])}


def _cache(given: Given) -> dict[str, Any]:
    hit = given["hit_ratio"]
    mixed = Mixture(((hit, Constant(given["hit_ms"])), (1 - hit, Constant(given["miss_ms"]))))
    return {
        "mean_ms": mixed.mean,
        **{f"p{percent}_ms": mixed.quantile(percent / 100) for percent in (50, 90, 95)},
    }


def _quorum(given: Given) -> dict[str, Any]:
    quorum = Fastest(exponential(0.010), given["W"], given["N"])
    return {"mean_ms": quorum.mean * MS, "p99_ms": quorum.quantile(0.99) * MS}


def _metastable(given: Given) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for rate in given["offered"]:
        found[f"vulnerable_{rate}"] = stays_down(rate, given["capacity"], given["attempts"])
        found[f"worst_load_{rate}"] = worst_load(rate, given["capacity"], given["attempts"])
    return found


def _growth(given: Given) -> dict[str, Any]:
    law = ScalabilityLaw(given["alpha"], given["beta"], given["gamma"])
    sizes = {f"x{size}": law.throughput(size) for size in given.get("n", ())}
    return {**sizes, "limit": law.limit, "speedup_at_64": law.throughput(64)}


SOLVERS = {
    "Q01-erlangC-14-agents": _agents,
    "Q03-mm1-is-erlangC-c1": lambda given: {"p_wait": erlang_c(given["servers"], given["offered_erlangs"])},
    "Q05-erlangC-100-90": lambda given: {
        "p_wait": erlang_c(given["servers"], given["offered_erlangs"]),
        "mean_wait_in_service_times": MMc(given["offered_erlangs"], 1, given["servers"]).wait_mean,
    },
    "Q06-erlangB-10-5": lambda given: {"blocking": erlang_b(given["servers"], given["offered_erlangs"])},
    "Q08-mm1-percentiles": _percentiles,
    "Q09-mm1-wait-p99": _percentiles,
    "Q10-knee": lambda given: {f"r{round(rho * 100)}": MMc(rho, 1).sojourn_mean for rho in given["rhos"]},
    "Q12-mg1-scv4": lambda given: {
        "mean_wait_ms": mg1_wait_mean(given["arrival"], given["service_ms"] / MS, given["scv"]) * MS
    },
    "Q13-mm4-sojourn-p99": _many_servers,
    "Q14-pooling": _pooling,
    "Q15-allen-cunneen": lambda given: {
        "mean_wait": allen_cunneen_wait(
            given["arrival"], given["mean_service"], given["servers"], given["ca2"], given["cs2"]
        )
    },
    "Q16-tandem-p99": _tandem,
    "Q18-jackson-5": _jackson,
    "Q19-mm1k-drop": lambda given: {
        "drop_probability": mm1k_drop(given["arrival"], given["service_rate"], given["system_size"])
    },
    "Q22-scale-model-trap": _scale_model,
    "T02-fanout-2000": lambda given: {"p_any_slow": any_slow(given["p_slow"], given["fanout"])},
    "T03-leaf-quantile-needed": lambda given: {
        "leaf_quantile": leaf_quantile(given["root_quantile"], given["fanout"])
    },
    "T04-max-of-100-exp": _slowest,
    "T05-hedge-two-replicas": _hedge,
    "T07-cache-mixture-det": _cache,
    "L01-concurrency": lambda given: {"in_flight": in_flight(given["rate"], given["latency_s"])},
    "L04-lambda-concurrency": lambda given: {
        "max_rps": rate_from_in_flight(given["concurrency_limit"], given["duration_ms"] / MS)
    },
    "L05-little-measured-rds": lambda given: {
        "tps": rate_from_in_flight(given["clients"], given["mean_latency_ms"] / MS)
    },
    "L06-little-measured-aurora": lambda given: {
        "tps": rate_from_in_flight(given["clients"], given["mean_latency_ms"] / MS)
    },
    "R02-retry-cap-3": lambda given: {"load_factor": load_factor(given["failure"], given["attempts"] - 1)},
    "R03-retry-budget": lambda given: {"load_factor": load_factor(1.0, 10, given["budget_ratio"])},
    "R04-expected-attempts": lambda given: {
        "expected_attempts": expected_attempts(given["p_fail"], given["max_retries"]),
        "success": success_share(given["p_fail"], given["max_retries"], independent=given["independent"]),
    },
    "R05-retry-correlated-trap": lambda given: {
        "if_failures_independent": success_share(1 - given["availability"], given["retries"]),
        "if_outage_longer_than_retry": success_share(1 - given["availability"], given["retries"], independent=False),
    },
    "R07-metastable-rule": _metastable,
    "U02-usl-values": _growth,
    "U03-amdahl-limit": _growth,
    "E05-quorum-latency": _quorum,
}  # fmt: skip
