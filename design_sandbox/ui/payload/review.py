"""The review for the canvas: verdicts, findings with their fixes, walks, and a figure on every part."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from design_sandbox.exchange.as_json import plain
from design_sandbox.model.catalogue import Catalogue
from design_sandbox.model.scenario import Scenario
from design_sandbox.review.result import Inference, RequirementState, Review
from design_sandbox.rules import contradicting
from design_sandbox.rules.finding import Finding
from design_sandbox.ui.figures import points
from design_sandbox.ui.payload.briefing import Briefing
from design_sandbox.ui.payload.parts import component_payload, connection_payload
from design_sandbox.ui.payload.walks import walk_payload

STATES = {"served": "served", "failed": "failed", "asks": "asks", "off": "off", "later": "off"}

ABOUT_DECISIONS = {"decisions-recorded", contradicting.RULE_ID}
"""Rules whose findings no edit of the drawing answers, but their subject: a trade-off prompt of the page Review."""


def review_payload(review: Review, scenario: Scenario, catalogue: Catalogue, briefing: Briefing, *,
                   rev: int, pending: bool, checked_ms: int) -> dict[str, Any]:  # fmt: skip
    """The `review` of the contract. `pending`: fixes are still being tried and arrive later."""
    of = round(review.out_of)
    drawn = bool(review.design.components)  # an empty canvas accuses nobody
    return {
        "rev": rev,
        "pending": False,
        "fixes_pending": pending,
        "score": review.shown_score if review.graded else None,
        "of": of,
        "level": review.level,
        "next": next_words(review),
        "bars": [{"label": label, "at": at} for label, at in review.bars],
        "cap": cap_words(review),
        "graded": review.graded,
        "checked_ms": checked_ms,
        "requirements": [_requirement(line, review, scenario) for line in review.requirements],
        "findings": [_finding(finding, pending) for finding in review.failures if drawn],
        "questions": [_finding(finding, pending) for finding in review.questions if drawn],
        "waived": [
            _finding(finding, False) for finding in review.findings if finding.waived_because is not None
        ],
        "inferred": [_inference(one) for one in review.inferences],
        "walks": {
            flow: walk_payload(walk, scenario, review.design, briefing) for flow, walk in review.walks.items()
        },
        "components": {
            name: component_payload(name, review, scenario, catalogue) for name in review.design.components
        },
        "connections": [connection_payload(link, review) for link in review.design.connections],
    }


def next_words(review: Review) -> str:
    """ "4 to senior", or nothing above the last bar."""
    if review.next_bar is None or not review.graded:
        return ""
    label, at = review.next_bar
    missing = at - review.score
    return f"{max(1, round(missing))} to {label}" if missing > 0 else ""


def cap_words(review: Review) -> str | None:
    """The lowest upper bound that applied, and why."""
    if not review.caps:
        return None
    cap = min(review.caps, key=lambda one: one.at_most)
    return f"At most {points(cap.at_most)}: {cap.because}"


def _requirement(line: RequirementState, review: Review, scenario: Scenario) -> dict[str, Any]:
    state = STATES.get(line.state, "todo")
    if not review.graded and state != "off":
        state = "todo"
    entry: dict[str, Any] = {
        "id": line.id, "title": line.title, "state": state, "flow": line.flow,
        "detail": line.detail if state != "todo" else "",
    }  # fmt: skip
    known = scenario.requirements.get(line.id)
    if known and known.short:
        entry["short"] = known.short
    if line.state == "later" and known:
        entry["from_level"] = known.from_level
    return entry


def _inference(one: Inference) -> dict[str, Any]:
    return {
        "text": one.text, "component": one.component,
        "patch": plain(one.patch), "patch_label": one.patch_label,
    }  # fmt: skip


def _finding(finding: Finding, pending: bool) -> dict[str, Any]:
    return {
        "fingerprint": finding.fingerprint,
        "rule": finding.rule,
        "title": finding.title,
        "message": finding.message,
        "because": list(finding.because),
        "severity": finding.severity,
        "elements": list(finding.elements),
        "path": list(finding.path),
        "requirement": finding.requirement,
        "points": float(points(finding.points_lost)),
        "fix": fix_payload(finding),
        "fix_pending": pending and finding.fix is None,
        "prompt": finding.subject if finding.rule in ABOUT_DECISIONS else None,
    }


def fix_payload(finding: Finding) -> Mapping[str, Any] | None:
    """The edit that was tried and graded, ready to be applied with one click."""
    if finding.fix is None:
        return None
    return {
        "label": finding.fix.label,
        "gain": float(points(finding.fix.gain)),
        "verified": True,
        "patch": plain(finding.fix.patch),
    }
