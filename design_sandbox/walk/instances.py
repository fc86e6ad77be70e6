"""Which of several instances holds the recipient's connection, and how a message finds it (SEMANTICS 8)."""

from __future__ import annotations

from design_sandbox.model.scenario import Step
from design_sandbox.walk.attempt import Attempt
from design_sandbox.walk.board import Part
from design_sandbox.walk.routes import Goal, Path, calls, shortest
from design_sandbox.walk.stops import connect_patch, step_name
from design_sandbox.walk.walk import Question, Stop


def location_of(attempt: Attempt, step: Step, way: Path) -> tuple[Path, str] | None:
    """A way to whoever keeps which instance holds the recipient's connection, and the entity that says so.

    Whoever sends to the gateway asks first: who stands nearest before it on the way, then who takes part before the answer.
    """
    entities = attempt.setting.scenario.entities
    for name in (name for name, entity in entities.items() if entity.locates == step.target):
        before = [part for part in reversed(way[:-1]) if attempt.board.parts[part].can("compute")]
        callers = dict.fromkeys((*before, *attempt.computes(), *way[-1:]))
        for caller in callers:
            found = shortest(attempt.board, [caller], _keeps(name), calls)
            if found and len(found) > 1:
                return found, name
    return None


def _keeps(entity: str) -> Goal:
    return lambda part: part.has(entity)


def can_be_known(attempt: Attempt, step: Step) -> bool:
    """Whether the scenario has an entity that says where a recipient is connected."""
    return any(entity.locates == step.target for entity in attempt.setting.scenario.entities.values())


def is_alone(attempt: Attempt, gateway: str) -> bool:
    """Whether the learner has said that one instance runs: then nobody needs to know which."""
    return attempt.board.parts[gateway].said.get("replicas") == 1


def finds_its_way(attempt: Attempt, way: Path) -> bool:
    """A channel keyed by recipient leads to the right instance; a topic reaches all of them."""
    channels = [attempt.board.parts[name] for name in way if attempt.board.parts[name].can("hand_off")]
    if any(channel.get("keyed") or broadcasts(channel) for channel in channels):
        attempt.facts.add("routed")
        return True
    return False


def broadcasts(channel: Part) -> bool:
    """Whether a channel hands every message to all instances."""
    return channel.component.type == "topic" and not channel.get("keyed")


def which_instance(attempt: Attempt, gateway: str) -> Question:
    """The question when the drawing leaves open how the instance is found."""
    label = attempt.board.parts[gateway].label
    return Question("which-instance", f"When {label} runs several instances, who knows which one holds the recipient's connection?",
                    (gateway,))  # fmt: skip


def lost_among(attempt: Attempt, step: Step, gateway: str) -> Stop:
    """The stop when several instances run and nothing says which one it is."""
    label = attempt.board.parts[gateway].label
    return Stop(step_name(step), gateway,
                f"{label} runs several instances, and nothing knows which one holds the recipient's connection",
                "a store of who is connected where, or a channel keyed by recipient")  # fmt: skip


def who_tells(attempt: Attempt, asker: str, gateway: str) -> Question:
    """The look-up is drawn, but nothing leads from who made it to the instance that it names."""
    if asker == gateway:
        return _among_its_own(attempt, gateway)
    names = attempt.board.parts[asker].label, attempt.board.parts[gateway].label
    answer = (f"Connect {names[0]} to {names[1]}", connect_patch(asker, gateway))
    return Question("relay", f"{names[0]} finds out which instance of {names[1]} holds the recipient's connection. "
                    "How does the message get there?", (asker, gateway), (answer,))  # fmt: skip


def _among_its_own(attempt: Attempt, gateway: str) -> Question:
    """The instance that took the message knows which other one holds the connection, and has no way to it."""
    label = attempt.board.parts[gateway].label
    senders = [name for name in attempt.computes() if name != gateway]
    answers = [(f"Let instances of {label} call each other", connect_patch(gateway, gateway))]
    answers += [
        (f"Connect {attempt.board.parts[name].label} to {label}", connect_patch(name, gateway))
        for name in senders[:2]
    ]
    return Question("relay", f"One instance of {label} takes the message, another one holds the recipient's connection. "
                    "How does the message get there?", (gateway,), tuple(answers))  # fmt: skip
