"""Who checks identity on the way in, and the look-up that sessions cost each request (SEMANTICS 14).

A signed token is verified where it is checked and needs no call. A session is a key: what it stands for is looked up where
sessions are kept, before anything else is done for the request.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from design_sandbox.model.edits import Patch
from design_sandbox.walk.attempt import Attempt
from design_sandbox.walk.board import Board, Part
from design_sandbox.walk.inferred import Inferred
from design_sandbox.walk.routes import CALLING, Path
from design_sandbox.walk.stops import connect_patch
from design_sandbox.walk.walk import Hop, Question, Stop, Walk
from design_sandbox.walk.words import words

OBLIGATION = "check_identity"
LOOK_UP = "look_up"
"""What a hop to the sessions does."""
CHECKING_TYPES = ("api_gateway", "identity_service")
"""Types that check identity without being told to."""
SESSION_BYTES = 500.0
"""Key and entry of one session. Assumed: a key of 128 bits in hexadecimal (OWASP Session Management Cheat Sheet asks for
64 bits of entropy at least), and a few hundred bytes for who it is, their rights and when it ends [memory]."""
KEEPING_TYPES = {"cache": 1, "identity_service": 2, "key_value": 3, "relational": 3}
"""Types that may keep sessions without saying so → place in the order in which they are taken."""
SAYS_SO = 0
NAMES = frozenset({"session", "token", "login"})
"""Words by which the label of a store says that it keeps sessions."""
MOST_OFFERS = 3


def checks_identity(part: Part) -> bool:
    """Whether a part checks who asks: it says so or how, or its type does so by itself."""
    says = part.get("checks_identity")
    how = says is None and part.get("identity") is not None
    return bool(says) or how or part.component.type in CHECKING_TYPES


def look_ups_of(walk: Walk) -> frozenset[tuple[str, str]]:
    """(from, to) of the look-ups of a walk's requests, wherever they enter."""
    return frozenset((hop.source, hop.target) for hop in walk.everywhere if hop.verb == LOOK_UP)


def look_up_session(attempt: Attempt) -> None:
    """Add the look-up of one request, where a part on its way in checks sessions; ask where they are if none is in reach."""
    flow = attempt.flow
    if attempt.stop or OBLIGATION not in flow.obligations or not _enters(attempt) or _is_known(attempt):
        return
    way = _followed(attempt, _checker(attempt))
    if _is_lost(attempt, way):
        attempt.fail(_sessions_lost(attempt))
    elif len(way) == 1:
        attempt.ask(_where(attempt.board, attempt.board.parts[way[0]]))
    elif way:
        _insert(attempt, way)


def _is_lost(attempt: Attempt, way: Path) -> bool:
    """Whether something that look-ups went through is lost, and this way does not end where sessions were kept before."""
    before = attempt.setting.look_ups.get(attempt.flow_id, frozenset())
    asked = {target for _, target in before}
    kept = asked - {source for source, _ in before}
    return bool(asked - set(attempt.board.parts)) and (not way or way[-1] not in kept)


def _followed(attempt: Attempt, way: Path) -> Path:
    """From who checks to where the sessions are; an identity service may keep them in a store of its own."""
    homes = _homes(attempt.board, way[-1]) if way else []
    while homes:
        _ask_which(attempt, way[-1], homes)
        way = (*way, homes[0].id)
        further = homes[0].component.type == "identity_service"
        homes = _homes(attempt.board, homes[0].id, way) if further else []
    return way


def _enters(attempt: Attempt) -> bool:
    return any(hop.step == "enter" for hop in attempt.hops)


def _is_known(attempt: Attempt) -> bool:
    """Messages over a connection that is already open: who speaks was checked when it was opened."""
    return attempt.flow.persistent and all(step.verb != "connect" for step in attempt.flow.steps)


def _checker(attempt: Attempt) -> Path:
    """The first part on the way in that checks sessions; or it and the identity service that it asks to do so."""
    board = attempt.board
    for name in attempt.entry:
        if _checks_sessions(board.parts[name]):
            return (name,)
        for part in _called(board, name):
            if part.component.type == "identity_service" and _checks_sessions(part):
                return (name, part.id)
    return ()


def _checks_sessions(part: Part) -> bool:
    return part.get("identity") == "sessions" and checks_identity(part)


def _called(board: Board, name: str) -> Iterator[Part]:
    """Parts that this one calls directly, each once, in canonical order."""
    names = dict.fromkeys(link.target for link in board.out[name] if link.kind in CALLING)
    return (board.parts[target] for target in names)


def _homes(board: Board, name: str, passed: Path = ()) -> list[Part]:
    """Parts called directly that keep sessions equally likely: those that say so, else a cache, else others."""
    graded = [(grade, part) for part in _called(board, name)
              if part.id not in (name, *passed) and (grade := _grade(part)) is not None]  # fmt: skip
    best = min((grade for grade, _ in graded), default=None)
    return [part for grade, part in graded if grade == best]


def _grade(part: Part) -> int | None:
    says = part.get("keeps_sessions")
    if says is not None:
        return SAYS_SO if says else None
    grade = KEEPING_TYPES.get(part.component.type)
    return SAYS_SO if grade is not None and words(part.component.label) & NAMES else grade


def is_for_sessions(part: Part) -> bool:
    """Whether a part says, by a property or its label, that sessions are what it is there for."""
    return _grade(part) == SAYS_SO


def said_aloud(walks: Iterable[Walk], board: Board) -> Iterator[Inferred]:
    """Each part in which sessions are looked up without its saying that it keeps them."""
    asked = {target: source for walk in walks for source, target in look_ups_of(walk)}
    for name in sorted(asked, key=board.position.__getitem__):
        part = board.parts[name]
        if part.get("keeps_sessions") is None and part.component.type != "identity_service":
            reason = (
                "its label says so"
                if is_for_sessions(part)
                else f"{board.parts[asked[name]].label} checks sessions and calls it"
            )
            yield Inferred(f"{part.label} keeps the sessions", reason, name, _keeps(part))


def _insert(attempt: Attempt, way: Path) -> None:
    """Put the look-up where the request reaches the part that checks: before all that is done for it there."""
    hops = [Hop(source, target, "must", 1.0, OBLIGATION, LOOK_UP, "", SESSION_BYTES, note="looks the session up")
            for source, target in pairwise(way)]  # fmt: skip
    reached = [
        place for place, hop in enumerate(attempt.hops) if hop.step == "enter" and hop.target == way[0]
    ]
    at = reached[-1] + 1 if reached else 0
    attempt.hops[at:at] = hops


def _ask_which(attempt: Attempt, name: str, homes: list[Part]) -> None:
    """Two that may keep them equally well: the first is taken, and it is asked."""
    if len(homes) < 2:
        return
    labels = " and ".join(part.label for part in homes)
    answers = tuple((f"{part.label} keeps the sessions", _keeps(part)) for part in homes)
    attempt.ask(Question("which-sessions", f"Which of {labels} keeps the sessions that {attempt.board.parts[name].label} looks up?",
                         tuple(part.id for part in homes), answers))  # fmt: skip


def _keeps(part: Part) -> Patch:
    return ({"op": "set", "component": part.id, "field": "keeps_sessions", "value": True},)


def _where(board: Board, checker: Part) -> Question:
    """The checking part reaches nothing that could keep sessions: tokens, or a way to something that does."""
    tokens: Patch = ({"op": "set", "component": checker.id, "field": "identity", "value": "token"},)
    able = [(grade, board.position[part.id], part) for part in board.parts.values()
            if part.id != checker.id and (grade := _grade(part)) is not None]  # fmt: skip
    offers = [(f"Connect {checker.label} to {part.label}", connect_patch(checker.id, part.id))
              for _, _, part in sorted(able, key=lambda entry: entry[:2])[:MOST_OFFERS]]  # fmt: skip
    if not offers:
        offers = [("Add a cache that keeps sessions", _new_cache(board, checker))]
    return Question("sessions", f"Where does {checker.label} look sessions up?", (checker.id,),
                    ((f"Let {checker.label} verify signed tokens instead", tokens), *offers))  # fmt: skip


def _new_cache(board: Board, checker: Part) -> Patch:
    names = ("sessions", *(f"sessions-{number}" for number in range(2, len(board.parts) + 3)))
    fresh = next(name for name in names if name not in board.parts)
    cache = {"type": "cache", "label": "Sessions", "keeps_sessions": True}
    return (
        {"op": "add_component", "id": fresh, "near": checker.id, "component": cache},
        *connect_patch(checker.id, fresh),
    )


def _sessions_lost(attempt: Attempt) -> Stop:
    """Where sessions are kept is lost: nobody can be let in, wherever else sessions might be looked for."""
    checker = next(
        (name for name in attempt.entry if _checks_sessions(attempt.board.parts[name])), attempt.handler
    )
    text = f"{attempt.board.parts[checker].label} cannot look sessions up: what kept them is lost"
    return Stop(
        OBLIGATION, checker, text, "tokens that are verified without a call, or sessions that outlive it"
    )
