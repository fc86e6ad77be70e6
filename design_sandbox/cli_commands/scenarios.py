"""`scenarios`: list the prompts that are installed."""

from __future__ import annotations

import argparse
import json
import sys

from design_sandbox.cli_commands.common import CommandError, table


def configure(parser: argparse.ArgumentParser) -> None:
    """Options of the subcommand."""
    parser.add_argument("--format", choices=("text", "json"), default="text", help="default: text")


def run(arguments: argparse.Namespace) -> int:
    """Print every scenario's id, kind, difficulty, minutes and title."""
    from design_sandbox.model.loading import load_scenario, scenario_ids

    headers = [load_scenario(name).scenario for name in scenario_ids()]
    if not headers:
        raise CommandError(
            "No scenarios are installed; write one with: design-sandbox new-scenario my-prompt"
        )
    if arguments.format == "json":
        entries = [header.model_dump(mode="json") for header in headers]
        sys.stdout.write(json.dumps(entries, indent=2) + "\n")
        return 0
    rows = [(h.id, h.kind.replace("_", " "), h.difficulty, f"{h.minutes} min", h.title) for h in headers]
    print(table(rows))
    return 0
