"""Hit ratios from the size of a cache, by Che's approximation, beside the one that the drawing declares."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from design_sandbox.analysis.data.popularity import keys_of
from design_sandbox.analysis.figure import Figure, Given, Mistake, Working, not_computable
from design_sandbox.analysis.instances import AS_SET
from design_sandbox.analysis.numbers import Numbers
from design_sandbox.model.load import rate_of
from design_sandbox.model.quantity import parse_quantity
from design_sandbox.theory.caching import CHE_ERROR, lru_hit_ratio, ttl_hit_ratio_of_keys
from design_sandbox.theory.skew import MOST_KEYS, Popularity, zipf
from design_sandbox.walk.board import Part
from design_sandbox.walk.walker import Walked

CURVE = (0.001, 0.003, 0.01, 0.03, 0.1, 0.2, 0.3, 0.5, 0.7, 1.0)
"""Sizes of the curve, as shares of all keys."""


@dataclass(frozen=True)
class CacheHits:
    """One entity in one cache."""

    part: str
    label: str
    entity: str
    declared: Figure
    by_size: Figure
    entries: float | None
    keys: float | None
    popularity: Popularity | None = None
    time_to_live: tuple[float, float] | None = None
    """(requests a second, seconds an entry lives), where entries expire."""

    def curve(self) -> list[tuple[float, float]]:
        """(entries, hit ratio) for a chart with "you are here"; empty when the popularity is not known."""
        if self.popularity is None or self.keys is None:
            return []
        sizes = sorted({*(share * self.keys for share in CURVE), *([self.entries] if self.entries else [])})
        return [(size, hit_ratio(self.popularity, size, self.time_to_live)) for size in sizes]


def hit_ratio(popularity: Popularity, entries: float, lives: tuple[float, float] | None) -> float:
    """The smaller of what fits and what has not expired (an upper bound where both bind at once)."""
    ratio = lru_hit_ratio(popularity, entries)
    return ratio if lives is None else min(ratio, ttl_hit_ratio_of_keys(popularity, *lives))


def cache_hits(walked: Walked, numbers: Numbers) -> tuple[CacheHits, ...]:
    """Every entity that some walk reads from a part which may miss it."""
    return tuple(_cache_hits(walked, numbers))


def _cache_hits(walked: Walked, numbers: Numbers) -> Iterator[CacheHits]:
    reads = _reads(walked)
    for name, part in walked.board.parts.items():
        declared = part.get("hit_ratio")
        if declared is None or float(declared) >= 1 or not part.can("copy"):
            continue
        mine = {entity: rate for (at, entity), rate in reads.items() if at == name}
        if not mine:
            continue
        room = _room(part, numbers)
        for entity, rate in sorted(mine.items()):
            share = rate / sum(mine.values()) if any(mine.values()) else 1.0
            yield _of_entity(walked, part, entity, rate, None if room is None else (room[0] * share, room[1]))


def _reads(walked: Walked) -> dict[tuple[str, str], float]:
    """(part, entity) → reads a second on average."""
    found: dict[tuple[str, str], float] = {}
    for name, walk in walked.walks.items():
        if walk.served:
            rate = rate_of(walked.scenario, name) / (1 + len(walk.elsewhere))
            for hop in walk.everywhere:
                if hop.verb in ("read", "scan", "search") and hop.entity in walked.scenario.entities:
                    key = hop.target, hop.entity
                    found[key] = found.get(key, 0.0) + rate * hop.calls
    return found


def _room(part: Part, numbers: Numbers) -> tuple[float, str] | None:
    """(bytes in all shards, who says so); copies of a shard hold the same entries."""
    load, figure = numbers.components.get(part.id), part.spec.capacity.get("bytes_stored")
    shards = load.shards if load is not None else 1
    if part.said.get("storage") is not None:
        return float(parse_quantity(part.said["storage"])) * shards, AS_SET
    return None if figure is None else (float(figure.value) * shards, figure.source)


def _of_entity(
    walked: Walked, part: Part, entity_id: str, rate: float, room: tuple[float, str] | None
) -> CacheHits:
    entity, label = walked.scenario.entities[entity_id], walked.scenario.label_of(entity_id)
    said = _who_says(walked, part)
    declared = Figure(f"Declared hits of {label}", float(part.get("hit_ratio")), "ratio",
                      lambda: Working("as declared", "", (Given("Hit ratio", float(part.get("hit_ratio")), "ratio", said),)))  # fmt: skip
    keys = keys_of(walked, entity_id)
    name = f"Hits of {label} by size"
    because = _missing(entity.skew is None or entity.skew.zipf is None, keys, entity.size, room)
    if because:
        return CacheHits(
            part.id, part.label, entity_id, declared, not_computable(name, "ratio", because), None, keys
        )
    assert entity.skew and entity.skew.zipf is not None and keys and entity.size and room
    entries, popularity = room[0] / max(float(entity.size), 1.0), zipf(keys, entity.skew.zipf)
    lives = part.said.get("time_to_live")
    expiry = None if lives is None else (rate, float(parse_quantity(lives)))
    by_size = Figure(
        name,
        hit_ratio(popularity, entries, expiry),
        "ratio",
        partial(_working, entries, keys, entity.skew.zipf, room),
    )
    return CacheHits(part.id, part.label, entity_id, declared, by_size, entries, keys, popularity, expiry)


def _who_says(walked: Walked, part: Part) -> str:
    if "hit_ratio" in walked.design.components[part.id].properties:
        return "set by you"
    if "hit_ratio" in part.said:
        return "assumed: what fills it writes every change"
    return "the default of its type"


def _missing(no_skew: bool, keys: float | None, size: object, room: object) -> str:
    if no_skew:
        return "the prompt does not say how unevenly keys are asked for; the declared hit ratio is taken"
    if not keys or keys < 1:
        return "nobody says how many keys there are"
    if keys > MOST_KEYS:
        return "there are more keys than anybody could tell apart"
    if size is None:
        return "nobody says how large an entry is"
    return "" if room else "nothing is known about how much it can hold"


def _working(entries: float, keys: float, exponent: float, room: tuple[float, str]) -> Working:
    inputs = (Given("Entries that fit", entries, "count", room[1]), Given("Different keys", keys, "count", "the prompt"),
              Given("Zipf exponent", exponent, "", "the prompt"))  # fmt: skip
    wrong = Mistake(
        "Assuming that all keys are asked for alike",
        min(1.0, entries / keys),
        "Few keys get most requests, and those stay.",
    )
    return Working(
        "Σ pᵢ (1 − e^(−pᵢT)) with Σ (1 − e^(−pᵢT)) = entries", f"{inputs[0].text} of {inputs[1].text} keys, pᵢ ∝ i^−{exponent:g}", inputs,
        approximation="Che's approximation of a cache that drops what was used longest ago",
        error_band=(-CHE_ERROR, CHE_ERROR), mistake=wrong,
        assumes=("Requests are independent of each other.", "Entities share the room by their rate of reads."),
    )  # fmt: skip
