"""`draw`: a design, or its review, as a picture."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from design_sandbox.cli_commands.common import (
    DEFAULT_PROFILE,
    CommandError,
    read_design,
    reviewed,
    scenario_of,
)

if TYPE_CHECKING:
    from design_sandbox.render.drawing import Drawing, ThemeName

KINDS = ("svg", "png", "pdf", "dot")


def configure(parser: argparse.ArgumentParser) -> None:
    """Options of the subcommand."""
    parser.add_argument("file", metavar="FILE", help="a design (YAML or JSON); - reads stdin")
    parser.add_argument(
        "-o", "--output", required=True, type=Path, metavar="OUT", help="ends in " + ", ".join(KINDS)
    )
    parser.add_argument("--theme", choices=("light", "dark"), default="light", help="default: light")
    parser.add_argument("--with-review", action="store_true", help="show traffic and findings on the drawing")
    parser.add_argument(
        "--profile", default=DEFAULT_PROFILE, help=f"role and level, default: {DEFAULT_PROFILE}"
    )


def run(arguments: argparse.Namespace) -> int:
    """Write the picture; its kind follows from the file's ending."""
    from design_sandbox.render.drawing import DrawingError

    kind = arguments.output.suffix.lstrip(".").lower()
    if kind not in KINDS:
        raise CommandError(f"{arguments.output}: the ending says what to write; accepted: {', '.join(KINDS)}")
    try:
        content = _content(_drawing(arguments), kind, arguments.theme)
    except DrawingError as error:
        raise CommandError(str(error)) from None
    arguments.output.write_bytes(content)
    return 0


def _drawing(arguments: argparse.Namespace) -> Drawing:
    from design_sandbox.model.loading import load_catalogue
    from design_sandbox.render.from_design import drawing_of

    design = read_design(arguments.file)
    answer = None
    if arguments.with_review:
        answer = reviewed(design, scenario_of(design, arguments.file, None), arguments.profile)
    return drawing_of(design, answer, load_catalogue())


def _content(drawing: Drawing, kind: str, theme: ThemeName) -> bytes:
    if kind == "svg":
        from design_sandbox.render.svg import to_svg

        return to_svg(drawing, theme=theme).encode()
    if kind == "dot":
        from design_sandbox.render.dot import to_dot

        return to_dot(drawing).encode()
    from design_sandbox.render.export import to_pdf, to_png

    return to_png(drawing, theme=theme) if kind == "png" else to_pdf(drawing, theme=theme)
