"""YAML texts as events, by PyYAML's parser (compiled where there is one)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import yaml

from design_sandbox.model.problems import quoted
from design_sandbox.model.reader import SURROGATE, Event, Reader, line_and_column
from design_sandbox.model.scalars import scalar_value

_NOT_IN_YAML = re.compile("[\x85\u2028\u2029\ufeff]")


class PurePythonParser(yaml.reader.Reader, yaml.scanner.Scanner, yaml.parser.Parser):
    """PyYAML's parser, for machines where it has no compiled one."""

    def __init__(self, text: str) -> None:
        yaml.reader.Reader.__init__(self, text)
        yaml.scanner.Scanner.__init__(self)
        yaml.parser.Parser.__init__(self)


def parser_class() -> Callable[[str], Any]:
    """The fastest parser there is here."""
    return getattr(yaml.cyaml, "CParser", PurePythonParser) if yaml.__with_libyaml__ else PurePythonParser


def yaml_events(text: str, reader: Reader) -> Iterator[Event]:
    """The steps of a YAML text; raises DocumentError where it is no YAML."""
    unusual = _NOT_IN_YAML.search(text)
    if unusual:
        code = ord(unusual[0])
        accepted = f'ordinary text is accepted, or "\\u{code:04x}" in double quotes'
        place = line_and_column(text, unusual.start())
        reader.stop(*place, f"found the invisible character U+{code:04X}", accepted)
    try:
        parser = parser_class()(text)
        while not isinstance(event := parser.get_event(), yaml.StreamEndEvent):
            if step := _step(event, reader):
                yield step
    except yaml.MarkedYAMLError as error:
        from design_sandbox.model.yaml_syntax import syntax_words  # only wanted once something is wrong

        reader.stop(*syntax_words(error, text))
    except (yaml.YAMLError, ValueError, OverflowError, RecursionError):
        if reader.problems:
            raise
        reader.stop(0, 0, "the text cannot be read as YAML or JSON")


_KINDS = {
    yaml.DocumentStartEvent: "document", yaml.MappingStartEvent: "map", yaml.SequenceStartEvent: "list",
    yaml.MappingEndEvent: "end", yaml.SequenceEndEvent: "end", yaml.AliasEvent: "alias",
    yaml.ScalarEvent: "scalar",
}  # fmt: skip
_CORE_TAGS: dict[str, type | tuple[type, ...]] = {
    "str": str, "int": int, "float": (int, float), "bool": bool, "null": type(None), "map": dict, "seq": list,
}  # fmt: skip


def _step(event: Any, reader: Reader) -> Event | None:
    kind = _KINDS.get(type(event))
    if not kind:
        return None
    line, column = event.start_mark.line, event.start_mark.column
    if kind == "alias":
        return Event(kind, line, column, event.anchor)
    value: Any = {"map": {}, "list": []}.get(kind)
    tag = getattr(event, "tag", None)
    if kind == "scalar":
        plain = event.style in (None, "") and tag not in ("!", "tag:yaml.org,2002:str")
        value = scalar_value(event.value, reader, line, column) if plain else event.value
        if plain and value == "<<":
            reader.report(line, column, "found the merge key '<<'", "keys written out are accepted")
        if isinstance(value, str) and not value.isascii() and SURROGATE.search(value):
            reader.report(
                line, column, "found half of a character (a lone surrogate)", "whole characters are accepted"
            )
    if (
        tag
        and tag != "!"
        and not isinstance(value, _CORE_TAGS.get(tag.removeprefix("tag:yaml.org,2002:"), ()))
    ):
        reader.report(line, column, f"found the tag {quoted(tag)}", "values without tags are accepted")
    return Event(kind, line, column, value, getattr(event, "anchor", None))
