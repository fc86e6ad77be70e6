"""Small pieces of HTML. Whatever comes from a person or a file passes through `text`: data, never markup."""

from __future__ import annotations

import re
from base64 import b64encode
from functools import cache
from html import escape

from design_sandbox.render.icons import icon_body

PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


def text(value: object) -> str:
    """`value` as text of an HTML page or attribute."""
    return escape(str(value), quote=True)


def words(value: object) -> str:
    """Text in which `names between backticks` are set as code."""
    parts = str(value).split("`")
    if len(parts) % 2 == 0:
        return text(value)
    return "".join(
        f"<code>{text(part)}</code>" if index % 2 else text(part) for index, part in enumerate(parts)
    )


def markdown(value: object) -> str:
    """`value` as plain text where Streamlit expects Markdown (labels of buttons and links)."""
    return PUNCTUATION.sub(r"\\\1", " ".join(str(value).split()))


def icon(name: str, size: int = 18) -> str:
    """An icon in the colour of the text around it: a mask, because pages may not hold inline SVG."""
    return f'<span class="icon" style="--icon:url({_mask(name)});width:{size}px;height:{size}px"></span>'


@cache
def _mask(name: str) -> str:
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="#000" '
        f'stroke-width="2" stroke-linecap="round" stroke-linejoin="round">{icon_body(name)}</svg>'
    )
    return f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}"


def bar(share: float, *, tone: str = "", tick: float | None = None) -> str:
    """A thin bar filled to `share` (0–1), with an optional tick at another share."""
    filled = f'<i style="width:{100 * min(max(share, 0.0), 1.0):.1f}%"></i>'
    mark = f'<b style="left:{100 * min(max(tick, 0.0), 1.0):.1f}%"></b>' if tick is not None else ""
    return f'<span class="bar {tone}" aria-hidden="true">{filled}{mark}</span>'


def picture(svg: str, alt: str) -> str:
    """An SVG as an image: its scripts, links and styles can do nothing to the page."""
    data = b64encode(svg.encode()).decode()
    return f'<img class="picture" src="data:image/svg+xml;base64,{data}" alt="{text(alt)}">'
