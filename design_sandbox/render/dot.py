"""A drawing as plain, readable DOT for other Graphviz tools: here labels are part of the text, escaped."""

from __future__ import annotations

from collections import defaultdict

from graphviz import Digraph, escape, nohtml

from design_sandbox.render.drawing import (
    PARENT_ABOVE,
    ROWS_LIMIT,
    Card,
    Drawing,
    Group,
    Link,
    LinkKind,
    ThemeName,
    check_drawing,
)
from design_sandbox.render.measures import known_load
from design_sandbox.render.paint_cards import load_text
from design_sandbox.render.text import clean, wrap
from design_sandbox.render.theme import THEMES, Theme

WIDEST_TEXT = 260.0  # pixels
_LINE = "\\n"
_LEFT_LINE = "\\l"
_RULE = "─" * 8
_ARROWS: dict[LinkKind, dict[str, str]] = {
    "persistent": {"dir": "both"},
    "async": {"style": "dashed"},
    "replication": {"style": "dotted"},
    "inherits": {"arrowtail": "onormal", "dir": "back"},
    "implements": {"arrowtail": "onormal", "dir": "back", "style": "dashed"},
    "composes": {"arrowhead": "vee", "arrowtail": "diamond", "dir": "both"},
    "aggregates": {"arrowhead": "vee", "arrowtail": "odiamond", "dir": "both"},
    "associates": {"arrowhead": "vee"},
    "depends": {"arrowhead": "vee", "style": "dashed"},
}


def to_dot(drawing: Drawing, theme: ThemeName = "light") -> str:
    """Return the drawing as DOT that any Graphviz 2.40 or later draws; ids are `n0`, `n1` … in drawing order.

    Raises DrawingError when the drawing is too large or does not hang together.
    """
    check_drawing(drawing)
    colours = THEMES[theme]
    graph = Digraph(graph_attr=_graph_attributes(drawing, colours))
    font = {"fontname": "Arial", "fontcolor": colours.text}
    graph.attr("node", shape="box", style="rounded,filled", fontsize="11", margin="0.18,0.1", **font)
    graph.attr("edge", fontsize="9", arrowsize="0.7", color=colours.edge, **font)
    number_of = {card.id: number for number, card in enumerate(drawing.cards)}
    _add_groups(graph, drawing, number_of, colours)
    for link in drawing.links:
        ends = [f"n{number_of[link.source]}", f"n{number_of[link.target]}"]
        if link.kind in PARENT_ABOVE:
            ends.reverse()
        graph.edge(*ends, **_link_attributes(link, colours))
    return str(graph.source)


def _graph_attributes(drawing: Drawing, theme: Theme) -> dict[str, str]:
    heading = _LINE.join(
        _literal(text, 3 * WIDEST_TEXT) for text in (drawing.title, drawing.subtitle) if text
    )
    return {
        "bgcolor": theme.page,
        "fontname": "Arial",
        "fontcolor": theme.text_strong,
        "label": nohtml(heading),
        "labelloc": "t",
        "labeljust": "l",
        "nodesep": "0.4",
        "ranksep": "0.6",
        "newrank": "true",
        "pad": "0.3",
    }


def _literal(text: str, width: float = WIDEST_TEXT) -> str:
    """Text that DOT shows as it is, on up to three lines: backslashes and entities mean nothing in it."""
    lines = wrap(clean(text), width, 11.0, lines=3)
    return _LINE.join(str(escape(line)).replace("&", "&amp;") for line in lines)


def _add_groups(graph: Digraph, drawing: Drawing, number_of: dict[str, int], theme: Theme) -> None:
    children: dict[str | None, list[tuple[int, Group]]] = defaultdict(list)
    for number, group in enumerate(drawing.groups):
        children[group.parent].append((number, group))
    grouped = {card for group in drawing.groups for card in group.contains}
    cards = {card.id: card for card in drawing.cards}

    def fill(graph: Digraph, group_id: str | None, members: list[str]) -> None:
        for member in members:
            graph.node(f"n{number_of[member]}", **_card_attributes(cards[member], theme))
        for number, group in children[group_id]:
            with graph.subgraph(
                name=f"cluster_{number}", graph_attr=_group_attributes(group, theme)
            ) as cluster:
                fill(cluster, group.id, list(group.contains))

    fill(graph, None, [card.id for card in drawing.cards if card.id not in grouped])


def _group_attributes(group: Group, theme: Theme) -> dict[str, str]:
    tone = theme.severities[group.severity] if group.severity else None
    return {
        "label": nohtml(_literal(group.label)),
        "style": "rounded,filled,dashed" if tone or group.kind != "region" else "rounded,filled",
        "fillcolor": tone.soft if tone else theme.group,
        "color": tone.line if tone else theme.line_strong,
        "fontcolor": tone.ink if tone else theme.text_muted,
        "fontsize": "10",
        "margin": "14",
    }


def _card_attributes(card: Card, theme: Theme) -> dict[str, str]:
    lines = [f"«{_literal(card.stereotype)}»"] if card.stereotype else []
    lines += [_literal(text) for text in (card.title, card.subtitle) if text]
    load = known_load(card)
    if load is not None:
        lines.append(load_text(load))
    label = _LINE.join(lines)
    for rows in filter(None, card.compartments):
        label = label if label.endswith(_LEFT_LINE) else label + _LINE
        label += "".join(row + _LEFT_LINE for row in (_RULE, *map(_literal, rows[:ROWS_LIMIT])))
    tone = theme.roles[card.role]
    return {
        "label": nohtml(label),
        "color": theme.severities[card.badge.severity].ink if card.badge else tone.ink,
        "penwidth": "2" if card.badge else "1.2",
        "fillcolor": theme.card,
        "fontcolor": theme.text_strong,
        **({"peripheries": "2"} if card.replicas > 1 else {}),
    }


def _link_attributes(link: Link, theme: Theme) -> dict[str, str]:
    attributes = dict(_ARROWS.get(link.kind, {}))
    words = " ".join(
        text for text in (f"{link.order}." if link.order is not None else "", link.label) if text
    )
    if words:
        attributes["label"] = nohtml(f" {_literal(words)} ")
    if link.severity:
        attributes |= {"color": theme.severities[link.severity].ink, "penwidth": "2"}
    elif link.emphasised or link.order is not None:
        attributes |= {"color": theme.accent, "penwidth": "1.2" if link.after_answer else "2"}
    return attributes
