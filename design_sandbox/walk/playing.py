"""Who plays which actor, where the drawing does not say: people by their labels, machines by who may stand before them."""

from __future__ import annotations

from design_sandbox.model.scenario import Scenario
from design_sandbox.walk.board import Part, claim
from design_sandbox.walk.inferred import Inference, Inferred, say
from design_sandbox.walk.words import words


def infer_actors(result: Inference, scenario: Scenario) -> None:
    """People stand for the actors that their labels name, else for those whom nobody stands for yet."""
    people = [p for p in result.board.with_ability("initiate") if not p.plays and not p.can("pass_on")]
    taken = {actor for part in result.board.parts.values() for actor in part.plays}
    named = {part.id: _named(part, scenario) for part in people}
    taken |= {actor for called in named.values() for actor in called}
    for part in people:
        roles = sorted(named[part.id] or (set(scenario.actors) - taken) or set(scenario.actors))
        changed = claim(part, plays=roles)
        result.board = result.board.with_parts({part.id: changed})
        if len(people) > 1 and len(scenario.actors) > 1:
            patch = tuple(
                {"op": "add_to", "component": part.id, "field": "plays", "value": role} for role in roles
            )
            text = f"{part.label} stands for {', '.join(roles)}"
            reason = (
                "its label names them"
                if named[part.id]
                else "nobody else does"
                if set(roles) - taken
                else "nothing says whom it stands for"
            )
            result.facts.append(Inferred(text, reason, part.id, patch))


def _named(part: Part, scenario: Scenario) -> set[str]:
    """Actors that the label of a person names."""
    said, found = words(part.component.label), set[str]()
    for name, actor in scenario.actors.items():
        called = (name, *(() if isinstance(actor, str) else actor.synonyms))
        if said & words(" ".join(called)):
            found.add(name)
    return found


def infer_machines(result: Inference, scenario: Scenario) -> None:
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
            say(
                result,
                part,
                field_name="plays",
                entities=roles,
                scenario=scenario,
                reason="nobody is drawn before it",
            )
