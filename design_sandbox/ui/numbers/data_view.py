"""What is kept and how it grows, which keys are hot, how old copies are, and what may be lost."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from design_sandbox.analysis.data import DataReport
from design_sandbox.analysis.figure import Figure, show
from design_sandbox.ui.figures import bytes_of
from design_sandbox.ui.html import text
from design_sandbox.ui.numbers.figure_view import unfolding, value
from design_sandbox.ui.numbers.pieces import ranked
from design_sandbox.ui.numbers_view import table

OWN_WRITES = {"seen": "seen at once", "may_lag": "may lag", "not_asked": ""}
Name = Callable[[str], str]


def panel(report: DataReport, name: Name) -> str:
    """Every section that has something to tell; `name` gives the screen's word for an entity."""
    sections = (_kept(report), _bandwidth(report), _hot(report, name), celebrities(report), _caches(report, name),
                _stale(report), _lost(report))  # fmt: skip
    return f"<h3>Data</h3>{''.join(sections)}"


def _folds(figures: Iterable[Figure]) -> str:
    rows = "".join(unfolding(figure) for figure in figures)
    return (f'<details class="num-fold"><summary><span class="num-label">How these are computed</span></summary>{rows}</details>'
            if rows else "")  # fmt: skip


def _kept(report: DataReport) -> str:
    if not report.stores:
        return ""
    rows = [(store.label, f"{store.copies} copies" if store.copies > 1 else "", store.all_copies.value or 0.0,
             value(store.all_copies), "") for store in report.stores]  # fmt: skip
    full = [f"<li>{text(store.label)}: room for {value(store.room)}, full after {value(store.full_after)}</li>"
            for store in report.stores if store.full_after.value is not None]  # fmt: skip
    years = f"{report.horizon_years:g} years"
    yearly = _yearly(report)
    return (f"<h4>Kept after {years} <small>{text(report.horizon_source)}</small></h4>{ranked(rows)}"
            f'<ul class="note">{"".join(full)}</ul>{yearly}{_folds(store.all_copies for store in report.stores)}')  # fmt: skip


def _yearly(report: DataReport) -> str:
    """All stores together, year by year."""
    years: dict[int, float] = {}
    for store in report.stores:
        for year, size in store.yearly(round(report.horizon_years)):
            years[year] = years.get(year, 0.0) + size
    told = ", ".join(f"{bytes_of(size)} after {year}" for year, size in sorted(years.items()) if year)
    return f'<p class="note">Growing: {text(told)} years.</p>' if told else ""


def _bandwidth(report: DataReport) -> str:
    found = report.bandwidth
    return f"<h4>In and out</h4>{unfolding(found.incoming)}{unfolding(found.outgoing)}"


def _hot(report: DataReport, name: Name) -> str:
    rows = []
    for key in report.hot_keys:
        if key.shards < 2:
            continue
        even = " <em>assumed even</em>" if key.assumed_even else ""
        helps = (
            "" if key.splitting_helps else " one key is more than a shard serves: copy it, shards do not help"
        )
        rows.append((f"{text(key.label)} <em>{text(name(key.entity))}</em>", f"{key.shards:,}", value(key.hottest_key),
                     f"{value(key.hottest_shard)}{even}", value(key.utilisation), text(helps)))  # fmt: skip
    if not rows:
        return ""
    head = ("Store", "Shards", "Hottest key", "Hottest shard", "Its use", "")
    return f"<h4>Hot keys</h4>{table(head, rows)}{_folds(key.utilisation for key in report.hot_keys if key.shards > 1)}"


def celebrities(report: DataReport) -> str:
    """The largest single cases: how long they take beside the usual peak."""
    rows = [(text(one.label), value(one.most), value(one.lag),
             text(show(one.deadline_s, "s")) if one.deadline_s is not None else "", value(one.largest_audience))
            for one in report.celebrities]  # fmt: skip
    if not rows:
        return ""
    head = ("The largest case of", "Copies", "Done after", "Asked", "In time up to")
    return (
        f"<h4>The largest single case</h4>{table(head, rows)}{_folds(one.lag for one in report.celebrities)}"
    )


def _caches(report: DataReport, name: Name) -> str:
    rows = [
        (f"{text(one.label)} <em>{text(name(one.entity))}</em>", value(one.declared), value(one.by_size))
        for one in report.caches
    ]
    if not rows:
        return ""
    return (f"<h4>Hit ratios</h4>{table(('Cache', 'Taken', 'By its size'), rows)}"
            f"{_folds(one.by_size for one in report.caches)}")  # fmt: skip


def _stale(report: DataReport) -> str:
    rows = [(f"{text(one.label)} <em>in {text(one.part_label)}</em>", value(one.bound),
             text(show(one.within_s, "s")) if one.within_s is not None else "", text(OWN_WRITES[one.own_writes]), text(one.how))
            for one in report.staleness]  # fmt: skip
    if not rows:
        return ""
    return (f"<h4>How old copies may be</h4>{table(('Copy of', 'At most', 'Asked', 'Own writes', 'How'), rows)}"
            f"{_folds(one.bound for one in report.staleness)}")  # fmt: skip


def _lost(report: DataReport) -> str:
    rows = [
        (text(one.label), value(one.after_instance), value(one.after_part), value(one.after_mistake))
        for one in report.recovery
    ]
    if not rows:
        return ""
    head = ("Acknowledged writes lost in", "One instance lost", "All of it lost", "Deleted by mistake")
    return f"<h4>Recovery point (RPO)</h4>{table(head, rows)}{_folds(_questions(report))}"


def _questions(report: DataReport) -> list[Figure]:
    return [
        figure
        for one in report.recovery
        for figure in (one.after_instance, one.after_part, one.after_mistake)
    ]
