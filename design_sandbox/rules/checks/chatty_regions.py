"""chatty-regions: does one answer cross the ocean more than once?"""

from __future__ import annotations

from pydantic import Field

from design_sandbox.analysis.latency import WORLD_ROUND_TRIP_S
from design_sandbox.model.base import Document
from design_sandbox.rules.looking import flow_verdict, is_person, title_of
from design_sandbox.rules.rule import NOT_APPLICABLE, PASS, Card, Context, Judgement, Rule


class Parameters(Document):
    """How often an answer may cross."""

    at_most: float = Field(default=1, ge=0, description="Calls between regions before the answer")


def check(context: Context, parameters: Parameters, subject: str) -> Judgement:
    """Calls between parts of two regions that the answer waits for."""
    regions = {places.get("region") for places in context.board.places.values()} - {None}
    if len(regions) < 2:
        return NOT_APPLICABLE
    early = flow_verdict(context, subject)
    if early:
        return early
    crossing = [hop for hop in context.walk(subject).hops if not hop.after_answer and hop.mode == "must"
                and not is_person(context.part(hop.source)) and _region(context, hop.source) and _region(context, hop.target)
                and _region(context, hop.source) != _region(context, hop.target)]  # fmt: skip
    calls = sum(hop.calls for hop in crossing)
    if calls <= parameters.at_most:
        return PASS
    first, title = max(crossing, key=lambda hop: hop.calls), title_of(context, subject)
    return RULE.fails(
        f"{title} calls {calls:.3g} times from one region to another before it answers.",
        title=f"{title} talks across regions", elements=(first.source, first.target), subject=subject,
        path=context.walk(subject), requirement=context.scenario.flows[subject].requirement,
        because=(f"Each time takes about {WORLD_ROUND_TRIP_S * 1000:.0f} ms, and the bytes are paid for.",),
        suggestion=f"Keep what {context.label(first.source)} needs in its own region",
    )  # fmt: skip


def _region(context: Context, name: str) -> str | None:
    return context.board.places[name].get("region")


RULE = Rule(
    Card(
        id="chatty-regions",
        title="An answer crosses regions again and again",
        group="cost",
        severity="medium",
        why="Light takes its time. One crossing is felt, ten are a page that does not load, and each is on the bill.",
        how_to_fix="Keep a copy in each region, ask once for everything, or move the service to its data.",
        false_alarm="A single call to another region is allowed; what crosses behind the answer is never counted.",
        references=("AWS Well-Architected PERF04",),
    ),
    check,
    about="flow",
    parameters=Parameters,
)
