"""`new-scenario`: write the commented skeleton of a scenario, ready for `lint`."""

from __future__ import annotations

import argparse
import os
import re
from pathlib import Path

from design_sandbox.cli_commands.common import CommandError

HERE = Path(__file__).resolve().parent
SKELETONS = {"system": HERE / "skeleton", "object_model": HERE / "skeleton_classes"}
"""Kind of diagram → the folder whose files are copied."""
PLACEHOLDER = "THE-ID"
IDENTIFIER = re.compile(r"[a-z][a-z0-9-]{0,63}")


def configure(parser: argparse.ArgumentParser) -> None:
    """Options of the subcommand."""
    parser.add_argument("id", metavar="ID", help="lower-case letters, digits and hyphens, like notice-board")
    parser.add_argument(
        "--kind",
        choices=SKELETONS,
        default="system",
        help="what is drawn: system (default) or object_model (classes)",
    )
    parser.add_argument(
        "--into", type=Path, default=Path("scenarios"), help="folder to write in, default: scenarios"
    )


def run(arguments: argparse.Namespace) -> int:
    """Write the folder and say what to do next; an existing folder is never touched."""
    if not IDENTIFIER.fullmatch(arguments.id):
        raise CommandError(
            f"{arguments.id!r} cannot be an id: use lower-case letters, digits and hyphens, a letter first, "
            "at most 64 characters, like notice-board"
        )
    folder = arguments.into / arguments.id
    if folder.exists():
        raise CommandError(f"{folder} exists already; choose another id, or --into another folder")
    for path, text in skeleton(arguments.id, arguments.into, arguments.kind).items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        print(f"wrote {path}")
    print(f"\nChange what is marked with CHANGE, then prove it fair:\n  design-sandbox lint {folder}")
    return 0


def skeleton(scenario_id: str, into: Path, kind: str = "system") -> dict[Path, str]:
    """The files of a new scenario with their texts; they name the schemas that lie beside the folder."""
    files: dict[Path, str] = {}
    schemas = into.parent / "schemas"
    for template in sorted(SKELETONS[kind].rglob("*.yaml")):
        path = into / scenario_id / template.relative_to(SKELETONS[kind])
        text = template.read_text("utf-8").replace(PLACEHOLDER, scenario_id)
        schema = schemas / (
            "scenario.schema.json" if template.name == "scenario.yaml" else "design.schema.json"
        )
        if schema.is_file():
            place = Path(os.path.relpath(schema, path.parent)).as_posix()
            text = f"# yaml-language-server: $schema={place}\n{text}"
        files[path] = text
    return files
