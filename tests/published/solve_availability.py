"""Published cases of availability, quorums and durability, solved by the public formulas."""

from __future__ import annotations

from typing import Any as Anything

from published_cases import CASES, Solver

from design_sandbox.theory import budget, durability, failover, quorum, reliability
from design_sandbox.theory.cuts import birnbaum, minimal_cuts
from design_sandbox.theory.decision_diagram import Plan, probability
from design_sandbox.theory.domains import Group, all_groups, spread_evenly
from design_sandbox.theory.formula import All, Any, Formula, from_paths
from design_sandbox.theory.two_terminal import network_plan

Given = dict[str, Anything]
Answers = dict[str, Anything]


def series(given: Given) -> Answers:
    """All components are needed."""
    return {"availability": reliability.series(given["components"])}


def parallel(given: Given) -> Answers:
    """One component is enough."""
    return {"availability": reliability.parallel(given["components"])}


def spares(given: Given) -> Answers:
    """The binomial beside the well-known approximation."""
    n, spare, a = given["n"], given["spares"], given["a"]
    return {"exact": reliability.at_least(n - spare, n, a),
            "aws_eq6_approximation": reliability.with_spares_approximately(n, spare, a)}  # fmt: skip


def k_of_n(given: Given) -> Answers:
    """k of n equal components."""
    return {"availability": reliability.at_least(given["k"], given["n"], given["a"])}


def bridge(given: Given) -> Plan:
    """The network of A11 and A12: its connections fail."""
    edges = {name: (a, b) for name, (a, b) in given["edges"].items()}
    return network_plan(edges, "s", "t", fails=edges, directed=not given["undirected"])


def network(given: Given) -> Answers:
    """Two-terminal reliability with connections that fail."""
    p = given["p"] if isinstance(given["p"], dict) else dict.fromkeys(given["edges"], given["p"])
    return {"reliability": bridge(given).probability(p)}


def grid(given: Given) -> Answers:
    """3 × 3 nodes that fail, connections to the right and down."""
    nodes = [f"{row}{column}" for row in range(3) for column in range(3)]
    edges = [(a, b) for a in nodes for b in nodes
             if (int(b[0]) - int(a[0]), int(b[1]) - int(a[1])) in ((0, 1), (1, 0))]  # fmt: skip
    plan = network_plan(edges, "00", "22", fails=nodes)
    return {"reliability": plan.probability(dict.fromkeys(nodes, given["p"]))}


def shared_database(given: Given) -> Answers:
    """Two ways through one database."""
    paths, a = given["paths"], given["a"]
    naive = reliability.parallel(reliability.series(a[name] for name in path) for path in paths)
    return {"exact": probability(from_paths(paths), a), "naive_multiply_paths": naive}


def diamond(given: Given) -> Answers:
    """A calls B and C, and both call D: every part is needed, and counted once."""
    calls, a = given["calls"], given["a"]

    def needs(name: str) -> Formula:
        return All((name, *(needs(callee) for callee in calls.get(name, ()))))

    def in_turn(name: str) -> float:
        return reliability.series([a, *(in_turn(callee) for callee in calls.get(name, ()))])

    def ways(name: str) -> list[list[str]]:
        return [[name, *way] for callee in calls.get(name, ()) for way in ways(callee)] or [[name]]

    everything = {*calls, *(callee for callees in calls.values() for callee in callees)}
    return {
        "exact": probability(needs("A"), dict.fromkeys(everything, a)),
        "naive_per_path_product": in_turn("A"),
        "naive_min_of_path_products": min(reliability.series([a] * len(way)) for way in ways("A")),
    }


def zones(given: Given) -> Answers:
    """Replicas in zones: a zone takes all of its replicas along."""
    names = [f"zone {number}" for number in range(given["zones"])]
    places = spread_evenly(given["replicas"], [(name,) for name in names])
    group = Group(given["need"], given["replica_a"], places)
    each = given["replica_a"] * given["zone_a"]
    return {"exact": all_groups(dict.fromkeys(names, given["zone_a"]), [group]),
            "naive_independent": reliability.at_least(given["need"], given["replicas"], each)}  # fmt: skip


def common_cause(given: Given) -> Answers:
    """Two units, of whose failures a share has a common cause."""
    a = 1 - given["two_units_unavailability"]
    return {"exact_unavailability": 1 - reliability.with_common_cause(1, 2, a, given["beta"]),
            "naive_unavailability": 1 - reliability.at_least(1, 2, a)}  # fmt: skip


def fallback(given: Given) -> Answers:
    """The cache or the database behind an api."""
    formula = All(("api", Any(("cache", "db"))))
    return {"availability": probability(formula, {name: given[name] for name in ("api", "cache", "db")})}


def downtime(given: Given) -> Answers:
    """Nines as minutes."""
    return {"minutes_per_year": budget.downtime_min(given["availability"], given["year_days"])}


def calculus(given: Given) -> Answers:
    """A budget divided among critical dependencies."""
    total, theirs, own = budget.split_budget(
        given["service_slo"], given["dependencies"], given["dependency_slo"], given["year_days"]
    )
    return {"total_min": total, "dependencies_min": theirs, "own_min": own}


def outages(given: Given) -> Answers:
    """Whether a year's outages fit into the budget."""
    minutes = budget.outage_min(given["outages_per_year"], given["duration_min"])
    return {"downtime_min": minutes, "meets_slo": budget.meets_objective(minutes, given["slo"])}


def from_times(given: Given) -> Answers:
    """MTTF and MTTR."""
    return {"availability": reliability.from_times(given["mttf_hours"], given["mttr_hours"])}


def failover_pair(given: Given) -> Answers:
    """A leader, one standby, and the time it takes to switch."""
    found = failover.active_passive(given["mttf_h"], given["mttr_h"], given["failover_min"])
    return {"availability": found.up}


def burn(given: Given) -> Answers:
    """How fast a budget burns."""
    rate = budget.burn_rate(given["budget_fraction"], given["alert_window_h"], given["slo_window_days"])
    return {"burn_rate": rate}


def bridge_cuts(given: Given) -> Answers:
    """All minimal cuts of the bridge."""
    cuts = [sorted(cut) for cut in minimal_cuts(bridge(CASES["A11-bridge-equal"]["given"]))]
    return {"min_cuts": cuts, "n": len(cuts)}


def bridge_importance(given: Given) -> Answers:
    """How much the bridge's middle matters."""
    case = CASES["A11-bridge-equal"]["given"]
    p = dict.fromkeys(case["edges"], case["p"])
    return {"birnbaum_importance": birnbaum(bridge(case), p)[given["component"]]}


def lasting(given: Given) -> Answers:
    """Copies that are rebuilt one at a time."""
    years = durability.mean_time_to_loss_years(
        given["replicas"], given["afr"], given["repair_hours"], year_h=given["year_hours"]
    )
    return {"mttdl_years": years, "annual_loss_probability": durability.annual_loss_probability(years)}


def weak_quorum(given: Given) -> Answers:
    """How often a read misses a write that has not spread yet."""
    return {"p_miss": quorum.miss_probability(given["N"], given["W"], given["R"])}


def quorum_up(given: Given) -> Answers:
    """Whether enough copies answer, for writing and for reading."""
    n, a = given["N"], given["a"]
    return {"write": quorum.quorum_availability(n, given["W"], a),
            "read": quorum.quorum_availability(n, given["R"], a)}  # fmt: skip


def headroom(given: Given) -> Answers:
    """How full the others are when one dies."""
    found = reliability.utilisation_after_loss(given["nodes"], given["utilisation_each"], given["failed"])
    return {"utilisation_after": found}


SOLVERS: dict[str, Solver] = {
    "A01-series": series,
    "A02-parallel": parallel,
    "A05-aws-two-99": parallel,
    "A07-aws-spare-formula-vs-exact": spares,
    "A08-2of3": k_of_n,
    "A09-4of5": k_of_n,
    "A10-3of5": k_of_n,
    "A11-bridge-equal": network,
    "A12-bridge-unequal": network,
    "A13-grid3x3-nodes": grid,
    "A14-shared-db-trap": shared_database,
    "A15-diamond-counts-once": diamond,
    "A16-zones-4of6": zones,
    "A17-two-zones-4of6": zones,
    "A18-beta-factor": common_cause,
    "A19-fallback": fallback,
    "A23-downtime-9999": downtime,
    "A25-calculus-budget": calculus,
    "A26-calculus-three-outages": outages,
    "A27-mtbf-mttr": from_times,
    "A28-active-passive-failover": failover_pair,
    "A29-burn-rate": burn,
    "A31-bridge-min-cuts": bridge_cuts,
    "A32-birnbaum": bridge_importance,
    "A33-durability-3-replicas": lasting,
    "E02-weak-quorum-3-1-1": weak_quorum,
    "E03-weak-quorum-5-2-2": weak_quorum,
    "E04-quorum-availability": quorum_up,
    "Q21-n-minus-1-utilisation": headroom,
}
