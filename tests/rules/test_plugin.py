"""The worked plug-in is found through its entry point, and its cases hold; nothing is installed for it."""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from design_sandbox.rules import registry
from design_sandbox.rules.rule import Rule
from design_sandbox.testing import cases_in, run_case

PLUGIN = Path(__file__).parents[2] / "examples" / "rules-plugin"
RULE_ID = "example/store-without-team"


def forget_rules() -> None:
    """Let the registry look again for what is installed."""
    registry.rule.cache_clear()
    registry._third_party.cache_clear()


def pretend_installed(folder: Path, entry_point: str) -> None:
    """Write what an installer would write beside a package: its name and its entry points."""
    info = folder / "example_rules-0.1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: example-rules\nVersion: 0.1.0\n", "utf-8")
    (info / "entry_points.txt").write_text(f"[{registry.ENTRY_POINTS}]\nexample = {entry_point}\n", "utf-8")


@pytest.fixture
def clean_registry(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """A registry that forgets the plug-in afterwards."""
    forget_rules()
    yield monkeypatch
    monkeypatch.undo()
    forget_rules()
    for name in [name for name in sys.modules if name.split(".")[0] == "example_rules"]:
        del sys.modules[name]


@pytest.fixture
def installed(clean_registry: pytest.MonkeyPatch, tmp_path: Path) -> Rule:
    """The plug-in's rule, found as an installed plug-in is."""
    project = tomllib.loads((PLUGIN / "pyproject.toml").read_text("utf-8"))["project"]
    pretend_installed(tmp_path, project["entry-points"][registry.ENTRY_POINTS]["example"])
    clean_registry.syspath_prepend(PLUGIN)
    clean_registry.syspath_prepend(tmp_path)
    return registry.rule(RULE_ID)


def test_plugin_is_listed_with_our_rules(installed: Rule) -> None:
    """A rule of a plug-in stands among all rules under its own name."""
    assert installed in registry.all_rules()
    assert installed.card.id == RULE_ID


def test_plugin_cases_hold(installed: Rule) -> None:
    """Every case of the plug-in runs with the runner that the package brings."""
    cases = cases_in(PLUGIN / "example_rules" / "cases" / "store-without-team.yaml")
    assert {case.text.expect for case in cases} == {"pass", "fail", "unknown"}
    for case in cases:
        run_case(case)


def test_without_plugin_the_rule_is_unknown(clean_registry: pytest.MonkeyPatch) -> None:
    """A rule that is not installed is refused by name."""
    with pytest.raises(registry.UnknownRule, match=RULE_ID):
        registry.rule(RULE_ID)


def test_plugin_may_not_take_our_names(clean_registry: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A plug-in whose id could meet one of ours is refused, and told what ids look like."""
    pretend_installed(tmp_path, "design_sandbox.rules.checks.flow_served:RULE")
    clean_registry.syspath_prepend(tmp_path)
    with pytest.raises(TypeError, match="your-plugin/rule"):
        registry.rule(RULE_ID)
