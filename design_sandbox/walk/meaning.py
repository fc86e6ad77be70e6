"""What a part was drawn for, where several would do: by `does`, or by the words of its label."""

from __future__ import annotations

from design_sandbox.walk.attempt import Setting
from design_sandbox.walk.board import Part
from design_sandbox.walk.words import words

SMALL = frozenset(
    {"an", "and", "at", "by", "for", "from", "how", "in", "is", "it", "of", "on", "or", "the", "to", "with"}
)
"""Words that say nothing about what a flow or a part is for."""


def called(setting: Setting, flow_id: str) -> frozenset[str]:
    """Words by which people speak of a flow."""
    return words(f"{flow_id} {setting.scenario.flows[flow_id].title}".replace("_", " ")) - SMALL


def called_data(setting: Setting, entity_id: str) -> frozenset[str]:
    """Words by which people speak of an entity."""
    entity = setting.scenario.entities[entity_id]
    return words(" ".join((entity_id.replace("_", " "), entity.label, *entity.synonyms))) - SMALL


def misfit_to_data(setting: Setting, entity_id: str, part: Part) -> int:
    """-1 for a part whose label speaks of the entity, 1 for one whose label speaks of other data, 0 otherwise."""
    label = words(part.label)
    if label & called_data(setting, entity_id):
        return -1
    return int(any(label & called_data(setting, other) for other in setting.scenario.entities))


def misfit(setting: Setting, flow_id: str, part: Part) -> int:
    """-1 for a part made for this flow, 1 for one made for another flow, 0 where nothing says so."""
    if part.component.does:
        return -1 if flow_id in part.component.does else 1
    label = words(part.label)
    if label & called(setting, flow_id):
        return -1
    return int(any(label & called(setting, other) for other in setting.scenario.flows if other != flow_id))
