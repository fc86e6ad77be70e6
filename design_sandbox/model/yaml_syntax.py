"""The jargon of YAML's scanner and parser in plain words."""

from __future__ import annotations

import yaml

from design_sandbox.model.problems import quoted

_WRITE_PAIRS = "'key: value' lines at one indentation are accepted"
_USE_QUOTES = "put the text in quotes"
_NO_ESCAPE = "\\\\ for a backslash is accepted, or single quotes"
_SYNTAX = (
    (
        "unexpected end of stream",
        "a quote that is opened here is never closed",
        "a closing quote is accepted",
    ),
    ("unexpected document", "a quote that is opened here is never closed", "a closing quote is accepted"),
    (
        "mapping values are not",
        "found ': ' where no key can stand",
        f"{_WRITE_PAIRS}; for text, {_USE_QUOTES}",
    ),
    (
        "sequence entries are not",
        "found '- ' where no list can begin",
        "entries on lines of their own are accepted",
    ),
    ("mapping keys are not", "found '? ' where no key can stand", _USE_QUOTES),
    ("could not find expected ':'", "this line has no ':' after its key", _WRITE_PAIRS),
    ("unknown escape character", "found a '\\' escape that does not exist", _NO_ESCAPE),
    ("escape", "found an incomplete '\\' escape", _NO_ESCAPE),
    ("hex", "found an incomplete '\\' escape", _NO_ESCAPE),
    ("alphabetic or numeric", "found '&' or '*' before something that is no name", _USE_QUOTES),
    ("tag", "found '!', which begins a tag", f"values without tags are accepted; {_USE_QUOTES}"),
    ("cannot start any token", "found {here}, which cannot begin a text", _USE_QUOTES),
    ("',' or '}'", "found {here} inside the '{{' of line {opened}", "',' or '}' is accepted"),
    ("',' or ']'", "found {here} inside the '[' of line {opened}", "',' or ']' is accepted"),
    ("document start", "found {here} after the end of the document", "one map or list is accepted"),
    ("directive", "found a '%' line that is not known", f"{_WRITE_PAIRS}; for text, {_USE_QUOTES}"),
    ("incompatible", "found another version of YAML", "YAML 1.2 without a '%YAML' line is accepted"),
    ("node content", "found {here} where a value is expected", "a text, number, list or map is accepted"),
    (
        "block scalar",
        "found {here} after '|' or '>'",
        f"a new line is accepted there; for text, {_USE_QUOTES}",
    ),
    ("expected", "found {here}, which does not fit what begins on line {opened}", _WRITE_PAIRS),
)


def syntax_words(error: yaml.MarkedYAMLError, text: str) -> tuple[int, int, str, str]:
    """Line, column, message and what is accepted, for an error of PyYAML's or libyaml's scanner or parser."""
    said = f"{error.problem or ''} {error.context or ''}"
    mark = error.problem_mark or error.context_mark
    if mark is None:
        return 0, 0, "the text cannot be read as YAML or JSON", ""
    line, column = mark.line, mark.column
    lines = text.split("\n")
    row = lines[line] if line < len(lines) else ""
    tab = row[: len(row) - len(row.lstrip(" \t"))].find("\t")
    if tab >= 0:
        return line, tab, "found a tab in the indentation", "spaces are accepted"
    opened = error.context_mark.line if error.context_mark else 0
    if error.context_mark and ("simple key" in said or "quoted scalar" in said) and "escape" not in said:
        line, column = opened, error.context_mark.column
    here = quoted(row[column:].split(" ")[0]) if row[column:].strip() else "the end of the file"
    for needle, message, accepted in _SYNTAX:
        if needle in said:
            return line, column, message.format(here=here, opened=opened + 1), accepted
    return line, column, f"found {here}, which cannot be read here", _WRITE_PAIRS
