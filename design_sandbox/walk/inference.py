"""What the drawing does not say but can be inferred — aloud: who plays which actor, which store holds which data.

Every inference is listed with its reason and an edit that writes it down; what can't be inferred becomes a question.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from design_sandbox.model.edits import Patch
from design_sandbox.model.scenario import Entity, Scenario, Verb
from design_sandbox.walk.board import Board, Part, claim
from design_sandbox.walk.fit import fit
from design_sandbox.walk.naming import keeps_names_only

RECORD_SHAPES = ("record", "list", "counter", "append", "place")


@dataclass(frozen=True)
class Inferred:
    """One inferred fact: in words, why, on which part, and the edit that makes it the learner's own."""

    text: str
    reason: str
    component: str
    patch: Patch


@dataclass
class Inference:
    """The board with inferred claims, what was inferred, and which entities have several possible keepers."""

    board: Board
    facts: list[Inferred] = field(default_factory=list)
    open_owners: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Entity → unlabelled stores that may hold it: one question asks for all of them."""
    open_caches: tuple[str, ...] = ()
    """Caches whose contents nothing tells."""


def infer(board: Board, scenario: Scenario) -> Inference:
    """Resolve unlabelled actors, stores, replicas and caches (SEMANTICS 4, 7)."""
    result = Inference(board)
    _actors(result, scenario)
    _machines(result, scenario)
    _demote_caches(result, scenario)
    _replicas(result, scenario)
    _labelled_keepers(result, scenario)
    _single_stores(result, scenario)
    _caches(result, scenario)
    return result


@lru_cache(maxsize=4096)
def words(text: str) -> frozenset[str]:
    """Lower-case words of a label or id, plural `s` cut, for comparing what people call things."""
    return frozenset(word.rstrip("s") for word in re.findall(r"[a-z0-9]+", text.lower()) if len(word) > 1)


def names_entity(label: str, entity_id: str, entity: Entity) -> bool:
    """Whether a label names an entity, by its id, label or a synonym."""
    said = words(label)
    return any(called and called <= said
               for called in map(words, (entity_id.replace("_", " "), entity.label, *entity.synonyms)))  # fmt: skip


def _say(
    result: Inference, part: Part, *, field_name: str, entities: list[str], scenario: Scenario, reason: str
) -> None:
    changed = claim(part, **{field_name: entities})
    result.board = result.board.with_parts({part.id: changed})
    verb = {"holds": "holds", "copies": "keeps copies of", "plays": "stands for"}[field_name]
    called = ", ".join(_called(scenario, name) for name in entities)
    patch = tuple(
        {"op": "add_to", "component": part.id, "field": field_name, "value": entity} for entity in entities
    )
    result.facts.append(Inferred(f"{part.label} {verb} {called}", reason, part.id, patch))


def _called(scenario: Scenario, name: str) -> str:
    actor = scenario.actors.get(name)
    label = "" if actor is None or isinstance(actor, str) else actor.label
    return label or scenario.label_of(name)


def _actors(result: Inference, scenario: Scenario) -> None:
    people = [p for p in result.board.with_ability("initiate") if not p.plays and not p.can("pass_on")]
    taken = {actor for part in result.board.parts.values() for actor in part.plays}
    for part in people:
        called = [name for name, actor in scenario.actors.items()
                  if (not isinstance(actor, str) and words(part.component.label) & words(" ".join((name, *actor.synonyms))))
                  or words(part.component.label) & words(name)]  # fmt: skip
        roles = sorted(set(called) or (set(scenario.actors) - taken) or set(scenario.actors))
        changed = claim(part, plays=roles)
        result.board = result.board.with_parts({part.id: changed})
        if len(people) > 1 and len(scenario.actors) > 1:
            patch = tuple(
                {"op": "add_to", "component": part.id, "field": "plays", "value": role} for role in roles
            )
            text = f"{part.label} stands for {', '.join(roles)}"
            result.facts.append(Inferred(text, "its label, and nobody else does", part.id, patch))


def _machines(result: Inference, scenario: Scenario) -> None:
    """A kiosk or board that nobody is drawn before starts the journeys of those who stand before it: people on site."""
    taken = {actor for part in result.board.parts.values() for actor in part.plays}
    open_roles = [name for name in scenario.actors if name not in taken]
    on_site = [
        name
        for name, actor in scenario.actors.items()
        if not isinstance(actor, str) and actor.where == "on_site"
    ]
    roles = sorted(set(on_site) & set(open_roles) or on_site or open_roles)
    for part in result.board.with_ability("initiate"):
        people = [
            link for link in result.board.into[part.id] if result.board.parts[link.source].can("initiate")
        ]
        if part.can("pass_on") and roles and not part.plays and not people:
            _say(
                result,
                part,
                field_name="plays",
                entities=roles,
                scenario=scenario,
                reason="nobody is drawn before it",
            )


def _demote_caches(result: Inference, scenario: Scenario) -> None:
    """A cache that `holds` what a durable store holds too keeps copies: caches default to copies."""
    for part in list(result.board.parts.values()):
        if part.spec.durable or not part.holds:
            continue
        copied = {entity for entity in part.holds
                  if any(o.spec.durable for o in result.board.owners(entity) if o.id != part.id)}  # fmt: skip
        if copied:
            changed = Part(
                part.id, part.spec, part.component, part.holds - copied, part.copies | copied, part.plays
            )
            result.board = result.board.with_parts({part.id: changed})


def _replicas(result: Inference, scenario: Scenario) -> None:
    """A store at the end of a replication arrow copies what the other end holds."""
    for link in list(result.board.links):
        source, target = result.board.parts[link.source], result.board.parts[link.target]
        bare = not target.holds and not target.copies
        if (
            link.kind == "replication"
            and bare
            and source.can("hold")
            and (target.can("hold") or target.can("copy"))
        ):
            held = sorted(source.holds)
            if held:
                _say(
                    result,
                    target,
                    field_name="copies",
                    entities=held,
                    scenario=scenario,
                    reason=f"{source.label} replicates to it",
                )


def _unlabelled(result: Inference, *, durable: bool) -> list[Part]:
    return [part for part in result.board.parts.values()
            if (part.can("hold") or part.can("copy")) and not part.can("pass_on") and not part.can("hand_off")
            and not part.can("compute") and part.spec.durable == durable
            and not part.holds and not part.copies and not keeps_names_only(result.board, part.id)]  # fmt: skip


def _labelled_keepers(result: Inference, scenario: Scenario) -> None:
    for durable in (True, False):
        for part in _unlabelled(result, durable=durable):
            named = [name for name, entity in scenario.entities.items()
                     if names_entity(part.label, name, entity) and fit(part, "write", entity) != "impossible"]  # fmt: skip
            if not named:
                continue
            owned = {entity for entity in named if any(o.spec.durable for o in result.board.owners(entity))}
            field_name = "copies" if (set(named) <= owned or not durable) else "holds"
            _say(
                result,
                part,
                field_name=field_name,
                entities=sorted(named),
                scenario=scenario,
                reason="its label says so",
            )


def _silent_stores(result: Inference) -> list[Part]:
    """Durable stores without a written claim; when all of them are labelled, the labels are not taken as the whole."""
    unlabelled = _unlabelled(result, durable=True)
    if unlabelled:
        return unlabelled
    return [part for part in result.board.parts.values()
            if part.can("hold") and part.spec.durable and not part.can("hand_off") and not part.can("compute")
            and not part.component.holds and not part.component.copies and part.holds]  # fmt: skip


def _single_stores(result: Inference, scenario: Scenario) -> None:
    """One store that was not told what it holds keeps all that fits it and has no home; several raise one question."""
    stores = _silent_stores(result)
    for shapes in (("blob",), ("text",), ("place",), RECORD_SHAPES):
        homeless = [name for name, entity in scenario.entities.items()
                    if entity.shape in shapes and not result.board.keeping(name)
                    and (entity.durable or entity.shape in ("text", "place")) and not entity.optional]  # fmt: skip
        verb: Verb = (
            "search" if shapes == ("place",) else "write"
        )  # what tells such a store from one of records
        if shapes == ("text",):
            homeless = [
                n for n, e in scenario.entities.items() if e.shape == "text" and not result.board.keeping(n)
            ]
        fitting = [part for part in stores
                   if homeless and all(fit(part, verb, scenario.entities[n]) == "good" for n in homeless)]  # fmt: skip
        if shapes == RECORD_SHAPES and not fitting:
            fitting = [p for p in stores if homeless
                       and all(fit(p, "write", scenario.entities[n]) != "impossible" for n in homeless)]  # fmt: skip
        if len(fitting) == 1:
            reason = "it is the only store left that could"
            _say(result, fitting[0], field_name="holds", entities=homeless, scenario=scenario, reason=reason)
            stores = [part for part in stores if part.id != fitting[0].id]
        elif len(fitting) > 1:
            result.open_owners |= {name: tuple(part.id for part in fitting) for name in homeless}


def _caches(result: Inference, scenario: Scenario) -> None:
    """A cache that says nothing keeps copies of what its callers read and own elsewhere."""
    open_caches = []
    for part in _unlabelled(result, durable=False):
        callers = [link.source for link in result.board.into[part.id]]
        reachable = {entity for caller in callers for link in result.board.out[caller]
                     for entity in result.board.parts[link.target].holds
                     if entity in scenario.entities  # a learner may name what this prompt does not know
                     and fit(part, "read", scenario.entities[entity]) != "impossible"
                     } if callers else set()  # fmt: skip
        if reachable:
            _say(
                result,
                part,
                field_name="copies",
                entities=sorted(reachable),
                scenario=scenario,
                reason="its callers read these from their stores",
            )
        else:
            open_caches.append(part.id)
    result.open_caches = tuple(open_caches)
