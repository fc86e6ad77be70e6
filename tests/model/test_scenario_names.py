"""Names that nothing declares and figures that do not work out are refused at their own line, with what is accepted."""

from __future__ import annotations

from pathlib import Path

import pytest

from design_sandbox.model.loading import load_design, load_rubric, load_scenario
from design_sandbox.model.problems import DocumentError
from design_sandbox.model.scenario import Scenario
from design_sandbox.model.source import load_text

SCENARIO = """\
scenario: {id: shows, kind: system, title: Sell seats, summary: Seats of shows, difficulty: easy, minutes: 30, rubric: scalability}
prompt: "{sales_per_s} seats are sold a second."
facts: [sales_per_s]
clarifications: [{question: How many?, answer: Few}]
load:
  shows: {value: 40, unit: show}
  seats: {value: 500, unit: seat/show, max: 90 k}
  sales_per_s: {formula: shows * seats / 1 d}
  sales_per_day: {formula: sales_per_s * 1 d}
  looks_per_s: {value: 9, unit: look/s}
entities:
  places: {shape: record, size: 200 B, count: shows * seats, durable: true}
  sales: {shape: record, size: 1 kB, per_day: sales_per_day, keep: 2 y, durable: true}
  boards: {shape: list, optional: true, derived_from: [places], refreshed_by: sell, times: shows, within: 9 s}
  rooms: {shape: record, locates: buyer}
actors:
  buyer: {label: Buyer}
third_parties:
  bank: {label: The bank, provides: payment}
flows:
  look:
    requirement: F1
    actor: buyer
    rate: looks_per_s
    steps:
    - any_of:
        ahead: [{read: boards}]
        counted: [{scan: places, times: seats * 1}]
  sell:
    requirement: F2
    actor: buyer
    rate: {formula: sales_per_s * 1}
    steps:
    - {call: bank}
    - {claim: places}
    - {notify: buyer}
requirements:
  F1: {title: Look, flows: [look]}
  F2: {title: Sell, flows: [sell]}
failures:
- {id: bank_down, lose: third_party, which: bank, flows: [sell]}
- {id: empty, lose: entity_copies, which: boards, flows: [look]}
- {id: stop, lose: any_instance, flows: [look]}
invariants:
- {id: one_seat, entity: places, at_most_one: seat}
bursts:
- {id: premiere, title: Everybody at once, flow: sell, entity: boards, times: shows * 2, within: 5 min}
estimates:
  kept: {question: How much is kept?, formula: sales_per_day * 2}
trade_offs:
  when: {question: When?, options: {early: Early, late: Late}, decides: {early: ahead}, strong_answer_names: [load], model_answer: Early}
variants:
  small: {label: Only looking, flows: [look]}
"""

MISTAKES = [
    # (what stands there, what is written instead, where the problem points, what it says)
    ("actor: buyer\n    rate: looks", "actor: buier\n    rate: looks", "buier", "accepted: buyer, clock; did you mean 'buyer'?"),
    ("read: boards", "read: bords", "bords", "read 'bords' is not declared; accepted: boards, places, rooms, sales; did you mean 'boards'"),
    ("call: bank", "call: banc", "banc", "call 'banc' is not declared; accepted: bank; did you mean 'bank'?"),
    ("notify: buyer}", "notify: buyer, via: pusch}", "pusch", "no component type provides 'pusch'; accepted: payment, push"),
    ("claim: places}", "claim: places, via: push}", "via", "`via` says nothing about claim; accepted: beside `notify` only"),
    ("notify: buyer", "notify: boards", "boards}", "notify 'boards' is not declared; accepted: buyer"),
    ("[places], ref", "[place], ref", "place]", "'place' is not an entity; accepted: places, sales"),
    ("refreshed_by: sell", "refreshed_by: sel", "sel,", "no flow 'sel'; accepted: look, sell; did you mean 'sell'?"),
    ("locates: buyer", "locates: byer", "byer", "no actor 'byer'; accepted: buyer; did you mean 'buyer'?"),
    ("requirement: F2", "requirement: F3", "F3", "no requirement 'F3'; accepted: F1, F2"),
    ("flows: [sell]}\nfail", "flows: [sel]}\nfail", "sel]", "no flow 'sel'"),
    ("Look, flows: [look]}", "Look}", "F1:", "the requirement says nothing that could be looked at"),
    ("facts: [sales_per_s]", "facts: [sale_per_s]", "sale_per_s]", "'sale_per_s' is not a name under `load`"),
    ("which: bank, ", "", "{id: bank_down", "lose: third_party does not say which; accepted: `which:` with one of bank"),
    ("which: bank", "which: payment", "payment,", "'payment' is not declared under `third_parties`; accepted: bank"),
    ("which: boards, ", "", "{id: empty", "with one of places, sales, boards, rooms"),
    ("which: boards", "which: board", "board,", "not declared under `entities`"),
    ("any_instance, flows", "any_instance, which: bank, flows", "which", "`which` says nothing about any_instance"),
    ("entity: places,", "entity: place,", "place,", "no entity 'place'; accepted: places, sales, boards, rooms; did you mean 'places'"),
    ("at_most_one: seat", "at_most_one: ''", "''", "at_most_one is empty"),
    ("entity: boards, times", "entity: board, times", "board,", "no entity 'board'"),
    ("flow: sell, entity", "flow: cell, entity", "cell", "no flow 'cell'"),
    ("times: shows * 2", "times: show * 2", "show * 2", "unknown name 'show'; did you mean 'shows'?"),
    ("times: shows, within", "times: showz, within", "showz", "unknown name 'showz'; did you mean 'shows'?"),
    ("times: seats * 1", "times: seats *", "seats *", "where a figure or name is expected; accepted: a name under `load`"),
    ("per_day: sales_per_day", "per_day: sales_a_day", "sales_a_day", "unknown name 'sales_a_day'"),
    ("per_day: sales_per_day", "per_day: sales_per_s", "sales_per_s", "a count is wanted; found"),
    ("count: shows * seats", "count: shows * places", "shows * places", "unknown name 'places'"),
    ("rate: looks_per_s", "rate: looks_per_sec", "looks_per_sec", "did you mean 'looks_per_s'?"),
    ("rate: looks_per_s", "rate: shows", "shows\n", "a rate is wanted; found"),
    ("formula: sales_per_s * 1}", "formula: sales_per_s + 1 B}", "sales_per_s + 1 B", "column 13"),
    ("formula: sales_per_s * 1 d", "formula: sales_per_x * 1 d", "sales_per_x", "unknown name 'sales_per_x'; did you mean 'sales_per_s'?"),
    ("formula: sales_per_day * 2", "formula: sales_per_dey * 2", "sales_per_dey", "did you mean 'sales_per_day'?"),
    ("max: 90 k", "max: ninety", "ninety", "ninety"),
    ("{early: ahead}", "{erly: ahead}", "erly", "'erly' is not one of the options above; accepted: early, late; did you mean 'early'?"),
    ("{early: ahead}", "{early: aheat}", "aheat", "no alternative of an `any_of`; accepted: ahead, counted; did you mean 'ahead'?"),
    ("small: {label: Only looking, flows: [look]", "small: {label: Only looking, flows: [lok]", "lok", "did you mean 'look'?"),
    ("provides: payment", "provides: paymant", "paymant", "accepted: payment, push, sms, email, maps, gate"),
    ("provides: payment", "provides: payment_provider", "payment_provider", "did you mean 'payment'?"),
    ("rubric: scalability", "rubric: zzz", "zzz", "there is no rubric 'zzz'; accepted: object-model, scalability"),
    ("answer: Few", "answer: Few, I would say", "I would say", "put quotes around texts with commas"),
    ("answer: Few", "answer: Few, really", "really", "put quotes around texts with commas"),
]  # fmt: skip


def problems_of(text: str, folder: Path) -> tuple[str, list[tuple[str, str]]]:
    """The path of the file, and each problem of a scenario: the text it points at, and what it says."""
    file = folder / "scenario.yaml"
    file.write_text(text)
    lines = text.splitlines()
    try:
        load_scenario(str(file))
    except DocumentError as error:
        places = [problem.position for problem in error.problems]
        pointed = ["\n".join([lines[p.line - 1][p.column - 1 :], ""]) for p in places]
        return str(file), list(zip(pointed, [problem.text for problem in error.problems], strict=True))
    return str(file), []


def test_the_base_is_sound(tmp_path: Path) -> None:
    """Every problem below comes from its own mistake."""
    assert problems_of(SCENARIO, tmp_path)[1] == []


@pytest.mark.parametrize(
    ("old", "new", "points_at", "says"), MISTAKES, ids=[f"{new or old}" for old, new, _, _ in MISTAKES]
)
def test_a_mistake_is_told_at_its_place(
    old: str, new: str, points_at: str, says: str, tmp_path: Path
) -> None:
    """One problem, pointing at the wrong word itself, with what is accepted."""
    assert SCENARIO.count(old) == 1
    _, found = problems_of(SCENARIO.replace(old, new), tmp_path)

    assert len(found) == 1
    assert found[0][0].startswith(points_at)
    assert says in found[0][1]


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    """Nobody mends a file one message at a time."""
    text = (
        SCENARIO.replace("call: bank", "call: banc")
        .replace("F2\n", "F9\n")
        .replace("which: bank", "which: banc")
    )

    assert [pointed.split()[0] for pointed, _ in problems_of(text, tmp_path)[1]] == ["F9", "banc}", "banc,"]


def test_a_scenario_built_in_memory_is_checked_too() -> None:
    """Without lines, the path says where an unknown name stands."""
    with pytest.raises(
        ValueError, match=r"flows\.sell\.steps\.0\.call: call 'banc' is not declared; accepted: bank"
    ):
        Scenario.model_validate(load_text(SCENARIO.replace("call: bank", "call: banc"), "s.yaml").data)


def test_an_unknown_scenario_says_that_a_folder_is_accepted() -> None:
    """Whoever checks a design of their own scenario learns how to name it."""
    with pytest.raises(DocumentError, match="check --scenario path/to/scenario"):
        load_scenario("my-own-prompt")


def test_an_unknown_rubric_lists_those_there_are() -> None:
    """As for scenarios: the accepted ids, and the one that was meant."""
    with pytest.raises(
        DocumentError, match="accepted: object-model, scalability; did you mean 'scalability'"
    ):
        load_rubric("scalibility")


def test_a_label_cut_by_a_comma_gets_a_hint(tmp_path: Path) -> None:
    """In a design as well, the rest of a text is taken for a key."""
    file = tmp_path / "design.yaml"
    file.write_text(
        "design: {id: d, scenario: s}\ncomponents: {a: {type: service, label: Search, ranking}}\n"
    )

    with pytest.raises(DocumentError, match=r"unknown key 'ranking'.*put quotes around texts with commas"):
        load_design(file)
