"""Which object a change is about: told by what was obtained on the way (`Ticket → Spot` on leaving, SEMANTICS 27)."""

from __future__ import annotations

from design_sandbox.model.scenario import Step, walk_steps
from design_sandbox.walk.use_case import UseCase, name_of
from design_sandbox.walk.walk import Hop


def identify(case: UseCase, step: Step) -> None:
    """Count the relation that says which object is changed, and the façade that the change is asked of."""
    entity = case.scenario.entities.get(step.target)
    if entity is None or not entity.of or _chosen_here(case, entity.of):
        return
    things = case.model.claiming("plays", entity.of)
    homes = {*things, *case.model.claiming("owns", step.target), *case.model.claiming("guards", step.target)}
    for name in [*case.reached]:
        known = [head for head in case.model.knows[name] if head in homes]
        if known and case.model.claims[name].plays and name not in homes:
            _note(case, step, name, known[0], "says which one")
    _by_facade(case, step, homes)


def _chosen_here(case: UseCase, thing: str) -> bool:
    """Whether this use case chooses or makes the object itself: then nothing has to remember which one it is."""
    for step in walk_steps(case.flow.steps):
        entity = case.scenario.entities.get(step.target)
        if step.verb == "create" and step.target == thing:
            return True
        if step.verb in ("decide", "call") and entity is not None and entity.of == thing:
            return True
    return False


def _by_facade(case: UseCase, step: Step, homes: set[str]) -> None:
    """A class that offers this change and passes it on may be the one that is asked."""
    for name in case.model.claiming("changes", step.target):
        if name in homes or name in case.reached:
            continue
        asking = next((other for other in reversed(case.reached) if name in case.model.knows[other]), None)
        onward = case.model.way([name], homes.__contains__)
        if asking is not None and onward is not None:
            _note(case, step, asking, name, "passes it on")
            for move in onward[1]:
                _note(case, step, move.source, move.target, "passes it on", against=move.against)
            return


def _note(case: UseCase, step: Step, source: str, target: str, note: str, *, against: bool = False) -> None:
    """A message beside the main chain; one that the chain has sent already is not told twice."""
    if all((hop.source, hop.target) != (source, target) for hop in case.hops):
        case.hops.append(
            Hop(source, target, "must", 1.0, name_of(step), step.verb or "", against_arrow=against, note=note)
        )
