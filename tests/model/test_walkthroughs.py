"""A learner's own walkthrough names parts of the drawing: others are refused at their line, removed ones leave it."""

from __future__ import annotations

import pytest

from design_sandbox.model.design_writing import design_to_yaml
from design_sandbox.model.edits import apply_patch
from design_sandbox.model.loading import design_from_text, load_scenario
from design_sandbox.model.problems import DocumentError

DRAWN = """\
design: {id: mine, version: 1, scenario: twitter, kind: system}
components:
  people: {type: client}
  api: {type: service}
  db: {type: relational}
connections: [people -> api -> db]
walkthroughs:
  post_tweet: [people, api, %s]
  follow_user: [people, api]
"""


def test_a_walkthrough_is_written_as_it_was_read() -> None:
    """Order, repeats and flows are kept through YAML."""
    design = design_from_text(DRAWN % "db, api")
    assert design.walkthroughs["post_tweet"] == ("people", "api", "db", "api")
    assert design_from_text(design_to_yaml(design)) == design


def test_a_part_that_is_not_there_is_refused_at_its_place() -> None:
    """The error says where, what is accepted and what was probably meant."""
    with pytest.raises(
        DocumentError, match=r"design:8:29: no component 'dbb'; accepted: people, api, db; did you mean 'db'"
    ):
        design_from_text(DRAWN % "dbb")


def test_a_journey_that_the_prompt_does_not_have_is_refused_at_its_place() -> None:
    """With the scenario at hand a misspelt journey is an error like any unknown name; without it nobody can know."""
    text = (DRAWN % "db").replace("follow_user:", "folow_user:")
    with pytest.raises(
        DocumentError,
        match=r"design:9:3: no journey 'folow_user'; accepted: post_tweet.*; did you mean 'follow_user'",
    ):
        design_from_text(text, scenario=load_scenario("twitter"))
    assert design_from_text(DRAWN % "db", scenario=load_scenario("twitter")) == design_from_text(DRAWN % "db")
    assert set(design_from_text(text).walkthroughs) == {"post_tweet", "folow_user"}
    assert design_from_text(text, scenario=load_scenario("whatsapp")), "it is another prompt's design"


@pytest.mark.parametrize(("gone", "left"), [
    ("db", {"post_tweet": ("people", "api"), "follow_user": ("people", "api")}),
    ("api", {"post_tweet": ("people", "db")}),
])  # fmt: skip
def test_a_removed_part_leaves_its_walkthroughs(gone: str, left: dict[str, tuple[str, ...]]) -> None:
    """What would name a single part goes away whole."""
    design = apply_patch(design_from_text(DRAWN % "db"), ({"op": "remove_component", "id": gone},))
    assert design.walkthroughs == left
