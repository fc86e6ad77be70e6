"""Services that a scenario's journeys and third parties name, looked up among those that component types provide."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from design_sandbox.model.mistakes import Mistake, unknown
from design_sandbox.model.problems import did_you_mean, listed, quoted
from design_sandbox.model.scenario import Scenario, located_steps

if TYPE_CHECKING:
    from design_sandbox.model.catalogue import Catalogue


def service_mistakes(scenario: Scenario, catalogue: Catalogue) -> list[Mistake]:
    """Services that no component type provides."""
    return [*_provides(scenario, catalogue), *_vias(scenario, catalogue)]


def _vias(scenario: Scenario, catalogue: Catalogue) -> Iterator[Mistake]:
    """`notify … via` names a service that some component type provides; no other verb goes over one."""
    services = list(dict.fromkeys(word for spec in catalogue.types.values() for word in spec.provides))
    for path, step in located_steps(scenario):
        if step.via is None:
            continue
        if step.verb != "notify":
            yield Mistake(
                (*path, "via"),
                f"`via` says nothing about {step.verb}",
                "accepted: beside `notify` only",
                at_key=True,
            )
        elif step.via not in (*services, *scenario.third_parties):
            yield unknown(
                (*path, "via"), f"no component type provides {quoted(step.via)}", step.via, services
            )


def _provides(scenario: Scenario, catalogue: Catalogue) -> Iterator[Mistake]:
    """A third party provides a service that some component type stands for; a type's id leads to its service."""
    services = list(dict.fromkeys(word for spec in catalogue.types.values() for word in spec.provides))
    for name, party in scenario.third_parties.items():
        if party.provides in services:
            continue
        path = ("third_parties", name, "provides")
        meant = catalogue.types.get(catalogue.by_synonym.get(party.provides.replace("_", " ").lower(), ""))
        message = f"no component type provides {quoted(party.provides)}"
        accepted = f"accepted: {listed(services)} (third_party: any other service)"
        near = meant.provides[0] if meant and meant.provides else did_you_mean(party.provides, services)
        yield Mistake(path, message, accepted, near)
