"""`serve`: start the Streamlit server on this machine only, unless told otherwise."""

from __future__ import annotations

import argparse
import os
import socket
import subprocess
import sys

from design_sandbox.cli_commands.common import CommandError

DEFAULT_PORT = 8501
LOOPBACK = "127.0.0.1"


def configure(parser: argparse.ArgumentParser) -> None:
    """Options of the subcommand."""
    parser.add_argument("--port", type=port_number, default=DEFAULT_PORT, help=f"default: {DEFAULT_PORT}")
    parser.add_argument("--address", default=LOOPBACK, help=f"default: {LOOPBACK}, this machine only")
    parser.add_argument("--open", action="store_true", help="open the page in the browser too")


def run(arguments: argparse.Namespace) -> int:
    """Serve until stopped; the exit code is the server's."""
    refuse_busy_port(arguments.address, arguments.port)
    command = server_command(arguments.port, arguments.address, open_browser=arguments.open)
    place = LOOPBACK if arguments.address in ("0.0.0.0", "::") else arguments.address  # noqa: S104 - compared only
    print(f"Design Sandbox: http://{place}:{arguments.port}  (stop with Ctrl-C)", file=sys.stderr, flush=True)
    if os.name == "posix":  # one process: whoever stops us stops the server
        os.execv(command[0], command)  # noqa: S606 - our own interpreter with our own options
    try:
        return subprocess.call(command)  # noqa: S603 - as above
    except KeyboardInterrupt:
        return 0


def server_command(port: int, address: str, *, open_browser: bool = False) -> list[str]:
    """The command line that serves the app: the pages' own settings, so that every way of starting looks alike."""
    from design_sandbox.ui.serve import command

    try:
        return command(port, address, headless=not open_browser)
    except FileNotFoundError:
        raise CommandError(
            "This installation carries no app.py; install the released package or run from a checkout."
        ) from None


def port_number(text: str) -> int:
    """A TCP port as typed; raises ArgumentTypeError in plain words."""
    if not text.isdigit() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port; give a number from 1 to 65535")
    return int(text)


def refuse_busy_port(address: str, port: int) -> None:
    """Raise CommandError when nothing can listen there, before the server takes seconds to say so."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError as error:
            raise CommandError(
                f"Cannot serve on {address}:{port} ({error.strerror or error}); choose another with --port "
                "(make run PORT=8600)."
            ) from None
