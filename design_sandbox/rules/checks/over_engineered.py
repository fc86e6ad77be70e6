"""over-engineered: does a small load get many moving parts?"""

from __future__ import annotations

from pydantic import Field

from design_sandbox.model.base import Document
from design_sandbox.model.load import peak_factor, rate_of
from design_sandbox.model.quantity import format_quantity
from design_sandbox.rules.looking import judged, served_walks
from design_sandbox.rules.rule import Card, Context, Judgement, Rule


class Parameters(Document):
    """What a small load is, and how many parts it excuses."""

    below_per_s: float = Field(default=50, gt=0, description="Requests a second at peak that count as small")
    parts_per_journey: float = Field(default=3, gt=0, description="Running parts that one journey excuses")
    at_least: int = Field(default=12, ge=1, description="Fewer parts than this are never too many")


def check(context: Context, parameters: Parameters, subject: str) -> Judgement:
    """Computes, stores, caches and channels against the load: many parts are right when numbers ask for them."""
    walks = served_walks(context)
    running = [part for part in context.board.parts.values()
               if any(part.can(ability) for ability in ("compute", "hold", "copy", "hand_off")) and not part.can("pass_on")]  # fmt: skip
    peak_per_s = sum(rate_of(context.scenario, walk.flow) for walk in walks) * peak_factor(context.scenario)
    excused = max(parameters.at_least, parameters.parts_per_journey * len(walks))
    if not walks or peak_per_s >= parameters.below_per_s or len(running) <= excused:
        return judged((), walks)
    finding = RULE.finding(
        "fail", f"{len(running)} running parts for {format_quantity(round(peak_per_s, 2))} requests a second at peak.",
        elements=tuple(sorted(part.id for part in running)),
        because=(f"{len(walks)} journeys of this size excuse {excused:g} parts.",),
    )  # fmt: skip
    return judged([finding], walks)


RULE = Rule(
    Card(
        id="over-engineered",
        title="Many parts for a small load",
        group="cost",
        severity="low",
        why="Each part is bought, patched, watched and understood by somebody. For a small load one service and one store are right.",
        how_to_fix="Join services that change together, and drop caches and channels that no number asks for.",
        false_alarm="A dozen parts are never too many, nor any number under a real load. Rules of law may ask for more.",
        references=("SEMANTICS 21",),
    ),
    check,
    parameters=Parameters,
)
