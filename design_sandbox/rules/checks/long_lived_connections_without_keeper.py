"""long-lived-connections-without-keeper: can the part that is to keep connections open do so?"""

from __future__ import annotations

from design_sandbox.rules.looking import is_person, judged, set_to
from design_sandbox.rules.rule import Card, Context, Judgement, NoParameters, Rule


def check(context: Context, parameters: NoParameters, subject: str) -> Judgement:
    """Open connections that end at a type which answers and ends: a function, a worker."""
    kept = [link for link in context.board.links if link.kind == "persistent"]
    kept.sort(key=lambda link: (context.board.position[link.target], context.board.position[link.source]))
    ends = [link for link in kept if context.part(link.target).can("compute")
            and not context.part(link.target).spec.persistent and _leads_outside(context, link.source)]  # fmt: skip
    findings = [
        RULE.finding(
            "fail", f"{context.label(link.target)} is to keep connections open, and a {_type(context, link.target)} cannot.",
            title=f"{context.label(link.target)} cannot keep connections", elements=(link.target,),
            patch=set_to(link.target, "type", "websocket_gateway"),
            suggestion=f"Make {context.label(link.target)} a WebSocket gateway",
        )
        for link in ends
    ]  # fmt: skip
    return judged(findings, kept)


def _leads_outside(context: Context, name: str) -> bool:
    """Whether an open connection comes from people, straight or through parts that pass it on."""
    part = context.part(name)
    if is_person(part):
        return True
    return part.can("pass_on") and any(link.kind == "persistent" and link.source != name and is_person(context.part(link.source))
                                       for link in context.board.into[name])  # fmt: skip


def _type(context: Context, name: str) -> str:
    return context.part(name).spec.label.lower()


RULE = Rule(
    Card(
        id="long-lived-connections-without-keeper",
        title="Nothing can keep the connections open",
        group="scalability",
        severity="medium",
        why="Something must hold each open connection in memory for as long as the person is there, and know whose it is.",
        how_to_fix="Put a gateway there that holds connections, and let it call the rest.",
        false_alarm="Services can hold connections and are never accused; how many they hold is counted elsewhere.",
        references=("SEMANTICS 8",),
    ),
    check,
)
