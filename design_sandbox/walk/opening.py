"""Plain arrows on the way to a gateway stay open: holding connections is all that a WebSocket gateway is for (SEMANTICS 8)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from design_sandbox.model.edits import Patch
from design_sandbox.model.scenario import Scenario, walk_steps
from design_sandbox.walk.board import Board, Link, Part
from design_sandbox.walk.inferred import Inference, Inferred

GATEWAY = "websocket_gateway"


def infer_open_connections(result: Inference, scenario: Scenario) -> None:
    """Arrows from people to a gateway, straight or through parts that pass connections on, stay open, whatever their kind.

    Only where some journey needs a connection that stays open; said aloud, once a gateway.
    """
    if not _needed(scenario):
        return
    board = result.board
    gateways = [part for part in board.parts.values() if part.component.type == GATEWAY]
    lasting = {gateway.id: _way_in(board, gateway) for gateway in gateways}
    result.facts.extend(_said(board, board.parts[name], links) for name, links in lasting.items() if links)
    changed = {link.number for links in lasting.values() for link in links}
    if changed:
        result.board = board.with_links(
            replace(link, kind="persistent") if link.number in changed else link for link in board.links
        )


def _needed(scenario: Scenario) -> bool:
    """Whether a journey wants a connection that stays open: it says so, or somebody is told over one."""
    return any(
        flow.persistent or any(step.verb in ("connect", "notify") for step in walk_steps(flow.steps))
        for flow in scenario.flows.values()
    )


def _way_in(board: Board, gateway: Part) -> list[Link]:
    """Plain arrows on ways from people to the gateway, in canonical order; none where an open one is drawn beside them."""
    people = [part.id for part in board.with_ability("initiate")]
    ahead = _joined(board, people, forwards=True)
    behind = _joined(board, [gateway.id], forwards=False)
    return [
        link for name in board.parts for link in board.out[name]
        if link.kind == "request" and link.source in ahead and link.target in behind
        and not any(twin.kind == "persistent" and twin.target == link.target for twin in board.out[name])
    ]  # fmt: skip


def _joined(board: Board, starts: Iterable[str], *, forwards: bool) -> set[str]:
    """The starts, and parts joined with them by arrows through parts that pass open connections on."""
    found, waiting = set(starts), list(starts)
    while waiting:
        name = waiting.pop()
        links = board.out[name] if forwards else board.into[name]
        for link in links:
            other = link.target if forwards else link.source
            if link.kind in ("request", "persistent") and other not in found and _passes(board.parts[other]):
                found.add(other)
                waiting.append(other)
    return found


def _passes(part: Part) -> bool:
    return part.spec.persistent and (part.can("pass_on") or part.can("initiate"))


def _said(board: Board, gateway: Part, links: list[Link]) -> Inferred:
    ways = ", ".join(f"{board.parts[link.source].label} → {board.parts[link.target].label}" for link in links)
    patch: Patch = tuple(operation for link in links for operation in _drawn_open(link))
    return Inferred(
        f"{ways}: stays open", f"{gateway.label} holds an open connection for each person", gateway.id, patch
    )


def _drawn_open(link: Link) -> Patch:
    """The edit that draws an arrow as one that stays open."""
    connection: dict[str, object] = {"from": link.source, "to": link.target, "kind": "persistent"}
    if link.carries:
        connection["carries"] = sorted(link.carries)
    return (
        {"op": "remove_connection", "from": link.source, "to": link.target},
        {"op": "add_connection", "connection": connection},
    )
