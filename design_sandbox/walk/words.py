"""What people call things: the words of labels and ids, compared."""

from __future__ import annotations

import re
from functools import lru_cache

from design_sandbox.model.scenario import Entity


@lru_cache(maxsize=4096)
def words(text: str) -> frozenset[str]:
    """Lower-case words of a label or id, plural `s` cut, for comparing what people call things."""
    return frozenset(word.rstrip("s") for word in re.findall(r"[a-z0-9]+", text.lower()) if len(word) > 1)


def names_entity(label: str, entity_id: str, entity: Entity) -> bool:
    """Whether a label names an entity, by its id, label or a synonym."""
    said = words(label)
    return any(called and called <= said
               for called in map(words, (entity_id.replace("_", " "), entity.label, *entity.synonyms)))  # fmt: skip
