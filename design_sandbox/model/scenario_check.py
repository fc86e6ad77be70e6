"""Names that a scenario uses and nothing declares: each as a mistake at its own place in the document.

The shape of a scenario is checked by its models. Here every word that points somewhere (a flow, an entity, a load
name, an option …) is looked up, and every formula is computed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from design_sandbox.model.mistakes import Mistake, unknown
from design_sandbox.model.problems import Path, listed, quoted
from design_sandbox.model.scenario import Loss, Scenario, Step, located_steps
from design_sandbox.model.scenario_choices import choice_mistakes
from design_sandbox.model.scenario_figures import figure_mistakes
from design_sandbox.model.scenario_services import service_mistakes

if TYPE_CHECKING:
    from design_sandbox.model.catalogue import Catalogue

LOSSES_OF = {"third_party": "third_parties", "entity_copies": "entities"}
"""Losses that are losses of something by name, and the section that declares it."""


def scenario_mistakes(scenario: Scenario, catalogue: Catalogue) -> list[Mistake]:
    """Everything that can be said without a rubric: names, figures and what third parties provide."""
    return [
        *reference_mistakes(scenario),
        *_flows(scenario),
        *_requirements(scenario),
        *_failures(scenario),
        *_twists(scenario),
        *choice_mistakes(scenario, catalogue),
        *service_mistakes(scenario, catalogue),
        *figure_mistakes(scenario),
    ]


# What a walk needs -----------------------------------------------------------------------------------------------------


def reference_mistakes(scenario: Scenario) -> list[Mistake]:
    """Names of actors, entities, third parties and flows that are declared nowhere."""
    return [
        *_targets(scenario),
        *_entities(scenario),
        *_mentioned_flows(scenario),
        *_mentioned_entities(scenario),
    ]


def _targets(scenario: Scenario) -> Iterator[Mistake]:
    actors = sorted({*scenario.actors, "clock"})
    for name, flow in scenario.flows.items():
        if flow.actor not in actors:
            yield unknown(("flows", name, "actor"), f"no actor {quoted(flow.actor)}", flow.actor, actors)
    for path, step in located_steps(scenario):
        known = _known_targets(scenario, step)
        if known is not None and step.target not in known:
            message = f"{step.verb} {quoted(step.target)} is not declared"
            yield unknown((*path, str(step.verb)), message, step.target, sorted(known))


def _known_targets(scenario: Scenario, step: Step) -> Collection[str] | None:
    """What the step's verb may be about; None when any word will do (`decide`)."""
    if step.verb == "decide":
        return None
    if step.verb == "call":
        return scenario.third_parties
    return scenario.actors if step.verb in ("notify", "connect") else scenario.entities


def _entities(scenario: Scenario) -> Iterator[Mistake]:
    things = sorted(name for name, entity in scenario.entities.items() if entity.shape == "thing")
    for name, entity in scenario.entities.items():
        for index, origin in enumerate(entity.derived_from):
            if origin not in scenario.entities:
                yield unknown(
                    ("entities", name, "derived_from", index),
                    f"{quoted(origin)} is not an entity",
                    origin,
                    scenario.entities,
                )
        if entity.locates is not None and entity.locates not in scenario.actors:
            yield unknown(
                ("entities", name, "locates"),
                f"no actor {quoted(entity.locates)}",
                entity.locates,
                scenario.actors,
            )
    owned = [*((("entities", name, "of"), entity.of) for name, entity in scenario.entities.items()),
             *((("twists", name, "of"), twist.of) for name, twist in scenario.twists.items())]  # fmt: skip
    for place, thing in owned:
        if thing is not None and thing not in things:
            yield unknown(place, f"{quoted(thing)} is not a thing", thing, things)


def _mentioned_flows(scenario: Scenario) -> Iterator[Mistake]:
    mentioned: list[tuple[Path, str]] = [
        *(
            (("requirements", k, "flows", i), f)
            for k, r in scenario.requirements.items()
            for i, f in enumerate(r.flows)
        ),
        *(
            (("failures", n, "flows", i), f)
            for n, x in enumerate(scenario.failures)
            for i, f in enumerate(x.flows)
        ),
        *(
            (("variants", k, "flows", i), f)
            for k, v in scenario.variants.items()
            for i, f in enumerate(v.flows)
        ),
        *(
            (("entities", k, "refreshed_by"), e.refreshed_by)
            for k, e in scenario.entities.items()
            if e.refreshed_by
        ),
        *((("bursts", n, "flow"), x.flow) for n, x in enumerate(scenario.bursts)),
    ]
    for path, flow in mentioned:
        if flow not in scenario.flows:
            yield unknown(path, f"no flow {quoted(flow)}", flow, scenario.flows)


def _mentioned_entities(scenario: Scenario) -> Iterator[Mistake]:
    mentioned: list[tuple[Path, str]] = [
        *((("invariants", n, "entity"), x.entity) for n, x in enumerate(scenario.invariants)),
        *((("bursts", n, "entity"), x.entity) for n, x in enumerate(scenario.bursts)),
    ]
    for path, entity in mentioned:
        if entity not in scenario.entities:
            yield unknown(path, f"no entity {quoted(entity)}", entity, scenario.entities)


# What a review needs ----------------------------------------------------------------------------------------------------


def _flows(scenario: Scenario) -> Iterator[Mistake]:
    for name, flow in scenario.flows.items():
        if flow.requirement is not None and flow.requirement not in scenario.requirements:
            path = ("flows", name, "requirement")
            yield unknown(
                path, f"no requirement {quoted(flow.requirement)}", flow.requirement, scenario.requirements
            )
    for index, name in enumerate(scenario.facts):
        if name not in scenario.load:
            yield unknown(("facts", index), f"{quoted(name)} is not a name under `load`", name, scenario.load)


def _requirements(scenario: Scenario) -> Iterator[Mistake]:
    for name, requirement in scenario.requirements.items():
        if not requirement.flows and requirement.quality is None:
            hint = "accepted: `flows: [...]`, or `quality:` with a criterion of the rubric"
            yield Mistake(
                ("requirements", name),
                "the requirement says nothing that could be looked at",
                hint,
                at_key=True,
            )
    for index, invariant in enumerate(scenario.invariants):
        if not invariant.at_most_one.strip():
            hint = "accepted: what only one may have, like `at_most_one: seat`"
            yield Mistake(("invariants", index, "at_most_one"), "at_most_one is empty", hint)


def _failures(scenario: Scenario) -> Iterator[Mistake]:
    for index, failure in enumerate(scenario.failures):
        yield from _lost(scenario, ("failures", index), failure.lose, failure.which)


def _lost(scenario: Scenario, place: Path, lose: Loss, which: str | None) -> Iterator[Mistake]:
    """Losing a third party or copies of data says which one; other losses take no `which`."""
    path: Path = (*place, "which")
    if lose not in LOSSES_OF:
        if which is not None:
            accepted = f"accepted: no `which`, or lose: {' or '.join(LOSSES_OF)}"
            yield Mistake(path, f"`which` says nothing about {lose}", accepted, at_key=True)
        return
    section = LOSSES_OF[lose]
    known = list(getattr(scenario, section))
    if which is None:
        accepted = (
            f"accepted: `which:` with one of {listed(known)}"
            if known
            else f"nothing stands under `{section}`"
        )
        yield Mistake(place, f"lose: {lose} does not say which", accepted)
    elif which not in known:
        yield unknown(path, f"{quoted(which)} is not declared under `{section}`", which, known)


def _twists(scenario: Scenario) -> Iterator[Mistake]:
    """A twist changes load that exists, loses what can be lost, and bursts as declared."""
    bursts = [burst.id for burst in scenario.bursts]
    for name, twist in scenario.twists.items():
        place: Path = ("twists", name)
        for load in twist.load:
            if load not in scenario.load:
                yield unknown((*place, "load", load), f"{quoted(load)} is not a name under `load`", load,
                              scenario.load, at_key=True)  # fmt: skip
        if twist.lose is not None:
            yield from _lost(scenario, place, twist.lose, twist.which)
        if twist.burst is not None and twist.burst not in bursts:
            yield unknown((*place, "burst"), f"no burst {quoted(twist.burst)}", twist.burst, bursts)
