"""session-state-in-service: does a service of several instances keep something that only one of them knows?"""

from __future__ import annotations

from design_sandbox.rules.finding import Finding
from design_sandbox.rules.looking import judged
from design_sandbox.rules.rule import Card, Context, Judgement, NoParameters, Rule
from design_sandbox.walk.board import Part


def check(context: Context, parameters: NoParameters, subject: str) -> Judgement:
    """Services that say they are not stateless, or that claim data, and do not run as exactly one instance."""
    told = [part for part in context.board.with_ability("compute") if not part.can("hold") and not part.can("copy")
            and ("stateless" in part.component.properties or part.component.holds or part.component.copies)]  # fmt: skip
    findings = [
        _accuse(context, part)
        for part in told
        if _keeps_state(part) and part.component.properties.get("replicas") != 1
    ]
    return judged(findings, told)


def _keeps_state(part: Part) -> bool:
    return part.get("stateless") is False or bool(part.component.holds or part.component.copies)


def _accuse(context: Context, part: Part) -> Finding:
    kept = [*part.component.holds, *part.component.copies]
    patch = [{"op": "remove_from", "component": part.id, "field": field, "value": entity}
             for field in ("holds", "copies") for entity in getattr(part.component, field)]  # fmt: skip
    if part.get("stateless") is False:
        patch.append({"op": "set", "component": part.id, "field": "stateless", "value": True})
    what = " and ".join(map(context.scenario.label_of, kept)) or "what later requests need"
    return RULE.finding(
        "fail", f"{part.label} keeps {what} in its instances: the next request may meet another one.",
        title=f"{part.label} keeps state", elements=(part.id,), patch=tuple(patch),
        because=("It does not run as a single instance, and a restart forgets.",),
        suggestion=f"Keep {what} in a cache or store",
    )  # fmt: skip


RULE = Rule(
    Card(
        id="session-state-in-service",
        title="A service keeps state between requests",
        group="scalability",
        severity="medium",
        why="An instance that remembers can neither be replaced nor joined by others without losing what it remembers.",
        how_to_fix="Move the state to a cache or store that all instances reach.",
        false_alarm="Gateways that hold connections are not meant: leave `stateless` unset there. One instance may remember.",
        references=("AWS Well-Architected REL05-BP06", "The Twelve-Factor App, VI"),
    ),
    check,
)
