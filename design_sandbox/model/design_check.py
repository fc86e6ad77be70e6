"""What the shape of a design cannot say: unknown types, ends, members and property values."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from design_sandbox.model.catalogue import Catalogue, PropertySpec
from design_sandbox.model.design import CLAIM_FIELDS, Design
from design_sandbox.model.mistakes import Mistake, unknown
from design_sandbox.model.problems import DocumentError, Position, Problem, did_you_mean, quoted
from design_sandbox.model.scenario import Scenario
from design_sandbox.model.source import Source


def check_design(design: Design, catalogue: Catalogue, *, source: Source | None = None) -> list[Problem]:
    """What the shape of a design cannot say: unknown types, ends, members and property values."""
    check = _DesignCheck(design, catalogue, source)
    check.components()
    check.connections()
    check.groups()
    check.walkthroughs()
    return check.problems


class _DesignCheck:
    """Collects the problems of one design."""

    def __init__(self, design: Design, catalogue: Catalogue, source: Source | None) -> None:
        self.design, self.catalogue, self.source = design, catalogue, source
        self.types = catalogue.of_kind(design.design.kind)
        self.problems: list[Problem] = []

    def report(self, path: tuple[str | int, ...], message: str, accepted: Iterable[str], found: str) -> None:
        words = list(accepted)
        listing = f"accepted: {', '.join(words[:40])}" if words else ""
        suggestion = did_you_mean(found, words)
        if self.source:
            self.problems.append(self.source.problem(path, message, listing, suggestion))
        else:
            place = Position(self.design.design.id, 1, 1)
            self.problems.append(Problem(place, message, path, listing, suggestion))

    def components(self) -> None:
        for name, component in self.design.components.items():
            spec = self.types.get(component.type)
            if spec is None:
                known = self.catalogue.by_synonym.get(component.type.lower().replace("_", " "))
                accepted = [known] if known in self.types else list(self.types)
                self.report(("components", name, "type"), f"unknown component type {component.type!r}",
                            [word for word in accepted if word], component.type)  # fmt: skip
                continue
            for field, value in component.properties.items():
                self._property(name, field, value)

    def _property(self, name: str, field: str, value: Any) -> None:
        spec = self.catalogue.properties.get(field)
        path = ("components", name, field)
        if spec is None:
            accepted = [
                *self.types[self.design.components[name].type].properties,
                "type",
                "label",
                *CLAIM_FIELDS,
            ]
            self.report(path, f"unknown key {field!r}", accepted, field)
        elif (wrong := property_problem(spec, value)) is not None:
            self.report(path, wrong, (), field)

    def connections(self) -> None:
        parts = self.design.components
        kinds = {
            name for name, kind in self.catalogue.connections.items() if kind.kind == self.design.design.kind
        }
        for index, connection in enumerate(self.design.connections):
            for end, name in (("from", connection.source), ("to", connection.target)):
                if name not in parts:
                    self.report(("connections", index, end), f"no component {name!r}", parts, name)
            if connection.kind is not None and connection.kind not in kinds:
                self.report(("connections", index, "kind"), f"{connection.kind!r} belongs to the other kind of diagram",
                            sorted(kinds), connection.kind)  # fmt: skip

    def groups(self) -> None:
        known = [*self.design.components, *self.design.groups]
        for name, group in self.design.groups.items():
            for index, member in enumerate(group.contains):
                if member not in known:
                    self.report(
                        ("groups", name, "contains", index), f"no component {member!r}", known, member
                    )

    def walkthroughs(self) -> None:
        parts = self.design.components
        for flow, way in self.design.walkthroughs.items():
            for index, name in enumerate(way):
                if name not in parts:
                    self.report(("walkthroughs", flow, index), f"no component {name!r}", parts, name)


def refuse_unknown_journeys(design: Design, scenario: Scenario, source: Source) -> None:
    """Raise DocumentError for walkthroughs of journeys that the scenario does not have, each at its line and column."""
    problems = [mistake.located(source) for mistake in unknown_journeys(design, scenario)]
    if problems:
        raise DocumentError(problems)


def unknown_journeys(design: Design, scenario: Scenario) -> list[Mistake]:
    """Walkthroughs of journeys that the scenario does not have."""
    return [unknown(("walkthroughs", flow), f"no journey {quoted(flow)}", flow, scenario.flows, at_key=True)
            for flow in design.walkthroughs if flow not in scenario.flows]  # fmt: skip


def property_problem(spec: PropertySpec, value: Any) -> str | None:
    """Why a value is not accepted for a property, in words; None when it is."""
    if spec.type == "boolean":
        return None if isinstance(value, bool) else f"found {value!r}; true or false is accepted"
    if spec.type == "choice":
        options = [option.value for option in spec.options]
        return None if value in options else f"found {value!r}; one of {', '.join(options)} is accepted"
    if spec.type in ("integer", "number", "ratio"):
        whole = spec.type == "integer"
        low, high = spec.min if spec.min is not None else 0, spec.max if spec.max is not None else 1e9
        number = isinstance(value, (int, float)) and not isinstance(value, bool) and low <= value <= high
        if number and (not whole or value == int(value)):
            return None
        return f"found {value!r}; a {'whole ' if whole else ''}number from {low:g} to {high:g} is accepted"
    if spec.type == "quantity":
        return _quantity_problem(value, spec.unit)
    return None if isinstance(value, (str, list)) and len(str(value)) <= 400 else "a short text is accepted"


def _quantity_problem(value: Any, unit: str | None) -> str | None:
    """Why a text or number is no figure of this unit; plain numbers count in base units (seconds, bytes)."""
    from design_sandbox.model.quantity import QuantityError, parse_quantity
    from design_sandbox.model.unit_reading import parse_unit
    from design_sandbox.model.units import PLAIN

    try:
        found = parse_quantity(value)
    except QuantityError as error:
        return str(error)
    if unit and found.unit != PLAIN and not found.unit.fits(parse_unit(unit).unit):
        return f"found {found} ({found.unit.described}); a figure like 5 {unit} is accepted"
    return None if found.value > 0 else f"found {found}; more than zero is accepted"
