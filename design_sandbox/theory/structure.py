"""A whole of groups that share zones and regions, with alternatives: its availability, what stops it, what would help most.

The formula says which groups are needed or stand in for each other; groups say how many of their instances must answer
and where these stand. Conditioning on the shared domains leaves groups that fail by themselves, and a decision diagram
counts each of them once. Exact for the stated structure.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from design_sandbox.theory.decision_diagram import Plan, plan_of
from design_sandbox.theory.domains import MOST_DOMAINS, Group, State, states
from design_sandbox.theory.formula import Formula, holds_without, names_in, separately
from design_sandbox.theory.reliability import at_least, share

LEAST_CUT = 1e-12
"""Ways to stop that are rarer than this (0.03 ms a year) are not listed."""


@dataclass(frozen=True)
class Cut:
    """Things whose loss together stops the whole, and the share of time in which that is so."""

    things: frozenset[str]
    """Groups and domains by name, one or two."""
    chance: float


class Structure:
    """A formula over groups in shared domains; immutable, its answers are worked out when first asked for."""

    def __init__(
        self, formula: Formula, groups: Mapping[str, Group], domains: Mapping[str, float], chances: Mapping[str, float] | None = None
    ) -> None:  # fmt: skip
        """`chances`: names in the formula that are no groups but happen with a probability, like a cache hit."""
        self.formula, self.groups, self.chances = formula, dict(groups), dict(chances or {})
        self.names = names_in(formula)
        used = [self.groups[name] for name in self.names if name in self.groups]
        stands_in = {name for group in used for name in group.domains}
        self.domains = {
            name: share(a, f"the availability of {name}") for name, a in domains.items() if name in stands_in
        }
        self.needed = {name for name in self.domains if self._stops({name})}
        """Domains without which nothing works, whatever else does."""

    def _dead(self, lost: Iterable[str]) -> set[str]:
        """Groups that have too few instances left without these domains."""
        left = frozenset(self.domains) - frozenset(lost)
        return {
            name
            for name in self.names
            if name in self.groups and self.groups[name].alive(left) < self.groups[name].need
        }

    def _stops(self, lost: Iterable[str], *groups: str) -> bool:
        return not holds_without(self.formula, self._dead(lost) | set(groups))

    @cached_property
    def apart(self) -> tuple[dict[str, float], frozenset[str]]:
        """Domains that are told apart (with their availabilities), and those beyond the bound, taken as not shared."""
        others = [name for name in self.domains if name not in self.needed]
        shared_by = {name: sum(name in group.domains for group in self.groups.values()) for name in others}
        kept = sorted(others, key=lambda name: -shared_by[name])[:MOST_DOMAINS]
        return {name: self.domains[name] for name in others if name in kept}, frozenset(others) - set(kept)

    @cached_property
    def _worlds(self) -> list[tuple[float, State, dict[str, float]]]:
        """(weight, domains that are up, name → chance that it answers) for every state; the needed domains are up."""
        known, folded = self.apart
        always = frozenset(self.needed)
        return [(weight, up, self._answers(up | always, folded)) for weight, up in states(known)]

    def _answers(self, up: State, folded: frozenset[str]) -> dict[str, float]:
        found = dict(self.chances)
        for name in self.names:
            if name in self.groups:
                group = self.groups[name]
                own = {d: self.domains[d] for d in sorted(group.domains & folded)} if folded else {}
                found[name] = (sum(w * group.answers(up | more) for w, more in states(own)) if own
                               else group.answers(up))  # fmt: skip
        return found

    @cached_property
    def _plan(self) -> Plan:
        return plan_of(self.formula)

    @cached_property
    def _factor(self) -> float:
        result = 1.0
        for name in sorted(self.needed):
            result *= self.domains[name]
        return result

    @cached_property
    def availability(self) -> float:
        """Share of time in which the whole works."""
        if not self.names:
            return 1.0 if holds_without(self.formula, ()) else 0.0
        return min(
            1.0, self._factor * sum(w * self._plan.probability(answers) for w, _, answers in self._worlds)
        )

    @cached_property
    def alone(self) -> dict[str, float]:
        """Group → share of time in which it answers while every domain is up."""
        everything = frozenset(self.domains)
        return {name: self.groups[name].answers(everything) for name in self.names if name in self.groups}

    @cached_property
    def folded(self) -> dict[str, float]:
        """Group → availability if its zones and regions failed for each instance by itself: the well-known mistake."""
        found = dict(self.chances)
        for name in self.alone:
            group = self.groups[name]
            each = group.availability
            for domain in group.places[0].domains if group.places else ():
                each *= self.domains.get(domain, 1.0)
            found[name] = at_least(group.need, group.count, each)
        return found

    @cached_property
    def without_sharing(self) -> float:
        """The whole by that mistake, with every mention of a group failing by itself."""
        return separately(self.formula, self.folded)

    @cached_property
    def gains(self) -> dict[str, float]:
        """Thing → how much the availability would rise if it never failed.

        A group's instances fail with their zones still: what those cost is the gain of the zones.
        """
        found = dict.fromkeys((*self.alone, *self.domains), 0.0)
        works_with = dict.fromkeys(self.apart[0], 0.0)
        for weight, up, answers in self._worlds:
            left = up | self.needed
            for name, value in self._plan.importance(answers).items():
                if name in self.groups and self.groups[name].alive(left) >= self.groups[name].need:
                    found[name] += self._factor * weight * value * (1.0 - answers[name])
            whole = self._plan.probability(answers)
            for name in up:
                works_with[name] += self._factor * weight * whole
        for name, a in self.domains.items():
            if name in self.needed:
                found[name] = self.availability / a - self.availability if a else 0.0
            elif name in works_with and a:
                found[name] = max(works_with[name] / a - self.availability, 0.0)
        return found

    @cached_property
    def cuts(self) -> tuple[Cut, ...]:
        """What stops it: one or two things at once, the costliest first; their sum is close to, and above, the downtime."""
        found: dict[frozenset[str], float] = {}
        self._cuts_of_groups(found)
        self._cuts_of_domains(found)
        self._cuts_of_both(found)
        kept = [Cut(things, chance) for things, chance in found.items() if chance > LEAST_CUT]
        return tuple(sorted(kept, key=lambda cut: (-cut.chance, sorted(cut.things))))

    def _cuts_of_groups(self, found: dict[frozenset[str], float]) -> None:
        for names in self._plan.cuts(2 + bool(self.chances)):
            things = frozenset(name for name in names if name in self.groups)
            if 1 <= len(things) <= 2:
                chance = 1.0
                for name in names:
                    chance *= 1.0 - (self.alone[name] if name in self.groups else self.chances[name])
                found[things] = found.get(things, 0.0) + chance

    def _cuts_of_domains(self, found: dict[frozenset[str], float]) -> None:
        for name in self.needed:
            found[frozenset((name,))] = 1.0 - self.domains[name]
        for one, other in itertools.combinations([d for d in self.domains if d not in self.needed], 2):
            if self._stops((one, other)):
                found[frozenset((one, other))] = (1.0 - self.domains[one]) * (1.0 - self.domains[other])

    def _cuts_of_both(self, found: dict[frozenset[str], float]) -> None:
        """A domain is lost, and what is left of a group does not suffice: more often than on a day with every zone."""
        everything = frozenset(self.domains)
        for domain in (d for d in self.domains if d not in self.needed):
            for name in self.alone:
                fewer = 1.0 - self.groups[name].answers(everything - {domain})
                more = fewer - (1.0 - self.alone[name]) if self._stops((), name) else fewer
                if more > 0 and self._stops((domain,), name):
                    found[frozenset((domain, name))] = (1.0 - self.domains[domain]) * more
