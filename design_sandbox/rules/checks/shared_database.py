"""shared-database: do several services write the same data in the same store?"""

from __future__ import annotations

from design_sandbox.rules.finding import Finding
from design_sandbox.rules.looking import capital, hops_of, is_store, judged
from design_sandbox.rules.rule import Card, Context, Judgement, NoParameters, Rule


def check(context: Context, parameters: NoParameters, subject: str) -> Judgement:
    """(store, entity) pairs that more than one request-handling compute changes itself."""
    writers: dict[tuple[str, str], dict[str, None]] = {}
    for _, hop in hops_of(context):
        source = context.part(hop.source)
        if hop.verb in ("write", "claim") and hop.entity and not hop.after_answer and hop.note == "" \
                and is_store(context.part(hop.target)) and source.can("compute") and source.spec.handles_requests:  # fmt: skip
            writers.setdefault((hop.target, hop.entity), {})[hop.source] = None
    shared = {pair: list(names) for pair, names in writers.items() if len(names) > 1}
    return judged([_accuse(context, *pair, names) for pair, names in sorted(shared.items())], list(writers))


def _accuse(context: Context, store: str, entity: str, services: list[str]) -> Finding:
    what, labels = context.scenario.label_of(entity), " and ".join(map(context.label, services))
    return RULE.finding(
        "fail", f"{labels} both change {what} in {context.label(store)}.", title=f"{capital(what)} have two writers",
        elements=(store, *services), subject=entity, because=("No single service can promise anything about them.",),
        suggestion=f"Let {context.label(services[0])} own {what}, and the others ask it",
    )  # fmt: skip


RULE = Rule(
    Card(
        id="shared-database",
        title="Several services change the same data",
        group="data",
        severity="low",
        why="Two services that write one table can only be changed together, and each must know the rules of the other.",
        how_to_fix="Let one service own the data; others ask it, or send it what they want changed.",
        false_alarm="Reading by others is fine, as are instances of one service and workers behind a channel.",
        references=("Sam Newman, Building Microservices, chapter 2 (shared database)",),
    ),
    check,
)
