"""One try at serving a flow from one handler: what it has gathered so far."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import pairwise

from design_sandbox.model.scenario import Flow, Scenario, Step
from design_sandbox.walk.board import Board, Part
from design_sandbox.walk.routes import Path
from design_sandbox.walk.scanning import REQUEST_BYTES, calls_of, size_bytes
from design_sandbox.walk.strategies import Tie
from design_sandbox.walk.walk import Hop, Mode, Question, Stop, StrategyChoice


@dataclass(frozen=True)
class Setting:
    """What does not change during a walk: the scenario, the board and who acts."""

    scenario: Scenario
    board: Board
    numbers: dict[str, float]
    """Load names → value in base units."""
    open_owners: dict[str, tuple[str, ...]]
    open_caches: tuple[str, ...]
    lost: frozenset[str] = frozenset()
    """Third parties that are down in this failure walk."""
    routed: dict[str, frozenset[str]] = field(default_factory=dict)
    """Failure walks: flow → parts that served it before; requests go on to its handler while that stands."""
    look_ups: dict[str, frozenset[tuple[str, str]]] = field(default_factory=dict)
    """Failure walks: flow → (from, to) by which its requests found their sessions before; nowhere else are they now."""
    entering: frozenset[str] = frozenset()
    """Handlers that take requests in this walk, where one of them is reached; empty for all."""
    decisions: dict[str, str] = field(default_factory=dict)
    """What the learner chose, by trade-off prompt or flow."""
    traced: dict[str, frozenset[str]] = field(default_factory=dict)
    """Flow → parts of the learner's own walkthrough."""
    ties: tuple[Tie, ...] = ()
    """Strategies that several journeys offer under one name."""
    bound: frozenset[str] = frozenset()
    """Strategies that are taken wherever they are offered."""

    def number(self, text: str | int | float) -> float:
        """A multiplicity: a number, or the name of a load figure."""
        if isinstance(text, (int, float)):
            return float(text)
        return self.numbers[text]

    def size_bytes(self, entity: str) -> float:
        """Bytes of one item; the request envelope when the scenario does not say."""
        return size_bytes(self.scenario, entity)

    def carries_bulk(self, entity: str) -> bool:
        """Whether every hop on the way carries the whole item: large objects are not looked up where they lie."""
        known = self.scenario.entities.get(entity)
        return known is not None and known.shape == "blob"


@dataclass
class Attempt:
    """Hops, questions and uses collected for one handler; copied before alternatives are tried."""

    setting: Setting
    flow_id: str
    flow: Flow
    actors: tuple[str, ...]
    entry: Path
    hops: list[Hop] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    strategies: list[StrategyChoice] = field(default_factory=list)
    uses: set[tuple[str, str]] = field(default_factory=set)
    facts: set[str] = field(default_factory=set)
    met: int = 0
    stop: Stop | None = None
    copies_used: int = 0
    together: dict[str, dict[str, str]] = field(default_factory=dict)
    """Word of steps that must happen together → owner that was written → entity."""
    ways_in: tuple[Path, ...] = ()
    """Other ways in to the same handler that are as good, by machines that stand beside the one on `entry`."""

    @property
    def handler(self) -> str:
        """The compute that answers the actor's request."""
        return self.entry[-1]

    @property
    def board(self) -> Board:
        """The board that is walked."""
        return self.setting.board

    def fork(self) -> Attempt:
        """A copy that can be thrown away."""
        return replace(
            self, hops=[*self.hops], questions=[*self.questions], strategies=[*self.strategies],
            uses={*self.uses}, facts={*self.facts}, together={word: {**owners} for word, owners in self.together.items()},
        )  # fmt: skip

    def adopt(self, other: Attempt) -> None:
        """Take over what a fork has gathered."""
        self.hops, self.questions, self.strategies = other.hops, other.questions, other.strategies
        self.uses, self.facts, self.met = other.uses, other.facts, other.met
        self.stop, self.copies_used, self.together = other.stop, other.copies_used, other.together

    def ask(self, question: Question) -> None:
        """Note an open question once."""
        if all(known.text != question.text for known in self.questions):
            self.questions.append(question)

    def fail(self, stop: Stop) -> bool:
        """Note where the walk stopped (the first stop is the one that is told); always False."""
        self.stop = self.stop or stop
        return False

    def computes(self) -> list[str]:
        """The handler and every compute called before the answer, nearest first."""
        seen = dict.fromkeys([self.handler])
        for hop in self.hops:
            if not hop.after_answer and self.board.parts[hop.target].can("compute"):
                seen.setdefault(hop.target)
        return list(seen)

    def travel(self, path: Path, step: Step, *, mode: Mode = "must", calls: float = 1.0, last_calls: float | None = None,
               after: bool = False, deadline_s: float | None = None, entity: str = "", note: str = "") -> None:  # fmt: skip
        """Add the hops of a path. The way to the last compute is taken once; the last hop `last_calls` times, or less
        often where one call scans several."""
        bulky = self.setting.carries_bulk(entity)
        most, items = calls_of(self.setting.scenario, step, 1.0 if last_calls is None else last_calls)
        for index, (source, target) in enumerate(pairwise(path)):
            last = index == len(path) - 2
            times = most if last else 1.0
            size = self.setting.size_bytes(entity) if entity and (last or bulky) else REQUEST_BYTES
            self.add(Hop(
                source, target, mode, calls * times, step.id or step.verb or "step", step.verb or "", entity if last else "",
                size * items if last else size, deadline_s, after, self._is_pulled(source, target),
                probability=calls if mode == "miss" else 1.0, note=note if last else "", items=items if last else 1.0,
            ))  # fmt: skip

    def add(self, hop: Hop) -> None:
        """Add a hop; one sub-request to a compute, and one message to a channel, do all that is asked there."""
        if self.board.parts[hop.target].joins:
            for index, known in enumerate(self.hops):
                same_time = known.after_answer == hop.after_answer or self.board.parts[hop.target].can(
                    "hand_off"
                )
                if (known.source, known.target) == (hop.source, hop.target) and same_time:
                    stronger = known if known.mode == "must" or hop.mode != "must" else hop
                    self.hops[index] = replace(stronger, calls=max(known.calls, hop.calls),
                                               payload_bytes=max(known.payload_bytes, hop.payload_bytes))  # fmt: skip
                    return
        self.hops.append(hop)

    def _is_pulled(self, source: str, target: str) -> bool:
        """Whether only the arrow the other way is drawn: a worker that polls a queue, a store that feeds a CDN."""
        if self.board.linked(source, target) or not self.board.linked(target, source):
            return False
        channel, worker = self.board.parts[source], self.board.parts[target]
        if channel.can("hand_off") and worker.can("compute"):
            self.ask(_pulls(channel, worker))
        return True

    def push_back(
        self, path: Path, step: Step, *, calls: float, after: bool, deadline_s: float | None
    ) -> None:
        """Add the hops of an open connection from its end back to the actor, mostly against the arrows."""
        for target, source in reversed(list(pairwise(path))):
            self.hops.append(Hop(source, target, "must", calls, step.id or "notify", "notify", "", REQUEST_BYTES,
                                 deadline_s, after, against_arrow=not self.board.linked(source, target)))  # fmt: skip


def _pulls(channel: Part, worker: Part) -> Question:
    """An arrow from a worker to a channel that nobody else consumes: which way does the work go?"""
    arrow = {"op": "add_connection", "connection": {"from": channel.id, "to": worker.id, "kind": "async"}}
    turn = ({"op": "remove_connection", "from": worker.id, "to": channel.id}, arrow)
    return Question("pulls", f"Does {worker.label} take work out of {channel.label}, or put work into it?",
                    (channel.id, worker.id), ((f"Draw the arrow from {channel.label} to {worker.label}", turn),))  # fmt: skip
