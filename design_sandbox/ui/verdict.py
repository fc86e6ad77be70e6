"""The head of a review as HTML: verdict, level bar, dimensions, findings and what held up."""

from __future__ import annotations

from collections.abc import Sequence

from design_sandbox.model.scenario import Scenario
from design_sandbox.review.result import Review
from design_sandbox.rules.finding import Finding
from design_sandbox.ui.figures import plural, points
from design_sandbox.ui.html import bar, icon, text, words
from design_sandbox.ui.payload.review import cap_words, next_words

SEVERITY_ICONS = {
    "high": "circle-alert",
    "medium": "triangle-alert",
    "low": "info",
    "question": "circle-help",
}
SEVERITY_WORDS = {"high": "High", "medium": "Medium", "low": "Low", "question": "Question"}
HELD_UP_SHOWN = 5


def verdict(review: Review) -> str:
    """The score, its word and the bar of levels."""
    if not review.graded:
        return (
            '<div class="verdict"><div class="score"><b>–</b></div><div><h2>Nothing is graded yet</h2>'
            "<p>No request reaches a part that could answer it. Start with who asks, and what answers.</p>"
            "</div></div>"
        )
    out_of = round(review.out_of)
    served = sum(line.state == "served" for line in review.requirements)
    asked = sum(line.state not in ("off", "later") for line in review.requirements)
    following = next_words(review)
    summary = f"{served} of {plural(asked, 'requirement')} served. {_findings_in_words(review)}"
    return (
        f'<div class="verdict"><div class="score"><b>{review.shown_score}</b><span>of {out_of}</span></div>'
        f'<div><p class="kicker">{text(review.profile_title)}</p><h2>{text(_title(review))}</h2>'
        f"<p>{text(summary)}</p></div></div>{level_bar(review)}"
        f'<p class="note">{text(following) + " · " if following else ""}Same design, same score, always</p>'
        f"{_caps(review)}"
    )


def _title(review: Review) -> str:
    level = review.level.strip()
    return f"{level[:1].upper()}{level[1:]} answer" if level and level != "below" else "Not there yet"


def _findings_in_words(review: Review) -> str:
    found = [plural(len(review.failures), "finding"), plural(len(review.questions), "open question")]
    said = [words_ for words_ in found if not words_.startswith("0 ")]
    if not said:
        return "Nothing was found to win back at this level."
    lost = sum(finding.points_lost for finding in (*review.failures, *review.questions))
    return f"{' and '.join(said)}, together {points(lost)} points."


def level_bar(review: Review) -> str:
    """Where the score stands among the levels."""
    edges = [0.0, *(at for _, at in review.bars), 100.0]
    names = ["below", *(label for label, _ in review.bars)]
    here = {True: ' class="here"', False: ""}
    reached = sum(review.score >= at for _, at in review.bars)
    segments = "".join(
        f'<span style="flex:{max(high - low, 0.1):g}"{here[name == names[reached]]}>{text(name)}</span>'
        for name, low, high in zip(names, edges, edges[1:], strict=False)
    )
    ticks = "".join(f'<i style="left:{at:g}%">{at:g}</i>' for _, at in review.bars)
    return (
        f'<div class="levels" role="img" aria-label="{review.shown_score} of 100: {text(review.level)}">'
        f'<div class="levels-bar">{segments}<b style="left:{min(max(review.score, 0), 100):g}%"></b></div>'
        f'<div class="levels-ticks">{ticks}</div></div>'
    )


def _caps(review: Review) -> str:
    lines = []
    if cap := cap_words(review):
        lines.append(f'<p class="note warn">{icon("circle-alert", 15)} {text(cap)}</p>')
    if review.crashed_rules:
        crashed = ", ".join(f"`{rule}`" for rule in review.crashed_rules)
        said = (
            f"{plural(len(review.crashed_rules), 'rule')} stopped with an error and is not graded: {crashed}"
        )
        lines.append(f'<p class="note warn">{icon("circle-x", 15)} {words(said)}</p>')
    lines += [f'<p class="note">{icon("info", 15)} {words(note)}</p>' for note in review.notes]
    return "".join(lines)


def dimensions(review: Review) -> str:
    """Points of each dimension, the weakest one marked."""
    share = {one.id: one.points / one.max if one.max else 1.0 for one in review.dimensions}
    weakest = min(share, key=lambda name: (share[name], name), default="") if review.graded else ""
    if weakest and share[weakest] > 0.995:
        weakest = ""
    rows = "".join(
        f"<li><span>{text(one.title)}{' <em>weakest</em>' if one.id == weakest else ''}</span>"
        f"{bar(share[one.id], tone='tight' if one.id == weakest else '')}"
        f"<span><b>{points(one.points)}</b> of {points(one.max)}</span></li>"
        for one in review.dimensions
        if one.max > 0
    )
    return f'<h3>Score by dimension</h3><ul class="dimensions">{rows}</ul>'


def finding(one: Finding, also: Sequence[str] = ()) -> str:
    """A finding with its reasons and its price, and the further rubric lines in it."""
    lost = f'<span class="lost">−{points(one.points_lost)}</span>' if one.points_lost >= 0.05 else ""
    because = "".join(f"<li>{words(line)}</li>" for line in one.because)
    because += f"<li>Also costs: {text('; '.join(also))}</li>" if also else ""
    reasons = f"<details><summary>Because</summary><ul>{because}</ul></details>" if because else ""
    waived = f'<p class="note">Waived: {text(one.waived_because)}</p>' if one.waived_because else ""
    return (
        f'<article class="finding {one.severity}"><span class="mark" title="{SEVERITY_WORDS[one.severity]}">'
        f"{icon(SEVERITY_ICONS[one.severity], 17)}</span>"
        f"<div><h4>{words(one.title)}</h4><p>{words(one.message)}</p>"
        f"{reasons}{waived}</div>{lost}</article>"
    )


def held_up(review: Review, scenario: Scenario) -> str:
    """What works, in the requirement's own words."""
    served = [line for line in review.requirements if line.state == "served"][:HELD_UP_SHOWN]
    if not served:
        return '<h3>What held up</h3><p class="note">Nothing yet: served requirements will stand here.</p>'
    rows = "".join(
        f'<li><span class="mark served">{icon("check", 15)}</span><div><h4>{text(line.title)}</h4>'
        f"<p>{words(line.detail)}</p></div></li>"
        for line in served
    )
    return f'<h3>What held up</h3><ul class="held">{rows}</ul>'


def ranked(review: Review) -> tuple[Sequence[Finding], Sequence[Finding], Sequence[Finding]]:
    """Findings that matter most, the remaining ones with the questions, and what was waived."""
    open_ones = [*review.failures, *review.questions]
    waived = [one for one in review.findings if one.waived_because is not None]
    return open_ones[:3], open_ones[3:], waived
