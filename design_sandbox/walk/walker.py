"""All flows of a scenario walked through a design, with what was inferred on the way; and walked again with parts lost."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from design_sandbox.model.catalogue import Catalogue
from design_sandbox.model.design import Design
from design_sandbox.model.load import load_numbers
from design_sandbox.model.scenario import Scenario
from design_sandbox.walk.attempt import REQUEST_BYTES, Attempt, Setting
from design_sandbox.walk.board import Board
from design_sandbox.walk.filling import ask_what_fills, computed_on_miss, find_pipeline, pipeline_step
from design_sandbox.walk.flows import best_attempt, no_way_in
from design_sandbox.walk.inference import Inferred, infer
from design_sandbox.walk.walk import Hop, Mode, Stop, Walk, WalkStatus


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

    def without(self, parts: Iterable[str] = (), services: Iterable[str] = (), flows: Iterable[str] | None = None) -> dict[str, Walk]:
        """The flows walked again with these parts and third parties lost. Claims inferred before stay."""
        routed = {name: frozenset(walk.parts) for name, walk in self.walks.items() if walk.served}
        setting = replace(self.setting, board=self.board.without(parts), lost=frozenset(services), routed=routed)
        wanted = list(flows) if flows is not None else list(self.walks)
        return _walk_flows(setting, [name for name in self.walks if name in wanted or _refreshes(self.scenario, name)], wanted)


def walk_all(scenario: Scenario, design: Design, catalogue: Catalogue) -> Walked:
    """Walk every flow in scope of the scenario through the design."""
    inference = infer(Board.of(design, catalogue), scenario)
    numbers = load_numbers(scenario)
    decisions = _decisions(scenario, design)
    traced = {flow: frozenset(parts) for flow, parts in design.walkthroughs.items()}
    setting = Setting(scenario, inference.board, numbers, inference.open_owners, inference.open_caches,
                      decisions=decisions, traced=traced)  # fmt: skip
    flows = _asked(scenario, design)
    walks = _walk_flows(setting, flows, flows)
    for name in scenario.flows:
        if name in walks and _left_out(scenario, design, name, walks[name]):
            walks[name] = Walk(name, "out_of_scope")
    return Walked(scenario, design, inference.board, setting, walks, tuple(inference.facts), numbers)


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
        found[prompt] = trade_off.decides.get(decision.chosen, decision.chosen) if trade_off else decision.chosen
    return found


def _refreshes(scenario: Scenario, flow: str) -> bool:
    return any(entity.refreshed_by == flow for entity in scenario.entities.values())


def _walk_flows(setting: Setting, flows: list[str], wanted: list[str]) -> dict[str, Walk]:
    attempts: dict[str, Attempt] = {}
    ties: dict[str, tuple[str, ...]] = {}
    stops: dict[str, Stop] = {}
    for name in flows:
        attempt, others = best_attempt(setting, name, setting.scenario.flows[name])
        if attempt is None:
            stops[name] = no_way_in(setting, setting.scenario.flows[name])
        else:
            attempts[name], ties[name] = attempt, others
    _fill(setting, attempts)
    _replicate(setting, attempts)
    return {
        name: Walk(name, "fails", stop=stops[name]) if name in stops else _told(attempts[name], ties[name])
        for name in flows if name in wanted
    }  # fmt: skip


def _fill(setting: Setting, attempts: dict[str, Attempt]) -> None:
    """Attach to each refreshing flow the pipelines that its derived data needs; ask where there is none."""
    done: dict[str, bool] = {}
    for attempt in attempts.values():
        if attempt.stop:
            continue
        for keeper, entity_id in sorted(attempt.uses):
            entity = setting.scenario.entities.get(entity_id)
            if entity is None or not entity.derived_from or setting.board.parts[keeper].can("pass_on"):
                continue
            if entity_id not in done:
                done[entity_id] = _attach_pipeline(setting, attempts, entity_id)
            on_miss = _attach_on_miss(attempt, entity_id, keeper)
            if not done[entity_id] and not on_miss:
                attempt.ask(ask_what_fills(attempt, entity_id, keeper))


def _attach_pipeline(setting: Setting, attempts: dict[str, Attempt], entity_id: str) -> bool:
    entity = setting.scenario.entities[entity_id]
    refreshing = attempts.get(entity.refreshed_by or "")
    pipeline = find_pipeline(refreshing, entity_id) if refreshing and not refreshing.stop else None
    if not refreshing or not pipeline:
        return False
    times = setting.number(entity.times) / _batch(setting, pipeline.path)
    step = pipeline_step(entity_id)
    mode: Mode = "eventually" if pipeline.after_answer else "must"
    deadline = float(entity.within) if entity.within is not None else None
    refreshing.travel(pipeline.path, step, mode=mode, last_calls=times, after=pipeline.after_answer,
                      deadline_s=deadline, entity=entity_id)  # fmt: skip
    if entity.takes is not None:
        worker = next((n for n in reversed(pipeline.path[:-1]) if setting.board.parts[n].can("compute")), None)
        refreshing.hops[:] = [replace(h, takes_s=float(entity.takes)) if h.target == worker and h.after_answer == pipeline.after_answer
                              else h for h in refreshing.hops]  # fmt: skip
        if worker == refreshing.handler and not pipeline.after_answer:
            refreshing.facts.add(f"works_inside_answer:{entity_id}")
    for read in pipeline.reads:
        refreshing.travel(read, step, mode=mode, after=pipeline.after_answer, deadline_s=deadline)
    refreshing.uses.add((pipeline.path[-1], entity_id))
    refreshing.facts.add("pipeline" if pipeline.after_answer else "fills_inside_answer")
    return True


def _batch(setting: Setting, path: tuple[str, ...]) -> float:
    """Messages that the last compute of a pipeline writes together; 1 where nothing says so."""
    last = next((setting.board.parts[name] for name in reversed(path[:-1]) if setting.board.parts[name].can("compute")), None)
    return max(1.0, float(last.get("batch") or 1)) if last else 1.0


def _attach_on_miss(attempt: Attempt, entity_id: str, keeper: str) -> bool:
    ways = computed_on_miss(attempt, entity_id, keeper)
    missing = 1.0 - float(attempt.board.parts[keeper].get("hit_ratio", 0.0) or 0.0)
    if not attempt.board.parts[keeper].spec.durable:
        for way, source, times in ways:
            attempt.travel(way, pipeline_step(entity_id), mode="miss", calls=missing, last_calls=times, entity=source, note="on miss")
            attempt.uses.add((way[-1], source))
    return bool(ways) and not attempt.board.parts[keeper].spec.durable


def _replicate(setting: Setting, attempts: dict[str, Attempt]) -> None:
    """Copies that stores keep of each other travel with the flow that writes the original."""
    for attempt in attempts.values():
        written = {(hop.target, hop.entity) for hop in attempt.hops if hop.verb in ("write", "claim") and hop.entity}
        for owner, entity in sorted(written):
            for link in setting.board.out[owner]:
                target = setting.board.parts[link.target]
                if link.kind == "replication" and target.has(entity):
                    attempt.hops.append(Hop(owner, link.target, "eventually", 1.0, "replicate", "write", entity,
                                            setting.size_bytes(entity) or REQUEST_BYTES, after_answer=True))  # fmt: skip
                    attempt.uses.add((link.target, entity))


def _told(attempt: Attempt, ties: tuple[str, ...]) -> Walk:
    status: WalkStatus = "fails" if attempt.stop else ("asks" if attempt.questions else "served")
    return Walk(
        attempt.flow_id, status, attempt.handler, attempt.entry, tuple(attempt.hops), tuple(attempt.strategies),
        tuple(attempt.questions), attempt.stop, frozenset(attempt.uses), ties, (), frozenset(attempt.facts),
    )  # fmt: skip
