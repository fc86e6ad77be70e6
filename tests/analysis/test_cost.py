"""The bill: lines as amount × price, growing with instances, and honest about what it does not know."""

from __future__ import annotations

from pathlib import Path

import pytest
from designs import sketch, walked
from hypothesis import given
from hypothesis import strategies as st

from design_sandbox.analysis.analyse import analyse
from design_sandbox.analysis.cost import Bill, bill
from design_sandbox.analysis.paid_uses import MONTH_S
from design_sandbox.model.loading import load_catalogue, load_scenario, references, scenario_ids
from design_sandbox.model.prices import load_prices
from design_sandbox.model.scenario import Budget
from design_sandbox.walk.walker import walk_all

STORY = """
data note record durable size=1kB keep=10d per_day=added
load added = 1000000
load peak_factor = 4
look by user rate={rate}: read note
---
people: client plays=user
lb: load_balancer
api: service {api}
db: relational holds=note {db}
people -> lb -> api -> db
"""
PRICES = load_prices()


def told(rate: float = 1000, api: str = "replicas=8", db: str = "replicas=2", years: float = 1.0) -> Bill:
    """The bill of the story."""
    found = walked(STORY.format(rate=rate, api=api, db=db))
    return bill(found, analyse(found), PRICES, years)


def test_every_line_is_an_amount_at_a_price() -> None:
    """Machines, stored bytes of both copies, and 2 kB to people a thousand times a second at the average rate."""
    lines = {(line.part, line.what): line for line in told().lines}
    assert {key: line.amount.value for key, line in lines.items()} == {
        ("api", "instances"): pytest.approx(8 * 70),
        ("db", "instances"): pytest.approx(2 * 260),
        ("db", "stored"): pytest.approx(2 * 10e9 * 0.115e-9),
        ("lb", "instances"): pytest.approx(16.4),
        ("lb", "sent_out"): pytest.approx(1000 * 2000 * MONTH_S * 0.09e-9),
    }
    assert lines["db", "stored"].amount.working.substituted == "20 GB × $0.115/GB/month"
    assert "2026-11" in lines["api", "instances"].amount.working.inputs[1].source  # type: ignore[union-attr]


def test_the_total_is_the_sum_of_its_lines_and_parts() -> None:
    """Nothing is counted twice or left out."""
    found = told()
    total = sum(line.amount.value or 0 for line in found.lines)
    assert found.total.value == pytest.approx(total)
    assert sum(found.by_part.values()) == pytest.approx(total)
    assert list(found.by_part.values()) == sorted(found.by_part.values(), reverse=True)


@given(st.integers(1, 500), st.integers(1, 500), st.integers(1, 10), st.integers(0, 5000))
def test_more_of_anything_never_costs_less(fewer: int, more: int, years: int, rate: float) -> None:
    """Instances, years and load only ever add."""
    few, many = sorted((fewer, more))
    small, large = told(rate, f"replicas={few}").total.value, told(rate, f"replicas={many}").total.value
    assert small is not None and large is not None
    assert large == pytest.approx(small + (many - few) * 70)
    assert (told(rate, years=years).total.value or 0) >= (told(rate, years=0).total.value or 0)
    assert (told(rate + 1).total.value or 0) > (told(rate).total.value or 0)


def test_what_is_not_said_is_told() -> None:
    """An unset store is counted with the fewest that carry it, and named."""
    found = told(db="")
    assert found.unsized == ("Relational database",)
    assert told().unsized == ()
    assert next(line.quantity for line in found.lines if (line.part, line.what) == ("db", "instances")) == 1


def test_a_part_without_a_price_is_not_free_but_unknown() -> None:
    """A third party of unknown price is named beside the total."""
    found = walked(
        "party pay payment\n buy by user rate=1: call pay\n---\n people: client\n api: service\n bank: payment_provider\n people -> api -> bank"
    )
    assert bill(found, analyse(found), PRICES).unpriced == ("Payment provider",)


def test_large_items_count_as_several_calls() -> None:
    """A read of 10 kB pays three times for up to 4 KiB."""
    story = "data note record durable size=10kB\n look by user rate=1: read note\n---\n people: client\n api: service\n db: key_value holds=note\n people -> api -> db"
    found = walked(story)
    line = next(line for line in bill(found, analyse(found), PRICES).lines if line.what == "read")
    assert line.quantity == pytest.approx(3 * MONTH_S)


def test_another_table_gives_another_bill(tmp_path: Path) -> None:
    """An instructor's prices replace those that ship."""
    path = tmp_path / "mine.yaml"
    path.write_text('prices: {id: mine, as_of: "2027-01"}\ninternet: {value: $0/GB, source: free}\n'
                    "types: {service: {instance: {value: $1/month, source: ours}}}\n", encoding="utf-8")  # fmt: skip
    found = walked(STORY.format(rate=1000, api="replicas=8", db=""))
    mine = bill(found, analyse(found), load_prices(path))
    assert (mine.total.value, mine.as_of) == (8, "2027-01")
    assert mine.unpriced == ("Relational database",)


@pytest.mark.parametrize(("limit", "within"), [("$1/month", False), ("$1,000,000/month", True)])
def test_a_budget_is_kept_or_not(limit: str, within: bool) -> None:
    """The scenario's budget stands beside the total."""
    scenario, design = sketch(STORY.format(rate=1000, api="replicas=8", db=""))
    scenario = scenario.model_copy(update={"budget": Budget.model_validate({"per_month": limit})})
    found = walk_all(scenario, design, load_catalogue())
    assert bill(found, analyse(found), PRICES).within_budget is within
    assert told().within_budget is None


@pytest.mark.parametrize("name", scenario_ids())
def test_every_accepted_design_has_a_bill(name: str) -> None:
    """Systems cost something, by lines that unfold; classes cost nothing that we know."""
    scenario = load_scenario(name)
    for design in references(name):
        found = walk_all(scenario, design, load_catalogue())
        made = bill(found, analyse(found), PRICES)
        if scenario.scenario.kind == "object_model":
            assert (made.lines, made.total.value) == ((), None)
        else:
            assert made.total.value and all(line.amount.working.formula for line in made.lines)
