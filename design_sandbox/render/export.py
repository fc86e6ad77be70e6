"""A drawing as PNG and PDF, by typst: nothing else needs to be installed."""

from __future__ import annotations

import math
import re
from html import unescape
from typing import Literal

import typst

from design_sandbox.render.drawing import Drawing, DrawingError, ThemeName
from design_sandbox.render.engine import Engine
from design_sandbox.render.layout import layout
from design_sandbox.render.svg import paint
from design_sandbox.render.text import FONT_FOLDER, is_covered
from design_sandbox.render.theme import THEMES

PIXEL_LIMIT = 40_000_000
SIDE_LIMIT = 30_000  # pixels; longer sides make the renderer give up
POINTS_PER_INCH = 72.0


def to_png(
    drawing: Drawing, *, theme: ThemeName = "light", scale: float = 2.0, engine: Engine | None = None
) -> bytes:
    """Return the drawing as PNG, `scale` pixels a unit of the SVG, or fewer to stay below 40 megapixels.

    Raises DrawingError like `to_svg`, and for a scale outside 0.1 … 8.
    """
    if not 0.1 <= scale <= 8:
        raise DrawingError("The scale of a picture is a number from 0.1 to 8.")
    svg, width, height = _painted(drawing, theme, engine)
    scale = min(scale, math.sqrt(PIXEL_LIMIT / (width * height)), SIDE_LIMIT / max(width, height))
    return _convert(svg, (width, height), "png", THEMES[theme].page, ppi=POINTS_PER_INCH * scale)


def to_pdf(drawing: Drawing, *, theme: ThemeName = "light", engine: Engine | None = None) -> bytes:
    """Return the drawing as a PDF of one page with its exact size; the same drawing gives the same bytes.

    Raises DrawingError like `to_svg`.
    """
    svg, width, height = _painted(drawing, theme, engine)
    return _convert(svg, (width, height), "pdf", THEMES[theme].page)


def _painted(drawing: Drawing, theme: ThemeName, engine: Engine | None) -> tuple[str, float, float]:
    return paint(drawing, layout(drawing, engine=engine), THEMES[theme], background=True)


def _convert(
    svg: str,
    size: tuple[float, float],
    kind: Literal["png", "pdf"],
    ground: str,
    *,
    ppi: float | None = None,
) -> bytes:
    """Put the SVG on a typst page of its size; the system's fonts serve only scripts that ours lack."""
    width, height = size
    page = (
        f'#set page(width: {width:.2f}pt, height: {height:.2f}pt, margin: 0pt, fill: rgb("{ground}"))\n'
        f'#image("drawing.svg", width: {width:.2f}pt, height: {height:.2f}pt)\n'
    )
    shown = unescape(re.sub(r"<[^>]*>", "", svg).replace("\n", ""))
    try:
        made = typst.compile(
            {"main.typ": page.encode(), "drawing.svg": svg.encode()},  # type: ignore[call-overload]  # typst takes files in memory, its stubs do not know
            format=kind,
            ppi=ppi,
            font_paths=[str(FONT_FOLDER)],
            ignore_system_fonts=is_covered(shown),
            timestamp=0,
        )
    except typst.TypstError as error:
        raise DrawingError(f"The picture could not be made: {str(error)[:200]}") from None
    return made if isinstance(made, bytes) else made[0]
