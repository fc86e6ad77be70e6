"""Serving the app: the server's options in one place, for the command and for `streamlit run`."""

from __future__ import annotations

import sys
from pathlib import Path

from design_sandbox.ui.styles import tokens

PACKAGE = Path(__file__).resolve().parent.parent
APP_PLACES = (PACKAGE / "content" / "app.py", PACKAGE.parent / "app.py")
"""In a wheel, and in a checkout."""
LOOPBACK = "127.0.0.1"

THEME_TOKENS = {
    "primaryColor": "--accent",
    "backgroundColor": "--surface-page",
    "secondaryBackgroundColor": "--surface-sunken",
    "textColor": "--text",
    "linkColor": "--accent",
    "borderColor": "--line",
    "codeBackgroundColor": "--surface-sunken",
    "greenTextColor": "--served",
    "redTextColor": "--severity-high",
    "orangeTextColor": "--severity-medium",
}
"""Setting of Streamlit's theme → token."""


Setting = str | int | bool | list[str]


def options() -> dict[str, Setting]:
    """Settings of the server that do not depend on where it runs, by Streamlit's names."""
    found: dict[str, Setting] = {
        "browser.gatherUsageStats": False,
        # A full collection after every run of the script would cap the whole server at nine commits a second.
        "runner.postScriptGC": False,
        "client.toolbarMode": "viewer",
        "client.showErrorDetails": "none",
        # No other page may steer the app from outside its frame. The sixteen hosts that may by default are also asked
        # about at every message the page sends itself, which costs some milliseconds at each edit.
        "client.allowedOrigins": ["https://nobody.invalid"],
        "server.address": LOOPBACK,
        "server.fileWatcherType": "none",
        "server.maxUploadSize": 2,
        "theme.baseRadius": "6px",
        "theme.baseFontSize": 14,
        "theme.showWidgetBorder": True,
    }
    for index, theme in enumerate(("light", "dark")):
        for setting, token in THEME_TOKENS.items():
            found[f"theme.{theme}.{setting}"] = tokens()[token][index]
    return found


def config_toml() -> str:
    """The same settings as the text of `.streamlit/config.toml`."""
    sections: dict[str, list[str]] = {}
    for name, value in options().items():
        section, _, key = name.rpartition(".")
        shown = str(value).lower() if isinstance(value, bool) else repr(value).replace("'", '"')
        sections.setdefault(section, []).append(f"{key} = {shown}")
    head = "# Written from design_sandbox/ui/serve.py, which the command uses too; a test keeps them equal.\n"
    return head + "\n".join("\n".join([f"[{section}]", *lines, ""]) for section, lines in sections.items())


def flags(port: int, address: str = LOOPBACK, *, headless: bool = True) -> list[str]:
    """The command line's flags for `streamlit run`."""
    place: dict[str, Setting] = {
        "server.port": port, "server.address": address, "server.headless": headless,
    }  # fmt: skip
    settings = {**options(), **place}
    return [
        f"--{name}={str(one).lower() if isinstance(one, bool) else one}"
        for name, value in settings.items()
        for one in (value if isinstance(value, list) else [value])
    ]


def app_file() -> Path:
    """Where app.py lies in this installation. Raises FileNotFoundError when it is missing."""
    for place in APP_PLACES:
        if place.is_file():
            return place
    raise FileNotFoundError(f"app.py is missing: neither {APP_PLACES[0]} nor {APP_PLACES[1]} is there")


def command(port: int, address: str = LOOPBACK, *, headless: bool = True) -> list[str]:
    """The command line that serves the app."""
    return [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        str(app_file()),
        *flags(port, address, headless=headless),
    ]


def serve(port: int, address: str = LOOPBACK, headless: bool = True) -> None:
    """Serve the app in this process until it is stopped."""
    from streamlit.web import cli

    cli.main(command(port, address, headless=headless)[3:], standalone_mode=False)
