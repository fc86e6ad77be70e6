"""What a conflict rule says by its words: one decider for each entry, a repair afterwards, or nothing that is known."""

from __future__ import annotations

from typing import Literal

from design_sandbox.walk.board import Part
from design_sandbox.walk.words import words

ONE_DECIDES = words(
    "home owner own leader primary prefix range partition shard consensus raft paxos serializable lock"
)
"""Words by which each entry has one decider, before anybody says yes. A quorum alone is none: without consensus two
writers can both gather one."""
REPAIRED_LATER = words("last latest newest newer lww merge merged merging crdt timestamp clock")
"""Words that choose among changes after both were accepted."""
DENIED = words("no not none without never nobody nothing neither nor")

Kind = Literal["one decides", "repaired later", "not clear", ""]


def conflict_rule_of(part: Part) -> str:
    """The rule that a part claims; empty when it says none."""
    return str(part.get("conflict_rule") or "")


def kind_of(rule: str) -> Kind:
    """How a rule settles two changes of one entry; empty for no rule. What speaks both ways, or denies, is not clear."""
    said = words(rule)
    one, later = bool(said & ONE_DECIDES), bool(said & REPAIRED_LATER)
    if said & DENIED or one == later:
        return "not clear" if rule.strip() else ""
    return "one decides" if one else "repaired later"
