"""Groups of instances, quorums, failover, durability and budgets against sums, chains and states worked out one by one."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from design_sandbox.theory import budget, durability, failover, quorum, reliability

SHARES = st.floats(0, 1, allow_nan=False)


def enumerated(need: int, availabilities: list[float]) -> float:
    """P(at least `need` of these answer) by going through every state."""
    total = 0.0
    for works in itertools.product((True, False), repeat=len(availabilities)):
        if sum(works) >= need:
            total += math.prod(a if up else 1 - a for a, up in zip(availabilities, works, strict=True))
    return total


@given(st.integers(-1, 9), st.lists(SHARES, max_size=8))
def test_some_of_unequal_parts(need: int, availabilities: list[float]) -> None:
    """Dynamic programming agrees with every state enumerated."""
    assert reliability.at_least_of(need, availabilities) == pytest.approx(
        enumerated(need, availabilities), abs=1e-12
    )


@given(st.integers(-1, 9), st.integers(0, 8), SHARES)
def test_some_of_equal_parts(need: int, count: int, a: float) -> None:
    """The binomial tail agrees with every state enumerated."""
    assert reliability.at_least(need, count, a) == pytest.approx(enumerated(need, [a] * count), abs=1e-12)


@given(st.integers(1, 60), st.integers(1, 60), st.floats(0.01, 0.999))
def test_one_more_instance_never_hurts(need: int, count: int, a: float) -> None:
    """With the same need, another replica cannot lower the availability; a higher need cannot raise it."""
    assert reliability.at_least(need, count + 1, a) >= reliability.at_least(need, count, a) - 1e-12
    assert reliability.at_least(need + 1, count, a) <= reliability.at_least(need, count, a) + 1e-12


@pytest.mark.parametrize(
    ("need", "count", "a"), [(90_000, 100_000, 0.9), (1, 100_000, 1e-9), (50_000, 100_000, 0.5)]
)
def test_large_groups_stay_shares(need: int, count: int, a: float) -> None:
    """A hundred thousand instances neither overflow nor leave the range of a share."""
    found = reliability.at_least(need, count, a)
    assert 0 < found < 1


@given(st.floats(0.9, 1), SHARES)
def test_common_cause_lies_between_its_ends(a: float, beta: float) -> None:
    """No common cause is the binomial; all common is one instance."""
    assert reliability.with_common_cause(1, 2, a, 0) == pytest.approx(reliability.at_least(1, 2, a))
    assert reliability.with_common_cause(1, 2, a, 1) == pytest.approx(a)
    assert a - 1e-9 <= reliability.with_common_cause(1, 2, a, beta) <= reliability.at_least(1, 2, a) + 1e-9


@pytest.mark.parametrize("copies", [1, 2, 3, 5])
@pytest.mark.parametrize("minutes", [0.0, 2.0])
def test_switching_over_is_a_markov_chain(copies: int, minutes: float) -> None:
    """A long run of the chain in small steps ends in the same shares; shares add up to one."""
    found = failover.active_passive(100, 4, minutes, copies)
    assert found.up + found.switching + found.down == pytest.approx(1)
    if minutes == 0 or copies == 1:
        assert found.switching == pytest.approx(0, abs=1e-12)
    chances = stepped(copies, 1 / 100, 1 / 4, 60 / minutes if minutes else None)
    assert found.up == pytest.approx(chances, abs=1e-8)


def stepped(copies: int, fails: float, mends: float, switches: float | None) -> float:
    """Share of time with a leader, by squaring a chain of small steps, states written out as pairs."""
    states = [(i, leads) for i in range(copies + 1) for leads in ((True, False) if i else (False,))]
    place = {state: index for index, state in enumerate(states)}
    chain = np.zeros((len(states), len(states)))
    for (i, leads), row in place.items():
        if leads:
            after = (i - 1, False) if switches and i > 1 else (i - 1, i > 1)
            chain[row, place[after]] += fails
            if i > 1:
                chain[row, place[i - 1, True]] += (i - 1) * fails
            if i < copies:
                chain[row, place[i + 1, True]] += mends
        elif i == 0:
            chain[row, place[1, True]] += mends
        else:
            if switches:
                chain[row, place[i, True]] += switches
            chain[row, place[i - 1, False]] += i * fails
    step = 0.01
    moves = np.eye(len(states)) + step * (chain - np.diag(chain.sum(axis=1)))
    for _ in range(20):
        moves = moves @ moves
    return float(sum(moves[place[copies, True], place[state]] for state in states if state[1]))


@given(st.floats(0.5, 0.9999), st.integers(1, 6), st.floats(0, 30))
def test_a_slower_switch_and_fewer_standbys_never_help(a: float, copies: int, minutes: float) -> None:
    """Longer failover lowers the availability; one more standby never lowers it by more than the switching it adds."""
    quick = failover.with_standbys(a, copies, 1, minutes, 4)
    assert failover.with_standbys(a, copies, 1, minutes + 1, 4) <= quick + 1e-12
    assert (
        failover.with_standbys(a, copies + 1, 1, 0, 4) >= failover.with_standbys(a, copies, 1, 0, 4) - 1e-12
    )


@given(st.integers(1, 8), st.data())
def test_quorums_that_overlap_miss_nothing(copies: int, data: st.DataObject) -> None:
    """A read meets the latest write for certain exactly when R + W > N; else the misses are counted out."""
    write, read = data.draw(st.integers(1, copies)), data.draw(st.integers(1, copies))
    asked = list(itertools.combinations(range(copies), read))
    missing = sum(all(copy >= write for copy in some) for some in asked) / len(asked)
    assert quorum.miss_probability(copies, write, read) == pytest.approx(missing)
    assert quorum.overlaps(copies, write, read) == (missing == 0)


@pytest.mark.parametrize("at_once", [False, True])
@pytest.mark.parametrize("copies", [1, 2, 4])
def test_time_to_loss_by_linear_equations(copies: int, at_once: bool) -> None:
    """Expected times to absorption from the equations of the chain, solved at once."""
    fails, mends = 0.5, 20.0
    rates = np.zeros((copies, copies))
    for alive in range(1, copies + 1):
        up = (copies - alive) * mends if at_once else (mends if alive < copies else 0.0)
        rates[alive - 1, alive - 1] = alive * fails + up
        if alive > 1:
            rates[alive - 1, alive - 2] = -alive * fails
        if up:
            rates[alive - 1, alive] = -up
    expected = np.linalg.solve(rates, np.ones(copies))[-1]
    found = durability.mean_time_to_loss_years(copies, 0.5, 1 / 20, year_h=1, at_once=at_once)
    assert found == pytest.approx(expected)


@given(SHARES)
def test_downtime_and_back(a: float) -> None:
    """Minutes of downtime name the availability they come from."""
    assert budget.availability_of_downtime(budget.downtime_min(a)) == pytest.approx(a)


NAN = float("nan")
REFUSED: list[tuple[Callable[[], object], str]] = [
    (lambda: reliability.series([1.2]), "between 0 and 1"),
    (lambda: reliability.parallel([NAN]), "between 0 and 1"),
    (lambda: reliability.at_least(1, -1, 0.5), "whole number"),
    (lambda: reliability.at_least(1, 10**18, 0.5), "whole number"),
    (lambda: reliability.from_times(0, 1), "above 0 h"),
    (lambda: reliability.with_spares_approximately(3, 3, 0.9), "spares"),
    (lambda: reliability.with_common_cause(1, 2, 0.9, 1.5), "beta"),
    (lambda: reliability.utilisation_after_loss(1, 0.5, 1), "cannot be lost"),
    (lambda: quorum.miss_probability(3, 0, 1), "copies"),
    (lambda: quorum.overlaps(3, 4, 1), "copies"),
    (lambda: failover.active_passive(0, 4, 2), "mttf_h"),
    (lambda: failover.active_passive(10, NAN, 2), "mttr_h"),
    (lambda: failover.active_passive(10, 4, -1), "failover_min"),
    (lambda: failover.active_passive(10, 4, 1, 0), "copies"),
    (lambda: durability.mean_time_to_loss_years(0, 0.04, 6), "copies"),
    (lambda: durability.mean_time_to_loss_years(3, 0, 6), "above 0"),
    (lambda: durability.annual_loss_probability(0), "above 0"),
    (lambda: budget.downtime_min(0.9, 0), "days"),
    (lambda: budget.burn_rate(0.02, 0), "hours"),
    (lambda: budget.availability_of_downtime(10**9), "fit"),
]  # fmt: skip


@pytest.mark.parametrize(("call", "says"), REFUSED, ids=[str(number) for number in range(len(REFUSED))])
def test_bad_input_is_refused_in_words(call: Callable[[], object], says: str) -> None:
    """What no availability is made of is named; no NaN, infinity or traceback of arithmetic comes out."""
    with pytest.raises(ValueError, match=says):
        call()
