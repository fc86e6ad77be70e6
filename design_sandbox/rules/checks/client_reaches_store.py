"""client-reaches-store: does somebody outside talk to a store without a service between?"""

from __future__ import annotations

from design_sandbox.rules.looking import judged
from design_sandbox.rules.rule import Card, Context, Judgement, NoParameters, Rule


def check(context: Context, parameters: NoParameters, subject: str) -> Judgement:
    """Arrows from actors (or edge parts) into stores and caches, except signed uploads and CDN origins."""
    findings = []
    for link in sorted(
        context.board.links, key=lambda link: (context.board.position[link.source], link.target)
    ):
        source, target = context.part(link.source), context.part(link.target)
        outside = source.can("initiate") and not source.can("compute")
        inside = (
            (target.can("hold") or target.can("copy"))
            and not target.can("pass_on")
            and not target.can("hand_off")
        )
        blobs = bool(target.spec.shapes.get("blob") == "good")
        if outside and inside and not blobs:
            findings.append(RULE.finding(
                "fail", f"{source.label} talks to {target.label} with no service between.",
                title=f"{source.label} reaches {target.label} directly", elements=(f"{link.source} -> {link.target}",),
                patch=({"op": "remove_connection", "from": link.source, "to": link.target},),
            ))  # fmt: skip
    return judged(findings, context.board.links)


RULE = Rule(
    Card(
        id="client-reaches-store",
        title="A client talks to a store directly",
        group="security",
        severity="high",
        why="Whoever can open the store can read and change everything in it; rules, limits and identity live in the service.",
        how_to_fix="Let a service stand between. Only large objects go straight to an object store, with a signed grant.",
        false_alarm="Uploads and downloads of large objects to an object store are fine and never accused.",
        references=("Threagile: unguarded-direct-datastore-access",),
    ),
    check,
)
