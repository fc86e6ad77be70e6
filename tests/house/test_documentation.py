"""The documentation is true: links lead somewhere, every command, option, key and target is written down."""

import argparse
import re
from pathlib import Path

import pytest

from design_sandbox.cli import COMMANDS, _module
from design_sandbox.exchange.as_json import review_document
from design_sandbox.exchange.report import FORMATS
from design_sandbox.model.loading import design_from_text, load_scenario
from design_sandbox.model.reader import Limits
from design_sandbox.render.drawing import CARDS_LIMIT, GROUPS_LIMIT, LINKS_LIMIT
from design_sandbox.review.engine import review

REPOSITORY = Path(__file__).resolve().parents[2]
PAGES = [REPOSITORY / "README.md", *sorted((REPOSITORY / "docs").rglob("*.md"))]
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(REPOSITORY)))
def test_links_lead_somewhere(page: Path) -> None:
    """Every relative link of a page names a file of the repository."""
    targets = [target for target in LINK.findall(page.read_text("utf-8")) if "://" not in target]
    missing = [target for target in targets if not (page.parent / target).exists()]

    assert missing == []


def test_readme_names_every_command_and_format() -> None:
    """Nobody has to find a subcommand by chance."""
    readme = (REPOSITORY / "README.md").read_text("utf-8")

    assert [name for name in COMMANDS if name not in readme] == []
    assert [name for name in FORMATS if name.casefold() not in readme.casefold()] == []


def test_every_option_has_help() -> None:
    """Each argument of each subcommand explains itself."""
    silent = []
    for name in COMMANDS:
        parser = argparse.ArgumentParser()
        _module(name).configure(parser)
        silent += [f"{name} {action.dest}" for action in parser._actions if not action.help]

    assert silent == []


def test_every_json_key_is_documented() -> None:
    """Keys of the review and of its findings stand in docs/json-output.md."""
    page = (REPOSITORY / "docs" / "json-output.md").read_text("utf-8")
    text = "design: {id: d, scenario: twitter}\ncomponents: {a: {type: client}, b: {type: service}}\nconnections: [a -> b]\n"
    document = review_document(review(design_from_text(text), load_scenario("twitter")))

    assert [key for key in document if f"`{key}`" not in page] == []
    assert [key for key in document["findings"][0] if f"`{key}`" not in page] == []


def test_bounds_are_documented() -> None:
    """The failure contract states the bounds that hold."""
    page = (REPOSITORY / "docs" / "failure-contract.md").read_text("utf-8")
    limits = Limits()
    document = f"{limits.size_bytes:,} bytes, {limits.depth} levels, {limits.aliases} aliases, {limits.nodes:,} values"

    assert document in page
    assert f"{CARDS_LIMIT} parts, {LINKS_LIMIT} connections, {GROUPS_LIMIT} groups" in page


def test_makefile_explains_its_targets() -> None:
    """Every target that people call has a line in `make help`."""
    makefile = (REPOSITORY / "Makefile").read_text("utf-8")
    phony = next(line for line in makefile.splitlines() if line.startswith(".PHONY:")).split()[1:]
    explained = re.findall(r"^([a-z-]+):.*## ", makefile, re.MULTILINE)

    assert set(phony) - set(explained) == {"setup", "setup-dev"}
