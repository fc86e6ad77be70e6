"""Which attempt comes onto the desk: the one asked for, the latest one, or a new one."""

from __future__ import annotations

import copy
import logging

from design_sandbox.attempts import Attempt, Store, StoreError
from design_sandbox.model.scenario import Scenario
from design_sandbox.ui import engine
from design_sandbox.ui.canvas.protocol import Board
from design_sandbox.ui.desk import Desk

log = logging.getLogger("design_sandbox.ui")


def open_desk(store: Store | None, scenario: Scenario, attempt_id: str = "") -> Desk:
    """The attempt of that id if it is one at this scenario, else the latest one, else a new one."""
    attempt = _attempt(store, scenario, attempt_id)
    if attempt is None or attempt.head is None:
        profile = engine.profile_or_default(scenario, "")
        board = Board(f"unkept-{scenario.scenario.id}", engine.empty_design(scenario))
        desk = Desk(scenario, board.name, profile, board, None)
        desk.keep()
        return desk
    board = Board(attempt.id, copy.deepcopy(dict(attempt.head.document)))
    return Desk(
        scenario, attempt.id, engine.profile_or_default(scenario, attempt.profile), board, store,
        based_on=attempt.head.id, hints=attempt.hints, revealed=attempt.revealed,
    )  # fmt: skip


def start_over(store: Store | None, scenario: Scenario, profile: str = "") -> str:
    """Begin a new attempt with an empty canvas and return its id; empty when nothing can be kept."""
    if store is None:
        return ""
    title = scenario.scenario.title
    try:
        chosen = engine.profile_or_default(scenario, profile)
        return store.start(
            scenario.scenario.id, engine.empty_design(scenario), profile=chosen, title=title
        ).id
    except StoreError as error:
        log.warning("no attempt could be started: %s", error)
        return ""


def _attempt(store: Store | None, scenario: Scenario, attempt_id: str) -> Attempt | None:
    if store is None:
        return None
    try:
        named = store.attempt(attempt_id) if attempt_id else None
        if named is not None and named.scenario == scenario.scenario.id:
            return named
        return store.latest(scenario.scenario.id) or store.attempt(start_over(store, scenario))
    except StoreError as error:
        log.warning("attempts cannot be read: %s", error)
        return None
