"""Availability of journeys: what each needs, the instances and zones it stands on, and the exact share of time it is answered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from design_sandbox.analysis.availability import words
from design_sandbox.analysis.availability.assumed import REPAIR_H
from design_sandbox.analysis.availability.groups import Domain, PartGroup, domains_of, group_of
from design_sandbox.analysis.availability.known import known_needs
from design_sandbox.analysis.availability.needs import HIT, Soft
from design_sandbox.analysis.availability.result import Availability
from design_sandbox.analysis.availability.survival import Needs
from design_sandbox.analysis.figure import EXACT, Figure, Given, Mistake, Working, not_computable, show
from design_sandbox.analysis.numbers import ComponentLoad
from design_sandbox.theory.domains import Group
from design_sandbox.theory.formula import All, Formula, holds_without, names_in
from design_sandbox.theory.formula import Any as Or
from design_sandbox.theory.reliability import parallel, series
from design_sandbox.theory.structure import Structure
from design_sandbox.walk.walker import Walked

Loads = Mapping[str, ComponentLoad]


def availabilities(walked: Walked, loads: Loads) -> dict[str, Availability]:
    """Flow → availability, of every flow in scope; those that do not arrive have none, and say so."""
    if walked.scenario.scenario.kind == "object_model":
        return {}
    asked = [flow for flow, walk in walked.walks.items() if walk.status != "out_of_scope"]
    needs, groups = known_needs(walked, asked), _Groups(walked, loads)
    return {flow: _of_needs(walked, groups, _Asked(flow, _title(walked, flow), _target(walked, flow)), needs.get(flow))
            for flow in asked}  # fmt: skip


def joint_availability(walked: Walked, loads: Loads, flows: Iterable[str] | None = None) -> Availability:
    """All these flows (the core ones unless told) answered at the same time: shared parts count once."""
    core = [name for name, flow in walked.scenario.flows.items() if flow.core and name in walked.walks]
    wanted = list(flows) if flows is not None else core
    wanted = [name for name in wanted if walked.walks[name].status != "out_of_scope"]
    asked = _Asked(
        " + ".join(wanted), "all core journeys at once" if flows is None else "these journeys at once"
    )
    found, groups = known_needs(walked, wanted), _Groups(walked, loads)
    if not wanted or set(found) != set(wanted):
        return _of_needs(walked, groups, asked, None)
    formula = All(tuple(found[flow].formula for flow in wanted))
    chances = {key: chance for needs in found.values() for key, chance in needs.chances.items()}
    around = tuple(dict.fromkeys(pair for needs in found.values() for pair in needs.around))
    soft = {
        one.part: one for needs in found.values() for one in needs.soft if one.part not in names_in(formula)
    }
    together = Needs(formula, chances, tuple(soft[key] for key in sorted(soft)), around)
    return _of_needs(walked, groups, asked, together)


def _title(walked: Walked, flow: str) -> str:
    return walked.scenario.flows[flow].title or flow.replace("_", " ")


def _target(walked: Walked, flow: str) -> float | None:
    target = getattr(walked.scenario.flows[flow], "available", None)
    return None if target is None else float(target)


@dataclass(frozen=True)
class _Asked:
    """What the availability is asked of."""

    flow: str
    title: str
    target: float | None = None


class _Groups(dict[str, PartGroup]):
    """Part → its instances, each found when a journey first needs it."""

    def __init__(self, walked: Walked, loads: Loads) -> None:
        super().__init__()
        self.walked, self.loads = walked, loads

    def __missing__(self, name: str) -> PartGroup:
        board = self.walked.board
        found = self[name] = group_of(board, board.parts[name], self.loads.get(name))
        return found


def _of_needs(walked: Walked, known: _Groups, asked: _Asked, needs: Needs | None) -> Availability:
    flow, title, target = asked.flow, asked.title, asked.target
    label = f"Availability of {title}"
    if needs is None:
        reason = "the journey does not arrive" if flow else "no journey is asked"
        return Availability(flow, title, not_computable(label, "availability", reason), target)
    groups = {name: known[name] for name in needs.names if name in walked.board.parts}
    around = tuple(dict.fromkeys(_around(walked, flow, part, handler) for part, handler in needs.around))
    if because := _open(groups.values()):
        figure = not_computable(label, "availability", because)
        return Availability(flow, title, figure, target, needs.soft, around)
    domains = domains_of(walked.board, list(groups.values()))
    try:
        structure = _standing(needs, tuple(groups.items()), tuple(domains.values()))
        value = structure.availability
    except ValueError as error:  # too large a group or structure, in words
        return Availability(
            flow, title, not_computable(label, "availability", str(error)), target, needs.soft, around
        )
    figure = Figure(label, value, "availability", lambda: _working(needs, structure, groups, domains))
    if because := _too_full(groups.values()):  # what stops it stays true, how often it is answered does not
        figure = not_computable(label, "availability", because)
    return Availability(flow, title, figure, target, needs.soft, around, structure, groups, domains)


def _open(groups: Iterable[PartGroup]) -> str:
    """What the drawing leaves open."""
    questions = " ".join(one.question for one in groups if one.question)
    return f"the drawing leaves open: {questions}".rstrip(".") if questions else ""


def _too_full(groups: Iterable[PartGroup]) -> str:
    """Parts that cannot carry the peak even when all of their instances are up."""
    full = [f"{words.share_of(one.asked)} what {one.label} can do" for one in groups if one.overloaded]
    return f"the peak asks {words.joined(full)}; availability is that of a working system" if full else ""


@lru_cache(maxsize=512)
def _standing(
    needs: Needs, groups: tuple[tuple[str, PartGroup], ...], domains: tuple[Domain, ...]
) -> Structure:
    """The structure of these very needs and groups: those of journeys that an edit leaves alone are the same objects."""
    return _structure(needs.formula, tuple((name, one.group) for name, one in groups),
                      tuple((one.id, one.availability) for one in domains), tuple(sorted(needs.chances.items())))  # fmt: skip


@lru_cache(maxsize=512)
def _structure(
    formula: Formula, groups: tuple[tuple[str, Group], ...], domains: tuple[tuple[str, float], ...],
    chances: tuple[tuple[str, float], ...],
) -> Structure:  # fmt: skip
    """The same structure is worked out once, whoever asks: an edit elsewhere leaves it as it was."""
    return Structure(formula, dict(groups), dict(domains), dict(chances))


def _around(walked: Walked, flow: str, part: str, handler: str) -> str:
    lost = walked.board.parts[part].label
    if flow in walked.walks and handler in walked.board.parts and handler != walked.walks[flow].handler:
        return f"Without {lost}, {walked.board.parts[handler].label} still answers."
    return f"Without {lost} it is still answered."


# The working ----------------------------------------------------------------------------------------------------------


def _working(
    needs: Needs, structure: Structure, groups: Mapping[str, PartGroup], domains: Mapping[str, Domain]
) -> Working:
    alone = {name: show(value, "ratio") for name, value in structure.alone.items()}
    alone |= {name: show(chance, "ratio") for name, chance in needs.chances.items()}
    formula = words.formula_text(needs.formula, groups) or "nothing that can fail"
    substituted = words.values_text(needs.formula, alone)
    if structure.domains:
        formula = f"Σ over zones and regions: chance × [{formula}]"
        substituted = f"{substituted}, with every zone up; weighted over what may be down: {show(structure.availability, 'ratio')}"
    folded = structure.apart[1]
    return Working(
        formula, substituted, (*(_given(group) for group in groups.values()), *map(_given_domain, domains.values())),
        approximation=EXACT if not folded else f"{len(folded)} zones beyond twelve are taken as not shared",
        mistake=_mistake(needs, structure, groups), further_mistakes=_sla_taken(needs, groups), assumes=tuple(_assumes(needs, groups, domains)),
    )  # fmt: skip


def _given(group: PartGroup) -> Given:
    kind = "promised (SLA) as a whole" if group.promised else "one instance"
    return Given(f"{group.text}: {kind}", group.group.availability, "availability", group.source)


def _given_domain(domain: Domain) -> Given:
    return Given(
        words.joined([domain.label]).capitalize(), domain.availability, "availability", domain.source
    )


def _mistake(needs: Needs, structure: Structure, groups: Mapping[str, PartGroup]) -> Mistake:
    """What people do instead: multiply ways that share a part, or take every instance as independent of its zone."""
    if len(needs.ways) > 1:
        apart = parallel(
            series(structure.folded[name] for name in way if name in groups) for way in needs.ways
        )
        shared = set(needs.ways[0]).intersection(*needs.ways) & set(groups)
        named = words.joined([groups[name].label for name in needs.ways[0] if name in shared])
        why = (
            f"The ways share {named}, which fails once, for all of them."
            if named
            else "The ways share their zones."
        )
        return Mistake("Multiplying ways that share parts", apart, why)
    why = "A lost zone takes all of its instances at once; folded into each instance it looks independent."
    if any(group.led and group.group.count > 1 for group in groups.values()):
        why += " And a standby takes time to lead."
    return Mistake("Taking every instance as independent", structure.without_sharing, why)


def _sla_taken(needs: Needs, groups: Mapping[str, PartGroup]) -> tuple[Mistake, ...]:
    """What people read off a provider's page: "it is all on 99.99 %". The least promise is the most careful such reading."""
    needed = [one for name, one in groups.items() if not holds_without(needs.formula, (name,))]
    promised = {one.part: one.sla for one in needed if one.sla is not None and one.sla < 1}
    if not promised:
        return ()
    weakest = min(promised, key=lambda name: promised[name])
    others = [one.label for one in needed if one.part != weakest and one.group.availability < 1]
    beside = (
        f" The journey also needs {words.joined(others)}, and each takes minutes of its own."
        if others
        else ""
    )
    why = (
        f"Of what this journey cannot do without, {groups[weakest].label} is promised least. But a promise covers one part, without the "
        f"zones and regions below it, and is the threshold of a refund: nobody measured it.{beside}"
    )
    return (
        Mistake(f"Taking the SLA of {groups[weakest].label} for the availability", promised[weakest], why),
    )


def _assumes(needs: Needs, groups: Mapping[str, PartGroup], domains: Mapping[str, Domain]) -> list[str]:
    """Every availability says what it takes as independent, and what it was not told."""
    shared = [domain.label for domain in domains.values()]
    except_for = f", except for what shares {words.joined(shared, 'or', 6)}" if shared else ""
    said = [f"Failures are independent of each other{except_for}: no bad release, no overload that spreads.",
            "Counted at the peak: enough instances to carry it at 100 % must answer, all year."]  # fmt: skip
    checks = {
        "Nothing says over how many zones {} runs; one is assumed.": [g for g in groups.values() if not g.zones_said],
        "{}: the provider's promise is taken as what it delivers.": [g for g in groups.values() if g.promised and g.group.availability < 1],
        "A standby of {} leads after the failover time; a failed copy is back after " + f"{REPAIR_H.value:g} h.": [g for g in groups.values() if g.led and g.group.count > 1],
    }  # fmt: skip
    said += [text.format(words.joined([g.label for g in found])) for text, found in checks.items() if found]
    if any(one.group.count > 1 and (one.led or one.voting) for one in groups.values()):
        said.append("A request needs one shard of each store.")
    if isinstance(needs.formula, All) and any(isinstance(one, Or) for one in needs.formula.of):
        said.append(
            "What takes over is taken to carry the load as well; taking a part down tells whether it does."
        )
    if any(name.startswith(HIT) for name in needs.chances):
        said.append("While what fills a copy is down, hits are still answered.")
    return said


__all__ = ["Availability", "Soft", "availabilities", "joint_availability"]
