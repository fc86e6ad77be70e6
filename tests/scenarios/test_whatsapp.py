"""WhatsApp: what the prompt asks, which answers it accepts, and what it says about wrong ones."""

from __future__ import annotations

import pytest

from design_sandbox.model.edits import apply_patch
from design_sandbox.model.load import load_numbers, prompt_text
from design_sandbox.model.loading import load_scenario, pitfalls, references
from design_sandbox.review.engine import review

SCENARIO = load_scenario("whatsapp")
DESIGNS = {design.design.id: design for design in (*references("whatsapp"), *pitfalls("whatsapp"))}


def test_the_prompt_prints_computed_figures() -> None:
    """Fifty million people with forty messages a day are 23,148 messages a second; a fifth of their phones are connected."""
    numbers = load_numbers(SCENARIO)
    assert numbers["messages_per_s"] == pytest.approx(50e6 * 40 / 86_400)
    assert numbers["open_connections"] == 10e6
    assert "send 23.1k messages a second" in prompt_text(SCENARIO)


@pytest.mark.parametrize(
    ("name", "strategy"),
    [("session-look-up", "looked_up"), ("publish-to-gateways", "subscribed"), ("textbook", "looked_up")],
)
def test_what_a_design_keeps_decides_how_messages_are_routed(name: str, strategy: str) -> None:
    """A store of sessions means look-up; without one the gateways listen to a channel."""
    found = review(DESIGNS[name], SCENARIO, f"swe-{DESIGNS[name].design.level}")
    assert [choice.chosen for choice in found.walks["connect"].strategies] == [strategy]


@pytest.mark.parametrize(
    ("name", "flow", "words"),
    [
        ("nobody-knows-which-gateway", "send", "nothing knows which one"),
        ("nobody-wakes-the-phone", "send_offline", "push provider"),
        ("polling", "connect", "closes after each request"),
        ("waiting-in-memory", "resume", "a restart would lose it"),
    ],
)
def test_a_pitfall_says_where_the_message_stops(name: str, flow: str, words: str) -> None:
    """The stop of each classic mistake names the mistake."""
    stop = review(DESIGNS[name], SCENARIO).walks[flow].stop
    assert stop is not None
    assert words in stop.message


def test_pictures_go_past_the_chat_servers() -> None:
    """The bytes of a signed upload load the object store, and no server on the way."""
    for name in ("session-look-up", "publish-to-gateways"):
        walk = review(DESIGNS[name], SCENARIO, "swe-senior").walks["send_media"]
        assert [(hop.source, hop.target) for hop in walk.hops if hop.entity and hop.calls] == [
            ("phones", "media")
        ]


def test_a_variant_leaves_phones_that_are_off_aside() -> None:
    """With both phones connected, nothing that waits or wakes is needed."""
    idle = ("queue", "pusher", "provider", "media", "groups")
    narrow = apply_patch(
        DESIGNS["session-look-up"], tuple({"op": "remove_component", "id": name} for name in idle)
    )
    header = narrow.design.model_copy(update={"variant": "online-only"})
    found = review(narrow.model_copy(update={"design": header}), SCENARIO, "swe-senior")
    assert sorted(found.walks) == ["acknowledge", "connect", "send"]
    assert found.failures == ()
    assert found.score >= 90
