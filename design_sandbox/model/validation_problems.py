"""Validation errors of pydantic, in the words and at the places of the document."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from design_sandbox.model.annotations import keys_of
from design_sandbox.model.problems import (
    Path,
    Position,
    Problem,
    described,
    did_you_mean,
    in_order,
    listed,
    quoted,
)
from design_sandbox.model.validation_error import PlacedError, accepted_phrase, accepted_words, counted

if TYPE_CHECKING:
    from pydantic import ValidationError


class Located(Protocol):
    """Data that knows where each of its values was written."""

    @property
    def data(self) -> Any:
        """The plain data."""

    def position(self, path: Path) -> Position:
        """Where the value at the path stands."""

    def key_position(self, path: Path) -> Position:
        """Where the key of that value stands."""


AcceptedKeys: TypeAlias = Callable[[Path], Iterable[str]]


def problems_of_validation(
    error: ValidationError,
    source: Located,
    root: object = None,
    *,
    at: Path = (),
    keys: AcceptedKeys | None = None,
) -> list[Problem]:
    """Each error of pydantic as a located problem in plain words.

    `root` is the validated model (or any annotation); it tells which keys, words and ranges are accepted.
    `keys` may answer instead for places that the model cannot describe. `at` is the path of the validated
    part within the document. Errors in the branches of one union become those of the branch that fits best,
    or a single message.
    """
    found = [PlacedError.of(entry, source.data, root, at) for entry in error.errors(include_url=False)]
    problems = [_problem(entries, source, keys) for entries in _best_branches(found)]
    return in_order(problems)


def _best_branches(found: Sequence[PlacedError]) -> list[list[PlacedError]]:
    """Groups to report as one: single errors, and all errors of a union where no branch fits best."""
    groups: list[list[PlacedError]] = []
    unions: dict[Path, list[PlacedError]] = {}
    for item in found:
        if item.branches:
            unions.setdefault(item.branches[0][0], []).append(item)
        else:
            groups.append([item])
    for path, items in unions.items():
        by_branch: dict[str, list[PlacedError]] = {}
        for item in items:
            by_branch.setdefault(item.branches[0][1], []).append(item)
        inside = [branch for branch in by_branch.values() if any(item.path != path for item in branch)]
        if len(by_branch) == 1 or inside:
            best = min(inside or list(by_branch.values()), key=len)
            groups += _best_branches([replace(item, branches=item.branches[1:]) for item in best])
        else:
            groups.append(items)
    return groups


def _problem(group: Sequence[PlacedError], source: Located, keys: AcceptedKeys | None) -> Problem:
    first = group[0]
    kind, path, context = first.entry["type"], first.path, first.entry.get("ctx", {})
    if kind.startswith("union_tag"):
        return _problem_of_tag(first, source)
    if kind == "missing":
        return Problem(source.key_position(path[:-1]), f"key '{path[-1]}' is missing here", path)
    if kind == "extra_forbidden":
        accepted = list(keys(path[:-1]) if keys else keys_of(first.container))
        word = str(path[-1]) if path else ""
        return Problem(
            source.key_position(path),
            f"unknown key {quoted(word)}",
            path,
            f"accepted: {listed(accepted)}" if accepted else "",
            did_you_mean(word, accepted),
        )
    if kind in ("value_error", "assertion_error") and len(group) == 1:
        return Problem(source.position(path), str(context.get("error") or first.entry["msg"]), path)
    value = first.entry.get("input")
    if kind in ("too_short", "too_long") and len(group) == 1:
        what = f" under {quoted(str(path[-1]))}" if path and isinstance(path[-1], str) else ""
        found = (
            f"found {len(value):,} {'entry' if len(value) == 1 else 'entries'}{what}"
            if value is not None
            else "found none"
        )
        return Problem(source.position(path), found, path, f"{counted(context)} are accepted")
    words = [word for item in group for word in accepted_words(item)]
    phrases = list(dict.fromkeys(phrase for item in group if (phrase := accepted_phrase(item))))
    if words:
        phrases = [*dict.fromkeys([f"one of {listed(dict.fromkeys(words))}"]), *phrases]
    accepted_text = " or ".join(phrases) + " is accepted" if phrases else ""
    suggestion = did_you_mean(value, words) if isinstance(value, str) and value not in words else ""
    return Problem(source.position(path), f"found {described(value)}", path, accepted_text, suggestion)


def _problem_of_tag(item: PlacedError, source: Located) -> Problem:
    """The key that says which kind of map this is holds no known word, or is absent."""
    context, words = item.entry["ctx"], accepted_words(item)
    path = (*item.path, str(context["discriminator"]).strip("'"))
    accepted = f"one of {listed(words)} is accepted" if words else ""
    if item.entry["type"] == "union_tag_not_found":
        return Problem(source.key_position(item.path), f"key '{path[-1]}' is missing here", path, accepted)
    tag = str(context["tag"])
    message = f"found {quoted(tag)} as {path[-1]}"
    return Problem(source.position(path), message, path, accepted, did_you_mean(tag, words))
