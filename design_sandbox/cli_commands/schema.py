"""`schema`: print the JSON Schema of a document, for editors and other tools."""

from __future__ import annotations

import argparse
import sys

from design_sandbox.cli_commands.common import CommandError


def configure(parser: argparse.ArgumentParser) -> None:
    """Options of the subcommand."""
    parser.add_argument("name", nargs="?", metavar="NAME", help="which document; without it, list them")


def run(arguments: argparse.Namespace) -> int:
    """Print one schema, or the names there are."""
    from design_sandbox.model.schema import SCHEMAS, schema_text

    if arguments.name is None:
        for name, description in SCHEMAS.items():
            print(f"{name:<16}{description}")
        return 0
    if arguments.name not in SCHEMAS:
        raise CommandError(f"There is no schema {arguments.name!r}; accepted: {', '.join(SCHEMAS)}")
    sys.stdout.write(schema_text(arguments.name))
    return 0
