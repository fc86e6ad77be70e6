"""What the drawing does not say but can be inferred — aloud: who plays which actor, which store holds which data.

Every inference is listed with its reason and an edit that writes it down; what can't be inferred becomes a question.
"""

from __future__ import annotations

from design_sandbox.model.scenario import Scenario, Verb
from design_sandbox.walk.board import Board, Part
from design_sandbox.walk.fit import fit
from design_sandbox.walk.inferred import Inference, say
from design_sandbox.walk.naming import keeps_names_only
from design_sandbox.walk.playing import infer_actors, infer_machines
from design_sandbox.walk.words import names_entity

RECORD_SHAPES = ("record", "list", "counter", "append", "place")


def infer(board: Board, scenario: Scenario) -> Inference:
    """Resolve unlabelled actors, stores, replicas and caches (SEMANTICS 4, 7)."""
    result = Inference(board)
    infer_actors(result, scenario)
    infer_machines(result, scenario)
    _demote_caches(result, scenario)
    _replicas(result, scenario)
    _labelled_keepers(result, scenario)
    _single_stores(result, scenario)
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
                say(
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
            say(
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
            say(result, fitting[0], field_name="holds", entities=homeless, scenario=scenario, reason=reason)
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
