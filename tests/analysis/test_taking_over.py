"""How long a part is away after losing one instance: standbys take over, equals go on, a single one is replaced."""

from __future__ import annotations

import pytest
from designs import walked

from design_sandbox.analysis.analyse import analyse
from design_sandbox.analysis.failure import recovery_time

DRAWN = """
data note record durable
look by user rate=10: read note
---
people: client
api: service replicas=3
db: {store}
people -> api -> db
"""


@pytest.mark.parametrize(
    ("store", "part", "seconds", "source"),
    [
        ("relational holds=note replicas=2 failover_time='90 s'", "db", 90, "failover_time"),
        ("relational holds=note replicas=1", "db", 4 * 3600, "four hours"),
        ("relational holds=note replicas=2", "api", 0, "the other instances go on"),
        ("wide_column holds=note replicas=3", "db", 0, "a majority of the copies goes on"),
    ],
)
def test_who_takes_over(store: str, part: str, seconds: float, source: str) -> None:
    """The figure, and where it comes from."""
    drawn = walked(DRAWN.format(store=store))
    figure = recovery_time(drawn, analyse(drawn).components, part)
    (given,) = figure.working.inputs
    assert (figure.value, source in getattr(given, "source", "")) == (seconds, True)


@pytest.mark.parametrize(
    ("store", "why"),
    [
        ("relational holds=note", "How many copies"),
        ("object_store holds=note", "providers promise a share"),
    ],
)
def test_what_nobody_says_is_not_computed(store: str, why: str) -> None:
    """A store of unknown size is asked about, and a provider promises no time."""
    drawn = walked(DRAWN.format(store=store))
    figure = recovery_time(drawn, analyse(drawn).components, "db")
    assert (figure.value, why in figure.why_not) == (None, True)
