"""Parts that every way to another part passes."""

from __future__ import annotations

from design_sandbox.walk.board import Board


def dominators(board: Board, start: str) -> dict[str, str]:
    """Each part that any arrows lead to from the start → the last part that every such way passes before it.

    The iterative algorithm of Cooper, Harvey and Kennedy, "A Simple, Fast Dominance Algorithm", 2001.
    """
    order = _postorder(board, start)
    rank = {name: index for index, name in enumerate(order)}
    found = {start: start}
    changed = True
    while changed:
        changed = False
        for name in reversed(order[:-1]):
            before = [link.source for link in board.into[name] if link.source in found]
            nearest = before[0]
            for other in before[1:]:
                nearest = _meeting(found, rank, nearest, other)
            if found.get(name) != nearest:
                found[name], changed = nearest, True
    return found


def _postorder(board: Board, start: str) -> list[str]:
    """Parts within reach, each after those first found behind it; the start is last."""
    order: list[str] = []
    seen = {start}
    stack = [(start, iter(board.out[start]))]
    while stack:
        name, links = stack[-1]
        following = next((link.target for link in links if link.target not in seen), None)
        if following is None:
            order.append(name)
            stack.pop()
        else:
            seen.add(following)
            stack.append((following, iter(board.out[following])))
    return order


def _meeting(found: dict[str, str], rank: dict[str, int], one: str, other: str) -> str:
    while one != other:
        while rank[one] < rank[other]:
            one = found[one]
        while rank[other] < rank[one]:
            other = found[other]
    return one
