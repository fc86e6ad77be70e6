"""Before and after a change: what is different, the most different first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from design_sandbox.analysis.availability import availabilities
from design_sandbox.analysis.figure import Figure
from design_sandbox.analysis.latency import latencies_of
from design_sandbox.analysis.what_if import Looked
from design_sandbox.ui.html import text
from design_sandbox.ui.numbers.figure_view import value
from design_sandbox.ui.numbers_view import table

MOST_ROWS = 24
SAME = 0.005
"""Figures that differ by less than this share are not told."""


@dataclass(frozen=True)
class Row:
    """One figure on both sides."""

    what: str
    before: Figure
    after: Figure
    more_is_better: bool = False

    @property
    def change(self) -> float:
        """How much it moved, as a share of the larger; a figure that appears or disappears moved most."""
        old, new = self.before.value, self.after.value
        if old is None or new is None:
            return 0.0 if old == new else 2.0
        if self.before.unit == "availability":
            old, new = 1 - old, 1 - new
        largest = max(abs(old), abs(new))
        return abs(new - old) / largest if largest else 0.0


def panel(title: str, before: Looked, after: Looked) -> str:
    """A table of what moved, or a sentence that nothing did."""
    rows = sorted(
        (row for row in rows_of(before, after) if row.change > SAME), key=lambda row: (-row.change, row.what)
    )
    head = f"<h3>{text(title or 'What if')} <small>before and after</small></h3>"
    broken = _broken(before, after)
    if not rows:
        return f'{head}{broken}<p class="note">No figure moves.</p>'
    shown = [(text(row.what), value(row.before), _after(row)) for row in rows[:MOST_ROWS]]
    more = f'<p class="note">and {len(rows) - MOST_ROWS} smaller changes</p>' if len(rows) > MOST_ROWS else ""
    return f"{head}{broken}{table(('Figure', 'Now', 'Then'), shown)}{more}"


def rows_of(before: Looked, after: Looked) -> Iterator[Row]:
    """Every figure that both sides may have: use of parts, answer times, availability."""
    yield from _uses(before, after)
    old_times, new_times = (latencies_of(side.walked, side.numbers) for side in (before, after))
    for flow, latency in old_times.items():
        if flow in new_times:
            yield Row(f"p99 of {latency.title}", latency.p99, new_times[flow].p99)
    old_shares, new_shares = (
        availabilities(side.walked, side.numbers.components) for side in (before, after)
    )
    for flow, found in old_shares.items():
        if flow in new_shares:
            yield Row(
                f"Availability of {found.title}", found.figure, new_shares[flow].figure, more_is_better=True
            )


def _uses(before: Looked, after: Looked) -> Iterator[Row]:
    for name, load in before.numbers.components.items():
        again = after.numbers.components.get(name)
        label = before.walked.board.parts[name].label
        if again is not None and (load.utilisation is not None or again.utilisation is not None):
            yield Row(
                f"Use of {label}",
                Figure("", load.utilisation, "ratio"),
                Figure("", again.utilisation, "ratio"),
            )
        if (
            again is not None
            and load.instances_inferred
            and again.instances_inferred
            and load.instances
            and again.instances
        ):
            yield Row(
                f"Instances of {label}",
                Figure("", load.instances, "count"),
                Figure("", again.instances, "count"),
            )


def _broken(before: Looked, after: Looked) -> str:
    """Journeys that no longer arrive."""
    lost = [
        before.walked.scenario.flows[name].title or name
        for name, walk in before.walked.walks.items()
        if walk.served and not after.walked.walks[name].served
    ]
    return f'<p class="note bad">No longer served: {text(", ".join(lost))}.</p>' if lost else ""


def _after(row: Row) -> str:
    old, new = row.before.value, row.after.value
    if old is None or new is None:
        return value(row.after)
    better = (new > old) == row.more_is_better
    return f'<span class="{"better" if better else "worse"}">{value(row.after)}</span>'
