"""Plain data as YAML that people like to read and every reader takes for the same data."""

from __future__ import annotations

import json
import math
import re
from typing import Any

import yaml

from design_sandbox.model.problems import described
from design_sandbox.model.reader import NEVER_TEXT, SURROGATE, Limits
from design_sandbox.model.scalars import NUMBER, WORDS, JsonValue

_WIDTH = 100
_LONGEST_SIMPLE_KEY = 400  # YAML allows 1024 characters before the ':'
_PLAIN_START = re.compile(r"[^\W_]|[_/$.<=~^(€£]")
_NEVER_PLAIN = re.compile(": |:$| #|[\x00-\x1f\x7f-\xa0\ufeff\u2028\u2029\ufffe\uffff]|^\\s|\\s$|^\\.\\.\\.")
_NEVER_LITERAL = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\ufeff\u2028\u2029\ufffe\uffff]|^\\s|\n +\n|\n\\s*\n$"
)
_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_YAML_1_1 = yaml.resolver.Resolver()


def dump_yaml(data: JsonValue, *, header_comment: str = "") -> str:
    """Data as YAML that reads back equal: order kept, Unicode kept, small lists and maps on one line.

    Texts that a YAML 1.1 or 1.2 reader would take for something else are quoted. Raises ValueError for what
    is not plain JSON-like data, is not finite, or is nested deeper than can be read again.
    """
    comment = _ESCAPED.sub(" ", NEVER_TEXT.sub(" ", "\n".join(header_comment.splitlines())))
    comment = "".join(f"# {line}".rstrip() + "\n" for line in comment.splitlines())
    lines = _block(data, 0) if isinstance(data, (dict, list)) and data else [_scalar_text(data, flow=False)]
    return comment + "\n".join(lines) + "\n"


def _block(value: Any, depth: int) -> list[str]:
    """The lines of a map or list with entries, unindented; `depth` counts the levels around it."""
    if depth >= Limits().depth:
        raise ValueError(f"data nested deeper than {Limits().depth} levels cannot be written")
    if isinstance(value, list):
        return [line for entry in value for line in _entry_lines("-", entry, depth)]
    lines: list[str] = []
    for key, entry in value.items():
        if not isinstance(key, str):
            raise ValueError(f"keys are text; found {described(key)}")
        text = _scalar_text(key, flow=False)
        if len(text) > _LONGEST_SIMPLE_KEY:
            lines += [f"? {text}", *_entry_lines(":", entry, depth)]
        else:
            lines += _entry_lines(f"{text}:", entry, depth)
    return lines


def _entry_lines(head: str, value: JsonValue, depth: int) -> list[str]:
    """A key or dash with its value, on one line where that is short."""
    one_line = _one_line(value, _WIDTH - 2 * depth - len(head) - 1)
    if one_line is not None:
        return [f"{head} {one_line}"]
    if isinstance(value, str):
        chomped = "" if value.endswith("\n") else "-"
        return [f"{head} |{chomped}", *_indented(value.removesuffix("\n").split("\n"))]
    lines = _block(value, depth + 1)
    if head == "-" and isinstance(value, dict):
        return [f"- {lines[0]}", *_indented(lines[1:])]
    return [head, *(lines if isinstance(value, list) and head not in ("-", ":") else _indented(lines))]


def _indented(lines: list[str]) -> list[str]:
    return [f"  {line}" if line else "" for line in lines]


def _one_line(value: JsonValue, width: int) -> str | None:
    """Scalars, and small lists of words and maps of scalars that fit; None for what needs more lines."""
    if isinstance(value, str) and "\n" in value and not _NEVER_LITERAL.search(value):
        return None
    if not isinstance(value, (dict, list)) or not value:
        return _scalar_text(value, flow=False)
    if sum(1 for _ in value) * 3 > width:
        return None
    text = _flow_list(value) if isinstance(value, list) else _flow_map(value)
    return text if text and len(text) <= width else None


def _flow_list(value: list[JsonValue]) -> str | None:
    words = [_flow_scalar(entry) for entry in value]
    if any(word is None or " " in word for word in words):
        return None
    return f"[{', '.join(word for word in words if word is not None)}]"


def _flow_map(value: dict[str, JsonValue]) -> str | None:
    pairs = []
    for key, entry in value.items():
        text = _flow_list(entry) if isinstance(entry, list) and entry else _flow_scalar(entry)
        name = _flow_scalar(key) if isinstance(key, str) else None
        if text is None or name is None or len(name) > _LONGEST_SIMPLE_KEY:
            return None
        pairs.append(f"{name}: {text}")
    return f"{{{', '.join(pairs)}}}"


def _flow_scalar(value: JsonValue) -> str | None:
    if (isinstance(value, (dict, list)) and value) or (isinstance(value, str) and "\n" in value):
        return None
    return _scalar_text(value, flow=True)


def _scalar_text(value: JsonValue, *, flow: bool) -> str:
    """A scalar, or an empty list or map, on one line."""
    if isinstance(value, str):
        return value if _is_plain(value, flow=flow) else _quoted_text(value)
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int) and abs(value) < 10 ** Limits().number_digits:
        return str(value)
    if isinstance(value, float) and math.isfinite(value):
        text = repr(value)
        return text if "." in text or "e" not in text else text.replace("e", ".0e")
    if isinstance(value, (dict, list)) and not value:
        return "{}" if isinstance(value, dict) else "[]"
    raise ValueError(f"{described(value)} of type {type(value).__name__} cannot be written")


def _is_plain(text: str, *, flow: bool) -> bool:
    """Whether a text needs no quotes: every reader of YAML 1.1 and 1.2 takes it for this text."""
    if not _PLAIN_START.match(text) or _NEVER_PLAIN.search(text) or SURROGATE.search(text):
        return False
    if flow and any(character in ",[]{}:?" for character in text):
        return False
    if text in WORDS or NUMBER.fullmatch(text) or text.lower() in ("y", "n", ".inf", ".nan"):
        return False
    tag = _YAML_1_1.resolve(yaml.ScalarNode, text, (True, False))  # type: ignore[no-untyped-call]  # PyYAML is untyped here
    return bool(tag == "tag:yaml.org,2002:str")


def _quoted_text(text: str) -> str:
    if SURROGATE.search(text):
        raise ValueError("text with half of a character (a lone surrogate) cannot be written")
    return _ESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", json.dumps(text, ensure_ascii=False))
