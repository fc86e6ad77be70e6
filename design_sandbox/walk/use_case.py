"""One use case told as messages: each step is sent on from the classes already reached to the one that answers for it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from design_sandbox.model.edits import Patch
from design_sandbox.model.scenario import Flow, Scenario, Step, walk_steps
from design_sandbox.walk.inferred import Inferred
from design_sandbox.walk.messages import Model, Move, Way
from design_sandbox.walk.walk import Hop, Question, Stop, StrategyChoice

VERBS_AS = {"scan": "read", "search": "read", "write": "change", "claim": "change", "call": "decide"}
"""Verbs of system flows that mean the same here."""
TOLD = {
    "owns": "keeps",
    "derives": "works out",
    "creates": "creates",
    "does": "decides",
    "plays": "stands for",
}
FEWEST_CLAIMANTS = 3
"""From this many on, a claim of more than half of all classes says nothing."""


@dataclass
class UseCase:
    """Messages of one flow gathered from one entry class; copied before alternatives are tried."""

    scenario: Scenario
    model: Model
    flow_id: str
    flow: Flow
    entry: tuple[str, ...]
    """The actor, if drawn, and the class that receives its first message."""
    reached: list[str] = field(default_factory=list)
    """Classes on the chain so far: each may be addressed again."""
    hops: list[Hop] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    strategies: list[StrategyChoice] = field(default_factory=list)
    uses: set[tuple[str, str]] = field(default_factory=set)
    facts: set[str] = field(default_factory=set)
    inferred: list[Inferred] = field(default_factory=list)
    """What only the way of this use case lets one conclude."""
    met: int = 0
    stop: Stop | None = None

    @property
    def first(self) -> str:
        """The entry class."""
        return self.entry[-1]

    def fork(self) -> UseCase:
        """A copy that can be thrown away."""
        return replace(self, reached=[*self.reached], hops=[*self.hops], questions=[*self.questions],
                       inferred=[*self.inferred],
                       strategies=[*self.strategies], uses={*self.uses}, facts={*self.facts})  # fmt: skip

    # Telling ----------------------------------------------------------------------------------------------------------

    def fail(self, step: Step, message: str, completes: str, *answers: tuple[str, Patch]) -> bool:
        """Note where the use case stopped; always False."""
        at = self.reached[-1] if self.reached else self.first
        self.stop = self.stop or Stop(name_of(step), at, message, completes, answers)
        return False

    def ask(self, code: str, text: str, elements: tuple[str, ...], *answers: tuple[str, Patch]) -> None:
        """Note an open question once."""
        if all(known.code != code for known in self.questions):
            self.questions.append(Question(code, text, elements, answers))

    def label(self, name: str) -> str:
        """What the screen calls a class."""
        return self.model.label(name)

    def called(self, name: str) -> str:
        """What the scenario calls an entity or decision."""
        return self.scenario.label_of(name)

    # Moving -----------------------------------------------------------------------------------------------------------

    def nearest(self, names: list[str]) -> tuple[str, Way] | None:
        """The way from what was reached last, else earlier, to the nearest of these classes.

        Where no arrow leads there, a part may address its whole; whether it knows it is a question.
        """
        wanted, past = set(names), self.unmade()
        found = self.model.way(reversed(self.reached), wanted.__contains__, past=past)
        if found is None:
            found = self.model.way(reversed(self.reached), wanted.__contains__, past=past, to_wholes=True)
            for move in found[1] if found else ():
                if move.back:
                    self._ask_for_whole(move)
        return found

    def unmade(self) -> frozenset[str]:
        """Classes of things that this use case is still to create: nobody can be reached through them yet."""
        wanted = {step.target for step in walk_steps(self.flow.steps) if step.verb == "create"}
        return frozenset(name for thing in wanted for name in self.model.claiming("plays", thing)) - set(
            self.reached
        )

    def _ask_for_whole(self, move: Move) -> None:
        part, whole = self.label(move.source), self.label(move.target)
        patch: Patch = (
            {
                "op": "add_connection",
                "connection": {"from": move.source, "to": move.target, "kind": "associates"},
            },
        )
        self.ask(f"whole:{move.source}:{move.target}", f"Does {part} know its {whole}? The arrow goes the other way only.",
                 (move.source, move.target), (f"Let {part} know {whole}", patch))  # fmt: skip

    def travel(self, way: Way, step: Step, *, after: bool = False) -> None:
        """Send a message along a way."""
        for index, move in enumerate(way):
            last = index == len(way) - 1
            hop = Hop(move.source, move.target, "eventually" if after else "must", 1.0, name_of(step), step.verb or "",
                      step.target if last else "", after_answer=after, against_arrow=move.against)  # fmt: skip
            if hop not in self.hops:
                self.hops.append(hop)
            self.touch(move.target)

    def note(self, move: Move, step: Step) -> None:
        """Tell of a message after the answer that the chain does not go on from."""
        hop = Hop(move.source, move.target, "eventually", 1.0, name_of(step), step.verb or "", after_answer=True,
                  against_arrow=move.against, note="tells of each change")  # fmt: skip
        if hop not in self.hops:
            self.hops.append(hop)

    def touch(self, name: str) -> None:
        """A class that was reached may be addressed from now on."""
        if name in self.reached:
            self.reached.remove(name)
        self.reached.append(name)

    def arrive(self, name: str, step: Step, target: str) -> bool:
        """Meet a step at a class: use its claim, the values it looks at, and what keeps its promise."""
        self.touch(name)
        self.uses.add((name, target))
        self.facts.add(f"met:{name_of(step)}:{name}")
        for values in self.model.values[name]:
            varies, claims = self.model.claims[values].varies, self.model.claims[name]
            entity = self.scenario.entities.get(target)
            looks_at = claims.switches_on | (frozenset(entity.derived_from) if entity else frozenset())
            branches = target in claims.does | claims.creates and varies & looks_at
            if target in varies or branches:
                hop = Hop(name, values, "must", 1.0, name_of(step), "read", note="one of its values")
                if hop not in self.hops:
                    self.hops.append(hop)
        return self.dispatch(name, step)

    def dispatch(self, name: str, step: Step) -> bool:
        """A message to an abstraction is answered by whatever keeps its promise: all of it counts as used."""
        if not self.model.is_abstraction(name):
            return True
        below = self.model.below(name)
        if all(self.model.is_abstraction(child) for child in below):
            return self._empty_promise(name, step)
        for parent in [name, *below]:
            for child in self.model.children[parent]:
                if parent == name or self.model.is_abstraction(parent):
                    self.travel(self.model.way([parent], child.__eq__)[1], step)  # type: ignore[index]  # children are only found along a way
        self.touch(name)
        return True

    def _empty_promise(self, name: str, step: Step) -> bool:
        kind = "implements" if self.model.is_interface(name) else "inherits"
        fresh = next(f"{name}-{i}" for i in range(1, 99) if f"{name}-{i}" not in self.model.board.parts)
        patch: Patch = (
            {
                "op": "add_component",
                "id": fresh,
                "near": name,
                "component": {"type": "class", "label": f"Default{self.label(name)}"},
            },
            {"op": "add_connection", "connection": {"from": fresh, "to": name, "kind": kind}},
        )
        verb = "implements" if kind == "implements" else "extends"
        return self.fail(step, f"nothing {verb} {self.label(name)}, so nobody answers", f"a class that {verb} {self.label(name)}",
                         (f"Add a class that {verb} {self.label(name)}", patch))  # fmt: skip

    # Looking for who answers --------------------------------------------------------------------------------------------

    def answering(self, step: Step, kind: str, target: str) -> list[str] | None:
        """Classes that claim it; None, with a stop, when nobody or nearly everybody does."""
        names = self.model.claiming(kind, target)
        claimants = [
            n for n in self.model.claims if n in self.model.board.parts and self._claims(n, kind, target)
        ]
        apart = self.model.families([n for n in claimants if n in self.model.classes], by_promise=True)
        if (
            len(claimants) >= FEWEST_CLAIMANTS
            and len(apart) > 1
            and 2 * len(claimants) > len(self.model.classes)
        ):
            extra = tuple(
                {"op": "remove_from", "component": n, "field": kind, "value": target} for n in names[1:]
            )
            self.fail(step, f"{len(claimants)} classes say that each of them {TOLD[kind]} {self.called(target)}",
                      f"one class that {TOLD[kind]} {self.called(target)}", ("Keep it in one", extra))  # fmt: skip
            return None
        return names

    def _claims(self, name: str, kind: str, target: str) -> bool:
        """Facts that are read off attributes count; operations of one name often pass a call on, so only written ones do."""
        if kind in ("owns", "derives"):
            return target in self.model.claims[name].of(kind)
        return target in getattr(self.model.board.parts[name].component, kind)

    def unreachable(self, step: Step, target: str) -> bool:
        """Stop because no relation leads to a class that would answer."""
        source = self.first
        patch: Patch = (
            {"op": "add_connection", "connection": {"from": source, "to": target, "kind": "associates"}},
        )
        return self.fail(step, f"no relation leads from {self.label(source)} to {self.label(target)}",
                         f"a relation to {self.label(target)}",
                         (f"Let {self.label(source)} know {self.label(target)}", patch))  # fmt: skip


def name_of(step: Step) -> str:
    """Id of a step, else its verb and target: two steps never share it by accident."""
    return step.id or f"{step.verb}_{step.target}"
