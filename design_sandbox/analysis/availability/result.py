"""The availability of a journey, with what stops it and what would help: each with the minutes a year that it costs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from design_sandbox.analysis.availability import words
from design_sandbox.analysis.availability.groups import Domain, PartGroup
from design_sandbox.analysis.availability.needs import Soft
from design_sandbox.analysis.figure import YEAR_MIN, Figure, Working, minutes_a_year
from design_sandbox.theory.structure import Structure

LEAST_MINUTES = 1e-4
"""Cuts and gains below this (6 ms a year) are not told."""


@dataclass(frozen=True)
class Thing:
    """A part, zone or region that can be lost."""

    id: str
    kind: Literal["part", "zone", "region"]
    label: str
    parts: tuple[str, ...]
    """Components to point at: the part itself, or those whose instances stand in the zone or region."""


@dataclass(frozen=True)
class Cut:
    """Things whose loss together stops the journey."""

    things: tuple[Thing, ...]
    minutes: Figure
    """A year; cuts overlap, so their sum is at or a little above the journey's downtime."""
    text: str


@dataclass(frozen=True)
class Gain:
    """What the journey would gain if one thing never failed."""

    thing: Thing
    minutes: Figure
    text: str


@dataclass(frozen=True)
class Availability:
    """How much of the time a journey is answered."""

    flow: str
    """Flow id; several joined by ` + ` for the joint figure."""
    title: str
    figure: Figure
    """Unit `availability`; without a value where the drawing leaves something open."""
    target: float | None = None
    soft: tuple[Soft, ...] = ()
    """Parts whose loss only degrades it."""
    around: tuple[str, ...] = ()
    """Sentences: losses that a way around survives."""
    structure: Structure | None = None
    groups: Mapping[str, PartGroup] | None = None
    domains: Mapping[str, Domain] | None = None

    @property
    def minutes(self) -> Figure:
        """Minutes a year without an answer."""
        value = None if self.figure.value is None else minutes_a_year(self.figure.value)
        return Figure(
            f"Downtime of {self.title}", value, "min/year", self.figure.explain, self.figure.why_not
        )

    @property
    def meets_target(self) -> bool | None:
        """Whether the target is met; None without a target or a figure."""
        if self.target is None or self.figure.value is None:
            return None
        return self.figure.value >= self.target - 1e-12

    @cached_property
    def assumes(self) -> tuple[str, ...]:
        """What is taken as independent or for granted, a sentence each."""
        return self.figure.working.assumes

    @cached_property
    def cuts(self) -> tuple[Cut, ...]:
        """What stops it: one or two things at once, the costliest first."""
        if self.structure is None:
            return ()
        found = []
        for cut in self.structure.cuts:
            things = tuple(
                sorted((self._thing(name) for name in cut.things), key=lambda t: (t.kind == "part", t.label))
            )
            if cut.chance * YEAR_MIN >= LEAST_MINUTES:
                found.append(Cut(things, self._minutes(cut.chance), self._said(things)))
        return tuple(found)

    @property
    def single_points(self) -> tuple[Cut, ...]:
        """Parts that one loss of theirs suffices to stop it, with the minutes each costs; zones and regions are not parts."""
        return tuple(cut for cut in self.cuts if len(cut.things) == 1 and cut.things[0].kind == "part")

    @cached_property
    def gains(self) -> tuple[Gain, ...]:
        """What would help most if it never failed, the best first."""
        if self.structure is None:
            return ()
        ranked = sorted(self.structure.gains.items(), key=lambda entry: (-entry[1], entry[0]))
        return tuple(
            Gain(thing, minutes, f"If {words.subject(thing.label)} never failed: {minutes.text} less.")
            for name, gain in ranked if gain * YEAR_MIN >= LEAST_MINUTES
            for thing, minutes in [(self._thing(name), self._minutes(gain))]
        )  # fmt: skip

    def _thing(self, name: str) -> Thing:
        groups, domains = self.groups or {}, self.domains or {}
        if name in groups:
            return Thing(name, "part", groups[name].label, (name,))
        domain = domains[name]
        inside = tuple(one for one, group in groups.items() if name in group.group.domains)
        return Thing(name, "zone" if domain.kind == "zone" else "region", domain.label, inside)

    def _said(self, things: tuple[Thing, ...]) -> str:
        return words.cut_text(things, self.groups or {}, self.structure)

    def _minutes(self, share: float) -> Figure:
        text = f"{share:.3g} of the year × {YEAR_MIN:,} min"
        return Figure(
            "Minutes a year",
            share * YEAR_MIN,
            "min/year",
            lambda: Working("chance × minutes of a year", text),
        )
