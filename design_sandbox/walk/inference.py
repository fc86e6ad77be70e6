"""What the drawing does not say but can be inferred — aloud: who plays which actor, what stores hold, what stays open.

Every inference is listed with its reason and an edit that writes it down; what can't be inferred becomes a question.
"""

from __future__ import annotations

from collections.abc import Collection

from design_sandbox.model.scenario import Scenario, Verb, walk_steps
from design_sandbox.walk.board import Board, Part
from design_sandbox.walk.fit import fit
from design_sandbox.walk.identity import is_for_sessions
from design_sandbox.walk.inferred import Inference, say
from design_sandbox.walk.naming import keeps_names_only
from design_sandbox.walk.opening import infer_open_connections
from design_sandbox.walk.playing import infer_actors, infer_machines
from design_sandbox.walk.replicas import follows, infer_replicas
from design_sandbox.walk.strategies import choices
from design_sandbox.walk.words import named_in, names_of

RECORD_SHAPES = ("record", "list", "counter", "append", "place")


def infer(board: Board, scenario: Scenario, decided: Collection[str] = ()) -> Inference:
    """Resolve unlabelled actors, stores, replicas and caches (SEMANTICS 4, 7); `decided` are strategies that were chosen."""
    result = Inference(board)
    infer_actors(result, scenario)
    infer_machines(result, scenario)
    infer_open_connections(result, scenario)
    _demote_caches(result, scenario)
    infer_replicas(result, scenario)
    _labelled_keepers(result, scenario)
    _single_stores(result, scenario, decided)
    infer_replicas(result, scenario)
    _caches(result, scenario)
    return result


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


def _unlabelled(result: Inference, *, durable: bool) -> list[Part]:
    return [part for part in result.board.parts.values()
            if (part.can("hold") or part.can("copy")) and not part.can("pass_on") and not part.can("hand_off")
            and not part.can("compute") and part.spec.durable == durable
            and not part.holds and not part.copies and not keeps_names_only(result.board, part.id)]  # fmt: skip


def _labelled_keepers(result: Inference, scenario: Scenario) -> None:
    called = names_of(scenario.entities)
    for durable in (True, False):
        for part in _unlabelled(result, durable=durable):
            named = [name for name in named_in(part.label, called)
                     if fit(part, "write", scenario.entities[name]) != "impossible"]  # fmt: skip
            if not named:
                continue
            owned = {entity for entity in named if any(o.spec.durable for o in result.board.owners(entity))}
            copying = set(named) <= owned or not durable or follows(result.board, part)
            field_name = "copies" if copying else "holds"
            say(
                result,
                part,
                field_name=field_name,
                entities=sorted(named),
                scenario=scenario,
                reason="its label says so",
            )


def _silent_stores(result: Inference) -> list[Part]:
    """Durable stores without a written claim; when all of them are labelled, the labels are not taken as the whole.

    What follows another store is never the authority.
    """
    unlabelled = [part for part in _unlabelled(result, durable=True) if not follows(result.board, part)]
    if unlabelled:
        return unlabelled
    return [part for part in result.board.parts.values()
            if part.can("hold") and part.spec.durable and not part.can("hand_off") and not part.can("compute")
            and not part.component.holds and not part.component.copies and part.holds]  # fmt: skip


def _single_stores(result: Inference, scenario: Scenario, decided: Collection[str]) -> None:
    """One store that was not told what it holds keeps all that fits it and has no home; several raise one question."""
    stores = _silent_stores(result)
    for shapes in (("blob",), ("text",), ("place",), RECORD_SHAPES):
        homeless = _homeless(result, scenario, shapes, decided)
        fitting = _fitting(stores, homeless, scenario, shapes)
        if len(fitting) == 1:
            reason = "it is the only store left that could"
            say(result, fitting[0], field_name="holds", entities=homeless, scenario=scenario, reason=reason)
            stores = [part for part in stores if part.id != fitting[0].id]
        elif len(fitting) > 1:
            result.open_owners |= {name: tuple(part.id for part in fitting) for name in homeless}


def _homeless(
    result: Inference, scenario: Scenario, shapes: tuple[str, ...], decided: Collection[str]
) -> list[str]:
    """Entities of these shapes that have no home and that a silent store would keep by default; a copy is no home."""
    board = result.board
    return [name for name, entity in scenario.entities.items()
            if entity.shape in shapes and not (board.owners(name) if entity.durable else board.keeping(name))
            and (shapes == ("text",) or entity.durable or entity.shape == "place")
            and (shapes == ("text",) or not entity.optional or _belongs_by_default(scenario, name, decided))]  # fmt: skip


def _belongs_by_default(scenario: Scenario, name: str, decided: Collection[str]) -> bool:
    """Whether an optional record is kept by default: lasting, not worked out, and not turned down by a decision."""
    entity = scenario.entities[name]
    if not entity.durable or entity.derived_from:
        return False
    offers = [step.any_of for flow in scenario.flows.values() for step in choices(flow.steps)]
    return not any(
        way in decided and all(step.target != name for step in walk_steps(offer[way]))
        for offer in offers
        for way in offer
        if any(step.target == name for steps in offer.values() for step in walk_steps(steps))
    )


def _fitting(
    stores: list[Part], homeless: list[str], scenario: Scenario, shapes: tuple[str, ...]
) -> list[Part]:
    """Stores that are good at all of these; for records, else those that can keep them at all."""
    if not homeless:
        return []
    verb: Verb = "search" if shapes == ("place",) else "write"  # what tells such a store from one of records
    grades = [(part, {fit(part, verb, scenario.entities[name]) for name in homeless}) for part in stores]
    good = [part for part, found in grades if found == {"good"}]
    if shapes == RECORD_SHAPES and not good:
        return [part for part, found in grades if "impossible" not in found]
    return good


def _caches(result: Inference, scenario: Scenario) -> None:
    """A cache that says nothing keeps copies of what its callers read and own elsewhere."""
    open_caches = []
    for part in _unlabelled(result, durable=False):
        if is_for_sessions(part):
            continue  # it has said what it is there for
        callers = [link.source for link in result.board.into[part.id]]
        reachable = {entity for caller in callers for link in result.board.out[caller]
                     for entity in result.board.parts[link.target].holds
                     if entity in scenario.entities  # a learner may name what this prompt does not know
                     and fit(part, "read", scenario.entities[entity]) != "impossible"
                     } if callers else set()  # fmt: skip
        if reachable:
            say(
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
