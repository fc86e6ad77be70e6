"""PNG, PDF and DOT."""

import io
from dataclasses import replace

import pytest
from PIL import Image
from sample_drawings import class_drawing, hostile_drawing, random_drawing, small_drawing

from design_sandbox.render.dot import to_dot
from design_sandbox.render.drawing import Card, Drawing, DrawingError, Link, ThemeName
from design_sandbox.render.export import to_pdf, to_png
from design_sandbox.render.theme import THEMES
from design_sandbox.render.wasm_host import EmbeddedGraphviz


def _picture(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_png_shows_the_cards_in_the_colours_of_the_theme(theme: ThemeName) -> None:
    """Ground, cards, role colours and words are there: the picture is not blank."""
    picture = _picture(to_png(small_drawing(), theme=theme, scale=1))
    colours = {colour for _, colour in picture.getcolors(1 << 24) or []}
    wanted = THEMES[theme]
    for colour in (wanted.page, wanted.card, wanted.roles["store"].ink, wanted.load_over, wanted.text_strong):
        assert tuple(bytes.fromhex(colour[1:])) in colours
    assert picture.getpixel((picture.width - 1, picture.height - 1)) == tuple(bytes.fromhex(wanted.page[1:]))


def test_png_scale_multiplies_the_size() -> None:
    """Scale 2 has twice the pixels of scale 1 in each direction."""
    one, two = (_picture(to_png(small_drawing(), scale=scale)) for scale in (1, 2))
    assert (two.width, two.height) == (2 * one.width, 2 * one.height)


def test_png_never_exceeds_its_pixels() -> None:
    """A wide drawing at the largest scale is made smaller instead of exhausting the memory."""
    wide = Drawing(
        cards=tuple(Card(f"c{n}", f"Part {n}") for n in range(60)),
        links=tuple(Link(str(n), "c0", f"c{n}") for n in range(1, 60)),
    )
    picture = _picture(to_png(wide, scale=8))
    assert picture.width * picture.height <= 40_500_000


@pytest.mark.parametrize("scale", [0, -1, 9, float("nan"), float("inf")])
def test_png_refuses_a_senseless_scale(scale: float) -> None:
    """The accepted range is named."""
    with pytest.raises(DrawingError, match=r"0\.1 to 8"):
        to_png(small_drawing(), scale=scale)


@pytest.mark.parametrize("drawing", [small_drawing(), class_drawing(), hostile_drawing()])
def test_pdf_is_the_same_bytes_twice(drawing: Drawing) -> None:
    """A PDF carries no clock and no random identifiers."""
    first = to_pdf(drawing)
    assert first.startswith(b"%PDF-")
    assert to_pdf(drawing) == first


def test_png_of_other_scripts_is_not_blank() -> None:
    """Chinese, Arabic and Hebrew names leave ink on the card."""
    for name in ("数据库服务", "قاعدة البيانات", "מסד נתונים"):
        named, nameless = (
            _picture(to_png(Drawing(cards=(Card("a", title),)), scale=1)) for title in (name, "")
        )
        assert named.size == nameless.size
        assert named.tobytes() != nameless.tobytes()


def test_dot_is_read_by_graphviz_as_it_was_meant() -> None:
    """Labels with quotes, backslashes, entities and markup come back from Graphviz unchanged."""
    name = 'end "quoted" \\N <b>x</b> &lt; {a|b} \\'
    drawing = Drawing(cards=(Card("a", name), Card("b", "B")), links=(Link("1", "a", "b", label="<i>"),))
    svg = EmbeddedGraphviz(deadline_s=10).layout(to_dot(drawing), "svg")
    assert "end &quot;quoted&quot; \\N &lt;b&gt;x&lt;/b&gt; &amp;lt; {a|b} \\<" in svg.replace("&#45;", "-")
    assert "&lt;i&gt;" in svg


def test_dot_names_groups_kinds_and_theme() -> None:
    """The DOT shows boundaries, line styles and the colours of the theme."""
    dot = to_dot(small_drawing(), "dark")
    assert "subgraph cluster_1" in dot
    assert "style=dashed" in dot and "style=dotted" in dot
    assert THEMES["dark"].page in dot
    assert "arrowtail=odiamond" in to_dot(class_drawing())


def test_dot_keeps_hostile_texts_inside_labels() -> None:
    """No text starts an attribute or a statement of its own."""
    plain = replace(small_drawing(), title='x" URL="javascript:alert(1)')
    dot = to_dot(plain)
    assert 'label="x\\" URL=\\"javascript:alert(1)' in dot
    assert to_dot(hostile_drawing()).count("subgraph") == 2


def test_dot_is_bounded_too() -> None:
    """What cannot be drawn cannot be exported either."""
    with pytest.raises(DrawingError, match="at most 300"):
        to_dot(random_drawing(301, 1))
