"""What is wrong with a document, where, and what would be right: the words read when a file is refused."""

from __future__ import annotations

import types
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, Any, Literal, Protocol, TypeAlias, Union, get_args, get_origin

if TYPE_CHECKING:
    from pydantic import ValidationError

Path: TypeAlias = tuple[str | int, ...]

MAX_PRINTED_PROBLEMS = 50
_MAX_QUOTED_CHARACTERS = 40
_MAX_LISTED_WORDS = 40


@dataclass(frozen=True, order=True, slots=True)
class Position:
    """A place in a file; line and column count from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong at one place.

    `message` says what was found, `accepted` is a phrase saying what is accepted, `suggestion` is the single
    word that was probably meant; `path` leads to the value in the document's data.
    """

    position: Position
    message: str
    path: Path = ()
    accepted: str = ""
    suggestion: str = ""

    def __str__(self) -> str:
        return f"{self.position}: {self.text}"

    @property
    def text(self) -> str:
        """The problem without its place, for screens that show the place themselves."""
        question = f"did you mean '{self.suggestion}'?" if self.suggestion else ""
        return "; ".join(part for part in (self.message, self.accepted, question) if part)


class DocumentError(ValueError):
    """A document is refused; `problems` holds every reason found, once, in the order of the file."""

    problems: tuple[Problem, ...]

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(_in_order(problems))
        super().__init__(self.problems)

    def __str__(self) -> str:
        lines = [str(problem) for problem in self.problems[:MAX_PRINTED_PROBLEMS]]
        hidden = len(self.problems) - len(lines)
        return "\n".join([*lines, f"and {hidden} more"] if hidden else lines)


def _in_order(problems: Iterable[Problem]) -> list[Problem]:
    return sorted(dict.fromkeys(problems), key=lambda problem: (problem.position, problem.text))


def did_you_mean(word: str, candidates: Iterable[str]) -> str:
    """The candidate most like `word` (case ignored), or "" when none is close; the order does not matter."""
    import difflib  # only wanted once something is wrong

    by_folded = {candidate.casefold(): candidate for candidate in sorted(candidates, reverse=True)}
    close = difflib.get_close_matches(word[:100].casefold(), sorted(by_folded), n=1, cutoff=0.6)
    return by_folded[close[0]] if close else ""


def quoted(text: str) -> str:
    """User text between quotes on one line, shortened, with control characters made visible."""
    short = text if len(text) <= _MAX_QUOTED_CHARACTERS else text[: _MAX_QUOTED_CHARACTERS - 1] + "…"
    return "'" + "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in short) + "'"


def listed(words: Iterable[str]) -> str:
    """Words joined by commas, at most 40 of them."""
    words = list(words)
    more = f" and {len(words) - _MAX_LISTED_WORDS} more" if len(words) > _MAX_LISTED_WORDS else ""
    return ", ".join(words[:_MAX_LISTED_WORDS]) + more


def described(value: object) -> str:
    """A value as people call it: `'abc' (text)`, `a list`, `nothing`."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return f"{str(value).lower()} (yes or no)"
    if isinstance(value, (int, float)):
        return f"{str(value)[:_MAX_QUOTED_CHARACTERS]} (a number)"
    if isinstance(value, str):
        return f"{quoted(value)} (text)"
    kinds = ((Mapping, "a map"), ((list, tuple), "a list"))
    return next((words for kind, words in kinds if isinstance(value, kind)), "a value")


# Validation errors of pydantic, in the words and at the places of the document


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
    found = [_Found.of(entry, source.data, root, at) for entry in error.errors(include_url=False)]
    problems = [_problem(entries, source, keys) for entries in _best_branches(found)]
    return _in_order(problems)


@dataclass(frozen=True)
class _Found:
    """An error of pydantic: its path in the data, the annotation there, the union branches passed."""

    entry: Mapping[str, Any]
    path: Path
    annotation: object
    container: object
    branches: tuple[tuple[Path, str], ...]

    @classmethod
    def of(cls, entry: Mapping[str, Any], data: Any, root: object, at: Path) -> _Found:
        path, annotation, container = at, root, None
        value = _value_at(data, at)
        branches: list[tuple[Path, str]] = []
        for index, element in enumerate(entry["loc"]):
            last_key = index == len(entry["loc"]) - 1 and entry["type"] == "missing"
            members = _members(annotation)
            if not last_key and (len(members) > 1 or (annotation is None and not _has(value, element))):
                branches.append((path, str(element)))
                annotation = next((member for member in members if _is_branch(member, str(element))), None)
                continue
            container = members[0] if len(members) == 1 else annotation
            annotation = _child(container, element)
            value = value[element] if _has(value, element) else None
            path = (*path, element)
        return cls(entry, path, annotation, container, tuple(branches))


def _best_branches(found: Sequence[_Found]) -> list[list[_Found]]:
    """Groups to report as one: single errors, and all errors of a union where no branch fits best."""
    groups: list[list[_Found]] = []
    unions: dict[Path, list[_Found]] = {}
    for item in found:
        if item.branches:
            unions.setdefault(item.branches[0][0], []).append(item)
        else:
            groups.append([item])
    for path, items in unions.items():
        by_branch: dict[str, list[_Found]] = {}
        for item in items:
            by_branch.setdefault(item.branches[0][1], []).append(item)
        inside = [branch for branch in by_branch.values() if any(item.path != path for item in branch)]
        if len(by_branch) == 1 or inside:
            best = min(inside or list(by_branch.values()), key=len)
            groups += _best_branches([replace(item, branches=item.branches[1:]) for item in best])
        else:
            groups.append(items)
    return groups


def _problem(group: Sequence[_Found], source: Located, keys: AcceptedKeys | None) -> Problem:
    first = group[0]
    kind, path, context = first.entry["type"], first.path, first.entry.get("ctx", {})
    if kind.startswith("union_tag"):
        return _problem_of_tag(first, source)
    if kind == "missing":
        return Problem(source.key_position(path[:-1]), f"key '{path[-1]}' is missing here", path)
    if kind == "extra_forbidden":
        accepted = list(keys(path[:-1]) if keys else _keys(first.container))
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
        return Problem(source.position(path), found, path, f"{_count(context)} are accepted")
    words = [word for item in group for word in _words(item)]
    phrases = list(dict.fromkeys(phrase for item in group if (phrase := _accepted(item))))
    if words:
        phrases = [*dict.fromkeys([f"one of {listed(dict.fromkeys(words))}"]), *phrases]
    accepted_text = " or ".join(phrases) + " is accepted" if phrases else ""
    suggestion = did_you_mean(value, words) if isinstance(value, str) and value not in words else ""
    return Problem(source.position(path), f"found {described(value)}", path, accepted_text, suggestion)


def _problem_of_tag(item: _Found, source: Located) -> Problem:
    """The key that says which kind of map this is holds no known word, or is absent."""
    context, words = item.entry["ctx"], _words(item)
    path = (*item.path, str(context["discriminator"]).strip("'"))
    accepted = f"one of {listed(words)} is accepted" if words else ""
    if item.entry["type"] == "union_tag_not_found":
        return Problem(source.key_position(item.path), f"key '{path[-1]}' is missing here", path, accepted)
    tag = str(context["tag"])
    message = f"found {quoted(tag)} as {path[-1]}"
    return Problem(source.position(path), message, path, accepted, did_you_mean(tag, words))


_PLAIN_KINDS = (
    ("int_", "a whole number"), ("float_", "a number"), ("finite_", "a number"), ("bool_", "true or false"),
    ("string_type", "text"), ("list_", "a list"), ("tuple_", "a list"), ("set_", "a list"),
    ("dict_", "a map"), ("mapping_", "a map"), ("model_", "a map"), ("dataclass_", "a map"),
)  # fmt: skip
_COMPARISONS = {"greater_than", "greater_than_equal", "less_than", "less_than_equal"}


def _accepted(item: _Found) -> str:  # noqa: PLR0911 (a table of cases)
    """What would have been accepted, as a noun phrase."""
    kind, context = item.entry["type"], item.entry.get("ctx", {})
    if kind in _COMPARISONS:
        noun = "a whole number" if _core(item.annotation) is int else "a number"
        return noun + (_range(item) or _one_bound(context))
    for prefix, phrase in _PLAIN_KINDS:
        if kind.startswith(prefix):
            keys = _keys(item.annotation) if phrase == "a map" else []
            return f"{phrase} with the keys {listed(keys)}" if keys else phrase + _range(item)
    if kind in ("string_too_short", "string_too_long"):
        return f"text of {_count(context)} characters"
    if kind in ("too_short", "too_long"):
        return f"{_count(context)} entries"
    if kind == "string_pattern_mismatch":
        return f"text like {context.get('pattern', '')}"
    if _words(item):
        return ""
    message = str(context.get("error") or item.entry["msg"])
    return message[len("Input should be ") :] if message.startswith("Input should be ") else message


def _words(item: _Found) -> list[str]:
    """The closed list of words accepted at this place, if there is one."""
    context = item.entry.get("ctx", {})
    expected = context.get("expected_tags") or context.get("expected", "")
    if item.entry["type"] not in ("literal_error", "enum", "union_tag_invalid"):
        return []
    return str(expected).replace(" or ", ", ").replace("'", "").split(", ")


def _count(context: Mapping[str, Any]) -> str:
    for name, words in (("min_length", "at least"), ("max_length", "at most")):
        if name in context:
            return f"{words} {context[name]}"
    return "another number of"


def _one_bound(context: Mapping[str, Any]) -> str:
    names = {"ge": "of at least", "gt": "above", "le": "of at most", "lt": "below"}
    return "".join(f" {words} {context[name]}" for name, words in names.items() if name in context)


def _range(item: _Found) -> str:
    """The bounds that the annotation declares: ` from 1 to 64`."""
    bounds: dict[str, Any] = {}
    for constraint in _metadata(item.annotation):
        for name in ("ge", "gt", "le", "lt"):
            if getattr(constraint, name, None) is not None:
                bounds[name] = getattr(constraint, name)
    if "ge" in bounds and "le" in bounds:
        return f" from {bounds['ge']} to {bounds['le']}"
    return " and".join(_one_bound({name: bound}) for name, bound in bounds.items())


# Annotations: how a path of the data leads through models, lists and maps


def _value_at(data: Any, path: Path) -> Any:
    for element in path:
        data = data[element] if _has(data, element) else None
    return data


def _has(value: Any, element: str | int) -> bool:
    if isinstance(value, Mapping):
        return element in value
    return isinstance(value, list) and isinstance(element, int) and 0 <= element < len(value)


def _metadata(annotation: object) -> list[object]:
    if get_origin(annotation) is Annotated:
        return [*_flat(get_args(annotation)[1:]), *_metadata(get_args(annotation)[0])]
    members = _members(annotation)
    return _metadata(members[0]) if len(members) == 1 and members[0] is not annotation else []


def _flat(metadata: Iterable[object]) -> list[object]:
    """Constraints, those that pydantic's `Field(...)` bundles included."""
    return [part for item in metadata for part in getattr(item, "metadata", [item])]


def _core(annotation: object) -> object:
    members = _members(annotation)
    return members[0] if len(members) == 1 else annotation


def _members(annotation: object) -> list[object]:
    """The alternatives of an annotation without None: one for a plain type, several for a union."""
    if get_origin(annotation) is Annotated:
        return _members(get_args(annotation)[0])
    if get_origin(annotation) in (Union, types.UnionType):
        return [m for member in get_args(annotation) if member is not type(None) for m in _members(member)]
    return [] if annotation is None else [annotation]


def _fields(annotation: object) -> dict[str, Any]:
    """Fields of a model by the key that a document writes."""
    fields: Mapping[str, Any] = getattr(_core(annotation), "model_fields", {})
    return {_alias(name, field): field for name, field in fields.items()}


def _alias(name: str, field: Any) -> str:
    alias = field.validation_alias or field.alias
    return alias if isinstance(alias, str) else name


def _keys(annotation: object) -> list[str]:
    return list(_fields(annotation))


def _child(annotation: object, element: str | int) -> object:
    core = _core(annotation)
    fields = _fields(core)
    if str(element) in fields:
        field = fields[str(element)]
        return Annotated[(field.annotation, *field.metadata)] if field.metadata else field.annotation
    arguments = [argument for argument in get_args(core) if argument is not Ellipsis]
    if not arguments or get_origin(core) is Literal:
        return None
    if get_origin(core) is tuple and isinstance(element, int) and element < len(arguments):
        return arguments[element]
    return arguments[-1]


def _is_branch(member: object, tag: str) -> bool:
    """Whether pydantic's label of a branch (`int`, `list[str]`, a model, a discriminator) means this one."""
    name = getattr(member, "__name__", str(member))
    literals = [word for field in _fields(member).values() for word in get_args(field.annotation)]
    return tag == name or tag.startswith(f"{name}[") or tag in literals
