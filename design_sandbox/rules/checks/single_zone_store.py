"""single-zone-store: do all copies of a store stand in one zone?"""

from __future__ import annotations

from design_sandbox.rules.finding import Finding
from design_sandbox.rules.looking import is_store, judged
from design_sandbox.rules.rule import Card, Context, Judgement, NoParameters, Rule
from design_sandbox.walk.board import Part


def check(context: Context, parameters: NoParameters, subject: str) -> Judgement:
    """Stores with several copies that the drawing puts into one zone, with none of their data elsewhere."""
    copied = [part for part in context.board.parts.values() if is_store(part) and part.holds
              and int(part.component.properties.get("replicas") or 1) > 1]  # fmt: skip
    return judged([_accuse(context, part) for part in copied if _in_one_zone(context, part)], copied)


def _in_one_zone(context: Context, part: Part) -> bool:
    said = part.component.properties.get("zones")
    if said is not None:
        return int(said) == 1
    zone = context.board.places[part.id].get("zone")
    if zone is None:
        return False
    others = [
        other
        for other in context.board.parts.values()
        if other.id != part.id and part.holds & (other.holds | other.copies)
    ]
    return not any(is_store(other) or other.spec.durable for other in others
                   if context.board.places[other.id].get("zone") != zone)  # fmt: skip


def _accuse(context: Context, part: Part) -> Finding:
    zone = context.board.places[part.id].get("zone")
    where = (context.board.groups[zone].label or zone) if zone else "one zone"
    patch = ({"op": "set", "component": part.id, "field": "zones", "value": 3},)
    return RULE.finding(
        "fail",
        f"All {part.component.properties['replicas']} copies of {part.label} stand in {where}.",
        title=f"{part.label} lives in one zone",
        elements=(part.id,),
        patch=patch,
        because=("A zone is lost as a whole: power, network or cooling.",),
        suggestion=f"Spread {part.label} over three zones",
    )


RULE = Rule(
    Card(
        id="single-zone-store",
        title="All copies of a store stand in one zone",
        group="redundancy",
        severity="medium",
        why="Copies protect against what can happen to one of them. Three machines in one room share its fate.",
        how_to_fix="Spread the copies over zones: set its zones, or put it into the region rather than into one zone.",
        false_alarm="Only what the drawing says is counted: a store in no zone, or a managed one, is never accused.",
        references=("AWS Well-Architected REL10-BP01",),
    ),
    check,
)
