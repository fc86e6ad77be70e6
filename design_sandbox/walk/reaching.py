"""Steps on others: calling a third party, notifying somebody, opening a connection (SEMANTICS 3, 8, 16)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from design_sandbox.model.edits import Patch
from design_sandbox.model.scenario import Step
from design_sandbox.walk.attempt import Attempt
from design_sandbox.walk.behind import deadline_of, over_channel
from design_sandbox.walk.board import Board, Part
from design_sandbox.walk.meaning import misfit
from design_sandbox.walk.routes import Goal, Path, calls, open_connections, shortest, works_on
from design_sandbox.walk.stops import step_name
from design_sandbox.walk.walk import Question, Stop


def call_step(attempt: Attempt, step: Step) -> bool:
    """Call a third party, before the answer or behind a channel."""
    party = attempt.setting.scenario.third_parties[step.target]
    if step.target in attempt.setting.lost or party.provides in attempt.setting.lost:
        if step.when_down != "required":
            attempt.facts.add(f"skipped:{step.target}")
            return True
        return attempt.fail(Stop(step_name(step), attempt.handler, f"{party.label} is down", "a fallback"))

    def goal(part: Part) -> bool:
        return party.provides in part.provides or (
            part.can("provide") and "third_party" in part.spec.provides
        )

    path = _reach(attempt, step, goal)
    if path:
        _travel(attempt, step, path)
    elif step.when_down != "required" and attempt.setting.routed:
        attempt.facts.add(f"skipped:{step.target}")
    else:
        return attempt.fail(_no_way(attempt, step, party.label, goal))
    if step.when_down != "required":
        attempt.facts.add(f"survives:{step.target}")
    return True


def _reach(attempt: Attempt, step: Step, goal: Goal) -> Path | None:
    """A way to somebody: behind a channel where the answer need not wait, else by calls."""
    for narrowed in _narrowed(attempt, goal):
        behind = over_channel(attempt, narrowed) if step.eventually is not None else None
        found = (
            behind
            or shortest(attempt.board, [attempt.handler], narrowed, calls)
            or _beside(attempt, narrowed)
        )
        if found:
            return found
    return None


def _narrowed(attempt: Attempt, goal: Goal) -> Iterator[Goal]:
    """Of several that would do, those first that the drawing made for this flow: the exit gate on leaving."""
    found = {
        part.id: misfit(attempt.setting, attempt.flow_id, part)
        for part in attempt.board.parts.values()
        if goal(part)
    }
    for grade in sorted(set(found.values())):
        yield _of_grade(found, grade)


def _of_grade(grades: dict[str, int], grade: int) -> Goal:
    return lambda part: grades.get(part.id) == grade


def _beside(attempt: Attempt, goal: Goal) -> Path | None:
    """The machine that took the request in may pass the answer on to what stands beside it: a kiosk that opens its gate."""
    board = attempt.board
    machines = [
        name
        for name in attempt.entry[:-1]
        if board.parts[name].can("initiate") and board.parts[name].can("pass_on")
    ]
    return next(
        (
            (name, link.target)
            for name in machines
            for link in board.out[name]
            if goal(board.parts[link.target])
        ),
        None,
    )


def _travel(attempt: Attempt, step: Step, path: Path) -> bool:
    """Add the hops of a way to somebody; whether it lies after the answer."""
    after = any(attempt.board.parts[name].can("hand_off") for name in path)
    attempt.travel(path, step, mode="eventually" if after else "must", after=after, deadline_s=deadline_of(step),
                   last_calls=attempt.setting.number(step.times))  # fmt: skip
    return after


def _no_way(attempt: Attempt, step: Step, label: str, goal: Goal) -> Stop:
    board = attempt.board
    found = [part for part in board.parts.values() if goal(part)]
    handler = board.parts[attempt.handler].label
    if not found:
        return Stop(
            step_name(step),
            attempt.handler,
            f"{label} is not in the drawing",
            f"{label}, called by {handler}",
        )
    answers = tuple(
        (f"Connect {handler} to {part.label}", _connect(attempt.handler, part.id)) for part in found[:3]
    )
    return Stop(step_name(step), attempt.handler, f"{handler} has no way to {found[0].label}",
                f"a connection from {handler} to {found[0].label}", answers)  # fmt: skip


def _connect(source: str, target: str, kind: str | None = None) -> Patch:
    return (
        {
            "op": "add_connection",
            "connection": {"from": source, "to": target} | ({"kind": kind} if kind else {}),
        },
    )


def _disconnect(board: Board, source: str, target: str) -> Patch:
    """The edit that removes the arrow between two parts, whichever way it is drawn."""
    ends = (source, target) if board.linked(source, target) else (target, source)
    return ({"op": "remove_connection", "from": ends[0], "to": ends[1]},)


# Connections that stay open -------------------------------------------------------------------------------------------


def connect_step(attempt: Attempt, step: Step) -> bool:
    """Open a connection that stays open from the actor to the handler."""
    ends = open_connections(attempt.board, attempt.actors)
    if attempt.handler in ends:
        attempt.facts.add("persistent")
        return True
    return attempt.fail(closes(attempt, step_name(step)))


def closes(attempt: Attempt, step: str) -> Stop:
    """The stop of a request that must arrive over an open connection and does not."""
    board = attempt.board
    patch = tuple(
        operation for source, target in pairwise(attempt.entry)
        for operation in (*_disconnect(board, source, target), *_connect(source, target, "persistent"))
    )  # fmt: skip
    return Stop(step, attempt.handler, f"the way to {attempt.board.parts[attempt.handler].label} closes after each request",
                "persistent connections from the actor to the part that keeps them open",
                (("Make the way in persistent", patch),))  # fmt: skip


# Telling somebody -----------------------------------------------------------------------------------------------------


def notify_step(attempt: Attempt, step: Step) -> bool:
    """Reach an actor: backwards over the connection that a compute holds open, or over a push provider."""
    if step.via is not None:
        return _by_provider(attempt, step, step.via) or attempt.fail(_no_provider(attempt, step, step.via))
    actors = [part.id for part in attempt.board.with_ability("initiate") if step.target in part.plays]
    others = [name for name in actors if name != attempt.entry[0]]
    ends = open_connections(attempt.board, others) or open_connections(attempt.board, actors)
    ways = list(_ways_to(attempt, step, set(ends)))
    for way in ways:
        location = _location(attempt, step, way)
        if location or _alone(attempt, way[-1]) or _finds_its_way(attempt, way):
            return _push_back(attempt, step, way, ends[way[-1]], location)
    if not attempt.flow.persistent and _by_provider(attempt, step, "push"):
        return True  # a push wakes somebody; a journey over open connections is not served by it
    if not ways:
        return attempt.fail(_nobody_listens(attempt, step, bool(ends)))
    if attempt.board.parts[ways[0][-1]].said.get("replicas") is not None and _can_be_known(attempt, step):
        return attempt.fail(_lost_among(attempt, step, ways[0][-1]))
    attempt.ask(_which_instance(attempt, ways[0][-1]))
    return _push_back(attempt, step, ways[0], ends[ways[0][-1]], None)


def _ways_to(attempt: Attempt, step: Step, ends: set[str]) -> Iterator[Path]:
    """Ways to each part that holds the connection, most fitting first: behind a channel when nobody waits, else calls."""
    for end in sorted(ends, key=lambda name: attempt.board.position[name]):

        def goal(part: Part, end: str = end) -> bool:
            return part.id == end

        quick = shortest(attempt.board, attempt.computes(), goal, calls)
        behind = over_channel(attempt, goal)
        found: tuple[Path | None, ...] = (quick, behind)
        if step.eventually is not None or (quick and len(quick) > 1):
            found = (behind, quick)
        if quick and len(quick) == 1 and not _alone(attempt, end):
            found = (behind, _relayed(attempt, goal), quick)
        yield from (way for way in found if way)


def _relayed(attempt: Attempt, goal: Goal) -> Path | None:
    """From another compute to the gateway: of several instances, the one that took the message is rarely the one."""
    others = [name for name in attempt.computes() if not goal(attempt.board.parts[name])]
    return shortest(attempt.board, others, goal, _calls_and_back)


def _calls_and_back(board: Board, name: str) -> Iterator[str]:
    """Calls, and what another compute's open connection lets this one say."""
    yield from calls(board, name)
    if board.parts[name].can("compute"):
        yield from (link.source for link in board.into[name]
                    if link.kind == "persistent" and board.parts[link.source].can("compute"))  # fmt: skip


def _push_back(
    attempt: Attempt, step: Step, way: Path, connection: Path, location: tuple[Path, str] | None
) -> bool:
    if location:
        found, entity = location
        attempt.travel(found, step, entity=entity, note="asks which instance")
        attempt.uses.add((found[-1], entity))
        attempt.facts.add("routed")
        asker = found[-2]
        if len(way) == 1 and asker != way[-1]:
            attempt.ask(_who_tells(attempt, asker, way[-1]))
    times, board = attempt.setting.number(step.times), attempt.board
    after = any(board.parts[name].can("hand_off") for name in way)
    attempt.travel(way, step, mode="eventually" if after else "must", after=after, deadline_s=deadline_of(step),
                   last_calls=_copies_sent(attempt, way))  # fmt: skip
    attempt.push_back(connection, step, calls=times, after=after, deadline_s=deadline_of(step))
    attempt.facts.add("push_back")
    return True


def _who_tells(attempt: Attempt, asker: str, gateway: str) -> Question:
    """The look-up is drawn, but nothing leads from who made it to the instance that it names."""
    names = attempt.board.parts[asker].label, attempt.board.parts[gateway].label
    answer = (f"Connect {names[0]} to {names[1]}", _connect(asker, gateway))
    return Question("relay", f"{names[0]} finds out which instance of {names[1]} holds the recipient's connection. "
                    "How does the message get there?", (asker, gateway), (answer,))  # fmt: skip


def _location(attempt: Attempt, step: Step, way: Path) -> tuple[Path, str] | None:
    """A way to whoever keeps which instance holds the recipient's connection, and the entity that says so."""
    entities = attempt.setting.scenario.entities
    for name in (name for name, entity in entities.items() if entity.locates == step.target):
        callers = dict.fromkeys(
            (*attempt.computes(), *(part for part in way if attempt.board.parts[part].can("compute")))
        )
        for caller in callers:
            found = shortest(attempt.board, [caller], _keeps(name), calls)
            if found and len(found) > 1:
                return found, name
    return None


def _keeps(entity: str) -> Goal:
    return lambda part: part.has(entity)


def _can_be_known(attempt: Attempt, step: Step) -> bool:
    """Whether the scenario has an entity that says where a recipient is connected."""
    return any(entity.locates == step.target for entity in attempt.setting.scenario.entities.values())


def _alone(attempt: Attempt, gateway: str) -> bool:
    return attempt.board.parts[gateway].said.get("replicas") == 1


def _finds_its_way(attempt: Attempt, way: Path) -> bool:
    """A channel keyed by recipient leads to the right instance; a topic reaches all of them."""
    channels = [attempt.board.parts[name] for name in way if attempt.board.parts[name].can("hand_off")]
    if any(channel.get("keyed") or _broadcasts(channel) for channel in channels):
        attempt.facts.add("routed")
        return True
    return False


def _broadcasts(channel: Part) -> bool:
    return channel.component.type == "topic" and not channel.get("keyed")


def _copies_sent(attempt: Attempt, way: Path) -> float:
    """Messages that arrive at the last part for each one sent: a broadcast reaches every instance."""
    last, before = attempt.board.parts[way[-1]], attempt.board.parts[way[-2]] if len(way) > 1 else None
    return float(last.said.get("replicas") or 1) if before is not None and _broadcasts(before) else 1.0


def _which_instance(attempt: Attempt, gateway: str) -> Question:
    label = attempt.board.parts[gateway].label
    return Question("which-instance", f"When {label} runs several instances, who knows which one holds the recipient's connection?",
                    (gateway,))  # fmt: skip


def _lost_among(attempt: Attempt, step: Step, gateway: str) -> Stop:
    label = attempt.board.parts[gateway].label
    return Stop(step_name(step), gateway,
                f"{label} runs several instances, and nothing knows which one holds the recipient's connection",
                "a store of who is connected where, or a channel keyed by recipient")  # fmt: skip


def _nobody_listens(attempt: Attempt, step: Step, connected: bool) -> Stop:
    text = "nobody holds a connection open to the recipient"
    if connected:
        text = f"nothing leads from {attempt.board.parts[attempt.handler].label} to the part that holds the connection"
    return Stop(step_name(step), attempt.handler, text,
                "a persistent connection to the recipient and a way to the part that holds it")  # fmt: skip


def _by_provider(attempt: Attempt, step: Step, service: str) -> bool:
    """Over a provider that reaches people who are not connected; False when none is reached."""
    board = attempt.board

    def goal(part: Part) -> bool:
        return service in part.provides

    path = over_channel(attempt, goal) or shortest(board, attempt.computes(), goal, works_on)
    if not path:
        return False
    _travel(attempt, step, path)
    back = next((link for link in board.out[path[-1]] if board.parts[link.target].can("initiate")), None)
    if back:
        attempt.travel((back.source, back.target), step, mode="eventually", after=True)
    attempt.facts.add("pushed")
    return True


def _no_provider(attempt: Attempt, step: Step, service: str) -> Stop:
    return Stop(step_name(step), attempt.handler, f"no {service} provider is reached",
                f"a {service} provider that the handler or a worker calls")  # fmt: skip
