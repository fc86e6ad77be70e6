"""Page tests run on a hand-made scenario and review, with a store of their own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sample_bench
import streamlit as st
from fake_engine import FakeEngine

from design_sandbox.attempts import Store
from design_sandbox.ui import advice_worker, engine, pictures


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> FakeEngine:
    """The pages' engine, replaced by a hand-made one."""
    hand_made = FakeEngine()
    for name in ("known_scenarios", "scenario_of", "review", "design_of"):
        monkeypatch.setattr(engine, name, getattr(hand_made, name))
    monkeypatch.setattr(advice_worker, "advisers", lambda: hand_made)
    monkeypatch.setattr(engine, "rubric_of", lambda _scenario: sample_bench.rubric())
    monkeypatch.setattr(engine, "briefing_of", lambda _scenario: sample_bench.briefing())
    monkeypatch.setattr(engine, "catalogue", sample_bench.catalogue)
    monkeypatch.setattr(
        engine, "accepted_designs", lambda _scenario: (hand_made.design_of(sample_bench.document()),)
    )
    monkeypatch.setattr(pictures, "svg_of", lambda *_arguments, **_options: "<svg></svg>")
    return hand_made


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """The store that the pages open, in a folder of its own."""
    monkeypatch.setenv("DESIGN_SANDBOX_HOME", str(tmp_path))
    st.cache_resource.clear()
    opened = Store.open()
    yield opened
    opened.close()
    st.cache_resource.clear()
