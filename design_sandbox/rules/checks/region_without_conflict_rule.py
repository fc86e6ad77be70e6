"""region-without-conflict-rule: two regions change the same entry at once. Which change stays?"""

from __future__ import annotations

from design_sandbox.rules.conflict_rules import conflict_rule_of, kind_of
from design_sandbox.rules.finding import Finding
from design_sandbox.rules.looking import fault_from, is_store, judged
from design_sandbox.rules.rule import Card, Context, Judgement, NoParameters, Rule
from design_sandbox.walk.board import Part


def check(context: Context, parameters: NoParameters, subject: str) -> Judgement:
    """Data with a writable owner in several regions, drawn as two owners or said by a property."""
    writable = [
        part
        for part in context.board.parts.values()
        if is_store(part) and part.holds and part.get("multi_region_writes")
    ]
    pairs: dict[tuple[str, str], tuple[Part, Part]] = {}
    for entity in context.scenario.entities:
        owners = [part for part in context.board.owners(entity) if is_store(part) and _region(context, part)]
        for other in owners[1:]:
            if _region(context, other) != _region(context, owners[0]):
                pairs.setdefault((owners[0].id, other.id), (owners[0], other))
    several = [*((part,) for part in writable), *pairs.values()]
    return judged(
        [_tell(context, parts) for parts in several if not any(_settles(part) for part in parts)],
        several,
    )


def _settles(part: Part) -> bool:
    """Whether its rule is one that says which change stays."""
    return kind_of(conflict_rule_of(part)) in ("one decides", "repaired later")


def _region(context: Context, part: Part) -> str | None:
    region = context.board.places[part.id].get("region") or part.component.properties.get("region")
    return str(region) if region else None


def _tell(context: Context, parts: tuple[Part, ...]) -> Finding:
    names = " and ".join(part.label for part in parts)
    said = [rule for part in parts if (rule := conflict_rule_of(part))]
    verdict = "unknown" if said else fault_from(context, "senior")
    question = f"Two regions change the same entry of {parts[0].label} at once. Which change stays?"
    if said:
        question = question.removesuffix("?") + f" by “{said[0]}”?"
    return RULE.finding(
        verdict,
        f"{names} take writes in several regions, and nothing says which of two changes stays."
        if verdict == "fail"
        else question,
        title=f"Writes to {parts[0].label} can conflict",
        elements=tuple(part.id for part in parts),
        patch=tuple(
            {"op": "set", "component": part.id, "field": "conflict_rule", "value": "the home region decides"}
            for part in parts
        ),
        suggestion="Say what happens: the home region decides, or changes are merged",
    )


RULE = Rule(
    Card(
        id="region-without-conflict-rule",
        title="Two regions can change the same entry",
        group="data",
        severity="medium",
        why="Between two regions lies a tenth of a second in which both say yes. Afterwards one of the two customers was lied to.",
        how_to_fix="Give each entry a home region, or write down how two changes become one.",
        false_alarm="A region that only reads copies is not meant; below senior it is a question.",
        references=("SEMANTICS 13", "Martin Kleppmann, Designing Data-Intensive Applications, chapter 5"),
    ),
    check,
)
