"""Walks remembered by what a walk can see: an edit that changes no way costs no walk.

Another number of machines, a moved box or a freshly dropped part leave the outline as it is, or nearly so.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from threading import Lock

from design_sandbox.walk.attempt import Setting
from design_sandbox.walk.outline import Outline
from design_sandbox.walk.walk import Walk

MOST_OUTLINES = 96
"""More than one round of advice tries, so that the drawing itself is still known afterwards."""
MOST_ANSWERS = 64
"""Walks remembered for one outline: all journeys, and those again without parts that are lost."""
MOST_HOPS = 200_000
"""Hops remembered in all, about 100 MB: huge drawings push others out sooner."""

Walks = dict[str, Walk]


@dataclass
class _Known:
    """What was walked on one outline. Keeps the scenario and the types alive, as their identities are keys."""

    setting: Setting
    answers: OrderedDict[Hashable, tuple[Hashable, Walks]] = field(default_factory=OrderedDict)
    """What was asked → the whole drawing then, where the walks may name loose parts, else None; and the walks."""
    hops: int = 0
    """Hops of all answers."""

    def note(self, asked: Hashable, whole: Hashable, walks: Walks) -> None:
        """Remember an answer in place of the one before; the least recently used one is forgotten for it."""
        self.hops += _hops(walks) - _hops(self.answers.pop(asked, (None, {}))[1])
        self.answers[asked] = (whole, walks)
        while len(self.answers) > MOST_ANSWERS:
            self.hops -= _hops(self.answers.popitem(last=False)[1][1])


def _hops(walks: Walks) -> int:
    return sum(len(walk.everywhere) for walk in walks.values())


_outlines: OrderedDict[Hashable, _Known] = OrderedDict()
_lock = Lock()


@dataclass(frozen=True)
class Memory:
    """The walks of one outline that are known."""

    known: _Known
    whole: Hashable

    def walks(self, asked: Hashable, walk: Callable[[], Walks]) -> Walks:
        """The walks as remembered, else walked now. `asked` says all that they depend on besides the outline."""
        answers = self.known.answers
        with _lock:
            whole, found = answers.get(asked, (None, None))
            if found is not None and whole in (None, self.whole):
                answers.move_to_end(asked)
                return dict(found)
        walked = walk()
        offers = any(one.stop is not None or one.questions for one in walked.values())
        with _lock:
            self.known.note(asked, self.whole if offers else None, dict(walked))
            _forget_oldest()
        return walked


def memory_of(setting: Setting, outline: Outline, open_caches: tuple[str, ...]) -> Memory:
    """What is known of this outline in this setting; the least recently used outline is forgotten for a new one."""
    key = (
        id(setting.scenario), outline.touched, tuple(setting.open_owners.items()),
        tuple(name for name in open_caches if name not in outline.loose), tuple(sorted(setting.decisions.items())),
        tuple(sorted((flow, tuple(sorted(parts))) for flow, parts in setting.traced.items())),
    )  # fmt: skip
    with _lock:
        known = _outlines.setdefault(key, _Known(setting))
        _outlines.move_to_end(key)
        _forget_oldest()
    return Memory(known, outline.whole)


def _forget_oldest() -> None:
    """Forget outlines, least recently used first, until what is left is small enough; the newest one stays."""
    hops = sum(known.hops for known in _outlines.values())
    while len(_outlines) > 1 and (len(_outlines) > MOST_OUTLINES or hops > MOST_HOPS):
        hops -= _outlines.popitem(last=False)[1].hops


def forget_walks() -> None:
    """Forget everything: for comparing with walks that are walked anew."""
    with _lock:
        _outlines.clear()
