"""What if the load, a part's size or a hit ratio were different: the same analysis twice, side by side.

A slider, a twist of the scenario and a part taken down are all a `Change`; nothing here edits the learner's design.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from design_sandbox.analysis.analyse import analyse
from design_sandbox.analysis.failure import Loss, every_loss
from design_sandbox.analysis.numbers import Numbers
from design_sandbox.model.catalogue import Catalogue
from design_sandbox.model.changes import LoadChange, with_load
from design_sandbox.model.design import Design
from design_sandbox.model.edits import Patch, apply_patch
from design_sandbox.model.scenario import Scenario, Twist
from design_sandbox.walk.board import Part
from design_sandbox.walk.walker import Walked, walk_all

KIND_OF_LOSS = {"any_instance": "instance", "any_zone": "zone", "any_region": "region", "third_party": "third_party",
                "entity_copies": "component"}  # fmt: skip
"""A twist's word for a loss → the kind of thing that is taken down."""


@dataclass(frozen=True)
class Change:
    """What is different: figures of the load by name, edits of the design, parts taken away by id."""

    load: Mapping[str, LoadChange] = field(default_factory=dict)
    patch: Patch = ()
    lost: tuple[str, ...] = ()
    title: str = ""

    @property
    def is_none(self) -> bool:
        """Whether nothing is different."""
        return not (self.load or self.patch or self.lost)


@dataclass(frozen=True)
class Looked:
    """One side of a comparison."""

    walked: Walked
    numbers: Numbers


def look_again(scenario: Scenario, design: Design, catalogue: Catalogue, change: Change) -> Looked:
    """The design under the change. Raises KeyError for unknown load names, EditError for parts that are not there."""
    scenario = with_load(scenario, change.load) if change.load else scenario
    design = apply_patch(design, change.patch) if change.patch else design
    walked = walk_all(scenario, design, catalogue)
    if change.lost:
        walked = replace(walked, board=walked.board.without(change.lost), walks=walked.without(change.lost))
    return Looked(walked, analyse(walked))


def worst_loss(looked: Looked, twist: Twist) -> Loss | None:
    """The worst loss of the kind that a twist takes away; None when it takes nothing, or nothing of it is drawn."""
    kind, which = KIND_OF_LOSS.get(twist.lose or ""), twist.which or ""
    losses = [
        loss for loss in every_loss(looked.walked, looked.numbers.components) if loss.target.kind == kind
    ]
    if twist.lose == "third_party":
        losses = [loss for loss in losses if loss.target.id == which]
    if twist.lose == "entity_copies":
        losses = [loss for loss in losses if _copies(looked.walked.board.parts[loss.target.id], which)]
    return losses[0] if losses else None


def _copies(part: Part, entity: str) -> bool:
    """Whether losing this part loses quick copies of the entity, whatever the learner calls them."""
    return part.can("copy") and part.has(entity)
