"""What is wrong with a connection is told at the entry that was written, however many chains stand above it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from design_sandbox.model.loading import design_from_text
from design_sandbox.model.problems import DocumentError

PARTS = (
    "design: {id: d, scenario: s}\ncomponents: {a: {type: client}, b: {type: service}, c: {type: service}}\n"
)
CHAIN = "a -> b -> c"

CASES = [
    # (entries of `connections`, the number of the wrong one, what is said)
    ([CHAIN, "a -> x"], 1, "no component 'x'; accepted: a, b, c"),
    ([CHAIN, "a -> b -> c -> x", "a -> c"], 1, "no component 'x'"),
    ([CHAIN, CHAIN, {"from": "b", "to": "x"}], 2, "no component 'x'"),
    ([CHAIN, {"from": "a", "to": "b"}, {"from": "a", "to": "c", "kind": "implements"}], 2, "belongs to the other kind"),
    ([CHAIN, {"from": "a", "to": "b", "kind": "reqest"}, CHAIN], 1, "did you mean 'request'?"),
    ([CHAIN, {"from": "a", "two": "b"}, CHAIN], 1, "unknown key 'two'"),
    ([CHAIN, {"from": "a"}, CHAIN], 1, "key 'to' is missing here"),
    ([CHAIN, "b -> 9lives", CHAIN], 1, "found '9lives' (text)"),
    ([CHAIN, "b ->", CHAIN], 1, "'b ->' is not a chain like 'a -> b -> c'"),
    ([CHAIN, "b -> -> c", CHAIN], 1, "'b -> -> c'"),
    ([CHAIN, 7, CHAIN], 1, "found 7 (a number)"),
]  # fmt: skip


def problems_of(text: str) -> list[tuple[int, str]]:
    """Line and words of each problem of a design."""
    with pytest.raises(DocumentError) as caught:
        design_from_text(text)
    return [(problem.position.line, problem.text) for problem in caught.value.problems]


@pytest.mark.parametrize(("entries", "wrong", "says"), CASES, ids=[f"{case[0][case[1]]}" for case in CASES])
def test_a_problem_points_at_the_written_entry(entries: list[Any], wrong: int, says: str) -> None:
    """Chains above count as one entry each."""
    lines = [f"- {json.dumps(entry)}\n" for entry in entries]
    found = problems_of(f"{PARTS}connections:\n{''.join(lines)}")

    assert {line for line, _ in found} == {4 + wrong}
    assert any(says in text for _, text in found)


def test_the_wrong_word_of_a_map_after_chains_is_pointed_at() -> None:
    """Not only the line: the column of the value itself."""
    with pytest.raises(DocumentError, match=r"^design:5:17: no component 'x'"):
        design_from_text(PARTS + f"connections:\n- {CHAIN}\n- {{from: b, to: x}}\n")


def test_every_wrong_chain_is_told_at_once() -> None:
    """Two broken chains, an unknown part and a wrong header: nobody mends a file one message at a time."""
    text = PARTS.replace("id: d", "id: 9") + "connections:\n- a -> b ->\n- a -> b\n- b => => c\n"

    assert [line for line, _ in problems_of(text)] == [1, 4, 6]


def test_a_chain_that_is_repeated_by_an_alias_is_told_where_it_is_repeated() -> None:
    """Two entries may share one value; each has a place of its own."""
    text = PARTS + "connections:\n- a -> b -> c\n- &way b -> x\n- *way\n"

    assert [line for line, _ in problems_of(text)] == [5, 6]
