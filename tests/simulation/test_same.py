"""The same plan and seed give the same result, whatever the order of its parts and whichever loop runs it."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from sample_plans import SAMPLE

from design_sandbox.simulation.careful import Careful
from design_sandbox.simulation.plain import Plain
from design_sandbox.simulation.plan import (
    Call,
    Chance,
    Flow,
    Later,
    Limits,
    Plan,
    Spread,
    Station,
    Step,
    Together,
)
from design_sandbox.simulation.recording import Moments, Recording
from design_sandbox.simulation.simulate import simulate


def run(loop: type[Plain] | type[Careful], plan: Plan, seed: int) -> Recording:
    """One replication by one of the loops."""
    return loop(plan, seed).run(Limits(), lambda share: None, lambda: False)


def counted(moments: Moments, until_s: float) -> list[tuple[float, float]]:
    """(start, end) of what started in time; a loop may stop a few events earlier or later than the other."""
    return [pair for pair in zip(moments.starts, moments.ends, strict=True) if pair[0] < until_s]


def requests_of(recording: Recording, until_s: float) -> list[list[tuple[float, float]]]:
    """Every answer that counts, by flow."""
    return [counted(moments, until_s) for moments in recording.answered]


def test_the_same_seed_gives_the_same_result_and_another_one_another() -> None:
    """Bit for bit, every slice included."""
    assert simulate(SAMPLE, 7, 2) == simulate(SAMPLE, 7, 2)
    assert simulate(SAMPLE, 7, 2).flows != simulate(SAMPLE, 8, 2).flows


def test_the_order_of_stations_and_flows_changes_nothing() -> None:
    """Random numbers go by names."""
    turned = replace(SAMPLE, stations=SAMPLE.stations[::-1], flows=SAMPLE.flows[::-1])
    assert simulate(turned, 7, 2) == simulate(SAMPLE, 7, 2)


def test_another_flow_leaves_the_requests_of_the_first_alone() -> None:
    """What-if compares like with like: adding a flow does not shift when the requests of the others start."""
    both, one = run(Plain, SAMPLE, 3), run(Plain, replace(SAMPLE, flows=SAMPLE.flows[:1]), 3)
    assert sorted(both.answered[0].starts)[:1000] == sorted(one.answered[0].starts)[:1000]


def test_both_loops_agree_on_every_single_request() -> None:
    """The quick loop is the careful one without what cannot happen: starts, ends and sums are equal."""
    quick, careful = run(Plain, SAMPLE, 5), run(Careful, SAMPLE, 5)
    assert requests_of(quick, 10.0) == requests_of(careful, 10.0)
    assert quick.arrived == careful.arrived
    for key, moments in quick.later.items():
        known = min(moments.ends[-1], careful.later[key].ends[-1])
        for found in (moments, careful.later[key]):
            assert len(found.ends) > 500
        assert [pair for pair in counted(moments, 10.0) if pair[1] <= known] == [
            pair for pair in counted(careful.later[key], 10.0) if pair[1] <= known
        ]
    assert [tick.waiting for tick in quick.ticks] == [tick.waiting for tick in careful.ticks]
    last, other = quick.ticks[-1], careful.ticks[-1]
    for found, expected in ((last.busy_s, other.busy_s), (last.waiting_s, other.waiting_s)):
        assert all(abs(a - b) < 1e-6 for a, b in zip(found, expected, strict=True))


def steps(depth: int) -> st.SearchStrategy[tuple[Step, ...]]:
    """Random call trees over the stations a, b and c."""
    names = st.sampled_from(["a", "b", "c"])
    if depth == 0:
        return st.lists(st.builds(Call, names), max_size=2).map(tuple)
    inner = steps(depth - 1)
    return st.lists(
        st.one_of(
            st.builds(Call, names, inner, st.integers(1, 3)),
            st.builds(Chance, st.floats(0, 1), inner, inner),
            st.builds(Together, st.lists(inner, max_size=2).map(tuple)),
            st.builds(Later, inner, st.just("later")),
        ),
        max_size=3,
    ).map(tuple)


@given(steps(2), st.integers(0, 1000))
@settings(max_examples=25, deadline=None, derandomize=True)
def test_both_loops_agree_on_any_call_tree(tree: tuple[Step, ...], seed: int) -> None:
    """Random trees, every request answered at the same time in both; none is lost."""
    stations = (Station("a", Spread(0.02), at_once=3), Station("b", Spread(0.01), instances=2, lanes=2),
                Station("c", Spread(0.03), held=0.4))  # fmt: skip
    plan = Plan(stations, (Flow("asks", 20.0, tree),), 5.0, drain_s=1000.0)
    quick, careful = run(Plain, plan, seed), run(Careful, plan, seed)
    assert requests_of(quick, 5.0) == requests_of(careful, 5.0)
    assert sum(start < 5.0 for start in quick.answered[0].starts) == quick.arrived[0]
