"""The SVG: its exact text, its safety, and that only the picture's content decides it."""

import os
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import pytest
from sample_drawings import class_drawing, hostile_drawing, small_drawing

from design_sandbox.render.drawing import Card, Drawing, Group, Link, ThemeName
from design_sandbox.render.icons import icon_names, icon_svg
from design_sandbox.render.svg import to_page_svg, to_svg

GOLDENS = Path(__file__).parent / "goldens"
SVG = "{http://www.w3.org/2000/svg}"
KNOWN_ELEMENTS = {
    *("svg", "title", "desc", "defs", "symbol", "use", "g", "rect", "circle", "ellipse"),
    *("line", "path", "polygon", "polyline", "text"),
}


@pytest.mark.parametrize(
    ("name", "drawing", "theme"),
    [
        ("small-light", small_drawing(), "light"),
        ("small-dark", small_drawing(), "dark"),
        ("classes-light", class_drawing(), "light"),
        ("empty-light", Drawing("Nothing yet"), "light"),
    ],
)
def test_svg_is_exactly_the_golden(name: str, drawing: Drawing, theme: ThemeName) -> None:
    """The embedded engine draws the same bytes everywhere; ACCEPT_GOLDENS=1 writes what is drawn now."""
    golden = GOLDENS / f"{name}.svg"
    drawn = to_svg(drawing, theme=theme, engine="embedded")
    if os.environ.get("ACCEPT_GOLDENS") == "1":
        golden.write_text(drawn, "utf-8")
    assert drawn == golden.read_text("utf-8")


@pytest.mark.parametrize(("theme", "chosen"), [("light", r"\1"), ("dark", r"\2")])
def test_a_picture_on_a_page_is_either_theme(theme: ThemeName, chosen: str) -> None:
    """With one side of each colour chosen it is that very theme's picture; only the shadow is written differently."""
    shadow = re.compile(r'fill="(#[0-9a-f]{6,8})" fill-opacity="([^"]+)"')

    def plain(svg: str) -> str:
        return shadow.sub(
            "",
            re.sub(r"light-dark\((.+?), (.+?)\)", chosen, svg).replace(
                ' style="color-scheme: light dark"', ""
            ),
        )

    assert plain(to_page_svg(small_drawing())) == plain(to_svg(small_drawing(), theme=theme))


def test_hostile_texts_stay_text() -> None:
    """Whatever the labels say, the SVG is XML without scripts, handlers and outer references."""
    root = ET.fromstring(to_svg(hostile_drawing()))
    for node in root.iter():
        assert node.tag.removeprefix(SVG) in KNOWN_ELEMENTS
        assert node.tag.startswith(SVG)
        for name, value in node.attrib.items():
            assert not name.lower().startswith("on")
            assert "javascript" not in value and "url(" not in value
            assert "href" not in name or value.startswith("#icon-")


def test_no_control_character_reaches_the_picture() -> None:
    """Control, direction-override and lone surrogate characters would break the file or mislead."""
    svg = to_svg(hostile_drawing())
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe]", svg)


def test_every_icon_reference_is_defined_once() -> None:
    """A picture carries exactly the icons that it shows."""
    root = ET.fromstring(to_svg(small_drawing()))
    defined = [symbol.attrib["id"] for symbol in root.iter(f"{SVG}symbol")]
    used = {use.attrib["href"].removeprefix("#") for use in root.iter(f"{SVG}use")}
    assert sorted(used) == defined


def test_renamed_ids_change_nothing() -> None:
    """Ids are not content: the same drawing with other ids is the same picture."""
    drawing = small_drawing()
    new = {card.id: f"zz-{index * 7 % 5}<>" for index, card in enumerate(drawing.cards)}
    renamed = replace(
        drawing,
        cards=tuple(replace(card, id=new[card.id]) for card in drawing.cards),
        links=tuple(
            replace(link, id=f"_{link.id}", source=new[link.source], target=new[link.target])
            for link in drawing.links
        ),
        groups=tuple(
            replace(
                group,
                id=f"g{group.id}",
                contains=tuple(new[card] for card in group.contains),
                parent=group.parent and f"g{group.parent}",
            )
            for group in drawing.groups
        ),
    )
    assert to_svg(renamed) == to_svg(drawing)


@pytest.mark.parametrize(
    ("drawing", "shown", "absent"),
    [
        (
            small_drawing(),
            {"Compute", "Copy, store to store", "Utilisation above 75 %", "Several replicas"},
            {"Channel", "Question"},
        ),
        (
            class_drawing(),
            {"Inherits", "Is made of", "Depends on"},
            {"Compute", "Utilisation", "Message, nobody waits"},
        ),
        (replace(small_drawing(), legend=False), set(), {"Compute", "Several replicas"}),
    ],
)
def test_legend_lists_only_what_is_drawn(drawing: Drawing, shown: set[str], absent: set[str]) -> None:
    """The legend explains what the picture shows and nothing else."""
    texts = {node.text for node in ET.fromstring(to_svg(drawing)).iter(f"{SVG}text")}
    assert shown <= texts
    assert not absent & texts


def test_screen_reader_hears_title_and_connections() -> None:
    """The picture has a title and says which parts are connected."""
    root = ET.fromstring(to_svg(small_drawing()))
    description = root.findtext(f"{SVG}desc") or ""
    assert root.findtext(f"{SVG}title") == "URL shortener"
    assert root.attrib["role"] == "img"
    assert "5 parts and 5 connections" in description
    assert "Shortener to Hot links (×1 40k/s)" in description


def test_cut_words_remain_as_a_tooltip() -> None:
    """A name that is too long ends in an ellipsis, and its whole text is still in the file."""
    name = "Asynchronous thumbnail generation and moderation worker pool of the European region"
    svg = to_svg(Drawing(cards=(Card("a", name),)))
    assert f"<title>{name}</title>" in svg
    assert "…" in svg


def test_background_can_be_left_out() -> None:
    """Without a background nothing covers the whole picture."""
    root = ET.fromstring(to_svg(small_drawing(), background=False))
    assert not [r for r in root.findall(f"{SVG}rect") if r.attrib["width"] == root.attrib["width"]]


def test_every_icon_is_a_picture_of_its_own() -> None:
    """All icons are well-formed, drawn with lines only, and an unknown name gives the fallback."""
    assert len(icon_names()) > 60
    for name in icon_names():
        root = ET.fromstring(icon_svg(name))
        assert len(root) >= 1
        assert {node.tag.removeprefix(SVG) for node in root.iter()} <= KNOWN_ELEMENTS
    assert icon_svg("<script>") == icon_svg("component")


@pytest.mark.parametrize("kind", ["region", "zone", "trust", "mesh"])
def test_empty_group_is_not_drawn(kind: str) -> None:
    """A boundary around nothing has no place."""
    group = Group("g", "Nowhere", kind)  # type: ignore[arg-type]
    svg = to_svg(
        Drawing(cards=(Card("a", "A"), Card("b", "B")), links=(Link("1", "a", "b"),), groups=(group,))
    )
    assert "NOWHERE" not in svg
