"""The prompt panel: what is asked, how large it is, and what has been clarified."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from design_sandbox.model.base import level_at_least
from design_sandbox.model.rubric import Rubric
from design_sandbox.model.scenario import Entity, Scenario
from design_sandbox.ui.payload.briefing import Briefing

MEASURES = frozenset(
    ("B", "kB", "MB", "GB", "TB", "PB", "ms", "s", "min", "h", "d", "y", "days", "years", "%")
)
SHAPE_NOTES = {
    "list": "an ordered list", "counter": "counted", "append": "only ever added to", "blob": "large objects",
    "text": "searched as text", "place": "found by place",
}  # fmt: skip


def scenario_payload(scenario: Scenario, rubric: Rubric, briefing: Briefing, *, profile: str,
                     header: Mapping[str, Any], hints: int) -> dict[str, Any]:  # fmt: skip
    """The scenario as seen from a profile; `header` is the design's own (scope, variant), of any quality."""
    variant = header.get("variant")
    variant = variant if variant in scenario.variants else None
    return {
        "id": scenario.scenario.id,
        "title": scenario.scenario.title,
        "kind": scenario.scenario.kind,
        "prompt": (scenario.variants[variant].prompt if variant else "") or briefing.prompt,
        "minutes": scenario.scenario.minutes,
        "difficulty": scenario.scenario.difficulty,
        "profile": profile,
        "profiles": [{"id": name, "label": one.title} for name, one in rubric.profiles.items()],
        "variants": [{"id": name, "label": one.label} for name, one in scenario.variants.items()],
        "variant": variant,
        "facts": [
            {"value": bare(line.text), "label": line.label}
            for line in (briefing.line(name) for name in scenario.facts[:3])
            if line
        ],
        "clarifications": [{"question": c.question, "answer": c.answer} for c in scenario.clarifications],
        "scope": _scope(scenario, rubric, profile, header.get("scope")),
        "load": [{"name": line.label, "text": line.text, "working": line.working} for line in briefing.load],
        "entities": [
            {"id": name, "label": scenario.label_of(name), "note": _note(entity)}
            for name, entity in scenario.entities.items()
        ],
        "actors": [{"id": name, "label": _actor_label(scenario, name)} for name in scenario.actors],
        "flows": [{"id": name, "title": flow.title or name} for name, flow in scenario.flows.items()],
        "hints_shown": list(scenario.hints[:hints]),
        "hints_total": len(scenario.hints),
    }


def bare(text: str) -> str:
    """A figure without the noun that its label says: "17.4k post/s" → "17.4k/s", "200 follower" → "200"."""
    figure, _, unit = text.partition(" ")
    noun, per, time = unit.partition("/")
    return text if noun in MEASURES else f"{figure}{per}{time}"


def included(scenario: Scenario, rubric: Rubric, profile: str, flow: str, said: object) -> bool:
    """Whether an optional flow counts: as the learner said, else by what the level expects."""
    if isinstance(said, Mapping) and isinstance(said.get(flow), bool):
        return bool(said[flow])
    chair = rubric.profiles.get(profile)
    return not scenario.flows[flow].optional and (
        chair is None or level_at_least(chair.level, scenario.flows[flow].from_level)
    )


def _scope(scenario: Scenario, rubric: Rubric, profile: str, said: object) -> list[dict[str, Any]]:
    optional = {name: flow for name, flow in scenario.flows.items() if flow.optional}
    return [
        {"flow": name, "title": flow.title or name}
        | {"included": included(scenario, rubric, profile, name, said)}
        for name, flow in optional.items()
    ]


def _actor_label(scenario: Scenario, name: str) -> str:
    actor = scenario.actors[name]
    return (actor.label if not isinstance(actor, str) else "") or name.replace("_", " ").capitalize()


def _note(entity: Entity) -> str:
    """What a learner should know before choosing where the data lives."""
    said = [
        "must survive a restart" if entity.durable else "",
        "derived" if entity.derived_from else "",
        SHAPE_NOTES.get(entity.shape, ""),
        "sensitive" if entity.sensitive else "",
    ]
    return ", ".join(part for part in said if part)
