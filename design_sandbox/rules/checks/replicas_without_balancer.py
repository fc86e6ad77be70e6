"""replicas-without-balancer: does something choose between the instances that people call?"""

from __future__ import annotations

from design_sandbox.rules.finding import Finding
from design_sandbox.rules.looking import is_person, judged
from design_sandbox.rules.rule import Card, Context, Judgement, NoParameters, Rule
from design_sandbox.walk.board import Part
from design_sandbox.walk.routes import CALLING


def check(context: Context, parameters: NoParameters, subject: str) -> Judgement:
    """Services of several instances that people call straight; a provider spreads managed ones itself."""
    several = [part for part in context.board.with_ability("compute")
               if not part.managed and int(part.component.properties.get("replicas") or 1) > 1]  # fmt: skip
    findings = [_accuse(part, callers) for part in several if (callers := _people_calling(context, part))]
    return judged(findings, several)


def _people_calling(context: Context, part: Part) -> list[tuple[str, str]]:
    callers = [(link.source, link.kind) for link in context.board.into[part.id] if link.kind in CALLING]
    return [caller for caller in callers if is_person(context.part(caller[0]))]


def _accuse(part: Part, callers: list[tuple[str, str]]) -> Finding:
    balancer = f"lb-{part.id}"[:64]
    patch = [{"op": "add_component", "id": balancer, "component": {"type": "load_balancer"}},
             {"op": "add_connection", "connection": {"from": balancer, "to": part.id, "kind": callers[0][1]}}]  # fmt: skip
    for caller, kind in callers:
        patch += [{"op": "remove_connection", "from": caller, "to": part.id},
                  {"op": "add_connection", "connection": {"from": caller, "to": balancer, "kind": kind}}]  # fmt: skip
    return RULE.finding(
        "fail",
        f"{part.component.properties['replicas']} instances of {part.label}, and nothing says which of them is called.",
        title=f"Nothing spreads requests over {part.label}",
        elements=(part.id,),
        patch=tuple(patch),
        because=("People reach it without a balancer, gateway or proxy between.",),
        suggestion=f"Put a load balancer before {part.label}",
    )


RULE = Rule(
    Card(
        id="replicas-without-balancer",
        title="Nothing spreads requests over the instances",
        group="redundancy",
        severity="medium",
        why="A client knows one address. Without a balancer one instance does the work, and its loss is everybody's.",
        how_to_fix="Put a load balancer, a gateway or a proxy between.",
        false_alarm="DNS, a gateway or a CDN in front counts as well. Functions are spread by their provider.",
        references=("AWS Well-Architected REL10-BP01",),
    ),
    check,
)
