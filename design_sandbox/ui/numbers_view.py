"""A review's numbers as tables: traffic, the first bottleneck, answer times, what strategies cost."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from design_sandbox.analysis.numbers import ComponentLoad, WorkingLine
from design_sandbox.model.scenario import Scenario
from design_sandbox.review.result import Review
from design_sandbox.ui.figures import NOTHING, amount, percent, rate, seconds
from design_sandbox.ui.html import bar, icon, text, words
from design_sandbox.ui.payload.walks import name_of

TIGHT, OVER = 0.75, 1.0


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of cells that are HTML already; the first column is the row's name."""
    titles = "".join(f'<th scope="col">{text(title)}</th>' for title in head)
    body = "".join(
        f'<tr><th scope="row">{first}</th>{"".join(f"<td>{cell}</td>" for cell in rest)}</tr>'
        for first, *rest in rows
    )
    return f'<div class="table"><table><thead><tr>{titles}</tr></thead><tbody>{body}</tbody></table></div>'


def bottleneck(review: Review) -> str:
    """What breaks first, and at how much of today's load."""
    numbers = review.numbers
    if numbers.first_bottleneck is None:
        return f'<p class="note">{icon("info", 15)} No part with a known capacity carries load yet.</p>'
    name = text(name_of(review.design, numbers.first_bottleneck))
    multiple = numbers.breaks_at_load_multiple
    if multiple is None:
        return f'<p class="note">First to break: <b>{name}</b>.</p>'
    tone = "bad" if multiple < 1 else "warn" if multiple < 1 / TIGHT else "good"
    return (
        f'<p class="note {tone}">First to break: <b>{name}</b>, at {amount(multiple)}× of today’s peak.</p>'
    )


def traffic(review: Review) -> str:
    """Load, capacity and use of every part, the fullest first."""
    loads = sorted(
        review.numbers.components.items(), key=lambda entry: (-(entry[1].utilisation or 0.0), entry[0])
    )
    rows = [
        (
            f"{text(name_of(review.design, name))}",
            rate(load.average_per_s),
            rate(load.peak_per_s),
            _instances(load),
            _use(load.utilisation, known=load.instances is not None),
            f"{load.needs_instances:,}" if load.needs_instances else "",
            _working(load.working),
        )
        for name, load in loads
        if load.peak_per_s > 0
    ]
    if not rows:
        return '<p class="note">No request reaches a part yet, so there is no traffic to show.</p>'
    return table(("Part", "Average", "Peak", "Instances", "Use at peak", "Needs", "How"), rows)


def answer_times(review: Review, scenario: Scenario) -> str:
    """Mean and 99th percentile of each flow's answer against its target."""
    rows = []
    for flow, time in review.numbers.answer_times.items():
        known = scenario.flows.get(flow)
        met = time.target_s is None or time.p99_s <= time.target_s
        target = "" if time.target_s is None else f"{_mark(met)} {seconds(time.target_s)}"
        title = text((known.title if known else "") or flow)
        rows.append((title, seconds(time.mean_s), seconds(time.p99_s), target, _working(time.working)))
    if not rows:
        return '<p class="note">No flow is answered yet.</p>'
    return table(("Flow", "Mean", "p99", "Target", "How"), rows)


def strategies(review: Review, scenario: Scenario) -> str:
    """What each way of meeting a step would cost at peak: do the work when writing, or when reading?"""
    parts = []
    for flow, costs in review.numbers.strategy_costs.items():
        if len(costs) < 2:
            continue
        walk = review.walks.get(flow)
        chosen = {choice.chosen for choice in walk.strategies} if walk else set()
        most = max((cost for cost in costs.values() if cost > 0), default=1.0)
        rows = [
            (
                words(name.replace("_", " ")) + (' <em class="tag">yours</em>' if name in chosen else ""),
                f"{rate(cost)}", bar(cost / most),
            )
            for name, cost in sorted(costs.items(), key=lambda entry: (entry[1], entry[0]))
        ]  # fmt: skip
        known = scenario.flows.get(flow)
        title = text((known.title if known else "") or flow)
        parts.append(f"<h4>{title}</h4>{table(('Strategy', 'Calls at peak', ''), rows)}")
    return "".join(parts)


def _instances(load: ComponentLoad) -> str:
    if load.instances is None:
        return '<span class="asks">not set</span>'
    return f"{load.instances:,} assumed" if load.instances_inferred else f"{load.instances:,}"


def _use(utilisation: float | None, *, known: bool) -> str:
    if utilisation is None:
        return f'<span class="asks">{NOTHING}</span>' if not known else ""
    tone = "over" if utilisation > OVER else "tight" if utilisation > TIGHT else ""
    return f'{bar(utilisation, tone=tone)} <span class="{tone}">{percent(utilisation)}</span>'


def _mark(met: bool) -> str:
    name, tone, word = ("check", "served", "meets") if met else ("circle-x", "failed", "misses")
    return f'<span class="mark {tone}" title="{word} the target">{icon(name, 14)}</span>'


def _working(lines: Sequence[WorkingLine]) -> str:
    if not lines:
        return ""
    items = "".join(
        f"<li><span>{text(line.label)}</span> {text(line.text)} <b>{text(line.value)}</b>"
        f"{f' <em>{text(line.source)}</em>' if line.source else ''}</li>"
        for line in lines
    )
    return f"<details><summary>show</summary><ul>{items}</ul></details>"
