"""Names in references and pitfalls that only the scenario, the rules and the catalogue can tell wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from design_sandbox.model.design import Design
from design_sandbox.model.design_check import unknown_journeys
from design_sandbox.model.loading import load_catalogue, load_design, read_file
from design_sandbox.model.mistakes import Mistake, unknown
from design_sandbox.model.problems import DocumentError, Problem, did_you_mean, quoted
from design_sandbox.model.scenario import Scenario
from design_sandbox.model.scenario_choices import strategies_of
from design_sandbox.model.source import Source
from design_sandbox.rules.registry import all_rules

ID_LIKE = re.compile(r"[a-z0-9]+([_-][a-z0-9]+)+")
"""Words joined by `_` or `-`: whoever writes such a strategy means one of the scenario's."""


def design_problems(scenario: Scenario, folder: Path) -> list[Problem]:
    """Words in the headers, decisions and parts of references and pitfalls that stand for nothing."""
    designs = [
        (path, source, design)
        for path in design_files(folder)
        if (read := _shaped(path))
        for source, design in [read]
    ]
    known = [design.design.id for path, _, design in designs if path.parent.name == "references"]
    problems = []
    for _, source, design in designs:
        mistakes = (
            *_header(design, scenario, known),
            *_decided(design, scenario),
            *unknown_journeys(design, scenario),
            *_expected(design),
            *_unsupported(design),
        )
        problems += [mistake.located(source) for mistake in mistakes]
    return problems


def design_files(folder: Path) -> list[Path]:
    """References and pitfalls of a scenario's folder."""
    return sorted([*folder.glob("references/*.yaml"), *folder.glob("pitfalls/*.yaml")])


def unreadable_designs(folder: Path) -> list[Problem]:
    """Why some references and pitfalls cannot be read: the problems of all files, not only of the first."""
    problems: list[Problem] = []
    for path in design_files(folder):
        try:
            load_design(path)
        except DocumentError as error:
            problems += error.problems
    return problems


def _shaped(path: Path) -> tuple[Source, Design] | None:
    """A design whose shape is right, whatever it names; None for others, which `unreadable_designs` tells."""
    try:
        source = read_file(path)
        return source, Design.model_validate(source.data)
    except (DocumentError, ValidationError):
        return None


def _header(design: Design, scenario: Scenario, references: list[str]) -> Iterator[Mistake]:
    header, strategies = design.design, strategies_of(scenario)
    if header.scenario != scenario.scenario.id:
        yield unknown(
            ("design", "scenario"),
            f"the design is for {quoted(header.scenario)}",
            header.scenario,
            [scenario.scenario.id],
        )
    if _misspelt(header.strategy or "", strategies, scenario):
        message = f"{quoted(str(header.strategy))} is no alternative of an `any_of`; free text has spaces"
        yield unknown(("design", "strategy"), message, str(header.strategy), strategies)
    if header.based_on is not None and header.based_on not in references:
        message = f"no reference is called {quoted(header.based_on)}"
        yield unknown(("design", "based_on"), message, header.based_on, references)


def _misspelt(strategy: str, known: list[str], scenario: Scenario) -> bool:
    """Whether a text is meant for one of the scenario's strategies: one word is, in a system; classes are also told
    apart by who guards what.
    """
    if not strategy or not known or strategy in known:
        return False
    if scenario.scenario.kind == "system":
        return len(strategy.split()) == 1
    return bool(ID_LIKE.fullmatch(strategy)) and bool(did_you_mean(strategy, known))


def _decided(design: Design, scenario: Scenario) -> Iterator[Mistake]:
    """Trade-offs that do not exist, and options that they do not offer; several rejected ones are free text."""
    for name, decision in design.decisions.items():
        trade_off = scenario.trade_offs.get(name)
        if trade_off is None:
            yield unknown(
                ("decisions", name), f"no trade-off {quoted(name)}", name, scenario.trade_offs, at_key=True
            )
            continue
        for field, option in (("chosen", decision.chosen), ("rejected", decision.rejected)):
            if len(option.split()) == 1 and option not in trade_off.options:
                message = f"{quoted(option)} is no option of {name}"
                yield unknown(("decisions", name, field), message, option, trade_off.options)


def _unsupported(design: Design) -> Iterator[Mistake]:
    """Properties that another type has: on this one they mean nothing, and nobody would notice."""
    types, known = load_catalogue().types, load_catalogue().properties
    for name, component in design.components.items():
        spec = types.get(component.type)
        if spec is None:
            continue  # told when the design is loaded
        for field in spec.foreign(field for field in component.properties if field in known):
            message = f"a {spec.label.lower()} has no property {quoted(field)}"
            yield unknown(("components", name, field), message, field, spec.properties, at_key=True)


def _expected(design: Design) -> Iterator[Mistake]:
    """Rules that nobody registered; what `check` lines of the scenario find is named after their contents."""
    known = [entry.card.id for entry in all_rules()]
    for index, word in enumerate(design.design.expect):
        if word not in known and not word.startswith("check-"):
            yield unknown(("design", "expect", index), f"there is no rule {quoted(word)}", word, known)
