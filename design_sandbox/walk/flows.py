"""Walking a flow: choose the handler, meet its steps, and tell how — or where it stopped (SEMANTICS 1, 6)."""

from __future__ import annotations

from typing import Any

from design_sandbox.model.scenario import Flow, Step, walk_steps
from design_sandbox.walk.attempt import Attempt, Setting
from design_sandbox.walk.filling import find_pipeline
from design_sandbox.walk.inference import words
from design_sandbox.walk.keeping import keep_step
from design_sandbox.walk.reaching import call_step, connect_step, notify_step
from design_sandbox.walk.routes import entries
from design_sandbox.walk.walk import Stop, StrategyChoice

MOST_HANDLERS = 24
"""Ways in that are tried for one flow; further ones are farther away and no drawing needs them."""


def best_attempt(setting: Setting, flow_id: str, flow: Flow) -> tuple[Attempt | None, tuple[str, ...]]:
    """The best way this design serves the flow, and other handlers that would do as well (a real tie is told)."""
    actors = tuple(actor_parts(setting, flow.actor))
    found: Attempt | None = None
    ties: tuple[str, ...] = ()
    for segment in segments(flow):
        attempt, ties = _best_for(setting, flow_id, replace_steps(flow, segment), actors)
        if attempt is None:
            return None, ()
        found = attempt if found is None else _joined(found, attempt)
        if found.stop:
            break
    if found is not None:
        found.flow = flow
    return found, ties


def actor_parts(setting: Setting, actor: str) -> list[str]:
    """Parts that start this actor's requests; the built-in actor `clock` is every scheduler."""
    board = setting.board
    if actor == "clock":
        return [part.id for part in board.with_ability("clock")]
    return [part.id for part in board.with_ability("initiate") if actor in part.plays]


def segments(flow: Flow) -> list[tuple[Step, ...]]:
    """Steps of each request of the flow: `new_request` starts another one."""
    found: list[list[Step]] = [[]]
    for step in flow.steps:
        if step.new_request and found[-1]:
            found.append([])
        found[-1].append(step)
    return [tuple(steps) for steps in found]


def replace_steps(flow: Flow, steps: tuple[Step, ...]) -> Flow:
    """The flow with only these steps."""
    return flow if steps == flow.steps else flow.model_copy(update={"steps": steps})


def _joined(first: Attempt, second: Attempt) -> Attempt:
    """One attempt for two requests of a flow."""
    joined = first.fork()
    for hop in second.hops:
        joined._add(hop)
    for question in second.questions:
        joined.ask(question)
    joined.strategies += second.strategies
    joined.uses |= second.uses
    joined.facts |= second.facts
    joined.met += second.met
    joined.stop = second.stop
    joined.copies_used += second.copies_used
    return joined


def _best_for(setting: Setting, flow_id: str, flow: Flow, actors: tuple[str, ...]) -> tuple[Attempt | None, tuple[str, ...]]:
    ways = entries(setting.board, actors)[:MOST_HANDLERS]
    ways = [way for way in ways if way[-1] in setting.routed.get(flow_id, ())] or ways
    if actors and all(step.by == "actor" for step in flow.steps):
        ways.append((actors[0],))
    ranked: list[tuple[tuple[Any, ...], tuple[Any, ...], Attempt]] = []
    for way in ways:
        attempt = _try(setting, flow_id, flow, actors, way)
        merits, tastes = _rank(attempt)
        ranked.append((merits, tastes, attempt))
    if not ranked:
        return None, ()
    best = min(ranked, key=lambda entry: (entry[0], entry[1]))
    ties = tuple(attempt.handler for merits, tastes, attempt in ranked
                 if attempt is not best[2] and merits == best[0] and tastes[:-1] == best[1][:-1])  # fmt: skip
    return best[2], ties


def _try(setting: Setting, flow_id: str, flow: Flow, actors: tuple[str, ...], way: tuple[str, ...]) -> Attempt:
    attempt = Attempt(setting, flow_id, flow, actors, way)
    for step in flow.steps:
        if attempt.stop is None and meet(attempt, step):
            attempt.met += 1
    needs_handler = not all(step.by == "actor" for step in flow.steps) or "grant" in attempt.facts \
        or "signed" in attempt.facts or not attempt.hops
    if needs_handler and len(way) > 1:
        steps_hops, attempt.hops = attempt.hops, []
        attempt.travel(way, Step(id="enter", connect="enter"))
        for hop in steps_hops:
            attempt._add(hop)
    return attempt


def _rank(attempt: Attempt) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """What makes an attempt better (all smaller-is-better): merits first, then taste where merits are equal."""
    setting, part = attempt.setting, attempt.board.parts[attempt.handler]
    refreshed = [name for name, entity in setting.scenario.entities.items()
                 if entity.refreshed_by == attempt.flow_id and setting.board.keeping(name)]  # fmt: skip
    pipelines = sum(1 for name in refreshed if (found := find_pipeline(attempt, name)) and found.after_answer)
    on_way = {attempt.handler, *(hop.target for hop in attempt.hops)}
    does = any(attempt.flow_id in setting.board.parts[name].component.does for name in on_way)
    merits = (-attempt.met, not does, -pipelines, len(attempt.questions), -attempt.copies_used,
              round(sum(hop.calls for hop in attempt.hops if not hop.after_answer and hop.step != "enter"), 6))  # fmt: skip
    said = words(part.label) & words(f"{attempt.flow_id} {attempt.flow.title}".replace("_", " "))
    tastes = (-len(said), len(attempt.entry), len(attempt.hops), setting.board.position[attempt.handler])
    return merits, tastes


def meet(attempt: Attempt, step: Step) -> bool:
    """Meet one step; False when the walk stops there."""
    if step.any_of:
        return _any_of(attempt, step)
    match step.verb:
        case "call":
            return call_step(attempt, step)
        case "notify":
            return notify_step(attempt, step)
        case "connect":
            return connect_step(attempt, step)
        case _:
            return keep_step(attempt, step)


def _any_of(attempt: Attempt, step: Step) -> bool:
    """Meet one of several strategies: what the design keeps decides, then what the learner decided, then calls."""
    setting = attempt.setting
    kept = {name: _optional_kept(setting, steps) for name, steps in step.any_of.items()}
    candidates = [name for name, count in kept.items() if count is not None]
    tried: list[tuple[tuple[Any, ...], str, Attempt]] = []
    decided = set(setting.decisions.values())
    for name in candidates:
        fork = attempt.fork()
        met = all(meet(fork, inner) for inner in step.any_of[name])
        cost = sum(setting.number(inner.times) for inner in walk_steps(step.any_of[name]))
        key = (not met, name not in decided, -(kept[name] or 0), len(fork.questions), cost)
        tried.append((key, name, fork))
    if not tried:
        first = next(iter(step.any_of.values()))
        return meet(attempt, first[0])
    key, name, fork = min(tried, key=lambda entry: (entry[0], entry[1]))
    attempt.adopt(fork)
    preferred = max(tried, key=lambda entry: -entry[0][2])
    if key[0] is False and preferred[0][2] < key[2]:
        attempt.facts.add(f"fell_back:{preferred[1]}")
        because = f"{preferred[1].replace('_', ' ')} was drawn but does not arrive: {_stop_text(preferred[2])}"
    else:
        because = "you decided so" if name in decided else "what the drawing keeps says so"
    costs = {other: sum(setting.number(inner.times) for inner in walk_steps(steps))
             for other, steps in step.any_of.items()}  # fmt: skip
    attempt.strategies.append(StrategyChoice(step.id or "any_of", name, because, costs))
    return key[0] is False


def _stop_text(attempt: Attempt) -> str:
    return attempt.stop.message if attempt.stop else "it stops"


def _optional_kept(setting: Setting, steps: tuple[Step, ...]) -> int | None:
    """How many optional entities of an alternative the design keeps; None when it lacks one."""
    count = 0
    for step in walk_steps(steps):
        entity = setting.scenario.entities.get(step.target)
        if entity is not None and entity.optional:
            if not setting.board.keeping(step.target):
                return None
            count += 1
    return count


def no_way_in(setting: Setting, flow: Flow) -> Stop:
    """Why no compute takes the actor's request in."""
    board = setting.board
    actors = actor_parts(setting, flow.actor)
    computes = [part for part in board.with_ability("compute") if part.spec.handles_requests]
    edges = [part for part in board.with_ability("pass_on") if not part.can("copy") and not part.can("initiate")]
    if not actors:
        return Stop("enter", "", f"nobody in the drawing stands for the {flow.actor}", "a client or person")
    first = actors[0]
    answers = tuple(
        (f"Connect {board.parts[first].label} to {part.label}",
         ({"op": "add_connection", "connection": {"from": first, "to": part.id}},))
        for part in (*edges[:2], *computes[:2])
    )  # fmt: skip
    return Stop("enter", first, f"no service takes {board.parts[first].label}'s request in",
                "a way from the actor, through a load balancer if you like, to a service", answers)  # fmt: skip

