"""Texts become data with places, or problems a person can act on; data becomes text that reads back equal."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from typing import Annotated, Any, Literal

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from design_sandbox.model import yaml_reading
from design_sandbox.model.problems import DocumentError, Position, Problem, did_you_mean
from design_sandbox.model.quantity_fields import Bytes
from design_sandbox.model.reader import Limits
from design_sandbox.model.source import Source, load_all_text, load_text
from design_sandbox.model.validation_problems import problems_of_validation
from design_sandbox.model.yaml_writing import dump_yaml


def refusal(text: str | bytes, file: str = "f.yaml", limits: Limits | None = None) -> str:
    """What the reader of a refused text is told."""
    with pytest.raises(DocumentError) as caught:
        load_text(text, file, limits=limits)
    return str(caught.value)


@pytest.fixture(params=["compiled", "pure"])
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run a test with libyaml's parser and with PyYAML's own."""
    if request.param == "pure":
        monkeypatch.setattr(yaml, "__with_libyaml__", False)


SCALARS: list[tuple[str, Any]] = [
    ("on", "on"), ("yes", "yes"), ("No", "No"), ("y", "y"), ("true", True), ("FALSE", False), ("~", None),
    ("", None), ("null", None), ("Null", None), ("1:30", "1:30"), ("1.0e8", 1.0e8), ("1e3", 1000.0),
    (".5", 0.5),
    ("1.", 1.0), ("0o17", 15), ("017", 17), ("0x1F", 31), ("-12", -12), ("+12", 12), ("1_000", "1_000"),
    ("2024-01-31", "2024-01-31"), ("6k/s", "6k/s"), ("'12'", "12"), ('"a\\tb"', "a\tb"), ("0b11", "0b11"),
    ("a -> b -> c", "a -> b -> c"), ("!!str 12", "12"), ("! 12", "12"), ("=", "="), ("０", "０"),
]  # fmt: skip


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize(("text", "value"), SCALARS)
def test_scalars_follow_yaml_1_2(text: str, value: Any) -> None:
    """Unquoted scalars mean what the core schema of YAML 1.2 says."""
    found = load_text(f"key: {text}\n", "f.yaml").data["key"]

    assert (value, type(value)) == (found, type(found))


SYNTAX = [
    ("a: 1\nb: 2\na: 3\n", "3:1: key 'a' is written twice in this map, first at 1:1"),
    ("a:\n\tb: 1\n", "2:1: found a tab in the indentation; spaces are accepted"),
    ('a: 1\nb: "x\n', "2:4: a quote that is opened here is never closed"),
    ("a: 'x\nb: 2\n", "1:4: a quote that is opened here is never closed"),
    ("a: [1, 2\nb: 3\n", "2:2: found ':' inside the '[' of line 1; ',' or ']' is accepted"),
    ("a: {x: 1\nb: 3\n", "2:2: found ':' inside the '{' of line 1; ',' or '}' is accepted"),
    ("a: b: c\n", "1:5: found ': ' where no key can stand"),
    ("key: 1\nno colon here\nx: 1\n", "2:1: this line has no ':' after its key"),
    ("a: @x\n", "1:4: found '@x', which cannot begin a text; put the text in quotes"),
    ("a: 'b' c\n", "1:8: found 'c', which does not fit what begins on line 1"),
    ("- a\nb: 1\n", "2:1: found 'b:', which does not fit what begins on line 1"),
    ("a: - b\n", "1:4: found '- ' where no list can begin"),
    ("{a: 1} b\n", "1:8: found 'b' after the end of the document"),
    ("a: ]\n", "1:4: found ']' where a value is expected"),
    ("a: |x\n b\n", "1:5: found 'x' after '|' or '>'"),
    ("a: &\n", "found '&' or '*' before something that is no name"),
    ('a: "\\q"\n', "found a '\\' escape that does not exist"),
    ("1: x\n", "1:1: found 1 (a number) as a key; text is accepted: put it in quotes"),
    ("true: x\n", "1:1: found true (yes or no) as a key"),
    ("[a]: x\n", "1:1: found a list as a key"),
    ("a: !!python/object:os.system x\n", "1:4: found the tag 'tag:yaml.org,2002:python/object:os.syst…'"),
    ("a: !!int x\n", "1:4: found the tag"),
    ("a: *b\n", "1:4: '*b' refers to nothing above"),
    ("a: &a [*a]\n", "1:8: '*a' refers to itself"),
    ("b: &b 1\n---\n", "2:1: found a second document; one document a file is accepted"),
    ("<<: {a: 1}\n", "1:1: found the merge key '<<'"),
    ("a: .inf\n", "1:4: found '.inf'; a finite number is accepted"),
    ("a: -.NaN\n", "1:4: found '-.NaN'; a finite number is accepted"),
    ("a: 1e999\n", "1:4: found '1e999', a number too large"),
    (f"a: {'9' * 500}\n", "1:4: found a number of 500 characters"),
    ("a: x\x00y\n", "1:5: found the control character U+0000"),
    ("a: x\r\nb: \x1b[0m\n", "2:4: found the control character U+001B"),
    ("a: x\u2028y\n", "1:5: found the invisible character U+2028"),
    ("a: \ud800\n", "1:4: found the control character U+D800"),
    (b"ok: 1\na: \xff\n", "2:4: the byte 0xff is not UTF-8; text saved as UTF-8 is accepted"),
    ("a: 1".encode("utf-16"), "1:1: the file is saved as UTF-16; text saved as UTF-8 is accepted"),
]


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize(("text", "words"), SYNTAX, ids=range(len(SYNTAX)))
def test_refusals_name_the_place_and_what_is_accepted(text: str | bytes, words: str) -> None:
    """Each way of writing YAML wrong has its place and plain words, with either parser."""
    assert words in refusal(text)


JSON = [
    ('{"a": 1,}', "1:9: found '}'; a key in double quotes is accepted here"),
    ('{"a" 1}', "1:6: found '1}'; ':' is accepted here"),
    ("[1 2]", "1:4: found '2]'; ',' or the closing bracket is accepted here"),
    ('{"a":\n 1}}', "2:4: found '}'; nothing more is accepted here"),
    ("[1,", "1:4: found the end of the file; a value is accepted here"),
    ("", "1:1: found the end of the file; a value is accepted here"),
    ('{"a":01}', "1:6: found '01}'; a value is accepted here"),
    ("[\n\n 'x']", "3:2: found ''x']'; a value or ']' is accepted here"),
    ('{"a": "\\x"}', "1:7: found a wrong '\\' escape"),
    ('{"a":1,\n"a":2}', "2:1: key 'a' is written twice in this map, first at 1:2"),
    ('["\\ud800"]', "1:2: found half of a character"),
    ("[1}", "1:3: found '}'"),
    (":", "1:1: found ':'; a value is accepted here"),
]


@pytest.mark.parametrize(("text", "words"), JSON)
def test_json_refusals_speak_of_json(text: str, words: str) -> None:
    """A file named .json is strict JSON, and its errors say what JSON accepts."""
    assert words in refusal(text, "f.json")


def test_all_problems_are_told_at_once() -> None:
    """Problems that do not stop the reading are collected, in the order of the file."""
    with pytest.raises(DocumentError) as caught:
        load_text("a: .inf\n2: x\nb: {c: 1, c: 2}\n", "f.yaml")

    assert [(p.position.line, p.position.column) for p in caught.value.problems] == [(1, 4), (2, 1), (3, 11)]


def test_positions_of_values_and_keys() -> None:
    """Every value and key knows its place; unknown paths fall back to the nearest ancestor."""
    source = load_text("a: 1\nparts:\n  api:\n    holds: [x, y]\n  db: {type: store}\n", "f.yaml")

    assert str(source.position(("parts", "api", "holds", 1))) == "f.yaml:4:16"
    assert str(source.key_position(("parts", "db", "type"))) == "f.yaml:5:8"
    assert str(source.position(("parts", "db", "type"))) == "f.yaml:5:14"
    assert source.position(("parts", "api")) == source.position(("parts", "api", "nowhere", 3))
    assert "f.yaml:1:1" == str(source.position(())) == str(source.key_position(("zzz",)))


def test_json_with_tabs_has_the_same_positions_as_without_file_name() -> None:
    """Tabs indent JSON; the file's name is not needed to recognise it."""
    text = '{\n\t"a": [1,\t{"b": "\\ud83d\\ude00\\/"}]\n}'

    for file in ("f.json", "typed in"):
        source = load_text(text, file)
        assert source.data == {"a": [1, {"b": "😀/"}]}
        assert Position(file, 2, 17) == source.position(("a", 1, "b"))
        assert Position(file, 2, 12) == source.key_position(("a", 1, "b"))


def test_aliases_are_copies_and_keep_their_own_place() -> None:
    """An alias stands where it is written; what is inside stands where it was defined; nothing is shared."""
    source = load_text("base: &b {n: [1]}\nother: *b\n", "f.yaml")

    assert source.data == {"base": {"n": [1]}, "other": {"n": [1]}}
    assert source.data["base"]["n"] is not source.data["other"]["n"]
    assert (source.position(("other",)).line, source.position(("other",)).column) == (2, 8)
    assert source.position(("other", "n", 0)).line == 1


def test_an_empty_text_is_nothing() -> None:
    """No text is no data, at the first character."""
    source = load_text("# only a comment\n", "f.yaml")

    assert (None, Position("f.yaml", 1, 1)) == (source.data, source.position(()))


def test_documents_of_one_text() -> None:
    """Each document of a text has its positions in the whole file; anchors end with their document."""
    first, second = load_all_text("a: &x 1\n---\nb: 2\n", "f.yaml")

    assert (first.data, second.data, second.position(("b",)).line) == ({"a": 1}, {"b": 2}, 3)
    with pytest.raises(DocumentError, match=r"3:4: '\*x' refers to nothing above"):
        load_all_text("a: &x 1\n---\nb: *x\n", "f.yaml")


LAUGHS = "a0: &a0 [x, x]\n" + "".join(f"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]\n" for i in range(1, 16))
BOUNDED = [
    (LAUGHS, {}, "f.yaml:14:18: the document holds too many values"),
    ("".join(f"k{i}: &k{i} 1\n" for i in range(60)), {}, "51:6: found too many '&' marks and '*' references"),
    ("[" * 500_000, {}, "1:31: lists and maps are nested too deep; at most 30 levels are accepted"),
    ("{a: " * 200_000, {}, "lists and maps are nested too deep"),
    ("- " * 400_000, {}, "lists and maps are nested too deep"),
    ("- a\n" * 60_000, {}, "50000:3: the document holds too many values; at most 50000 are accepted"),
    ("x" * 2_000_000, {}, "1:1: the file has 2000000 bytes; at most 1000000 are accepted"),
    ("é" * 6, {"size_bytes": 11}, "the file has 12 bytes; at most 11 are accepted"),
    ("a: &a [[1]]\nb: [*a]\n", {"depth": 3}, "2:5: lists and maps are nested too deep"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "limits", "words"), BOUNDED, ids=range(len(BOUNDED)))
def test_everything_is_bounded(text: str, limits: dict[str, int], words: str) -> None:
    """Size, nesting, references and the number of values are bounded, aliases written out included."""
    assert words in refusal(text, limits=Limits(**limits))


YAML_PIECES = st.sampled_from(
    ["a", "b: ", "- ", "\n", "  ", "\t", "{", "}", "[", "]", ",", ":", "&x ", "*x", "!", "!!int ", "|", ">",
     "'", '"', "\\", "%", "---\n", "...\n", "? ", "#", "1", ".inf", "@", "\x00", "\u2028", "é",
     "<<: ", "\r", "~", "\\ud800"]
)  # fmt: skip


@pytest.mark.parametrize("with_libyaml", [True, False])
@given(
    text=st.one_of(st.binary(), st.text(), st.lists(YAML_PIECES).map("".join)),
    file=st.sampled_from(["f", "f.json"]),
)
@example(text='"\\UFFFFFFFF"', file="f")
@example(text='"\\ud800"', file="f")
@example(text="%YAML 99999999999999999999.1\n---\n", file="f")
@example(text="!<%ff> a", file="f")
@example(text=b"\xef\xbb\xbf{}", file="f.json")
def test_any_text_is_data_or_a_document_error(with_libyaml: bool, text: str | bytes, file: str) -> None:
    """Whatever arrives, the answer is plain JSON-like data or a DocumentError with places inside the file."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(yaml, "__with_libyaml__", with_libyaml and yaml.__with_libyaml__)
        try:
            sources = load_all_text(text, file)
        except DocumentError as error:
            assert error.problems
            assert all(problem.position.line >= 1 <= problem.position.column for problem in error.problems)
        else:
            assert all(json.dumps(source.data, allow_nan=False) for source in sources)


TRICKY = st.sampled_from(
    [*(text for text, _ in SCALARS), "", " ", "a: b", "a #b", "a:", "- a", "-", "?", "a\nb", "a\n", "\na",
     "a\n\n", " a\nb",
     "a\n  \nb", "#", "a\tb", "\u2028", "\x85", "\ufeff", "---", "...", "{a", "a, b", "x]", "https://a.b/c",
     "<<", "%a",
     "null", "n", "0777", "1e5", "12:30:45", "k" * 1500, "w " * 80, "\x00", "\x7f", "'", '"',
     "*a", "&a", "!a", "|", ">"]
)  # fmt: skip
KEYS = st.one_of(st.text(), TRICKY)
LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**30), 10**30),
    st.floats(allow_nan=False, allow_infinity=False),
    KEYS,
)
JSON_LIKE = st.recursive(
    LEAVES,
    lambda inner: st.one_of(st.lists(inner, max_size=6), st.dictionaries(KEYS, inner, max_size=6)),
    max_leaves=25,
)


def same(left: Any, right: Any) -> bool:
    """Equality that tells 1, 1.0 and true apart and minds the order of keys."""
    return json.dumps(left) == json.dumps(right)


@given(data=JSON_LIKE, comment=st.text())
def test_dumped_data_reads_back_equal(data: Any, comment: str) -> None:
    """Reading a dump gives the same data, types and order, whatever the header comment says."""
    assert same(data, load_text(dump_yaml(data, header_comment=comment), "f.yaml").data)


@given(
    data=st.recursive(
        KEYS, lambda inner: st.lists(inner, max_size=5) | st.dictionaries(KEYS, inner, max_size=5)
    )
)
def test_a_yaml_1_1_reader_takes_dumped_texts_for_texts(data: Any) -> None:
    """PyYAML's YAML 1.1 loader reads the very same texts: nothing turns into a date, a yes or a number."""
    assert data == yaml.safe_load(dump_yaml(data))


@given(data=JSON_LIKE)
def test_json_is_read_as_json(data: Any) -> None:
    """Any JSON-like data printed by the json module reads back equal."""
    for indent in (None, "\t"):
        assert same(data, load_text(json.dumps(data, indent=indent), "f.json").data)


def test_dump_looks_as_people_write_it() -> None:
    """Block style, small maps and lists of words on one line, long texts in blocks, quotes where needed."""
    data: Any = {
        "design": {"id": "a", "on": "yes", "at": "1:30", "n": 1e16},
        "components": {"api": {"type": "service", "holds": ["link", "visit"], "label": "Größe"}},
        "connections": ["a -> b -> c", {"from": "a", "to": "b", "kind": "async"},
                        {"from": "a", "notes": {"x": []}}],
        "prompt": "First line.\n\nThird: line.\n",
        "grid": [[1, 2], [3, "x " * 60]],
    }  # fmt: skip
    expected = f"""\
# yaml-language-server: $schema=x.json
design: {{id: a, "on": "yes", at: "1:30", "n": 1.0e+16}}
components:
  api: {{type: service, holds: [link, visit], label: Größe}}
connections:
- a -> b -> c
- {{from: a, to: b, kind: async}}
- from: a
  notes: {{x: []}}
prompt: |
  First line.

  Third: line.
grid:
- [1, 2]
-
  - 3
  - "{"x " * 60}"
"""
    assert expected == dump_yaml(data, header_comment="yaml-language-server: $schema=x.json")


@pytest.mark.parametrize("data", [math.nan, math.inf, {1: 2}, {"a": {2, 3}}, "\ud800", 10**500, b"x"])
def test_dump_refuses_what_could_not_be_read_again(data: Any) -> None:
    """No NaN, foreign types, keys that are no text, or halves of characters get into a file."""
    with pytest.raises(ValueError, match=r"cannot be written|keys are text"):
        dump_yaml(data)


def test_dump_refuses_endless_nesting() -> None:
    """A list that holds itself is refused, not followed."""
    endless: list[Any] = ["some words"]
    endless.append(endless)

    with pytest.raises(ValueError, match="nested deeper than 30 levels"):
        dump_yaml(endless)


def test_problems_print_in_order_once_and_at_most_fifty() -> None:
    """A long list of problems is cut with a count, sorted by place, without repeats."""
    problems = [Problem(Position("f", line, 1), "found x") for line in [*range(60, 0, -1), 5]]

    lines = str(DocumentError(problems)).splitlines()

    assert (len(lines), lines[0], lines[-1]) == (51, "f:1:1: found x", "and 10 more")


def test_a_problem_says_found_accepted_and_meant() -> None:
    """The three parts of a problem are joined in one line."""
    problem = Problem(Position("f.yaml", 3, 7), "unknown key 'tpye'", ("tpye",), "accepted: type", "type")

    assert str(problem) == "f.yaml:3:7: unknown key 'tpye'; accepted: type; did you mean 'type'?"


@given(st.permutations(["type", "label", "Types", "holds"]))
def test_did_you_mean_does_not_depend_on_order(words: list[str]) -> None:
    """The same suggestion whatever the order of the candidates; none for a word unlike all."""
    assert (did_you_mean("TPYE", words), did_you_mean("zzz", words)) == ("type", "")


class Strict(BaseModel):
    """Base of the models below."""

    model_config = ConfigDict(extra="forbid")


class Service(Strict):
    """One branch of a tagged union."""

    type: Literal["service"]
    replicas: int = Field(default=1, ge=1, le=64)


class Store(Strict):
    """The other branch."""

    type: Literal["store"]
    mode: Literal["primary", "replica"] = "primary"
    size: Bytes | None = None


class Link(Strict):
    """A connection in its long form."""

    from_: str = Field(alias="from")
    to: str
    weights: list[Annotated[int, Field(gt=0)]] = []


class Drawing(Strict):
    """A small document."""

    name: Annotated[str, Field(max_length=5)] = "x"
    parts: dict[str, Annotated[Service | Store, Field(discriminator="type")]] = {}
    links: list[str | Link] = []
    count: int | str | None = None
    open: bool = False
    inner: Link | None = None
    few: Annotated[list[int], Field(max_length=2)] = []


VALIDATION = [
    (
        "nmae: x",
        "1:1: unknown key 'nmae'; accepted: name, parts, links, count, open, inner, few; did you mean 'name'?",
    ),
    ("inner:\n  from: a", "1:1: key 'to' is missing here"),
    (
        "inner:\n  from: a\n  to: b\n  tto: c",
        "4:3: unknown key 'tto'; accepted: from, to, weights; did you mean 'to'?",
    ),
    (
        "parts:\n  api: {type: service, replicas: abc}",
        "2:34: found 'abc' (text); a whole number from 1 to 64 is accepted",
    ),
    (
        "parts:\n  api: {type: service, replicas: 99}",
        "2:34: found 99 (a number); a whole number from 1 to 64 is accepted",
    ),
    (
        "parts: {db: {type: store, mode: replcia}}",
        "1:33: found 'replcia' (text); one of primary, replica is accepted; did you mean 'replica'?",
    ),
    (
        "parts: {db: {type: stroe}}",
        "1:20: found 'stroe' as type; one of service, store is accepted; did you mean 'store'?",
    ),
    ("parts:\n  db: {replicas: 2}", "2:3: key 'type' is missing here"),
    (
        "parts: {db: {type: store, size: 5 Mb}}",
        "1:33: the unit 'Mb' is not accepted: write Mbit for bits or MB for bytes",
    ),
    ("links: [5]", "1:9: found 5 (a number); text or a map with the keys from, to, weights is accepted"),
    ("links:\n- a\n- {from: a, tto: b}", "3:3: key 'to' is missing here"),
    (
        "links: [{from: a, to: b, weights: [1, 0]}]",
        "1:39: found 0 (a number); a whole number above 0 is accepted",
    ),
    ("count: [1]", "1:8: found a list; a whole number or text is accepted"),
    ("open: maybe", "1:7: found 'maybe' (text); true or false is accepted"),
    ("name: [x]", "1:7: found a list; text is accepted"),
    ("name: too long", "1:7: found 'too long' (text); text of at most 5 characters is accepted"),
    ("few: [1, 2, 3]", "1:6: found 3 entries under 'few'; at most 2 are accepted"),
    ("inner: 5", "1:8: found 5 (a number); a map with the keys from, to, weights is accepted"),
    ("parts: [a]", "1:8: found a list; a map is accepted"),
    ("", "1:1: found nothing; a map with the keys name, parts, links, count, open, inner, few is accepted"),
]


def problems_in(source: Source, **options: Any) -> list[str]:
    """The problems that validating a Drawing finds."""
    with pytest.raises(ValidationError) as caught:
        Drawing.model_validate(source.data)
    return [str(problem) for problem in problems_of_validation(caught.value, source, Drawing, **options)]


@pytest.mark.parametrize(("text", "words"), VALIDATION)
def test_validation_errors_in_plain_words(text: str, words: str) -> None:
    """Each kind of pydantic error is told at its place, in words, with what is accepted there."""
    assert f"f.yaml:{words}" in problems_in(load_text(text, "f.yaml"))


def test_a_union_gives_one_message_for_one_mistake() -> None:
    """A mistake inside one branch of a union is not told again for the branches that were never meant."""
    assert len(problems_in(load_text("links: [{from: a, to: 5}]", "f.yaml"))) == 1
    assert len(problems_in(load_text("count: [1]", "f.yaml"))) == 1


def test_accepted_keys_may_come_from_elsewhere() -> None:
    """A callable can name the accepted keys of a place, and a part of a document can be validated alone."""
    source = load_text("doc: {inner: {from: a, to: b, x: 1}}", "f.yaml")
    with pytest.raises(ValidationError) as caught:
        Drawing.model_validate(source.data["doc"])

    problem = problems_of_validation(
        caught.value, source, Drawing, at=("doc",), keys=lambda path: [str(path[-1])]
    )[0]

    assert str(problem) == "f.yaml:1:31: unknown key 'x'; accepted: inner"
    assert problem.path == ("doc", "inner", "x")


def test_foundations_import_nothing_heavy() -> None:
    """Reading a document costs no import of the drawing, graph or number libraries."""
    code = (
        "import sys, design_sandbox.model.source, design_sandbox.model.formula;"
        "print([n for n in ('networkx', 'numpy', 'streamlit', 'pydantic', 'difflib') if n in sys.modules])"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert result.stdout == "[]\n"


def test_the_compiled_parser_is_used_where_there_is_one() -> None:
    """Both parsers are really exercised above."""
    assert yaml.__with_libyaml__ == (yaml_reading.parser_class() is not yaml_reading.PurePythonParser)
