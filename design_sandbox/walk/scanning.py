"""Scans: how many calls it takes a store to look at items that lie side by side (SEMANTICS 19)."""

from __future__ import annotations

from typing import NamedTuple

from design_sandbox.model.scenario import Scenario, Step

REQUEST_BYTES = 1_000.0
"""Envelope of a call whose payload is unknown: headers, tokens and a small body."""
SCANNED_IN_ONE_CALL_BYTES = 64_000.0
"""What one range read looks at. HBase: blocks of 64 kB; Cassandra: an index entry each 64 kB of a partition [memory]."""


class Calls(NamedTuple):
    """How often a store is called to meet a step once, and the items that each call looks at."""

    calls: float
    items: float = 1.0


def calls_of(scenario: Scenario, step: Step, times: float) -> Calls:
    """A scan takes all items of a block in one call; each other verb calls once for each item."""
    if step.verb != "scan" or times <= 1.0:
        return Calls(times)
    calls = max(1.0, times * size_bytes(scenario, step.target) / SCANNED_IN_ONE_CALL_BYTES)
    return Calls(calls, times / calls)


def size_bytes(scenario: Scenario, entity: str) -> float:
    """Bytes of one item; the request envelope when the scenario does not say."""
    known = scenario.entities.get(entity)
    return float(known.size) if known and known.size is not None else REQUEST_BYTES
