"""Hot keys and celebrities: the shard that has the most popular key, and how long the largest case takes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from design_sandbox.analysis.data.amounts import amounts_of
from design_sandbox.analysis.figure import Figure, Given, Mistake, Working, not_computable
from design_sandbox.analysis.numbers import ComponentLoad, Demand, Numbers
from design_sandbox.model.load import load_numbers, peak_factor, rate_of
from design_sandbox.model.quantity import parse_quantity
from design_sandbox.model.scenario import Skew
from design_sandbox.theory.fan_out import delivery_lag_s, largest_push_audience
from design_sandbox.theory.skew import MOST_KEYS, hottest_shard_share, top_share
from design_sandbox.walk.board import Part
from design_sandbox.walk.walker import Walked

CALLS = ("requests_per_s", "reads_per_s", "writes_per_s", "messages_per_s")


@dataclass(frozen=True)
class HotKeys:
    """How unevenly one entity loads the shards of one part."""

    part: str
    label: str
    entity: str
    shards: int
    hottest_key: Figure
    """Share of this entity's requests that ask for the most popular key."""
    hottest_shard: Figure
    """Share of them that the shard with that key gets."""
    utilisation: Figure
    """Of the hottest shard, at peak."""
    effective: Figure
    """What the shards serve together before the hottest is full, as a share of what they would serve evenly."""
    splitting_helps: bool
    """False when one key alone is more than a shard serves: copy it or cache it, shards do not help."""
    assumed_even: bool


@dataclass(frozen=True)
class Celebrity:
    """The largest single case of data that is written for many at once."""

    entity: str
    label: str
    flow: str
    part: str
    most: Figure
    """Units of the largest case."""
    lag: Figure
    """Seconds until the last of them is written, beside the usual peak."""
    deadline_s: float | None
    largest_audience: Figure
    """Units that are written within the deadline; larger cases are better read on demand."""


def keys_of(walked: Walked, entity_id: str) -> float | None:
    """How many different keys an entity has, as its skew, its count or what is kept of it says."""
    entity, numbers = walked.scenario.entities[entity_id], load_numbers(walked.scenario)
    if entity.skew is not None and entity.skew.keys is not None:
        return float(numbers[entity.skew.keys] if isinstance(entity.skew.keys, str) else entity.skew.keys)
    if entity.count:
        return numbers.get(entity.count)
    amounts = [
        amount for kept in amounts_of(walked).values() for amount in kept if amount.entity == entity_id
    ]
    return next(
        (amount.per_day * amount.keep_days for amount in amounts if amount.per_day and amount.keep_days), None
    )


def hot_keys(walked: Walked, numbers: Numbers) -> tuple[HotKeys, ...]:
    """Every part and entity where it matters: several shards, or a popularity that the prompt tells."""
    return tuple(_hot_keys(walked, numbers))


def _hot_keys(walked: Walked, numbers: Numbers) -> Iterator[HotKeys]:
    asked = _asked_per_s(walked)
    for name, load in numbers.components.items():
        part = walked.board.parts[name]
        for entity_id in sorted(part.holds | part.copies):
            entity, (rate, missed) = (
                walked.scenario.entities.get(entity_id),
                asked.get((name, entity_id), (0.0, 0.0)),
            )
            if entity is None or not rate or not (entity.skew or load.shards > 1):
                continue
            skew = entity.skew if missed < rate / 2 else None  # misses are spread: popular keys hit in front
            yield _of_part(walked, (part, load), entity_id, rate * peak_factor(walked.scenario), skew)


def _asked_per_s(walked: Walked) -> dict[tuple[str, str], tuple[float, float]]:
    """(part, entity) → calls a second on average, and those of them that copies in front have missed."""
    found: dict[tuple[str, str], tuple[float, float]] = {}
    for name, walk in walked.walks.items():
        if walk.served:
            rate = rate_of(walked.scenario, name) / (1 + len(walk.elsewhere))
            for hop in walk.everywhere:
                if hop.entity:
                    key, calls = (hop.target, hop.entity), rate * hop.calls
                    every, missed = found.get(key, (0.0, 0.0))
                    found[key] = every + calls, missed + (calls if hop.mode == "miss" else 0.0)
    return found


def _of_part(
    walked: Walked, sized: tuple[Part, ComponentLoad], entity_id: str, peak_per_s: float, skew: Skew | None
) -> HotKeys:
    part, load = sized
    entity = (entity_id, walked.scenario.label_of(entity_id))
    hottest = _share_of_hottest(walked, entity_id, peak_per_s, skew)
    return load.once(part, (HotKeys, entity, hottest), lambda: _of_entity(part, load, entity, hottest))


def _of_entity(
    part: Part, load: ComponentLoad, entity: tuple[str, str], first: tuple[float | None, str]
) -> HotKeys:
    (entity_id, label), (share, source) = entity, first
    busiest = max(
        (d for d in load.demands if d.name in CALLS),
        key=lambda demand: (demand.utilisation, demand.name),
        default=None,
    )
    evenly = 1 / load.shards
    hottest = evenly if share is None else hottest_shard_share(share, load.shards)
    key = (not_computable(f"Most popular of {label}", "ratio", source) if share is None else
           Figure(f"Most popular of {label}", share, "ratio", lambda: Working("share of the first rank", "", (Given("Popularity", None, "", source),))))  # fmt: skip
    told = partial(_shard_working, share, source, load.shards)
    return HotKeys(
        part.id, part.label, entity_id, load.shards, key,
        Figure(f"Hottest shard of {part.label}", hottest, "ratio", told), _used(part, load, busiest, hottest),
        Figure("Of even capacity", evenly / hottest, "ratio", told),
        not _bigger_than_a_shard(load, busiest, share), share is None,
    )  # fmt: skip


def _share_of_hottest(
    walked: Walked, entity_id: str, peak_per_s: float, skew: Skew | None
) -> tuple[float | None, str]:
    """(share of the most popular key, who says so); None and the reason where it is taken as even."""
    if skew is None:
        known = walked.scenario.entities[entity_id].skew
        reason = (
            "copies in front answer for the popular keys"
            if known
            else "the prompt does not say how unevenly keys are asked for"
        )
        return None, f"{reason}: assumed even"
    if skew.hottest is not None:
        rate = load_numbers(walked.scenario)[skew.hottest]
        return min(
            1.0, rate / peak_per_s
        ) if peak_per_s else None, "the prompt: the rate of the most popular key"
    keys = keys_of(walked, entity_id)
    if keys is None or keys < 1 or skew.zipf is None:
        return None, "nobody says how many keys there are: assumed even"
    if keys > MOST_KEYS:
        return None, "there are more keys than anybody could tell apart: assumed even"
    return top_share(keys, skew.zipf), f"the prompt: Zipf with exponent {skew.zipf:g}"


def _shard_working(share: float | None, source: str, shards: int) -> Working:
    count = Given("Shards", float(shards), "count", "set by you" if shards > 1 else "one unless you say so")
    if share is None:
        return Working(
            "1 ÷ shards", f"1 ÷ {count.text}", (count,), assumes=(f"{source[0].upper()}{source[1:]}.",)
        )
    first = Given("Most popular key", share, "ratio", source)
    wrong = Mistake(
        "Assuming that shards are loaded evenly",
        1 / shards,
        "One key lives on one shard, with all its requests.",
    )
    return Working("p₁ + (1 − p₁) ÷ shards", f"{first.text} + (1 − {first.text}) ÷ {count.text}", (first, count), mistake=wrong,
                   assumes=("Keys are spread by a hash; the busiest shard carries at least this.",))  # fmt: skip


def _used(part: Part, load: ComponentLoad, busiest: Demand | None, hottest: float) -> Figure:
    name = f"Use of the hottest shard of {part.label}"
    if busiest is None or load.replicas is None:
        return not_computable(name, "ratio", "nothing is known about what one shard can carry" if busiest is None
                              else "the drawing does not say how many copies of a shard run")  # fmt: skip
    even, factor = busiest.utilisation, hottest * load.shards
    inputs = (
        Given("Use if all were even", even, "ratio", busiest.source),
        Given("Hottest shard against even", factor, "x", "shard share × shards"),
    )
    wrong = Mistake("Assuming that shards are loaded evenly", even, "The hottest shard is full first.")
    return Figure(
        name,
        even * factor,
        "ratio",
        lambda: Working(
            "even use × shard share × shards", f"{inputs[0].text} × {inputs[1].text}", inputs, mistake=wrong
        ),
    )


def _bigger_than_a_shard(load: ComponentLoad, busiest: Demand | None, share: float | None) -> bool:
    if busiest is None or not share:
        return False
    return busiest.asked * share > busiest.per_instance * busiest.multiplier / max(load.shards, 1)


def celebrities(walked: Walked, numbers: Numbers) -> tuple[Celebrity, ...]:
    """Derived data whose copies for one refresh have a largest case (`max` of the load figure)."""
    found = []
    for name, entity in walked.scenario.entities.items():
        figure = walked.scenario.load.get(entity.times) if isinstance(entity.times, str) else None
        if figure is None or figure.max is None or not entity.refreshed_by:
            continue
        most = float(parse_quantity(figure.max, figure.unit))
        for part in walked.board.keeping(name):
            load = numbers.components.get(part.id)
            if load is not None:
                found.append(_celebrity(walked, part, load, name, most))
    return tuple(found)


def _celebrity(walked: Walked, part: Part, load: ComponentLoad, name: str, most: float) -> Celebrity:
    entity = walked.scenario.entities[name]
    label, within = walked.scenario.label_of(name), None if entity.within is None else float(entity.within)
    asked = Figure(
        f"Largest case of {label}",
        most,
        "count",
        lambda: Working("as the prompt says", "", (Given("max", most, "count", "the prompt"),)),
    )
    demand = next((d for d in load.demands if d.name in ("writes_per_s", "requests_per_s")), None)
    free = demand.per_instance * demand.multiplier - demand.asked if demand else 0.0
    lag_name, audience_name = f"Until all {label} are written", "Largest case in time"
    if demand is None or load.replicas is None or free <= 0:
        because = ("it is full already" if demand and load.replicas is not None else "the drawing does not say how many instances run")  # fmt: skip
        lag, audience = (
            not_computable(lag_name, "s", because),
            not_computable(audience_name, "count", because),
        )
    else:
        spare = Given("Free beside the usual peak", free, "/s", demand.source)
        lag = Figure(lag_name, delivery_lag_s(most, free), "s", lambda: Working(
            "units ÷ free writes a second", f"{asked.text} ÷ {spare.text}", (asked, spare),
            mistake=Mistake("Taking the average case", delivery_lag_s(load_numbers(walked.scenario)[str(entity.times)], free),
                            "One author has many times the average."),
            assumes=("Workers and network keep up; nothing else comes on top of the peak.",)))  # fmt: skip
        audience = (not_computable(audience_name, "count", "the prompt sets no deadline") if within is None else
                    Figure(audience_name, largest_push_audience(free, within), "count",
                           lambda: Working("free writes a second × deadline", f"{spare.text} × {within:g} s", (spare,))))  # fmt: skip
    return Celebrity(name, label, entity.refreshed_by or "", part.id, asked, lag, within, audience)
