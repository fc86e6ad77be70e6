"""Published problems on load, caches, skew, storage, bandwidth and cost."""

from __future__ import annotations

from typing import Any

from published_cases import CASES, Solver

from design_sandbox.theory import backlog, caching, estimation, fan_out, rates, skew, storage

GB, TB, PB = 1e9, 1e12, 1e15


def _che(given: dict[str, Any]) -> dict[str, Any]:
    ratio = caching.lru_hit_ratio_zipf(given["items"], given["zipf_alpha"], given["cache_items"])
    return {"hit_ratio": ratio}


def _tiers(given: dict[str, Any]) -> dict[str, Any]:
    ratios = caching.tier_hit_ratios(given["traffic_share"])
    *before, _last = ratios.values()
    return {
        "edge_hit_ratio": ratios["edge"],
        "origin_hit_ratio": ratios["origin"],
        "backend_share": caching.missed_share(before),
    }


def _misses(given: dict[str, Any]) -> dict[str, Any]:
    before, after = (caching.misses_per_s(given["rate"], given[key]) for key in ("hit_before", "hit_after"))
    factor = caching.miss_amplification(given["hit_before"], given["hit_after"])
    return {"db_before": before, "db_after": after, "factor": factor}


def _graph_cache(given: dict[str, Any]) -> dict[str, Any]:
    return {"misses_per_s": caching.misses_per_s(given["read_rate"], given["hit_ratio"])}


def _hot_shard(given: dict[str, Any]) -> dict[str, Any]:
    first = skew.top_share(given["keys"], given["alpha"])
    return {
        "expected_share_of_shard_with_top_key": skew.hottest_shard_share(first, given["shards"]),
        "mean_share": skew.hottest_shard_share(0.0, given["shards"]),
    }


def _hot_key(given: dict[str, Any]) -> dict[str, Any]:
    return skew.hot_key(given["single_key_read_units"], given["partition_limit_rcu"])._asdict()


def _celebrity(given: dict[str, Any]) -> dict[str, Any]:
    return {"seconds_to_deliver": fan_out.delivery_lag_s(given["followers"], given["timeline_writes_per_s"])}


def _push_or_pull(given: dict[str, Any]) -> dict[str, Any]:
    posts, reads = given["tweets_per_s"], given["timeline_reads_per_s"]
    push = fan_out.push_cost(posts, given["avg_fanout"], reads)
    pull = fan_out.pull_cost(posts, reads, given["followees_per_reader"])
    return {
        "push_writes_per_s": push.writes_per_s,
        "push_total_ops": push.total_per_s,
        "pull_reads_per_s": pull.reads_per_s,
    }


def _replicated(given: dict[str, Any]) -> dict[str, Any]:
    kept = storage.stored_after(
        given["tb_per_day"] * TB, given["years"] * storage.YEAR_DAYS, copies=given["replication"]
    )
    return {"pb": kept / PB}


def _growth(given: dict[str, Any]) -> dict[str, Any]:
    found = storage.compound_growth(given["first_month_tb"], given["monthly_growth"], given["months"])
    return {"total_tb": found.total, "last_month_tb": found.last}


def _retained(given: dict[str, Any]) -> dict[str, Any]:
    days = given["retention_days"]
    kept = storage.stored_after(
        given["gb_per_day"] * GB, 10 * days, keep_days=days, copies=given["replication"]
    )
    return {"steady_tb": kept / TB}


def _bits(given: dict[str, Any]) -> dict[str, Any]:
    sent = storage.throughput(given["rps"], given["kb"] * 1e3)
    return {
        "gbps": storage.bits_per_s(sent) / 1e9,
        "nic_utilisation": storage.link_utilisation(sent, given["nic_gbps"] * 1e9),
    }


def _month(given: dict[str, Any]) -> dict[str, Any]:
    return {"usd": estimation.price_of_use(given["hours"], given["hourly_usd"])}


def _propagation(given: dict[str, Any]) -> dict[str, Any]:
    edges = [(edge["src"], edge["dst"], edge["multiplier"]) for edge in given["edges"]]
    return rates.propagate({edges[0][0]: given["source_rate"]}, edges)


def _bottleneck(given: dict[str, Any]) -> dict[str, Any]:
    (first, multiple), (_, second), *_ = rates.breaking_order(given["rates"], given["capacities"])
    return {"first": first, "multiplier": multiple, "next_multiplier": second}


def _records(given: dict[str, Any]) -> dict[str, Any]:
    sent = (storage.throughput(per_s, given["record_bytes"]) for per_s in given["records_per_s"])
    return dict(zip("abcd", map(storage.in_mebibytes, sent), strict=True))


def _replica_writes(given: dict[str, Any]) -> dict[str, Any]:
    writes, replicas = given["client_writes_per_s"], given["replication"]
    found = rates.propagate({"client": writes}, [("client", "replica", replicas)])["replica"]
    return {
        "replica_writes_per_s": found,
        "replica_writes_per_instance": found / given["instances"],
        "client_writes_per_instance": writes / given["instances"],
    }


def _units(given: dict[str, Any]) -> dict[str, Any]:
    return {
        "read_mb_s": storage.in_megabytes(storage.throughput(given["rcu"], given["rcu_kb"] * 1e3)),
        "write_mb_s": storage.in_megabytes(storage.throughput(given["wcu"], given["wcu_kb"] * 1e3)),
    }


def _hand_off(given: dict[str, Any]) -> dict[str, Any]:
    served = given["drain_capacity"]
    waiting = backlog.backlog_after(given["burst_rate"], served, given["burst_s"])
    return {
        "backlog": waiting,
        "drain_s": backlog.drain_time_s(waiting, given["after_rate"], served),
        "last_message_delay_s": backlog.oldest_age_s(waiting, served),
    }


def _batches(given: dict[str, Any]) -> dict[str, Any]:
    return {"messages_per_s": backlog.batched_rate(given["api_calls_per_s"], given["batch"])}


SOLVERS: dict[str, Solver] = {case: _che for case in CASES if CASES[case]["topic"] == "Che approximation"} | {
    "C07-tiered-cache": _tiers,
    "C08-miss-amplification": _misses,
    "C09-tao": _graph_cache,
    "H02-hot-shard": _hot_shard,
    "H03-dynamodb-hot-key": _hot_key,
    "H04-celebrity-fanout": _celebrity,
    "H05-push-vs-pull": _push_or_pull,
    "K01-replication": _replicated,
    "K02-growth": _growth,
    "K04-retention-steady": _retained,
    "K05-bits-bytes": _bits,
    "K06-ec2-month": _month,
    "K09-flow-propagation": _propagation,
    "K10-first-bottleneck": _bottleneck,
    "K12-kafka-units": _records,
    "K13-cassandra-rf3": _replica_writes,
    "K15-dynamodb-partition-bytes": _units,
    "K16-sqs-fifo-batch": _batches,
    "Q20-backlog": _hand_off,
}
