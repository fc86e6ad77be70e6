"""`rules`: list the rules there are, or explain one."""

from __future__ import annotations

import argparse
import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING

from design_sandbox.cli_commands.common import CommandError, table

if TYPE_CHECKING:
    from design_sandbox.rules.rule import Card

WIDTH = 100


def configure(parser: argparse.ArgumentParser) -> None:
    """Options of the subcommand."""
    parser.add_argument("id", nargs="?", metavar="ID", help="a rule's id or name; without it, list all")


def run(arguments: argparse.Namespace) -> int:
    """Print the list, or one rule's card."""
    from design_sandbox.rules.registry import all_rules

    cards = sorted((rule.card for rule in all_rules()), key=lambda card: card.id)
    if arguments.id is None:
        print(table([(card.id, card.group, card.severity, card.title) for card in cards]))
        return 0
    found = [card for card in cards if arguments.id.casefold() in (card.id.casefold(), card.name.casefold())]
    if not found:
        raise CommandError(_unknown(arguments.id, [name for card in cards for name in (card.id, card.name)]))
    print("\n".join(_card(found[0])))
    return 0


def _unknown(word: str, names: list[str]) -> str:
    from design_sandbox.model.problems import did_you_mean, quoted

    meant = did_you_mean(word, names)
    hint = f"; did you mean {meant}?" if meant else ""
    return f"There is no rule {quoted(word)}{hint} List them with: design-sandbox rules"


def _card(card: Card) -> Iterator[str]:
    """The card in paragraphs."""
    yield f"{card.id}  ({card.group}, {card.severity})"
    yield card.title
    parts = (
        ("Why", card.why),
        ("How to fix", card.how_to_fix),
        ("When it is a false alarm", card.false_alarm),
    )
    for heading, text in parts:
        yield ""
        yield heading
        yield from textwrap.wrap(text, WIDTH, initial_indent="  ", subsequent_indent="  ")
    if card.references:
        yield from ("", "References")
        for reference in card.references:
            yield f"  {reference}"
