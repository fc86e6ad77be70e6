"""What people call things: the words of labels and ids, compared."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from design_sandbox.model.scenario import Entity


@lru_cache(maxsize=4096)
def words(text: str) -> frozenset[str]:
    """Lower-case words of a label or id, plural `s` cut, for comparing what people call things."""
    return frozenset(word.rstrip("s") for word in re.findall(r"[a-z0-9]+", text.lower()) if len(word) > 1)


def names_of(entities: Mapping[str, Entity]) -> dict[str, tuple[frozenset[str], ...]]:
    """Entity → the words of everything it is called: its id, label and synonyms."""
    return {
        name: tuple(filter(None, map(words, (name.replace("_", " "), entity.label, *entity.synonyms))))
        for name, entity in entities.items()
    }


def named_in(label: str, called: Mapping[str, tuple[frozenset[str], ...]]) -> list[str]:
    """Entities that a label names; `called` as `names_of` gives it."""
    said = words(label)
    return [name for name, names in called.items() if any(one <= said for one in names)]
