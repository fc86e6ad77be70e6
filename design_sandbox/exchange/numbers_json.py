"""The numbers of a design as plain JSON values: part of the promise in docs/json-output.md."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from design_sandbox.exchange.figure_json import DEEPEST, figure_document

if TYPE_CHECKING:
    from design_sandbox.analysis.availability import Availability
    from design_sandbox.analysis.cost import Bill
    from design_sandbox.analysis.data import DataReport
    from design_sandbox.analysis.ladder import Ladder
    from design_sandbox.analysis.latency import Latency
    from design_sandbox.analysis.what_if import Looked

CUTS_TOLD = 20


def numbers_document(looked: Looked) -> dict[str, Any]:
    """`latency`, `availability`, `ladder`, `data` and `cost`, each figure with its working; empty for classes."""
    from design_sandbox.analysis.availability import availabilities
    from design_sandbox.analysis.cost import bill
    from design_sandbox.analysis.data import data_report
    from design_sandbox.analysis.ladder import ladder
    from design_sandbox.analysis.latency import latencies_of
    from design_sandbox.model.prices import load_prices

    walked, numbers = looked.walked, looked.numbers
    if walked.scenario.scenario.kind == "object_model":
        return {}
    return {
        "latency": {flow: _latency(found) for flow, found in latencies_of(walked, numbers).items()},
        "availability": {
            flow: _availability(found) for flow, found in availabilities(walked, numbers.components).items()
        },
        "ladder": _ladder(ladder(walked, numbers)),
        "data": _data(data_report(walked, numbers)),
        "cost": _bill(bill(walked, numbers, load_prices())),
    }


def _latency(found: Latency) -> dict[str, Any]:
    return {
        "title": found.title,
        "mean": figure_document(found.mean, DEEPEST),
        "p50": figure_document(found.p50, DEEPEST),
        "p95": figure_document(found.p95, DEEPEST),
        "p99": figure_document(found.p99, DEEPEST - 1),
        "p999": figure_document(found.p999, DEEPEST),
        "target_s": found.target_s,
        "met": found.met,
        "simulate_because": list(found.simulate_because),
        "over_capacity": list(found.over_capacity),
        "waterfall": [
            {
                "part": hop.part, "label": hop.label, "step": hop.step, "calls": hop.calls,
                "probability": hop.probability, "mean": figure_document(hop.mean), "wait_s": hop.wait_s,
                "tail_share": hop.tail_share, "why": hop.why,
            }
            for hop in found.waterfall
        ],
        "lanes": [
            {"through": lane.through, "share": lane.share, "mean": figure_document(lane.mean, DEEPEST),
             "p50": figure_document(lane.p50, DEEPEST), "p99": figure_document(lane.p99, DEEPEST)}
            for lane in found.lanes
        ],
        "lags": [
            {"step": lag.step, "parts": list(lag.parts), "entity": lag.entity, "mean": figure_document(lag.mean),
             "p99": figure_document(lag.p99), "within_s": lag.within_s, "met": lag.met}
            for lag in found.lags
        ],
    }  # fmt: skip


def _availability(found: Availability) -> dict[str, Any]:
    return {
        "title": found.title,
        "figure": figure_document(found.figure),
        "minutes": figure_document(found.minutes),
        "target": found.target,
        "met": found.meets_target,
        "cuts": [
            {"things": [{"id": thing.id, "kind": thing.kind, "label": thing.label} for thing in cut.things],
             "minutes": cut.minutes.value, "text": cut.text}
            for cut in found.cuts[:CUTS_TOLD]
        ],
        "gains": [
            {"thing": gain.thing.id, "minutes": gain.minutes.value, "text": gain.text}
            for gain in found.gains[:CUTS_TOLD]
        ],
        "soft": [{"part": one.part, "text": one.text} for one in found.soft],
        "around": list(found.around),
    }  # fmt: skip


def _ladder(found: Ladder) -> dict[str, Any]:
    return {
        "limit": found.limit,
        "multiples": list(found.multiples),
        "rungs": [
            {
                "part": rung.part, "label": rung.label, "kind": rung.kind, "dimension": rung.dimension,
                "breaks_at": figure_document(rung.breaks_at),
                "steps": [{"multiple": step.multiple, "utilisation": step.utilisation, "needs": step.needs,
                           "broken": step.broken} for step in rung.steps],
            }
            for rung in found.rungs
        ],
    }  # fmt: skip


def _data(found: DataReport) -> dict[str, Any]:
    return {
        "horizon_years": found.horizon_years,
        "total": figure_document(found.total),
        "stores": [
            {"part": store.part, "copies": store.copies, "one_copy": figure_document(store.one_copy),
             "all_copies": figure_document(store.all_copies), "room": figure_document(store.room),
             "full_after": figure_document(store.full_after)}
            for store in found.stores
        ],
        "incoming": figure_document(found.bandwidth.incoming),
        "outgoing": figure_document(found.bandwidth.outgoing),
        "hot_keys": [
            {"part": key.part, "entity": key.entity, "shards": key.shards,
             "hottest_key": figure_document(key.hottest_key), "hottest_shard": figure_document(key.hottest_shard),
             "utilisation": figure_document(key.utilisation), "splitting_helps": key.splitting_helps,
             "assumed_even": key.assumed_even}
            for key in found.hot_keys
        ],
        "celebrities": [
            {"entity": one.entity, "flow": one.flow, "part": one.part, "most": figure_document(one.most),
             "lag": figure_document(one.lag), "deadline_s": one.deadline_s}
            for one in found.celebrities
        ],
        "caches": [
            {"part": one.part, "entity": one.entity, "declared": figure_document(one.declared),
             "by_size": figure_document(one.by_size)}
            for one in found.caches
        ],
        "staleness": [
            {"entity": one.entity, "part": one.part, "bound": figure_document(one.bound), "within_s": one.within_s,
             "own_writes": one.own_writes, "how": one.how}
            for one in found.staleness
        ],
        "recovery": [
            {"part": one.part, "entities": list(one.entities), "after_instance": figure_document(one.after_instance),
             "after_part": figure_document(one.after_part), "after_mistake": figure_document(one.after_mistake)}
            for one in found.recovery
        ],
    }  # fmt: skip


def _bill(found: Bill) -> dict[str, Any]:
    return {
        "total": figure_document(found.total),
        "budget": None if found.budget is None else figure_document(found.budget),
        "within_budget": found.within_budget,
        "as_of": found.as_of,
        "currency": found.currency,
        "after_years": found.after_years,
        "by_part": {part: float(f"{amount:.9g}") for part, amount in found.by_part.items()},
        "lines": [
            {"part": line.part, "what": line.what, "quantity": float(f"{line.quantity:.9g}"),
             "amount": figure_document(line.amount)}
            for line in found.lines
        ],
        "unpriced": list(found.unpriced),
        "unsized": list(found.unsized),
    }  # fmt: skip
