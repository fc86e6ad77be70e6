"""Exact probability of "does the whole work?" when parts are shared: reduced ordered binary decision diagrams.

Bryant 1986; Rauzy 1993 for cuts. Every node asks whether one part works; equal questions are asked once, so a part that
several ways share is counted once. Sizes are bounded: two-terminal reliability is #P-hard, and a drawing that would need
more nodes is refused in plain words instead of taking for ever.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from design_sandbox.theory.formula import All, Any, Formula, names_in

MOST_NODES = 60_000
MOST_PARTS = 700
MOST_CUTS = 5_000
FALSE, TRUE = 0, 1
Combine = Callable[[int, int], int]
"""`both` or `either`, which combine branches by themselves."""


class TooLargeError(ValueError):
    """A diagram would exceed its bound: the structure repeats too many parts in too many ways."""


class Diagrams:
    """A family of diagrams over the same parts, asked in one order; equal diagrams have equal numbers."""

    def __init__(self, order: Sequence[str], most_nodes: int = MOST_NODES) -> None:
        """`order`: the parts in the order in which they are asked; neighbours in the structure belong together."""
        if len(order) > MOST_PARTS:
            raise TooLargeError(
                f"{len(order):,} parts that fail by themselves are more than {MOST_PARTS} in one diagram"
            )
        self.order = tuple(dict.fromkeys(order))
        self.level = {name: index for index, name in enumerate(self.order)}
        self.most_nodes = most_nodes
        end = len(self.order)
        self.levels: list[int] = [end, end]
        self.low: list[int] = [FALSE, TRUE]
        self.high: list[int] = [FALSE, TRUE]
        self._known: dict[tuple[int, int, int], int] = {}
        self._both: dict[tuple[int, int], int] = {}
        self._either: dict[tuple[int, int], int] = {}

    def part(self, name: str) -> int:
        """The diagram of one part."""
        return self._node(self.level[name], FALSE, TRUE)

    def _node(self, level: int, low: int, high: int) -> int:
        if low == high:
            return low
        key = (level, low, high)
        found = self._known.get(key)
        if found is None:
            found = len(self.levels)
            if found > self.most_nodes:
                raise TooLargeError(
                    f"the structure needs more than {self.most_nodes:,} questions to be told apart"
                )
            self._known[key] = found
            self.levels.append(level)
            self.low.append(low)
            self.high.append(high)
        return found

    def both(self, one: int, other: int) -> int:
        """Both work."""
        if other in (one, TRUE):
            return one
        if one == TRUE:
            return other
        if FALSE in (one, other):
            return FALSE
        return self._combined(one, other, self._both, self.both)

    def either(self, one: int, other: int) -> int:
        """At least one works."""
        if other in (one, FALSE):
            return one
        if one == FALSE:
            return other
        if TRUE in (one, other):
            return TRUE
        return self._combined(one, other, self._either, self.either)

    def _combined(self, one: int, other: int, known: dict[tuple[int, int], int], combine: Combine) -> int:
        key = (one, other) if one < other else (other, one)
        found = known.get(key)
        if found is None:
            first, second = self.levels[one], self.levels[other]
            level = min(first, second)
            low_one, high_one = (self.low[one], self.high[one]) if first == level else (one, one)
            low_other, high_other = (self.low[other], self.high[other]) if second == level else (other, other)
            found = self._node(level, combine(low_one, low_other), combine(high_one, high_other))
            known[key] = found
        return found

    def of(self, formula: Formula) -> int:
        """The diagram of a formula."""
        if isinstance(formula, str):
            return self.part(formula)
        parts = [self.of(one) for one in formula.of]
        if isinstance(formula, All):
            return self.all(parts)
        if isinstance(formula, Any):
            return self.any(parts)
        return self.at_least(formula.need, parts)

    def all(self, parts: Iterable[int]) -> int:
        """All of these; the deepest question first, so that each step stays small."""
        result = TRUE
        for one in sorted(parts, key=lambda part: -self.levels[part]):
            result = self.both(result, one)
        return result

    def any(self, parts: Iterable[int]) -> int:
        """One of these."""
        result = FALSE
        for one in sorted(parts, key=lambda part: -self.levels[part]):
            result = self.either(result, one)
        return result

    def at_least(self, need: int, parts: Sequence[int]) -> int:
        """This many of these: one more part at a time, by how many are still needed."""
        reached = [TRUE] + [FALSE] * max(need, 0)
        for one in sorted(parts, key=lambda part: -self.levels[part]):
            reached = [TRUE] + [self.either(reached[k], self.both(one, reached[k - 1]))
                                for k in range(1, len(reached))]  # fmt: skip
        return reached[max(need, 0)]

    def size(self, root: int) -> int:
        """How many questions a diagram asks."""
        return len(self._below(root))

    def _below(self, root: int) -> list[int]:
        """Nodes of a diagram, each after those it leads to."""
        seen, pending = {FALSE, TRUE}, [root]
        while pending:
            node = pending.pop()
            if node not in seen:
                seen.add(node)
                pending += [self.low[node], self.high[node]]
        return sorted(seen - {FALSE, TRUE})  # a node is made after its branches

    def plan(self, root: int) -> Plan:
        """The diagram as a list to be evaluated many times."""
        return Plan(self, root)


class Plan:
    """One diagram, ready to be evaluated for many availabilities."""

    def __init__(self, diagrams: Diagrams, root: int) -> None:
        """Number the nodes from the bottom: each step names its part and the places of its branches."""
        nodes = diagrams._below(root)
        place = {FALSE: 0, TRUE: 1} | {node: index + 2 for index, node in enumerate(nodes)}
        self.names = diagrams.order
        self.root = place[root]
        self.steps = [(diagrams.order[diagrams.levels[n]], place[diagrams.low[n]], place[diagrams.high[n]])
                      for n in nodes]  # fmt: skip

    def probability(self, availability: Mapping[str, float]) -> float:
        """Chance that the whole works when parts fail by themselves with these availabilities; exact."""
        chances = [0.0, 1.0]
        for name, low, high in self.steps:
            a = availability[name]
            chances.append(chances[low] + a * (chances[high] - chances[low]))
        return chances[self.root]

    def importance(self, availability: Mapping[str, float]) -> dict[str, float]:
        """Birnbaum importance: P(works | part up) − P(works | part down), of every part, in one pass down and up."""
        chances = [0.0, 1.0]
        for name, low, high in self.steps:
            a = availability[name]
            chances.append(chances[low] + a * (chances[high] - chances[low]))
        reached = [0.0] * len(chances)
        reached[self.root] = 1.0
        found = dict.fromkeys(self.names, 0.0)
        for index in range(len(self.steps) - 1, -1, -1):
            name, low, high = self.steps[index]
            weight, a = reached[index + 2], availability[name]
            found[name] += weight * (chances[high] - chances[low])
            reached[low] += weight * (1.0 - a)
            reached[high] += weight * a
        return found

    def cuts(self, largest: int | None = None, most: int = MOST_CUTS) -> tuple[frozenset[str], ...]:
        """Smallest sets of parts whose loss stops the whole, up to this size; sorted by size, then names.

        Rauzy's recursion on monotone diagrams. Raises TooLargeError beyond `most` cuts.
        """
        found: list[tuple[frozenset[str], ...]] = [(frozenset(),), ()]
        for name, low, high in self.steps:
            kept = found[high]
            own = [cut | {name} for cut in found[low]
                   if (largest is None or len(cut) < largest) and not any(k <= cut for k in kept)]  # fmt: skip
            if len(kept) + len(own) > most:
                raise TooLargeError(f"there are more than {most:,} ways to stop it")
            found.append((*kept, *own))
        return tuple(sorted(found[self.root], key=lambda cut: (len(cut), sorted(cut))))


def plan_of(formula: Formula, order: Sequence[str] | None = None, most_nodes: int = MOST_NODES) -> Plan:
    """A formula, ready to be evaluated. Parts are asked in the order of their first mention unless told otherwise."""
    diagrams = Diagrams(order or names_in(formula), most_nodes)
    return diagrams.plan(diagrams.of(formula))


def probability(formula: Formula, availability: Mapping[str, float]) -> float:
    """Chance that a formula holds; parts fail by themselves, each counted once however often it is named. Exact."""
    return plan_of(formula).probability(availability)
