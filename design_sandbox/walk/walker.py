"""All flows of a scenario walked through a design, with what was inferred on the way; and walked again with parts lost."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from itertools import pairwise

from design_sandbox.model.catalogue import Catalogue
from design_sandbox.model.design import Design
from design_sandbox.model.load import load_numbers
from design_sandbox.model.scenario import Scenario
from design_sandbox.walk.attaching import fill
from design_sandbox.walk.attempt import Attempt, Setting
from design_sandbox.walk.board import Board, Ends
from design_sandbox.walk.flows import ENTER, best_attempt
from design_sandbox.walk.following import follow_changes, written_times
from design_sandbox.walk.identity import look_ups_of, said_aloud
from design_sandbox.walk.inference import infer
from design_sandbox.walk.inferred import Inferred
from design_sandbox.walk.lanes import with_lanes
from design_sandbox.walk.outline import outline_of
from design_sandbox.walk.ready_made import ready_made, told, with_assumed_hits
from design_sandbox.walk.remembering import Memory, memory_of
from design_sandbox.walk.scanning import REQUEST_BYTES
from design_sandbox.walk.strategies import Tie, agree, meant, ties
from design_sandbox.walk.walk import Hop, Walk, WalkStatus
from design_sandbox.walk.ways_in import no_way_in


@dataclass(frozen=True)
class Walked:
    """A design seen through its scenario: the resolved board, every flow's walk, what was inferred."""

    scenario: Scenario
    design: Design
    board: Board
    setting: Setting
    walks: dict[str, Walk]
    inferred: tuple[Inferred, ...]
    numbers: dict[str, float] = field(default_factory=dict)
    memory: Memory | None = field(default=None, compare=False, repr=False)

    def without(
        self, parts: Iterable[str] = (), services: Iterable[str] = (), flows: Iterable[str] | None = None,
        cut: Collection[Ends] = (),
    ) -> dict[str, Walk]:  # fmt: skip
        """The flows walked again with these parts, third parties and arrows (by their ends) lost. Claims inferred before stay."""
        routed = {name: frozenset(walk.parts) for name, walk in self.walks.items() if walk.served}
        look_ups = {name: look_ups_of(walk) for name, walk in self.walks.items() if walk.served}
        gone = {*parts, *(name for name in self.setting.board.parts if name not in self.board.parts)}
        wanted = tuple(flows) if flows is not None else tuple(self.walks)
        known = tuple(self.walks)

        def walk() -> dict[str, Walk]:
            board = self.setting.board.without(gone, cut)
            setting = replace(self.setting, board=board, lost=lost, routed=routed, look_ups=look_ups)
            return _walk_flows(setting, _with_refreshing(self.scenario, known, wanted), wanted)

        lost = frozenset(services)
        asked = ("without", frozenset(gone), frozenset(cut), lost, known, wanted, tuple(routed.items()))
        return self.memory.walks(asked, walk) if self.memory else walk()


def walk_all(scenario: Scenario, design: Design, catalogue: Catalogue) -> Walked:
    """Walk every flow in scope of the scenario through the design."""
    decisions = _decisions(scenario, design)
    inference = infer(Board.of(design, catalogue), scenario, set(decisions.values()))
    outline = outline_of(inference.board)
    numbers = load_numbers(scenario)
    traced = {flow: frozenset(parts) for flow, parts in design.walkthroughs.items()}
    setting = Setting(scenario, outline.board, numbers, inference.open_owners, inference.open_caches,
                      decisions=decisions, traced=traced, ties=ties(scenario))  # fmt: skip
    flows = _asked(scenario, design)
    memory = memory_of(setting, outline, inference.open_caches)
    walks = memory.walks(("all", tuple(flows)), lambda: _walk_all(setting, flows))
    for name in scenario.flows:
        if name in walks and _left_out(scenario, design, name, walks[name]):
            walks[name] = Walk(name, "out_of_scope")
    facts = (
        *inference.facts,
        *told(scenario, inference.board, walks),
        *said_aloud(walks.values(), inference.board),
    )
    keepers = [name for name, _ in sorted(ready_made(walks.values()))]
    board = with_assumed_hits(inference.board, keepers)
    setting = replace(setting, board=with_assumed_hits(setting.board, keepers))
    return Walked(scenario, design, board, setting, walks, facts, numbers, memory)


def _walk_all(setting: Setting, flows: list[str]) -> dict[str, Walk]:
    """The walks of these flows, with what equal handlers and other regions do beside them."""
    return with_lanes(setting, _walk_flows(setting, flows, flows),
                      lambda lane, some: _walk_flows(lane, _with_refreshing(setting.scenario, flows, some), some))  # fmt: skip


def _asked(scenario: Scenario, design: Design) -> list[str]:
    variant = scenario.variants.get(design.design.variant or "")
    flows = list(variant.flows) if variant else list(scenario.flows)
    return [name for name in scenario.flows if name in flows]


def _left_out(scenario: Scenario, design: Design, name: str, walk: Walk) -> bool:
    """Optional flows count when the learner took them on, or drew them so that they arrive."""
    flow = scenario.flows[name]
    return flow.optional and not design.design.scope.get(name, walk.served)


def _decisions(scenario: Scenario, design: Design) -> dict[str, str]:
    """Prompt → strategy that the learner's decision stands for."""
    found = {}
    for prompt, decision in design.decisions.items():
        trade_off = scenario.trade_offs.get(prompt)
        found[prompt] = (
            trade_off.decides.get(decision.chosen, decision.chosen) if trade_off else decision.chosen
        )
    return found


def _with_refreshing(scenario: Scenario, flows: Iterable[str], wanted: Iterable[str]) -> list[str]:
    """The wanted flows, those that fill what is derived, and those of one strategy with them, in the scenario's order."""
    needed = {*wanted, *(entity.refreshed_by for entity in scenario.entities.values())}
    for tie in ties(scenario):
        needed |= set(tie.flows) if needed & set(tie.flows) else set()
    return [name for name in flows if name in needed]


Found = dict[str, tuple[Attempt | None, tuple[str, ...]]]
"""Flow → the best attempt and the handlers that would do as well; no attempt where nobody takes the request in."""


def _walk_flows(setting: Setting, flows: list[str], wanted: Collection[str]) -> dict[str, Walk]:
    found = _found(setting, flows)
    for tie in setting.ties:
        setting, found = _in_agreement(setting, tie, found)
    attempts = {name: attempt for name, (attempt, _) in found.items() if attempt is not None}
    fill(setting, attempts, set(flows))
    _replicate(setting, attempts)
    follow_changes(setting, attempts)
    _ask_once(attempts)
    return {
        name: _told(attempts[name], found[name][1]) if name in attempts
        else Walk(name, "fails", stop=no_way_in(setting, setting.scenario.flows[name]))
        for name in flows if name in wanted
    }  # fmt: skip


def _found(setting: Setting, flows: Iterable[str]) -> Found:
    return {name: best_attempt(setting, name, setting.scenario.flows[name]) for name in flows}


def _in_agreement(setting: Setting, tie: Tie, found: Found) -> tuple[Setting, Found]:
    """One strategy for the journeys of a tie: where each on its own takes another one, the best single one stands.

    The best serves most of them; then what the learner means counts, then questions and calls, as within one step.
    """
    tied = [name for name in tie.flows if name in found]
    chosen = [choice for name in tied if (attempt := found[name][0]) for choice in attempt.strategies]
    if agree([choice for choice in chosen if choice.chosen in tie.names]):
        return setting, found
    tries = []
    for name in tie.names:
        bound = replace(setting, bound=setting.bound | {name})
        tries.append((name, bound, _found(bound, tied)))
    _, setting, best = min(tries, key=lambda entry: (_unserved(entry[2]), meant(entry[0], setting.scenario, setting.board, setting.decisions),
                                                     _effort(entry[2])))  # fmt: skip
    return setting, {**found, **best}


def _unserved(found: Found) -> int:
    return sum(attempt is None or attempt.stop is not None for attempt, _ in found.values())


def _effort(found: Found) -> tuple[int, float]:
    """Open questions and calls of the journeys together."""
    attempts = [attempt for attempt, _ in found.values() if attempt is not None]
    return sum(len(attempt.questions) for attempt in attempts), sum(
        hop.calls for attempt in attempts for hop in attempt.hops
    )


def _ask_once(attempts: dict[str, Attempt]) -> None:
    """Which way an arrow means is one question, however many flows pass it: it stays with the first."""
    asked: set[str] = set()
    for attempt in attempts.values():
        attempt.questions = [q for q in attempt.questions if q.code != "pulls" or q.text not in asked]
        asked |= {question.text for question in attempt.questions}


def _replicate(setting: Setting, attempts: dict[str, Attempt]) -> None:
    """Copies that stores keep of each other travel with the flow that writes the original, as often as it does."""
    for attempt in attempts.values():
        for (owner, entity), calls in sorted(written_times(attempt).items()):
            for link in setting.board.out[owner]:
                target = setting.board.parts[link.target]
                if link.kind == "replication" and target.has(entity):
                    attempt.hops.append(Hop(owner, link.target, "eventually", calls, "replicate", "write", entity,
                                            setting.size_bytes(entity) or REQUEST_BYTES, after_answer=True))  # fmt: skip
                    attempt.uses.add((link.target, entity))


def _told(attempt: Attempt, ties: tuple[str, ...]) -> Walk:
    status: WalkStatus = "fails" if attempt.stop else ("asks" if attempt.questions else "served")
    return Walk(
        attempt.flow_id, status, attempt.handler, attempt.entry, tuple(attempt.hops), tuple(attempt.strategies),
        tuple(attempt.questions), attempt.stop, frozenset(attempt.uses), ties, facts=frozenset(attempt.facts),
        elsewhere=tuple(_by_way(attempt, way) for way in attempt.ways_in) if attempt.stop is None else (),
    )  # fmt: skip


def _by_way(attempt: Attempt, way: tuple[str, ...]) -> tuple[Hop, ...]:
    """The same request where it comes in by another machine."""
    enter = [hop for hop in attempt.hops if hop.step == ENTER.id]
    others = tuple(hop for hop in attempt.hops if hop.step != ENTER.id)
    taken = tuple(
        replace(enter[0], source=source, target=target) for source, target in pairwise(way) if enter
    )
    return taken + others
