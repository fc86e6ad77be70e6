"""The `design-sandbox` command: imports only what the subcommand needs, and speaks plainly when it fails.

Exit codes: 0 fine, 1 findings or below the bar, 2 bad input or a mistake of ours. Results go to stdout, all
else to stderr. Each subcommand is a module of `design_sandbox.cli_commands` with `configure(parser)` and
`run(arguments)`.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from io import TextIOWrapper
from types import ModuleType

COMMANDS: dict[str, tuple[str, str]] = {
    "serve": ("serve", "open the sandbox in the browser"),
    "scenarios": ("scenarios", "list the prompts there are"),
    "check": ("check", "review designs and print what the walks show"),
    "walk": ("walk", "follow a design's flows hop by hop"),
    "draw": ("draw", "draw a design as SVG, PNG, PDF or DOT"),
    "lint": ("lint", "prove scenarios fair before anyone meets them"),
    "new-scenario": ("new_scenario", "write the commented skeleton of a scenario"),
    "schema": ("schema", "print the JSON Schema of a document"),
    "rules": ("rules", "list the rules, or explain one"),
}
"""Subcommand → (module in `design_sandbox.cli_commands`, one line of help)."""
BILLING = ("serve", "check", "lint")
"""Subcommands that tell what designs cost."""

FINE, FINDINGS, BAD_INPUT, INTERRUPTED = 0, 1, 2, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code; argparse itself exits (2) on a malformed line."""
    _never_fail_at_printing()
    if arguments is None:
        gc.disable()  # a tenth of a cold start: what imports make lives to the end anyway; long work turns it on
        return _run(sys.argv[1:])
    return _run(list(arguments))


def _run(given: list[str]) -> int:
    parsed = _parser(given).parse_args(given)
    try:
        _look_at_prices(parsed.command)
        code: int = _module(parsed.command).run(parsed)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader (`| head`) has seen enough
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 - lives until exit
        return FINE
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return INTERRUPTED
    except Exception as error:
        if parsed.debug:
            raise
        print(explain(error), file=sys.stderr)
        return BAD_INPUT
    return code


def _look_at_prices(command: str) -> None:
    """Refuse a price table that the environment names before a bill needs it. Raises DocumentError."""
    if command in BILLING and os.environ.get("DESIGN_SANDBOX_PRICES"):
        from design_sandbox.model.prices import load_prices

        load_prices()


def explain(error: Exception) -> str:
    """An error in words: every located problem, or one calm line for a mistake of ours."""
    from design_sandbox.cli_commands.common import CommandError
    from design_sandbox.model.problems import DocumentError

    if isinstance(error, (DocumentError, CommandError)):
        return str(error)
    if isinstance(error, OSError) and error.filename is not None:
        return f"{error.filename}: {error.strerror or 'cannot be used'}"
    kind = f"{type(error).__name__}: {error}".splitlines()[0][:300]
    return (
        f"Something went wrong inside design-sandbox, not in your file ({kind}). Run the same line again "
        "with --debug and report what it prints on the project's issue page."
    )


def _parser(given: Sequence[str]) -> argparse.ArgumentParser:
    """The parser of the whole line; only the subcommand asked for gets options and is imported."""
    parser = argparse.ArgumentParser(
        prog="design-sandbox",
        description="Practise system design: draw, and have every required flow walked through the drawing.",
    )
    parser.add_argument("--version", action="version", version=f"design-sandbox {_version(given)}")
    parser.add_argument("--debug", action="store_true", help="show the traceback of an unexpected error")
    subparsers = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    wanted = next((word for word in given if not word.startswith("-")), "")
    for name, (_, summary) in COMMANDS.items():
        subparser = subparsers.add_parser(
            name, help=summary, description=summary[0].upper() + summary[1:] + "."
        )
        subparser.add_argument(
            "--debug", action="store_true", default=argparse.SUPPRESS, help=argparse.SUPPRESS
        )
        if name == wanted:
            _module(name).configure(subparser)
    return parser


def _module(command: str) -> ModuleType:
    return import_module(f"design_sandbox.cli_commands.{COMMANDS[command][0]}")


def _version(given: Sequence[str]) -> str:
    if "--version" not in given:
        return ""
    from importlib.metadata import version

    return version("design-sandbox")


def _never_fail_at_printing() -> None:
    """A terminal that cannot show a character gets an escape instead of an error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            with contextlib.suppress(ValueError, OSError):
                stream.reconfigure(errors="backslashreplace")


if __name__ == "__main__":
    sys.exit(main())
