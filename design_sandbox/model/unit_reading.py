"""Units as people write them, each an exact multiple of a base unit.

* 1 kB is 1000 B and 1 KiB is 1024 B; `KB` is refused, for nobody can know which was meant.
* 1 bit is 1/8 B; `Mb` is refused, for it is read both as megabit and as megabyte.
* A month is 30 days and a year 365 days; `m` is refused (minute, month, milli?).
* `k`, `K` (a count: 4K = 4000), `M`, `thousand`, `million`, `billion`, `trillion` multiply what follows.
* Any other lower-case word is a counted thing of its own; `links` and `link` are the same.
"""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from design_sandbox.model.units import BYTE, DOLLAR, MAX_CHARACTERS, PLAIN, SECOND, QuantityError, Unit


class ParsedUnit(NamedTuple):
    """A unit as written: its size in base units, its dimensions, and the seconds that a rate is "per"."""

    scale: Fraction
    unit: Unit
    period_s: Fraction | None


MULTIPLIERS = {
    "k": 10**3, "K": 10**3, "thousand": 10**3, "M": 10**6, "million": 10**6,
    "bn": 10**9, "billion": 10**9, "trillion": 10**12,
}  # fmt: skip
_TIMES: dict[str, str | int] = {
    "ns": "1/1000000000", "us": "1/1000000", "µs": "1/1000000", "ms": "1/1000",
    "s": 1, "sec": 1, "second": 1, "seconds": 1, "min": 60, "minute": 60, "minutes": 60,
    "h": 3600, "hr": 3600, "hour": 3600, "hours": 3600, "d": 86400, "day": 86400, "days": 86400,
    "w": 604800, "week": 604800, "weeks": 604800, "mo": 2592000, "month": 2592000, "months": 2592000,
    "y": 31536000, "yr": 31536000, "year": 31536000, "years": 31536000,
}  # fmt: skip
_DECIMAL = {"k": 10**3, "M": 10**6, "G": 10**9, "T": 10**12, "P": 10**15, "E": 10**18}
_BINARY = {"Ki": 2**10, "Mi": 2**20, "Gi": 2**30, "Ti": 2**40, "Pi": 2**50, "Ei": 2**60}
_BYTES: dict[str, Fraction | int] = {
    "B": 1,
    "byte": 1,
    "bytes": 1,
    "bit": Fraction(1, 8),
    "bits": Fraction(1, 8),
}
_BYTES |= {prefix + "B": factor for prefix, factor in (_DECIMAL | _BINARY).items()}
_BYTES |= {prefix + "bit": Fraction(factor, 8) for prefix, factor in (_DECIMAL | _BINARY).items()}

_RATES = {"rps": "request", "qps": "query", "tps": "transaction", "iops": "operation"}

_TABLE: dict[str, tuple[Fraction, Unit]] = {
    **{word: (Fraction(size), Unit(((SECOND, 1),))) for word, size in _TIMES.items()},
    **{word: (Fraction(size), Unit(((BYTE, 1),))) for word, size in _BYTES.items()},
    **{f"{prefix}bps": (Fraction(factor, 8), Unit(((BYTE, 1), (SECOND, -1))))
       for prefix, factor in {"": 1, **_DECIMAL}.items()},
    **{word: (Fraction(1), Unit(((DOLLAR, 1),))) for word in ("$", "USD", "dollar", "dollars")},
    **{word: (Fraction(1, 100), Unit(((DOLLAR, 1),))) for word in ("cent", "cents")},
    **{word: (Fraction(1), Unit.of({thing: 1, SECOND: -1}))
       for word, thing in _RATES.items()},
    "%": (Fraction(1, 100), PLAIN), "percent": (Fraction(1, 100), PLAIN), "x": (Fraction(1), PLAIN),
}  # fmt: skip

_ABBREVIATED = {
    "req": "request", "reqs": "request", "msg": "message", "msgs": "message", "txn": "transaction",
    "op": "operation", "ops": "operation",
}  # fmt: skip
_MEGABIT_OR_BYTE = {
    f"{prefix}{end}": f"write {good}bit for bits or {good}B for bytes"
    for good in _DECIMAL
    for prefix in dict.fromkeys((good, good.lower(), good.upper()))
    for end in ("b", "B", "bit", "bps")
    if f"{prefix}{end}" not in _TABLE
}  # fmt: skip
_REFUSED = {
    **_MEGABIT_OR_BYTE,
    "KB": "write kB for 1000 bytes or KiB for 1024 bytes",
    "m": "write min for minutes, month for months, ms for milliseconds or M for millions",
    "b": "write bit for bits, B for bytes or billion", "mn": "write million", "mm": "write million",
    "Kbps": "write kbps", "G": "write GB for bytes or billion",
    "T": "write TB for bytes or trillion", "P": "write PB for bytes",
    "Ki": "write KiB", "Mi": "write MiB", "Gi": "write GiB", "Ti": "write TiB",
    "€": "prices are in dollars ($)", "£": "prices are in dollars ($)", "¥": "prices are in dollars ($)",
}  # fmt: skip

_WORD = re.compile(r"[A-Za-zµ_][A-Za-z0-9µ_]*|[*·]|\S")
_THING = re.compile(r"[a-z][a-z0-9_]{0,39}")


def is_known_unit(word: str) -> bool:
    """Whether the word is a unit of time, bytes, money, bits or share: not merely a counted thing."""
    return word in _TABLE


@lru_cache(maxsize=2048)
def parse_unit(text: str) -> ParsedUnit:
    """`link/month`, `/s`, `$/GB/month`, `M link/month`, `%`, "" … as a ParsedUnit; raises QuantityError."""
    if len(text) > MAX_CHARACTERS:
        raise QuantityError(f"found a unit of {len(text)} characters; at most {MAX_CHARACTERS} are accepted")
    parts = text.replace("μ", "µ").replace(" per ", "/").split("/")
    scale, unit = _parse_product(parts[0])
    for part in parts[1:]:
        if not part.strip():
            raise QuantityError(
                f"found nothing after '/' in the unit '{text}'; a unit such as s, day or GB is accepted"
            )
        part_scale, part_unit = _parse_product(part)
        scale, unit = scale / part_scale, unit / part_unit
    periods = [_parse_product(part) for part in parts[1:]]
    times = [part_scale for part_scale, part_unit in periods if part_unit.powers == ((SECOND, 1),)]
    period = times[0] if len(times) == 1 and unit.power(SECOND) == -1 else None
    return ParsedUnit(scale, unit, Fraction(1) if unit.power(SECOND) == -1 and not times else period)


def _parse_product(text: str) -> tuple[Fraction, Unit]:
    """One side of a '/': a multiplier, then units joined by `*` or `·`."""
    words: list[str] = _WORD.findall(text)
    scale, unit = Fraction(1), PLAIN
    if words and words[0] in MULTIPLIERS:
        scale = Fraction(MULTIPLIERS[words.pop(0)])
    for index, word in enumerate(words):
        joins = word in ("*", "·")
        if joins != bool(index % 2) or (joins and index == len(words) - 1):
            raise QuantityError(f"found the unit '{text.strip()}'; one word is accepted, such as active_user")
        if not joins:
            factor, dimension = _parse_word(word)
            scale, unit = scale * factor, unit * dimension
    return scale, unit


def _parse_word(word: str) -> tuple[Fraction, Unit]:
    if word in _TABLE:
        return _TABLE[word]
    if word in _REFUSED:
        raise QuantityError(f"the unit '{word}' is not accepted: {_REFUSED[word]}")
    if word in MULTIPLIERS:
        raise QuantityError(
            f"found '{word}' where a unit is expected; it goes right after the number, as in 6{word}"
        )
    if _THING.fullmatch(word) or word in _ABBREVIATED:
        return Fraction(1), Unit(((_ABBREVIATED.get(word) or _singular(word), 1),))
    lower = word.lower()
    if lower in _TABLE or (_THING.fullmatch(lower) and lower not in _REFUSED):
        raise QuantityError(f"unknown unit '{word}'; units keep their case: did you mean '{lower}'?")
    raise QuantityError(
        f"unknown unit '{word[:40]}'; accepted: s, min, h, day, B, kB, MB, GB, $, % or a lower-case word"
    )


def _singular(word: str) -> str:
    """The counted thing without its plural ending: links → link, queries → query, matches → match."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    plural = len(word) > 2 and word.endswith("s") and not word.endswith(("ss", "us", "is"))
    return word[:-1] if plural else word


_IRREGULAR = {"caches": "cache", "cookies": "cookie", "movies": "movie", "statuses": "status"}
_IRREGULAR |= {word: word for word in ("series", "news")}
