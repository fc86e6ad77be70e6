"""What if the load, a part's size or a hit ratio were different: the same analysis twice, side by side.

A slider, a twist of the scenario and a part taken down are all a `Change`; nothing here edits the learner's design.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from design_sandbox.analysis.analyse import analyse
from design_sandbox.analysis.numbers import Numbers
from design_sandbox.model.catalogue import Catalogue
from design_sandbox.model.changes import LoadChange, with_load
from design_sandbox.model.design import Design
from design_sandbox.model.edits import Patch, apply_patch
from design_sandbox.model.scenario import Scenario, Twist
from design_sandbox.walk.walker import Walked, walk_all


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


def change_of(twist: Twist) -> Change | None:
    """The change of the load that a twist declares; None when it is a sentence only."""
    return Change(load=twist.load, title=twist.title) if twist.load else None
