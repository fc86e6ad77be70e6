"""One failure on one journey: what is lost, and what the journey says when it is walked again without it."""

from __future__ import annotations

from dataclasses import dataclass

from design_sandbox.model.scenario import Failure
from design_sandbox.rules.rule import PASS, Context, Judgement, Rule, together
from design_sandbox.walk.walk import Walk


@dataclass(frozen=True)
class Loss:
    """A failure that the scenario names, on one of the journeys that must go on; `rule` speaks."""

    rule: Rule
    context: Context
    failure: Failure
    flow: str

    @property
    def title(self) -> str:
        """What the journey is called."""
        return self.context.scenario.flows[self.flow].title or self.flow

    @property
    def requirement(self) -> str | None:
        """The requirement that the journey meets."""
        return self.context.scenario.flows[self.flow].requirement

    def groups(self, kind: str) -> list[tuple[str, list[str]]]:
        """Label and parts of each group of a kind that is drawn."""
        board = self.context.board
        return [(group.label or name, board.members(name))
                for name, group in sorted(board.groups.items()) if group.kind == kind]  # fmt: skip


def walked_without(loss: Loss, name: str, parts: list[str], *, hint: str = "") -> Judgement:
    """Walk the journey again without these parts, `name` for short; people and their machines are never lost."""
    lost = [part for part in parts if not loss.context.part(part).can("initiate")]
    again = loss.context.walked.without(lost, flows=[loss.flow])[loss.flow]
    if again.served:
        return PASS
    title, because = loss.title, again.stop.message if again.stop else "it stops"
    return loss.rule.fails(
        f"Without {name}, {title[:1].lower()}{title[1:]} stops.",
        title=f"{title} does not survive losing {name}",
        because=(f"Walked again: {because}.",),
        elements=lost[:6],
        path=loss.context.walk(loss.flow),
        requirement=loss.requirement,
        subject=f"{loss.failure.id}:{loss.flow}",
        suggestion=hint or None,
    )


def worst_of(judged: list[Judgement]) -> Judgement:
    """A journey that one lost zone stops earns nothing, however many others it survives."""
    verdicts = {judgement.verdict for judgement in judged}
    if not verdicts:
        return PASS
    return together(judged, share=0.0 if "fail" in verdicts else 0.5 if "unknown" in verdicts else 1.0)


def stops_without(context: Context, flow: str, name: str) -> bool:
    """Whether a journey, walked again without a part, no longer arrives."""
    walks: dict[str, Walk] = context.once(f"without:{name}", lambda: context.walked.without([name]))
    again = walks.get(flow)
    return again is None or not again.served
