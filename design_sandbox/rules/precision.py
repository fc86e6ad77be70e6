"""How much of what is drawn and written some journey uses (SEMANTICS 22)."""

from __future__ import annotations

from design_sandbox.rules.rule import Context


def counted_connections(context: Context) -> list[tuple[str, str]]:
    """Arrows that count for precision: not those of operating parts, not replies of what cannot initiate."""
    found: list[tuple[str, str]] = context.once("counted connections", lambda: _counted(context))
    return found


def _counted(context: Context) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    drawn = {(link.source, link.target) for link in context.board.links}
    for a, b in sorted(
        drawn, key=lambda arrow: (context.board.position[arrow[0]], context.board.position[arrow[1]])
    ):
        operates = any(context.part(name).can("operate") for name in (a, b))
        reply = is_reply(context, a, b)
        if not operates and not reply and not _shares_count(context, a, b):
            found.append((a, b))
    return found


def is_reply(context: Context, source: str, target: str) -> bool:
    """The reversed twin of an arrow that journeys take, where its tail does not start talking (SEMANTICS 22).

    Stores and edge parts never do, and a service does not to people, screens and edge parts that ask it.
    """
    used = context.used_connections
    if (target, source) not in used or (source, target) in used:
        return False
    asked = context.part(target)
    starts = context.part(source).can("compute") or context.part(source).can("initiate")
    return not starts or asked.can("initiate") or (asked.can("pass_on") and not asked.can("copy"))


def _shares_count(context: Context, source: str, target: str) -> bool:
    """A limiter and the cache in which all its instances count: no journey's data, but needed (SEMANTICS 14)."""
    return context.part(source).component.type == "rate_limiter" and context.part(target).spec.role == "cache"


def unused_connections(context: Context) -> list[tuple[str, str]]:
    """Counted arrows that no served walk takes."""
    return [arrow for arrow in counted_connections(context) if arrow not in context.used_connections]


def share_of_connections_used(context: Context) -> float:
    """Used ÷ counted connections; 1 while nothing is drawn."""
    arrows = counted_connections(context)
    return 1.0 if not arrows else sum(arrow in context.used_connections for arrow in arrows) / len(arrows)


def claims(context: Context) -> list[tuple[str, str]]:
    """What the learner wrote: (component, entity) of `holds` and `copies`; inferred claims accuse nobody."""
    return [(name, entity) for name, component in context.design.components.items()
            for entity in (*component.holds, *component.copies) if name in context.board.parts]  # fmt: skip


def used_claims(context: Context) -> frozenset[tuple[str, str]]:
    """Claims that served walks relied on."""
    return frozenset(
        claim for walk in context.walked.walks.values() if walk.served for claim in walk.uses_holds
    )


def share_of_claims_used(context: Context) -> float:
    """Used ÷ claims, 1 while nothing is claimed; what was inferred and is used counts as if it had been written."""
    written, relied_on = claims(context), used_claims(context)
    if not written:
        return 1.0
    inferred = {(name, entity) for name, entity in relied_on
                if name in context.board.parts and context.part(name).has(entity)} - set(written)  # fmt: skip
    return (sum(claim in relied_on for claim in written) + len(inferred)) / (len(written) + len(inferred))
