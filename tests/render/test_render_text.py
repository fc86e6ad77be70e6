"""Words in pictures: measured as they are drawn, cut where they do not fit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ImageFont

from design_sandbox.render.text import FONT_FOLDER, clean, shorten, text_width, wrap


@pytest.mark.parametrize(
    "text", ["Timeline service", "42k req/s", "Ünïcödé · Кириллица · Ελληνικά", "pill-box 99+"]
)
@pytest.mark.parametrize("bold", [False, True])
def test_measured_width_is_the_drawn_width(text: str, bold: bool) -> None:
    """Our own reading of the font agrees with FreeType's, apart from kerning."""
    font = ImageFont.truetype(str(FONT_FOLDER / ("Arimo-Bold.ttf" if bold else "Arimo-Regular.ttf")), 1000)
    assert text_width(text, 1000, bold=bold) == pytest.approx(font.getlength(text), rel=0.03)


def test_wide_characters_count_as_one_em() -> None:
    """Chinese, Japanese and Korean fill a square each."""
    assert text_width("数据库", 10) == 30


@given(st.text(max_size=80), st.floats(20, 400), st.integers(1, 3))
def test_wrapped_lines_fit(text: str, width: float, lines: int) -> None:
    """No line is wider than asked for, whatever it says."""
    wrapped = wrap(clean(text), width, 12.0, lines=lines)
    assert len(wrapped) <= lines
    assert all(text_width(line, 12.0) <= width + 1e-6 for line in wrapped)


@pytest.mark.parametrize(
    ("text", "lines", "expected"),
    [
        ("Load balancer", 2, ["Load balancer"]),
        ("Asynchronous thumbnail worker pool", 2, ["Asynchronous", "thumbnail worker pool"]),
        ("", 2, []),
    ],
)
def test_words_break_at_spaces(text: str, lines: int, expected: list[str]) -> None:
    """A line ends between words where it can."""
    assert wrap(text, 130, 12.0, lines=lines) == expected


def test_shortened_text_ends_in_an_ellipsis() -> None:
    """A cut is visible."""
    assert shorten("Timeline service", 60, 12.0) == "Timeline…"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\x00b\x1bc", "abc"),
        ("  two\n lines\t", "two lines"),
        ("x\ud800y", "xy"),
        ("\u202eevil", "evil"),
        ("e\u0301", "é"),
        ("q\u0323\u0307\u0323", "q\u0323"),
    ],
)
def test_clean_keeps_only_what_can_be_shown(text: str, expected: str) -> None:
    """Control characters, direction overrides and towers of marks are dropped."""
    assert clean(text) == expected
