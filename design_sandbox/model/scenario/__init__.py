"""A scenario: one prompt with its load, data, journeys, failures and what a strong answer names.

Journeys are told over *data*, never over boxes, so that every design that serves them is accepted.
"""

from design_sandbox.model.scenario.data import Entity, EntityShape, OperationWords, Skew
from design_sandbox.model.scenario.figures import LoadFigure, Times
from design_sandbox.model.scenario.interview import Clarification, Estimate, ShownBy, TradeOff, Twist
from design_sandbox.model.scenario.journeys import (
    VERBS,
    Actor,
    Flow,
    Step,
    Target,
    ThirdParty,
    Verb,
    walk_steps,
)
from design_sandbox.model.scenario.requirements import Budget, Burst, Failure, Invariant, Loss, Requirement
from design_sandbox.model.scenario.scenario import (
    CHECKED_LATER,
    RubricChanges,
    Scenario,
    ScenarioHeader,
    Variant,
    located_steps,
)

__all__ = [
    "CHECKED_LATER", "VERBS", "Actor", "Budget", "Burst", "Clarification", "Entity", "EntityShape",
    "Estimate", "Failure", "Flow", "Invariant", "LoadFigure", "Loss", "OperationWords", "Requirement",
    "RubricChanges", "Scenario", "ScenarioHeader", "ShownBy", "Skew", "Step", "Target", "ThirdParty", "Times",
    "TradeOff", "Twist", "Variant", "Verb", "located_steps", "walk_steps",
]  # fmt: skip
