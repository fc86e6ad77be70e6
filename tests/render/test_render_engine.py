"""The engines: chosen by a setting, bounded in time and memory, harmless after a failure."""

import os
import sys
import threading
from pathlib import Path

import pytest
from sample_drawings import random_drawing, small_drawing

from design_sandbox.render import engine as engines
from design_sandbox.render.drawing import DrawingError
from design_sandbox.render.layout import layout
from design_sandbox.render.svg import to_svg
from design_sandbox.render.wasm_host import DeadlineError, EmbeddedGraphviz, EngineError

HARD_GRAPH = "digraph{" + "".join(f"n{n * 7919 % 997}->n{n * 104729 % 991};" for n in range(3000)) + "}"


@pytest.mark.parametrize(
    ("setting", "version", "chosen"),
    [
        ("auto", None, "embedded"),
        ("auto", (2, 43, 0), "embedded"),
        ("auto", (12, 0, 0), "system"),
        ("embedded", (12, 2, 1), "embedded"),
        ("system", (16, 1, 0), "system"),
        ("", (2, 43, 0), "embedded"),
    ],
)
def test_setting_and_version_choose_the_engine(
    monkeypatch: pytest.MonkeyPatch, setting: str, version: tuple[int, ...] | None, chosen: str
) -> None:
    """A system Graphviz older than 12 is never chosen by itself."""
    monkeypatch.setenv("DESIGN_SANDBOX_DOT", setting)
    monkeypatch.setattr(engines, "system_version", lambda: version)
    assert engines.chosen_engine() == chosen


@pytest.mark.parametrize(
    ("setting", "words"), [("graphviz", "auto, embedded or system"), ("system", "version 12 or later")]
)
def test_wrong_setting_is_explained(monkeypatch: pytest.MonkeyPatch, setting: str, words: str) -> None:
    """The message names what is accepted."""
    monkeypatch.setenv("DESIGN_SANDBOX_DOT", setting)
    monkeypatch.setattr(engines, "system_version", lambda: (2, 43, 0))
    with pytest.raises(DrawingError, match=words):
        to_svg(small_drawing())


def test_embedded_engine_stops_at_its_deadline_and_works_again() -> None:
    """A graph that would take minutes is cut, and the next drawing is what it was before."""
    before = to_svg(small_drawing(), engine="embedded")
    with pytest.raises(DeadlineError):
        EmbeddedGraphviz(deadline_s=0.3).layout(HARD_GRAPH, "json0")
    assert to_svg(small_drawing(), engine="embedded") == before


@pytest.mark.parametrize(
    "dot",
    [
        "digraph {",
        "digraph { a [label=<<b>&</b>>] }",
        'digraph { a [image="/etc/hostname"] }',
        "digraph { " + "->".join(f"n{n}" for n in range(10_000)) + " }",
    ],
)
def test_embedded_engine_reports_what_it_cannot_do(dot: str) -> None:
    """Broken DOT, files from the disk and endless chains end in an error, never in a crash."""
    with pytest.raises(EngineError):
        EmbeddedGraphviz(deadline_s=10).layout(dot, "json0")


def test_drawing_that_takes_too_long_is_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """After a careful and a quick attempt the message says what to do."""
    monkeypatch.setattr("design_sandbox.render.layout.DEADLINE_S", 0.1)
    with pytest.raises(DrawingError, match="draw fewer of them"):
        layout(random_drawing(290, 600), engine="embedded")
    assert layout(small_drawing(), engine="embedded").cards


def test_hard_random_drawing_is_placed_or_refused() -> None:
    """The hardest drawing within the limits comes to an end, and the process lives on."""
    try:
        placed = layout(random_drawing(290, 600), engine="embedded")
    except DrawingError as refusal:
        assert "draw fewer" in str(refusal)
    else:
        assert len(placed.cards) == 290
    assert len(layout(small_drawing(), engine="embedded").cards) == 5


def test_threads_draw_the_same_at_the_same_time() -> None:
    """Several pages may draw at once: each gets its own instance."""
    expected = to_svg(small_drawing(), engine="embedded")
    drawn: list[str] = []
    threads = [
        threading.Thread(target=lambda: drawn.append(to_svg(small_drawing(), engine="embedded")))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert drawn == [expected] * 4


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in for dot is a shell script")
@pytest.mark.parametrize(
    ("script", "error"),
    [("sleep 30", DeadlineError), ("echo broken >&2; exit 1", EngineError), ("exit 0", EngineError)],
)
def test_system_engine_that_hangs_or_fails_is_an_error(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, script: str, error: type[Exception]
) -> None:
    """A `dot` that never ends, fails or says nothing is stopped and reported."""
    stand_in = tmp_path / "dot"
    stand_in.write_text(f"#!/bin/sh\n{script}\n")
    stand_in.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(engines, "system_version", lambda: (16, 1, 0))
    with pytest.raises(error):
        engines.run_dot("digraph {}", engine="system", deadline_s=0.5)


@pytest.mark.skipif(
    (engines.system_version() or (0,)) < (12,), reason="no Graphviz of version 12 or later here"
)
def test_system_engine_places_the_same_parts() -> None:
    """The system's Graphviz may choose other places, but draws the same words."""
    placed = layout(small_drawing(), engine="system")
    assert set(placed.cards) == set(layout(small_drawing(), engine="embedded").cards)
