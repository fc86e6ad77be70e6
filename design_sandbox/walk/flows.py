"""Walking a flow: choose the handler, meet its steps, and tell how — or where it stopped (SEMANTICS 1, 6)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from design_sandbox.model.scenario import Flow, Step
from design_sandbox.walk.attempt import Attempt, Setting
from design_sandbox.walk.board import Board
from design_sandbox.walk.connecting import closes
from design_sandbox.walk.identity import look_up_session
from design_sandbox.walk.meeting import meet
from design_sandbox.walk.ranking import rank
from design_sandbox.walk.together import ask_what_undoes
from design_sandbox.walk.walk import Question
from design_sandbox.walk.ways_in import actor_parts, entries, open_connections

MOST_HANDLERS = 64
"""Ways in that are tried for one flow; further ones are farther away and no drawing needs them."""
ENTER = Step(id="enter", connect="enter")
"""The step that hops to the handler are told under."""


def best_attempt(setting: Setting, flow_id: str, flow: Flow) -> tuple[Attempt | None, tuple[str, ...]]:
    """The best way this design serves the flow, and other handlers that would do as well (a real tie is told)."""
    actors = tuple(actor_parts(setting, flow.actor))
    found: Attempt | None = None
    ties: tuple[str, ...] = ()
    for segment in segments(flow):
        attempt, tied = _best_for(setting, flow_id, replace_steps(flow, segment), actors)
        if attempt is None:
            return None, ()
        ties = (*ties, *(name for name in tied if name not in ties))
        found = attempt if found is None else _joined(found, attempt)
        if found.stop:
            break
    if found is not None:
        found.flow = flow
    return found, ties


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
        joined.add(hop)
    for question in second.questions:
        joined.ask(question)
    joined.strategies += second.strategies
    joined.uses |= second.uses
    joined.facts |= second.facts
    for word, owners in second.together.items():
        joined.together.setdefault(word, {}).update(owners)
    joined.met += second.met
    joined.stop = second.stop
    joined.copies_used += second.copies_used
    return joined


def _best_for(
    setting: Setting, flow_id: str, flow: Flow, actors: tuple[str, ...]
) -> tuple[Attempt | None, tuple[str, ...]]:
    ways = entries(setting.board, actors)[:MOST_HANDLERS]
    ways = [way for way in ways if way[-1] in setting.routed.get(flow_id, ())] or ways
    ways = [way for way in ways if way[-1] in setting.entering] or ways
    if actors and all(step.by == "actor" for step in flow.steps):
        ways.append((actors[0],))
    ranked: list[tuple[tuple[Any, ...], tuple[Any, ...], Attempt]] = []
    for way in ways:
        attempt = _try(setting, flow_id, flow, actors, way)
        merits, tastes = rank(attempt)
        ranked.append((merits, tastes, attempt))
    if not ranked:
        return None, ()
    best = min(ranked, key=lambda entry: (entry[0], entry[1]))
    look_up_session(best[2])  # how identity is checked says nothing about who handles the request
    ties = tuple(attempt.handler for merits, tastes, attempt in ranked
                 if attempt.handler != best[2].handler and merits == best[0] and tastes[:-2] == best[1][:-2])  # fmt: skip
    best[2].ways_in = tuple(attempt.entry for merits, tastes, attempt in ranked
                            if (merits, tastes) == best[:2] and _by_other_machines(best[2], attempt.entry))  # fmt: skip
    return best[2], tuple(dict.fromkeys(ties))


def _by_other_machines(attempt: Attempt, way: tuple[str, ...]) -> bool:
    """Whether a way in differs only in the machine that people stand at, which does nothing else for the request."""
    parts, taken = attempt.board.parts, attempt.entry
    differing = set(way) ^ set(taken)
    at_machines = all(parts[name].can("initiate") and parts[name].can("pass_on") for name in differing)
    busy = any(
        name in differing for hop in attempt.hops if hop.step != ENTER.id for name in (hop.source, hop.target)
    )
    return way != taken and way[-1] == taken[-1] and at_machines and not busy


def _try(
    setting: Setting, flow_id: str, flow: Flow, actors: tuple[str, ...], way: tuple[str, ...]
) -> Attempt:
    attempt = Attempt(setting, flow_id, flow, actors, way)
    if flow.persistent and len(way) > 1 and attempt.handler not in open_connections(setting.board, actors):
        attempt.fail(closes(attempt, ENTER.id or ""))
    for step in flow.steps:
        if attempt.stop is None and meet(attempt, step):
            attempt.met += 1
    if len(way) == 1:
        _ask_who_grants(attempt)
    elif _needs_handler(attempt):
        _enter(attempt)
    ask_what_undoes(attempt)
    return attempt


def _needs_handler(attempt: Attempt) -> bool:
    """Whether the request enters at all: bytes that the actor only fetches go past every service."""
    handled = any(hop.source == attempt.handler and hop.mode != "miss" for hop in attempt.hops)
    return (
        handled
        or not attempt.hops
        or "signed" in attempt.facts
        or any(step.by != "actor" for step in attempt.flow.steps)
    )


def _ask_who_grants(attempt: Attempt) -> None:
    """An upload past every service needs somebody who allows it."""
    if "signed" in attempt.facts:
        store = attempt.board.parts[attempt.hops[-1].target]
        attempt.ask(
            Question("grant", f"Who decides that somebody may put something into {store.label}?", (store.id,))
        )


def _enter(attempt: Attempt) -> None:
    """Put the hops to the handler first. Who answers with names (DNS) is asked and carries nothing."""
    board, way = attempt.board, attempt.entry
    steps_hops, attempt.hops = attempt.hops, []
    bulk = max((hop.payload_bytes for hop in steps_hops if hop.source == attempt.handler and not hop.after_answer
                and attempt.setting.carries_bulk(hop.entity)), default=0.0)  # fmt: skip
    for source, target in _names_looked_up(board, way):
        attempt.travel((source, target), ENTER, calls=0.0, note="looks the name up")
    attempt.travel(way, ENTER)
    attempt.hops = [
        replace(hop, calls=0.0) if board.parts[hop.target].names_only else
        replace(hop, payload_bytes=max(hop.payload_bytes, bulk)) for hop in attempt.hops
    ]  # fmt: skip
    for hop in steps_hops:
        attempt.add(hop)


def _names_looked_up(board: Board, way: tuple[str, ...]) -> list[tuple[str, str]]:
    """Arrows to and from a DNS that is drawn beside the way in: it tells where the first part is."""
    asked = [
        link.target
        for link in board.out[way[0]]
        if board.parts[link.target].names_only and link.target not in way
    ]
    told = [(name, link.target) for name in asked for link in board.out[name] if link.target in way]
    return [*((way[0], name) for name in asked), *told]
