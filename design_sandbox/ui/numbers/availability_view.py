"""How much of the time one journey is answered, what stops it, and what is only missed."""

from __future__ import annotations

from design_sandbox.analysis.availability import Availability
from design_sandbox.analysis.figure import show
from design_sandbox.ui.html import icon, text
from design_sandbox.ui.numbers.figure_view import unfolding, value
from design_sandbox.ui.numbers.pieces import ranked

CUTS_SHOWN = 8
GAINS_SHOWN = 4


def panel(found: Availability, together: Availability) -> str:
    """Everything about one journey's availability, and how often all core journeys are answered at once."""
    joint = unfolding(together.figure, label="All core journeys together")
    return "".join(("<h3>Availability</h3>", _head(found), _cuts(found), _rest(found), joint))


def _head(found: Availability) -> str:
    if found.figure.value is None:
        return f'<p class="note warn">{icon("circle-help", 15)} {text(found.figure.why_not)}</p>'
    share = show(found.figure.value, "availability").split(" (")[0]
    return (f'<div class="big-figures"><div><span class="num large">{text(share)}</span>'
            f"<small>{text(found.minutes.text)} without an answer</small></div>{_target(found)}</div>")  # fmt: skip


def _target(found: Availability) -> str:
    if found.target is None:
        return ""
    target = text(show(found.target, "availability"))
    if found.meets_target is None:
        return f'<span class="verdict-mark quiet">target {target}</span>'
    name, tone, word = (
        ("check", "served", "meets") if found.meets_target else ("circle-x", "failed", "misses")
    )
    return f'<span class="verdict-mark {tone}">{icon(name, 15)} {word} {target}</span>'


def _cuts(found: Availability) -> str:
    cuts = found.cuts[:CUTS_SHOWN]
    if not cuts:
        return ""
    rows = [(cut.text, "", cut.minutes.value or 0.0, value(cut.minutes), "over" if index == 0 else "")
            for index, cut in enumerate(cuts)]  # fmt: skip
    more = len(found.cuts) - len(cuts)
    told = f'<p class="note">and {more} smaller ones</p>' if more else ""
    return f"<h4>What stops it</h4>{ranked(rows)}{told}"


def _rest(found: Availability) -> str:
    gains = "".join(f"<li>{text(gain.text)}</li>" for gain in found.gains[:GAINS_SHOWN])
    soft = "".join(f"<li>{text(one.text)}</li>" for one in found.soft)
    around = "".join(f"<li>{text(one)}</li>" for one in found.around)
    blocks = [
        ("What would help most", gains),
        ("Missed, but not needed", soft),
        ("Losses with a way around", around),
    ]
    lists = "".join(
        f'<details class="num-fold"><summary><span class="num-label">{title}</span></summary><ul>{rows}</ul></details>'
        for title, rows in blocks if rows
    )  # fmt: skip
    return f"{unfolding(found.figure, label='How this is computed')}{lists}"
