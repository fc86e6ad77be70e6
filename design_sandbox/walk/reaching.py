"""Steps on others: calling a third party, notifying somebody, opening a connection (SEMANTICS 8)."""

from __future__ import annotations

from design_sandbox.model.scenario import Step
from design_sandbox.walk.attempt import Attempt
from design_sandbox.walk.board import Part
from design_sandbox.walk.routes import Path, calls, open_connections, shortest, works_on
from design_sandbox.walk.walk import Stop


def call_step(attempt: Attempt, step: Step) -> bool:
    """Call a third party, before the answer or behind a channel."""
    service = attempt.setting.scenario.third_parties[step.target].provides
    if step.target in attempt.setting.lost or service in attempt.setting.lost:
        if step.when_down != "required":
            attempt.facts.add(f"skipped:{step.target}")
            return True
        return attempt.fail(Stop(step.id or "call", attempt.handler, f"{step.target} is down", "a fallback"))

    def goal(part: Part) -> bool:
        return service in part.provides or (part.can("provide") and "third_party" in part.spec.provides)

    if step.eventually is not None:
        path = shortest(attempt.board, attempt.computes(), goal, works_on)
    else:
        path = shortest(attempt.board, [attempt.handler], goal, calls)
    if not path:
        label = attempt.setting.scenario.third_parties[step.target].label
        return attempt.fail(_no_way(attempt, step, label, goal))
    after = step.eventually is not None and any(attempt.board.parts[n].can("hand_off") for n in path)
    attempt.travel(path, step, mode="eventually" if after else "must", after=after,
                   deadline_s=float(step.eventually) if step.eventually is not None else None)  # fmt: skip
    if step.when_down != "required":
        attempt.facts.add(f"survives:{step.target}")
    return True


def _no_way(attempt: Attempt, step: Step, label: str, goal) -> Stop:  # type: ignore[no-untyped-def]
    board = attempt.board
    found = [part for part in board.parts.values() if goal(part)]
    handler = board.parts[attempt.handler].label
    if not found:
        return Stop(step.id or "call", attempt.handler, f"{label} is not in the drawing", f"{label}, called by {handler}")
    answers = tuple((f"Connect {handler} to {part.label}",
                     ({"op": "add_connection", "connection": {"from": attempt.handler, "to": part.id}},))
                    for part in found[:3])  # fmt: skip
    return Stop(step.id or "call", attempt.handler, f"{handler} has no way to {found[0].label}",
                f"a connection from {handler} to {found[0].label}", answers)  # fmt: skip


def connect_step(attempt: Attempt, step: Step) -> bool:
    """Open a connection that stays open from the actor to the handler."""
    ends = open_connections(attempt.board, attempt.actors)
    if attempt.handler in ends:
        attempt.facts.add("persistent")
        return True
    board = attempt.board
    answers = tuple(
        ("Make the way in persistent", tuple(
            operation for source, target in zip(attempt.entry, attempt.entry[1:], strict=False)
            for operation in ({"op": "remove_connection", "from": source, "to": target},
                              {"op": "add_connection", "connection": {"from": source, "to": target, "kind": "persistent"}})
        ),) for _ in range(1)
    )  # fmt: skip
    return attempt.fail(Stop(step.id or "connect", attempt.handler,
                             f"the way to {board.parts[attempt.handler].label} closes after each request",
                             "persistent connections from the actor to the part that keeps them open", answers))  # fmt: skip


def notify_step(attempt: Attempt, step: Step) -> bool:
    """Reach an actor: over a push provider, or backwards over the connection that a compute holds open."""
    after = step.eventually is not None
    deadline = float(step.eventually) if step.eventually is not None else None
    if step.via is not None:
        return _by_provider(attempt, step, deadline)
    actors = [part.id for part in attempt.board.with_ability("initiate") if step.target in part.plays]
    ends = open_connections(attempt.board, actors)
    sources = attempt.computes()
    path = shortest(attempt.board, sources, lambda part: part.id in ends, works_on)
    if not path:
        text = "nobody holds a connection open to the recipient" if not ends else \
            f"nothing leads from {attempt.board.parts[attempt.handler].label} to the part that holds the connection"
        return attempt.fail(Stop(step.id or "notify", attempt.handler, text,
                                 "a persistent connection to the recipient and a way to the part that holds it"))  # fmt: skip
    if not _knows_which(attempt, step, path):
        return False
    behind_channel = any(attempt.board.parts[name].can("hand_off") for name in path)
    attempt.travel(path, step, mode="eventually" if after and behind_channel else "must",
                   after=after or behind_channel, deadline_s=deadline)  # fmt: skip
    times = attempt.setting.number(step.times)
    attempt.push_back(ends[path[-1]], step, calls=times, after=after or behind_channel, deadline_s=deadline)
    attempt.facts.add("push_back")
    return True


def _knows_which(attempt: Attempt, step: Step, path: Path) -> bool:
    """With several instances somebody must know which one holds the recipient's connection."""
    board, scenario = attempt.board, attempt.setting.scenario
    gateway = board.parts[path[-1]]
    if gateway.component.properties.get("replicas") == 1:
        return True
    location = [name for name, entity in scenario.entities.items() if entity.locates == step.target]
    for caller in (name for name in path if board.parts[name].can("compute")):
        found = shortest(board, [caller], lambda part: any(part.has(name) for name in location), calls)
        if found:
            attempt.travel(found, step, entity=location[0], note="asks which instance")
            attempt.uses |= {(found[-1], name) for name in location if board.parts[found[-1]].has(name)}
            attempt.facts.add("routed")
            return True
    channels = [board.parts[name] for name in path if board.parts[name].can("hand_off")]
    if any(channel.get("keyed") or channel.component.type == "topic" for channel in channels):
        attempt.facts.add("routed")
        return True
    text = f"{gateway.label} runs several instances, and nothing knows which one holds the recipient's connection"
    return attempt.fail(Stop(step.id or "notify", path[-1], text,
                             "a store of who is connected where, or a channel keyed by recipient"))  # fmt: skip


def _by_provider(attempt: Attempt, step: Step, deadline: float | None) -> bool:
    board = attempt.board
    path = shortest(board, attempt.computes(), lambda part: step.via in part.provides, works_on)
    if not path:
        return attempt.fail(Stop(step.id or "notify", attempt.handler, f"no {step.via} provider is reached",
                                 f"a {step.via} provider that the handler or a worker calls"))  # fmt: skip
    after = any(board.parts[name].can("hand_off") for name in path)
    attempt.travel(path, step, mode="eventually" if after else "must", after=after, deadline_s=deadline)
    back = next((link for link in board.out[path[-1]] if board.parts[link.target].can("initiate")), None)
    if back:
        attempt.travel((back.source, back.target), step, mode="eventually", after=True)
    attempt.facts.add("pushed")
    return True


