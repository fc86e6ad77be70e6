"""Everything the canvas shows: all of it for a page, and what an edit changes for the direct line."""

from __future__ import annotations

from typing import Any

from design_sandbox.ui import engine
from design_sandbox.ui.bench import Bench
from design_sandbox.ui.canvas.protocol import Wishes
from design_sandbox.ui.desk import Desk
from design_sandbox.ui.engine import PageError
from design_sandbox.ui.payload.catalogue import named_catalogue
from design_sandbox.ui.payload.review import review_payload
from design_sandbox.ui.payload.scenario import scenario_payload


def page_payload(bench: Bench, wishes: Wishes) -> dict[str, Any]:
    """All of it, without what the tab knows or does not look at."""
    desk = bench.desk
    scenario, board = desk.scenario, desk.board
    rubric, briefing = engine.rubric_of(scenario), engine.briefing_of(scenario)
    header = board.design.get("design")
    catalogue_id, catalogue = named_catalogue(engine.catalogue(), scenario.scenario.kind)
    return {
        "board": board.name,
        "design": board.design,
        "scenario": scenario_payload(
            scenario, rubric, briefing, profile=desk.profile, hints=desk.hints,
            header=header if isinstance(header, dict) else {},
        ),
        "catalogue": None if wishes.knows == catalogue_id else catalogue,
        "catalogue_id": catalogue_id,
        "simulation": desk.simulating.tell(board) if desk.simulating else None,
        **news_payload(bench, wishes),
    }  # fmt: skip


def news_payload(bench: Bench, wishes: Wishes) -> dict[str, Any]:
    """What an edit changes, told at each of them."""
    desk, board = bench.desk, bench.desk.board
    board.forget(wishes.got)
    return {
        "epoch": board.epoch,
        "initial": board.initial,
        "rev": board.rev,
        "heard": board.heard,
        "review": _review(bench),
        "saved": {"state": desk.saved[0], "text": desk.saved[1]},
        "yaml": _yaml(desk) if wishes.yaml else None,
        "answers": board.answers,
        "handled": board.handled,
    }


def _review(bench: Bench) -> dict[str, Any] | None:
    desk = bench.desk
    if desk.reviewed is None:
        return None
    scenario = desk.scenario
    return review_payload(
        desk.reviewed.review, scenario, engine.catalogue(), engine.briefing_of(scenario),
        rev=desk.reviewed_rev, pending=bench.advice.waits(desk), checked_ms=desk.reviewed.took_ms,
    )  # fmt: skip


def _yaml(desk: Desk) -> dict[str, Any]:
    """The drawing as text; while it cannot be read as a design, what is wrong with it."""
    try:
        text = engine.yaml_of(desk.board.design)
        problems: tuple[engine.Place, ...] = ()
    except PageError as error:
        text, problems = engine.raw_yaml_of(desk.board.design), error.places
    marks = [{"line": one.line, "column": one.column, "message": one.message} for one in problems]
    return {"text": text, "rev": desk.board.rev, "problems": marks}
