"""How old a copy may be, who may not see their own write, and what is lost when a store is lost (RPO)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Literal

from design_sandbox.analysis.figure import Figure, Given, Working, not_computable
from design_sandbox.analysis.numbers import ComponentLoad, once
from design_sandbox.model.quantity import parse_quantity
from design_sandbox.model.scenario import walk_steps
from design_sandbox.walk.board import Part
from design_sandbox.walk.walker import Walked

REPLICATION_LAG_S = 1.0
"""Asynchronous replication under ordinary load; assumed: milliseconds near by, minutes when overloaded."""
LAG_SOURCE = "assumed: asynchronous replication under ordinary load; measure yours [memory]"
OwnWrites = Literal["seen", "may_lag", "not_asked"]


@dataclass(frozen=True)
class Staleness:
    """How far a copy of an entity may lag behind its owner."""

    entity: str
    label: str
    part: str
    part_label: str
    bound: Figure
    """Seconds."""
    how: str
    within_s: float | None
    """What the prompt asks for."""
    own_writes: OwnWrites
    """Whether those who write it see their write at once."""


@dataclass(frozen=True)
class RecoveryPoint:
    """Seconds of acknowledged writes that may be lost with a part."""

    part: str
    label: str
    entities: tuple[str, ...]
    after_instance: Figure
    """One instance is lost."""
    after_part: Figure
    """All of it is lost: its zone or region, or every copy."""
    after_mistake: Figure
    """Somebody deletes or overwrites by mistake."""


def staleness(walked: Walked) -> tuple[Staleness, ...]:
    """Every copy that some walk relies on, in the order of the drawing."""
    return tuple(_staleness(walked))


def _staleness(walked: Walked) -> Iterator[Staleness]:
    used = {use for walk in walked.walks.values() if walk.served for use in walk.uses_holds}
    for name, part in walked.board.parts.items():
        for entity_id in sorted(part.holds | part.copies):
            entity = walked.scenario.entities.get(entity_id)
            if (
                entity is None
                or (name, entity_id) not in used
                or not (entity_id in part.copies or entity.derived_from)
            ):
                continue
            bound, how = _bound(walked, part, entity_id)
            within = None if entity.within is None else float(entity.within)
            yield Staleness(entity_id, walked.scenario.label_of(entity_id), name, part.label, bound, how, within,
                            _own_writes(walked, part, entity_id, bound))  # fmt: skip


def _bound(walked: Walked, part: Part, entity_id: str) -> tuple[Figure, str]:
    """The tightest of what keeps it fresh: replication, a pipeline's deadline, a time to live."""
    name, found = (
        f"Age of {walked.scenario.label_of(entity_id)} in {part.label}",
        list[tuple[float, str, str]](),
    )
    if any(
        link.kind == "replication" and walked.board.parts[link.source].has(entity_id)
        for link in walked.board.into[part.id]
    ):
        found.append((REPLICATION_LAG_S, "replication follows the owner", LAG_SOURCE))
    if part.said.get("time_to_live") is not None:
        found.append((float(parse_quantity(part.said["time_to_live"])), "entries expire", "set by you"))
    for walk in walked.walks.values():
        for hop in walk.everywhere if walk.served else ():
            if (
                hop.target == part.id
                and hop.entity == entity_id
                and hop.verb == "write"
                and hop.step != "replicate"
                and hop.mode != "miss"
            ):
                if not hop.after_answer:
                    found.append((0.0, "written before the answer", "the walk"))
                elif hop.deadline_s is not None:
                    found.append(
                        (
                            hop.deadline_s,
                            "a pipeline fills it; deadlines add along it",
                            "the prompt's deadlines",
                        )
                    )
    if not found:
        because = "nothing drawn refreshes an entry that is already there: no time to live, no pipeline, no replication"
        return not_computable(name, "s", because), "until it is evicted"
    age, how, source = min(found)
    given = Given(how, age, "s", source)
    return Figure(name, age, "s", lambda: Working("the tightest of what keeps it fresh", given.text, (given,),
                  approximation="A bound if the pipeline keeps its deadline; a backlog makes it older")), how  # fmt: skip


def _own_writes(walked: Walked, part: Part, entity_id: str, bound: Figure) -> OwnWrites:
    """A read by a flow whose actor also writes the entity, ending at a copy that lags."""
    if not walked.scenario.entities[entity_id].read_your_writes:
        return "not_asked"
    flows = walked.scenario.flows
    writers = {flow.actor for flow in flows.values() for step in walk_steps(flow.steps)
               if step.target == entity_id and step.verb in ("write", "claim")}  # fmt: skip
    lags = bound.value is None or bound.value > 0
    reads = any(hop.target == part.id and hop.entity == entity_id and hop.verb == "read"
                for name, walk in walked.walks.items() if walk.served and flows[name].actor in writers for hop in walk.everywhere)  # fmt: skip
    return "may_lag" if reads and lags else "seen"


def recovery_points(
    walked: Walked, loads: Mapping[str, ComponentLoad] | None = None
) -> tuple[RecoveryPoint, ...]:
    """Every part that is the authority for data that must not be lost; with its load, parts are remembered."""
    found = []
    for name, part in walked.board.parts.items():
        kept = [
            entity
            for entity in sorted(part.holds)
            if (known := walked.scenario.entities.get(entity)) and known.durable
        ]
        if kept and walked.scenario.scenario.kind == "system":
            labels = tuple(walked.scenario.label_of(entity) for entity in kept)
            elsewhere = any(link.kind == "replication" and any(walked.board.parts[link.target].has(entity) for entity in kept)
                            for link in walked.board.out[name])  # fmt: skip
            load = loads.get(name) if loads else None
            found.append(once(load, part, (RecoveryPoint, labels, elsewhere), partial(_point, part, labels, elsewhere)))  # fmt: skip
    return tuple(found)


def _point(part: Part, labels: tuple[str, ...], elsewhere: bool) -> RecoveryPoint:
    return RecoveryPoint(part.id, part.label, labels, _after_instance(part, elsewhere), _after_part(part, elsewhere),
                         _after_mistake(part))  # fmt: skip


def _after_instance(part: Part, elsewhere: bool) -> Figure:
    name, copies = f"Lost with one instance of {part.label}", part.said.get("replicas")
    if part.managed or (copies is not None and int(copies) >= 2):
        given = Given(
            "Copies of each shard",
            float(copies) if copies is not None else None,
            "count",
            "set by you" if copies else "the provider's",
        )
        return Figure(name, 0.0, "s", lambda: Working("0 when several copies confirm before the answer", "", (given,),
                      assumes=("A write is confirmed by a second copy before it is acknowledged.",)))  # fmt: skip
    if copies is None:
        return not_computable(name, "s", "the drawing does not say how many copies it keeps")
    return _lagging(name) if elsewhere else _from_backup(part, name)


def _after_part(part: Part, elsewhere: bool) -> Figure:
    name = f"Lost with all of {part.label}"
    return _lagging(name) if elsewhere else _from_backup(part, name)


def _after_mistake(part: Part) -> Figure:
    return _from_backup(part, f"Lost by a mistake in {part.label}")


def _lagging(name: str) -> Figure:
    given = Given("Replication lags", REPLICATION_LAG_S, "s", LAG_SOURCE)
    return Figure(name, REPLICATION_LAG_S, "s", lambda: Working("the lag of what is replicated elsewhere", given.text, (given,),
                  approximation="Under ordinary load", error_band=(-0.9, 9.0)))  # fmt: skip


def _from_backup(part: Part, name: str) -> Figure:
    """All that was written since the last state that can be restored: at most one interval."""
    every = part.said.get("backup_every")
    if every is not None and part.said.get("backup") is not False:
        given = Given("Backup interval", float(parse_quantity(every)), "s", "set by you")
        return Figure(name, given.value, "s", lambda: Working("all since the last backup", given.text, (given,),
                      approximation="The most; half of it on average", error_band=(-1.0, 0.0),
                      assumes=("Every backup can be restored; try it.",)))  # fmt: skip
    if part.said.get("backup"):
        return not_computable(name, "s", "the drawing does not say how often a backup is taken: ask")
    return not_computable(
        name, "s", "nothing is drawn that it could be restored from: no backup, no copy elsewhere"
    )
