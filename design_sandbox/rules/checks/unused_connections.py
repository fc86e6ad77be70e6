"""unused-connections: what is drawn but carries nothing."""

from __future__ import annotations

from design_sandbox.rules.finding import Finding
from design_sandbox.rules.idle_workers import Unwritten, lacking
from design_sandbox.rules.looking import judged, may_need, served_walks, stopped_walks
from design_sandbox.rules.precision import counted_connections, unused_connections
from design_sandbox.rules.rule import Card, Context, Judgement, NoParameters, Rule
from design_sandbox.walk.routes import is_unfed, waiting_channels


def check(context: Context, parameters: NoParameters, subject: str) -> Judgement:
    """One finding for each arrow that no served walk takes; replies and operating parts are left alone.

    Arrows that a stopped journey took or might still take are neither accused nor asked about: why it stops is told once.
    """
    taken = _taken_by_stopped(context)
    findings = tuple(
        _told(context, a, b)
        for a, b in unused_connections(context)
        if (a, b) not in taken and not _may_be_needed(context, a) and not _asked_about(context, a, b)
    )
    return judged(findings, counted_connections(context))


def _taken_by_stopped(context: Context) -> set[tuple[str, str]]:
    """Arrows that journeys take on their way to where they stop, as they are drawn."""
    hops = [hop for walk in stopped_walks(context) for hop in walk.hops]
    against = {(hop.target, hop.source) for hop in hops if hop.against_arrow}
    return against | {(hop.source, hop.target) for hop in hops}


def _may_be_needed(context: Context, source: str) -> bool:
    return source in may_need(context) and not is_unfed(context.board, source)


def _asked_about(context: Context, source: str, target: str) -> bool:
    """A journey already asks what fills the part to which a worker lacks its work or its arrow: told once."""
    lacks = lacking(context, source, target)
    keeper = target if is_unfed(context.board, source) else lacks.keeper if lacks else None
    return keeper is not None and any(
        question.code == "what-fills" and keeper in question.elements
        for walk in served_walks(context)
        for question in walk.questions
    )


def _told(context: Context, a: str, b: str) -> Finding:
    if _leads_nowhere_yet(context, b):
        return _unfinished(context, a, b)
    if is_unfed(context.board, a):
        return _unfed(context, a, b)
    if lacks := lacking(context, a, b):
        return _writes_nothing(context, lacks)
    if (
        (b, a) in context.used_connections
        and context.part(a).can("compute")
        and context.part(b).can("compute")
    ):
        return _perhaps_a_reply(context, a, b)
    return _idle(context, a, b)


def _idle(context: Context, a: str, b: str) -> Finding:
    return RULE.finding(
        "fail",
        f"Nothing goes from {context.label(a)} to {context.label(b)}.",
        title=f"{context.label(a)} → {context.label(b)} carries nothing",
        elements=(f"{a} -> {b}",),
        patch=({"op": "remove_connection", "from": a, "to": b},),
        suggestion="Remove this connection",
    )


def _unfinished(context: Context, a: str, b: str) -> Finding:
    """The break is further on: removing the arrow would undo what is right so far, so it costs nothing."""
    return RULE.finding(
        "unknown",
        f"What does {context.label(b)} do with what it gets from {context.label(a)}?",
        title=f"{context.label(b)} leads nowhere yet",
        elements=(b,),
        suggestion=f"Draw where {context.label(b)} goes on to",
    )


def _perhaps_a_reply(context: Context, a: str, b: str) -> Finding:
    """Between two services the arrow back may be a reply or a call of its own: asked, and it costs nothing (SEMANTICS 22)."""
    return RULE.finding(
        "unknown",
        f"Does {context.label(a)} ask {context.label(b)} for something, or is that arrow its reply?",
        title=f"{context.label(a)} → {context.label(b)}: a call or a reply?",
        elements=(f"{a} -> {b}",),
        patch=({"op": "remove_connection", "from": a, "to": b},),
        suggestion="If it is a reply, remove the arrow",
    )


def _unfed(context: Context, a: str, b: str) -> Finding:
    """The arrow would carry something if its worker were given work: that is what is missing, not the arrow that is too much."""
    label, channels = context.label(a), waiting_channels(context.board)[:1]
    return RULE.finding(
        "fail",
        f"Nothing ever reaches {label}, so it sends nothing to {context.label(b)}.",
        title=f"Nothing feeds {label}",
        elements=(f"{a} -> {b}",),
        patch=tuple(
            {"op": "add_connection", "connection": {"from": channel, "to": a, "kind": "async"}}
            for channel in channels
        )
        or None,
        suggestion=f"Connect {context.label(channels[0])} to {label}"
        if channels
        else f"Draw what gives {label} its work: a queue, a log or a scheduler",
    )


def _writes_nothing(context: Context, lacks: Unwritten) -> Finding:
    """Told once for all arrows before and behind the worker: the one it lacks is the fault, not those that are drawn."""
    worker, keeper = context.label(lacks.worker), context.label(lacks.keeper)
    return RULE.finding(
        "fail",
        f"Work goes from {context.label(lacks.channel)} to {worker}, but no arrow leads on to {keeper}.",
        title=f"{worker}: no way to {keeper}",
        elements=(lacks.worker, lacks.keeper),
        patch=({"op": "add_connection", "connection": {"from": lacks.worker, "to": lacks.keeper}},),
        because=(
            f"What is sent there, and can be read there, is all that {context.scenario.label_of(lacks.entity)} are made of.",
        ),
        suggestion=f"Connect {worker} to {keeper}",
    )


def _leads_nowhere_yet(context: Context, name: str) -> bool:
    return context.part(name).can("compute") and not context.board.out[name]


RULE = Rule(
    Card(
        id="unused-connections",
        title="A connection carries nothing",
        group="structure",
        severity="low",
        why="Every line is a promise to build and run something. Lines that no journey takes hide the ones that matter.",
        how_to_fix="Remove it, or draw the journey that needs it.",
        false_alarm="Connections to monitoring, logging and other operating parts never count. Replies need no arrow of their own.",
    ),
    check,
)
