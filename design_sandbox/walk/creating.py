"""Who makes a thing that several classes know and none says it makes: the one on the way, else a question."""

from __future__ import annotations

from design_sandbox.model.edits import Patch
from design_sandbox.model.scenario import Step
from design_sandbox.walk.claims import is_class
from design_sandbox.walk.inferred import Inferred
from design_sandbox.walk.messages import Model
from design_sandbox.walk.use_case import UseCase


def makers_on_the_way(case: UseCase, step: Step) -> list[str]:
    """Of the classes that contain or know the thing the only one this use case has come to, said aloud; else all, asked about."""
    knowing = _knowing(case.model, step.target)
    here = [name for name in knowing if name in case.reached]
    what = case.called(step.target)
    if len(here) == 1:
        text = f"{case.label(here[0])} creates {what}"
        case.inferred.append(
            Inferred(
                text,
                "of those that know it, only this one is on the way",
                here[0],
                _writing(here[0], step.target),
            )
        )
        return here
    if knowing:
        names = " or ".join(case.label(name) for name in knowing)
        answers = [(f"{case.label(name)} does", _writing(name, step.target)) for name in knowing[:3]]
        case.ask(f"creates:{step.target}", f"Who creates {what}: {names}?", tuple(knowing), *answers)
    return knowing


def _writing(name: str, thing: str) -> Patch:
    return ({"op": "add_to", "component": name, "field": "creates", "value": thing},)


def _knowing(model: Model, thing: str) -> list[str]:
    made = set(model.claiming("plays", thing))
    for kinds in (("composes",), ("aggregates",), ("associates", "depends")):
        found = {link.source for link in model.board.links if link.kind in kinds and link.target in made
                 and is_class(model.board.parts[link.source])} - made  # fmt: skip
        if found:
            return sorted(found, key=model.rank)
    return []
