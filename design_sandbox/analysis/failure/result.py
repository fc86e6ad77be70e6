"""What the loss of one thing does: which journeys break or degrade, how full the others get, whether it passes by itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from design_sandbox.analysis.availability.words import share_of
from design_sandbox.analysis.figure import Figure

Kind = Literal["component", "instance", "zone", "region", "copy", "third_party", "connection"]
Status = Literal["breaks", "overloads", "degrades", "unaffected"]
"""breaks: no answer. overloads: what answers would be fuller than it can be. degrades: answered, and something is missing."""
RANK: dict[Status, int] = {"breaks": 0, "overloads": 1, "degrades": 2, "unaffected": 3}


@dataclass(frozen=True, order=True)
class Target:
    """One thing that can be lost; as text `zone:east`, `instance:api`, `third_party:payment`, `connection:api -> db`."""

    kind: Kind
    id: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"


@dataclass(frozen=True)
class FlowEffect:
    """What a loss does to one journey."""

    flow: str
    title: str
    core: bool
    status: Status
    text: str
    """A sentence; empty when unaffected."""


@dataclass(frozen=True)
class PartEffect:
    """How full a part gets."""

    part: str
    label: str
    before: float | None
    """Utilisation at peak, of the tightest dimension; None when unknown."""
    after: Figure
    """Unit `ratio`; without a value when unknown."""
    instances: int | None
    left: int | None
    """Instances before and now."""
    overloaded: bool
    """Above 100 % at peak, and more than before."""


@dataclass(frozen=True)
class RetryStorm:
    """Retries alone would keep a part full after everything is back (metastable failure)."""

    part: str
    label: str
    attempts: float
    """Times a call is made at most, all layers multiplied; not whole where a budget limits them."""
    load: Figure
    """Peak × attempts ÷ capacity, unit `ratio`; at or above 100 % it stays down."""


@dataclass(frozen=True)
class Loss:
    """One thing is gone, and the design is walked and sized again without it."""

    target: Target
    label: str
    """In words: "One instance of API servers", "Zone 1 of Region"."""
    gone: tuple[str, ...]
    """Components with nothing left that could answer."""
    weaker: tuple[str, ...]
    """Components that go on with fewer instances."""
    cut: tuple[tuple[str, str], ...]
    """Ends of connections over which nothing passes any more."""
    flows: tuple[FlowEffect, ...]
    """All served journeys, worst first."""
    requirements: tuple[str, ...]
    """Ids of requirements with a journey that breaks."""
    parts: tuple[PartEffect, ...]
    """Parts that get fuller or overloaded, fullest first."""
    storms: tuple[RetryStorm, ...]
    recovers: bool | None
    """Whether it passes by itself once the thing is back; None when nothing is known about any part's capacity."""
    recovery: str
    """The same as a sentence."""
    minutes: Figure
    """How long a year it is lost, unit `min/year`; without a value where it is not known."""

    @property
    def breaks(self) -> tuple[str, ...]:
        """Flows that break."""
        return tuple(effect.flow for effect in self.flows if effect.status == "breaks")

    @property
    def degrades(self) -> tuple[str, ...]:
        """Flows that degrade or run into an overload."""
        return tuple(effect.flow for effect in self.flows if effect.status in ("degrades", "overloads"))

    @property
    def overloaded(self) -> tuple[str, ...]:
        """Parts above 100 % because of it."""
        return tuple(effect.part for effect in self.parts if effect.overloaded)

    @property
    def is_survived(self) -> bool:
        """Nothing breaks and nothing is overloaded."""
        return not self.breaks and not self.overloaded

    @property
    def text(self) -> str:
        """One sentence for a list."""
        if self.breaks:
            titles = [effect.title for effect in self.flows if effect.status == "breaks"]
            return f"{self.label} is lost: {_listed(titles)} {'stop' if len(titles) > 1 else 'stops'}."
        if self.overloaded:
            first = next(effect for effect in self.parts if effect.overloaded)
            return f"{self.label} is lost: {first.label} would be at {share_of(first.after.value)} what it can carry."
        return (
            f"{self.label} is lost: every journey is still answered{' in some way' if self.degrades else ''}."
        )


def _listed(titles: list[str]) -> str:
    return titles[0] if len(titles) == 1 else f"{', '.join(titles[:-1])} and {titles[-1]}"


@dataclass(frozen=True)
class SinglePoint:
    """A part whose loss alone stops a core journey."""

    part: str
    label: str
    flows: tuple[str, ...]
    minutes: Figure
    """A year, for the journey that it costs most; unit `min/year`."""
    text: str
