"""Reading documents: every error of a file at once, each at its line and column."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from design_sandbox.model.catalogue import Catalogue, PropertySpec
from design_sandbox.model.chains import with_links
from design_sandbox.model.design import CLAIM_FIELDS, Design
from design_sandbox.model.problems import DocumentError, Position, Problem, did_you_mean
from design_sandbox.model.rubric import Rubric
from design_sandbox.model.scenario import CHECKED_LATER, Scenario
from design_sandbox.model.source import Source, load_text

PACKAGE = Path(__file__).resolve().parent.parent
MAX_FILE_BYTES = 1_000_000
FOLDER_HINT = "lint path/to/scenario, check --scenario path/to/scenario"
COMMA_HINT = "if it is part of a text: inside {…} put quotes around texts with commas"
Model = TypeVar("Model", bound=BaseModel)


def content_folder(kind: str) -> Path:
    """Folder of `scenarios` or `rubrics`: beside the package in a checkout, inside it in a wheel."""
    inside = PACKAGE / "content" / kind
    return inside if inside.is_dir() else PACKAGE.parent / kind


# Files ----------------------------------------------------------------------------------------------------------------


def read_file(path: Path) -> Source:
    """A file as data with positions. Raises DocumentError when it is missing, too large or not YAML or JSON."""
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise _refused(
                path, f"the file has {path.stat().st_size:,} bytes; at most {MAX_FILE_BYTES:,} are read"
            )
        text = path.read_bytes()
    except OSError as error:
        reason = (
            "there is no such file" if isinstance(error, FileNotFoundError) else "the file cannot be read"
        )
        raise _refused(path, reason) from None
    return load_text(text, str(path))


def _refused(path: Path, message: str) -> DocumentError:
    return DocumentError([Problem(Position(str(path), 1, 1), message)])


def parse(
    source: Source, model: type[Model], further: Callable[[Model], Iterable[Problem]] | None = None
) -> Model:
    """The document of a source. Raises DocumentError with all its problems."""
    if not isinstance(source.data, dict):
        raise DocumentError(
            [source.problem((), "the document is not a mapping", "keys with values are accepted")]
        )
    try:
        document = model.model_validate(source.data, context=CHECKED_LATER if further else None)
    except ValidationError as error:
        from design_sandbox.model.validation_problems import problems_of_validation

        problems = problems_of_validation(error, source, model)
        raise DocumentError(_with_hint(problem, source.data) for problem in problems) from None
    problems = list(further(document)) if further else []
    if problems:
        raise DocumentError(problems)
    return document


def _with_hint(problem: Problem, data: Any) -> Problem:
    """A key that looks like the rest of a sentence: a comma inside `{…}` has cut a text in two."""
    if not problem.message.startswith("unknown key"):
        return problem
    word, bare = str(problem.path[-1]), False
    with suppress(LookupError, TypeError):
        for element in problem.path:
            data = data[element]
        bare = data is None
    if not bare and " " not in word:
        return problem
    return replace(problem, accepted="; ".join(filter(None, (problem.accepted, COMMA_HINT))))


# Designs --------------------------------------------------------------------------------------------------------------


def load_design(path: str | Path) -> Design:
    """The design in a YAML or JSON file. Raises DocumentError."""
    return _design(read_file(Path(path)))


def design_from_text(text: str | bytes, file: str = "design") -> Design:
    """The design in a text. Raises DocumentError."""
    return _design(load_text(text, file))


def _design(written: Source) -> Design:
    source = with_links(written)

    def check(design: Design) -> Iterable[Problem]:
        return (
            _with_hint(problem, source.data)
            for problem in check_design(design, load_catalogue(), source=source)
        )

    return parse(source, Design, check)


def design_to_data(design: Design) -> dict[str, Any]:
    """The design as plain data, without what is empty; order and ids kept."""
    data = json.loads(design.model_dump_json(by_alias=True, exclude_defaults=False))
    header = {key: value for key, value in data["design"].items() if value not in (None, "", [], {})}
    rest = {
        key: value
        for key, value in data.items()
        if key != "design" and value not in ({}, [], {"positions": {}})
    }
    return {"design": header, **rest}


def design_to_yaml(design: Design, *, comment: str = "") -> str:
    """The design as YAML that reads back to the same design."""
    from design_sandbox.model.yaml_writing import dump_yaml

    return dump_yaml(design_to_data(design), header_comment=comment)


def design_to_json(design: Design) -> str:
    """The design as indented JSON that reads back to the same design."""
    return json.dumps(design_to_data(design), indent=2, ensure_ascii=False) + "\n"


def check_design(design: Design, catalogue: Catalogue, *, source: Source | None = None) -> list[Problem]:
    """What the shape of a design cannot say: unknown types, ends, members and property values."""
    check = _DesignCheck(design, catalogue, source)
    check.components()
    check.connections()
    check.groups()
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


# Catalogue, rubrics, scenarios ----------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def load_catalogue() -> Catalogue:
    """The standard catalogue of component types."""
    folder = PACKAGE / "catalogue"
    head = read_file(folder / "catalogue.yaml")
    types: dict[str, Any] = {}
    for path in sorted((folder / "types").glob("*.yaml")):
        types |= read_file(path).data
    order = [group["id"] for group in head.data["groups"]]
    types = dict(sorted(types.items(), key=lambda entry: order.index(entry[1]["group"])))
    return Catalogue.model_validate({**head.data, "types": types})


def load_rubric(name: str) -> Rubric:
    """A rubric by id, or from a file. Raises DocumentError."""
    if name.endswith((".yaml", ".json")):
        return _rubric(Path(name))
    if name not in rubric_ids():
        known = rubric_ids()
        raise DocumentError([Problem(Position(name, 1, 1), f"there is no rubric {name!r}", (),
                                     f"accepted: {', '.join(known)}", did_you_mean(name, known))])  # fmt: skip
    return _rubric(content_folder("rubrics") / f"{name}.yaml")


@lru_cache(maxsize=16)
def _rubric(path: Path) -> Rubric:
    return parse(read_file(path), Rubric)


def scenario_ids() -> tuple[str, ...]:
    """Ids of the scenarios that are installed, sorted."""
    folder = content_folder("scenarios")
    return tuple(sorted(path.parent.name for path in folder.glob("*/scenario.yaml")))


def rubric_ids() -> tuple[str, ...]:
    """Ids of the rubrics that are installed, sorted."""
    return tuple(sorted(path.stem for path in content_folder("rubrics").glob("*.yaml")))


def scenario_folder(name: str) -> Path:
    """Folder of a scenario given by id, folder or file. Raises DocumentError when there is none."""
    path = Path(name)
    if path.name == "scenario.yaml":
        return path.parent
    if (path / "scenario.yaml").is_file():
        return path
    if name in scenario_ids():
        return content_folder("scenarios") / name
    known = scenario_ids()
    raise DocumentError([Problem(Position(name, 1, 1), f"there is no scenario {name!r}", (),
                                 f"accepted: {', '.join(known)}, or a scenario's folder ({FOLDER_HINT})",
                                 did_you_mean(name, known))])  # fmt: skip


def load_scenario(name: str) -> Scenario:
    """A scenario by id, folder or file. Raises DocumentError with every problem of the file."""
    return _scenario(scenario_folder(str(name)) / "scenario.yaml")


@lru_cache(maxsize=64)
def _scenario(path: Path) -> Scenario:
    source = read_file(path)
    return parse(source, Scenario, lambda scenario: _scenario_problems(scenario, source))


def _scenario_problems(scenario: Scenario, source: Source) -> list[Problem]:
    from design_sandbox.model.mistakes import unknown
    from design_sandbox.model.scenario_check import scenario_mistakes

    mistakes = scenario_mistakes(scenario, load_catalogue())
    known, named = rubric_ids(), scenario.scenario.rubric
    if named not in known:
        mistakes.append(unknown(("scenario", "rubric"), f"there is no rubric {named!r}", named, known))
    return [mistake.located(source) for mistake in mistakes]


def references(name: str) -> tuple[Design, ...]:
    """Accepted and modest designs of a scenario, in file order. Raises DocumentError."""
    return _designs(scenario_folder(name) / "references")


def pitfalls(name: str) -> tuple[Design, ...]:
    """Designs of a scenario that are known to be wrong. Raises DocumentError."""
    return _designs(scenario_folder(name) / "pitfalls")


def _designs(folder: Path) -> tuple[Design, ...]:
    return tuple(load_design(path) for path in sorted(folder.glob("*.yaml")))
