"""How the app is served: the same settings everywhere, no telemetry, and one version in both manifests."""

from __future__ import annotations

import tomllib
from pathlib import Path

from design_sandbox.ui import serve
from design_sandbox.ui.app import logo
from design_sandbox.ui.html import icon, markdown, picture, text, words
from design_sandbox.ui.styles import stylesheet, tokens

ROOT = Path(__file__).resolve().parents[2]


def test_the_configuration_file_has_the_settings_of_the_command() -> None:
    """`streamlit run app.py` and `design-sandbox serve` behave alike."""
    written = (ROOT / ".streamlit" / "config.toml").read_text("utf-8")
    assert written == serve.config_toml()
    flat = {
        f"{section}.{key}": value
        for section, values in tomllib.loads(written).items()
        for key, value in values.items()
        if not isinstance(value, dict)
    }
    assert flat.items() <= serve.options().items()


def test_the_server_is_quiet_and_stays_on_this_machine() -> None:
    """No telemetry, no collection after each run, no traceback on a page, bound to the loopback address."""
    flags = serve.flags(8600)
    for flag in (
        "--browser.gatherUsageStats=false", "--runner.postScriptGC=false", "--client.showErrorDetails=none",
        "--server.address=127.0.0.1", "--server.port=8600", "--server.headless=true",
    ):  # fmt: skip
        assert flag in flags


def test_the_command_names_the_app() -> None:
    """The file that is served exists and only sets the page up."""
    command = serve.command(8600)
    assert str(serve.app_file()) in command
    assert serve.app_file().read_text("utf-8").count("\n") < 20


def test_both_manifests_have_one_version() -> None:
    """Streamlit finds the front end under the project's own name and version."""
    project, component = (
        tomllib.loads((ROOT / place).read_text("utf-8"))
        for place in ("pyproject.toml", "design_sandbox/pyproject.toml")
    )
    assert component["project"] == {key: project["project"][key] for key in ("name", "version")}
    assets = (
        ROOT / "design_sandbox" / component["tool"]["streamlit"]["component"]["components"][0]["asset_dir"]
    )
    assert (assets / "workbench.js").is_file()


def test_pages_and_canvas_share_their_tokens() -> None:
    """Every token of the canvas has the same values on the native pages."""
    canvas = (ROOT / "frontend" / "src" / "styles" / "tokens.css").read_text("utf-8")
    pages = (ROOT / "design_sandbox" / "ui" / "styles" / "tokens.css").read_text("utf-8")
    assert [line for line in pages.splitlines() if "#" in line and line.strip() not in canvas] == []


def test_colours_follow_the_colour_scheme() -> None:
    """A colour that differs in the dark is written for both, and every colour used has a value."""
    sheet = stylesheet()
    light, dark = tokens()["--surface-page"]
    assert f"--surface-page: light-dark({light}, {dark});" in sheet
    used = {rest.replace(")", " ").replace(",", " ").split()[0] for rest in sheet.split("var(")[1:]}
    assert used <= {*tokens(), "--icon"}


def test_text_is_never_markup() -> None:
    """Each helper makes data of what a person wrote."""
    hostile = "<b>&\"'`x` **y** :red[z] $1$"
    assert text(hostile) == "&lt;b&gt;&amp;&quot;&#x27;`x` **y** :red[z] $1$"
    assert words("a `<b>` c") == "a <code>&lt;b&gt;</code> c"
    assert words("odd ` tick") == "odd ` tick"
    assert markdown("*a*\n_b_ :red[c]") == r"\*a\* \_b\_ \:red\[c\]"
    assert "<script" not in picture("<svg><script>x</script></svg>", '"><script>')


def test_icons_and_logo_are_drawn() -> None:
    """Unknown icons fall back to a known one; the logo has a light and a dark form."""
    assert icon("no-such-icon").startswith('<span class="icon"')
    assert logo() != logo(dark=True)
