"""What is assumed where neither the drawing nor the catalogue says it: each with its source, all in this place."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Assumed:
    """A default figure and where it comes from."""

    value: float
    source: str


PROMISED = "Promised (SLA)"
"""How sources begin that are a provider's refund threshold, not a measurement."""
ZONE = Assumed(
    0.9995, "Assumed: between the 99.9 % of one zone's platform target and what single zones have shown "
    "(Google Cloud infrastructure reliability guide) [derived]",
)  # fmt: skip
"""Share of time in which a zone stands, while its region does."""
REGION = Assumed(
    0.9999, "Platform target of services over several zones of one region (Google Cloud infrastructure reliability guide) [seen]"
)  # fmt: skip
"""Share of time in which a region stands."""
REPAIR_H = Assumed(4.0, "Assumed: a failed machine is replaced and filled again within four hours [memory]")
"""Hours until a failed instance is back; how often it fails follows from this and its availability."""
MACHINE = Assumed(0.995, "Promised (SLA) for one machine, aws.amazon.com/compute/sla [seen]")
"""One instance of a type for which the catalogue names no availability."""
