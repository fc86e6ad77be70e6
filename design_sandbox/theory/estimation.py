"""Back-of-the-envelope sums: people into requests, requests into bytes, months into seconds.

All figures are plain products; what differs between sources is the length of a month. Decimal units only.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from design_sandbox.theory.rates import require_positive, require_rate, require_share

DAY_S = 86_400.0
MONTH_DAYS = 30.0
MONTH_S = MONTH_DAYS * DAY_S
ROUND_MONTH_S = 2.5e6
"""The month that mental arithmetic uses (system-design-primer): 3.5 % short of 30 days."""
YEAR_DAYS = 365.0
HOURS_A_MONTH = 730.0
"""As cloud bills count: 365 × 24 ÷ 12."""


def per_second(count: float, over_s: float = DAY_S) -> float:
    """Events a second when so many happen in this time (a day unless said)."""
    return require_rate(count, "the count") / require_positive(over_s, "the time")


def actions_per_day(people: float, each: float, share: float = 1.0) -> float:
    """What all people do in a day: people × share of them who are there × actions each."""
    active = require_rate(people, "the number of people") * require_share(share, "the share")
    return active * require_rate(each, "the actions of each")


def peak_rate(average_per_s: float, peak_factor: float = 2.0) -> float:
    """The busiest hour; ask for the factor, 2 to 10 are seen."""
    return require_rate(average_per_s, "the average") * require_positive(peak_factor, "the peak factor")


def total_size(parts_bytes: Iterable[float]) -> float:
    """Bytes of one item made of several fields."""
    return sum(require_rate(part, "a size") for part in parts_bytes)


def accumulated(per_period: float, periods: float) -> float:
    """What comes together over several periods; years are multiplied once."""
    return require_rate(per_period, "the amount") * require_rate(periods, "the number of periods")


def code_space(alphabet: int, length: int) -> int:
    """Different codes of this length: alphabet ^ length, exactly."""
    if alphabet < 2 or not 0 <= length <= 10_000:
        raise ValueError("a code has an alphabet of two or more signs and at most 10,000 places")
    space: int = int(alphabet) ** int(length)
    return space


def code_length(alphabet: int, records: float) -> int:
    """The shortest length whose codes suffice for so many records (no slack for guessing or collisions)."""
    wanted, length = math.ceil(require_rate(records, "the number of records")), 1
    while code_space(alphabet, length) < wanted:
        length += 1
    return length


def price_of_use(amount: float, price_each: float) -> float:
    """Amount × price: hours at an hourly price, gigabytes at a price for a gigabyte."""
    return require_rate(amount, "the amount") * require_rate(price_each, "the price")


def cached_share(per_day: float, item_bytes: float, share: float = 0.2) -> float:
    """Bytes that keep the busiest share of a day's requests at hand (the 80-20 rule of thumb; skew decides)."""
    return (
        require_rate(per_day, "the requests")
        * require_rate(item_bytes, "the size")
        * require_share(share, "the share")
    )
