"""A scenario with its load worked out: the prompt as text and every figure as people read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class LoadLine:
    """One named quantity of the scenario: its value as text and how it came about."""

    name: str
    label: str
    text: str
    working: str


@dataclass(frozen=True)
class Briefing:
    """What the prompt says once its figures are computed."""

    prompt: str
    load: tuple[LoadLine, ...] = ()
    flow_peaks: Mapping[str, float] = field(default_factory=dict)
    """Requests per second at peak, by flow."""

    def line(self, name: str) -> LoadLine | None:
        """The figure of that name."""
        return next((line for line in self.load if line.name == name), None)
