"""The price table that ships: every price has its dimension and its source; wrong tables are refused at their line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from design_sandbox.model.loading import load_catalogue
from design_sandbox.model.prices import Price, amount_in, load_prices, prices_from
from design_sandbox.model.problems import DocumentError

TABLE = load_prices()
PRICES: dict[str, Price] = {"internet": TABLE.internet} | {
    f"{name}.{use}": price
    for name, prices in TABLE.types.items()
    for use, price in [("instance", prices.instance), *prices.uses.items()]
    if price is not None
}
MARK = r"\[(seen|second-hand|derived|memory)\]"


def test_every_price_tells_where_it_comes_from_and_how_well_it_is_known() -> None:
    """Sources end with one of four marks; what was read has the month in which it was read."""
    read = ("[seen]", "[second-hand]")
    unmarked = [
        place for place, price in PRICES.items() if not re.search(rf"\w{{3}}.* {MARK}$", price.source)
    ]
    undated = [place for place, price in PRICES.items() if price.source.endswith(read) and not price.seen]
    invented = [place for place, price in PRICES.items() if price.source.endswith("[memory]") and price.seen]
    assert (unmarked, undated, invented) == ([], [], [])


def test_whatever_runs_on_machines_of_ours_has_a_price() -> None:
    """Computes, stores, caches and channels are priced by instance or by use."""
    paid = {"hold", "copy", "compute", "hand_off"}
    types = load_catalogue().of_kind("system")
    unpriced = [
        name for name, spec in types.items()
        if paid & set(spec.abilities) and not {"initiate", "provide"} & set(spec.abilities) and name not in TABLE.types
    ]  # fmt: skip
    assert unpriced == []


def test_prices_are_read_in_their_own_unit() -> None:
    """A month of an instance, a single request, a byte for a month."""
    assert amount_in(TABLE.types["service"].instance, "instance") == 70  # type: ignore[arg-type]
    assert amount_in(TABLE.types["key_value"].uses["write"], "write") == pytest.approx(0.625e-6)
    assert amount_in(TABLE.types["object_store"].uses["stored"], "stored") == pytest.approx(0.023e-9)


WRONG = [
    ("instance: {value: $5/GB, source: x}", "instance is priced in $/month"),
    ("uses: {stored: {value: $1/month, source: x}}", "stored is priced in $/B/month"),
    ("uses: {read: {value: -$1/M read, source: x}}", "of zero or more"),
    ("uses: {reading: {value: $1/M read, source: x}}", "reading"),
    ("instance: {value: 5 €/month, source: x}", "prices are in dollars"),
    ("instance: {value: $5/month}", "source"),
]


@pytest.mark.parametrize(("written", "said"), WRONG)
def test_a_wrong_price_is_refused_at_its_line(tmp_path: Path, written: str, said: str) -> None:
    """What was found and what is accepted, where it stands."""
    head = 'prices: {id: mine, as_of: "2026-11"}\ninternet: {value: $0.09/GB, source: x}\ntypes:\n'
    path = tmp_path / "mine.yaml"
    path.write_text(f"{head}  service: {{{written}}}\n", encoding="utf-8")
    with pytest.raises(DocumentError) as caught:
        load_prices(path)
    assert said in str(caught.value)
    assert {problem.position.line for problem in caught.value.problems} == {4}


def test_an_unknown_type_is_refused_with_the_one_that_was_meant(tmp_path: Path) -> None:
    """A misspelt type would otherwise be free."""
    path = tmp_path / "mine.yaml"
    path.write_text(
        'prices: {id: mine, as_of: "2026-11"}\ninternet: {value: $0.09/GB, source: x}\n'
        "types: {servise: {instance: {value: $1/month, source: x}}}\n",
        encoding="utf-8",
    )
    with pytest.raises(DocumentError, match="did you mean 'service'"):
        load_prices(path)


def test_prices_are_chosen_before_they_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A chosen table comes before the environment's, and that before the one that ships; afterwards all is as before."""
    for name in ("chosen", "named"):
        (tmp_path / f"{name}.yaml").write_text(
            f'prices: {{id: {name}, as_of: "2026-11"}}\ninternet: {{value: $0.09/GB, source: x}}\ntypes: {{}}\n',
            encoding="utf-8",
        )
    assert load_prices() == TABLE
    monkeypatch.setenv("DESIGN_SANDBOX_PRICES", str(tmp_path / "named.yaml"))
    assert load_prices().prices.id == "named"
    with prices_from(tmp_path / "chosen.yaml"), prices_from(None):
        assert load_prices().prices.id == "chosen"
    assert load_prices().prices.id == "named"
    monkeypatch.setenv("DESIGN_SANDBOX_PRICES", " ")
    assert load_prices() == TABLE
