"""What the canvas asks for, each request answered once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from design_sandbox.analysis.what_if import Change, Looked, look_again
from design_sandbox.ui import engine, pictures
from design_sandbox.ui.canvas import simulating
from design_sandbox.ui.canvas.protocol import DesignJson
from design_sandbox.ui.desk import Desk
from design_sandbox.ui.engine import PageError
from design_sandbox.ui.merging import merged
from design_sandbox.ui.payload.loss import loss_payload
from design_sandbox.ui.payload.numbers import numbers_payload
from design_sandbox.ui.payload.simulation import choices_payload

LONGEST_TEXT = 1_000_000
LONGEST_NAME = 200
PAGES = ("library", "numbers", "review")
"""What a link on the canvas may open."""
T = TypeVar("T")
Request = Mapping[str, Any]


def respond(desk: Desk, news: object) -> str | None:
    """Answer the canvas's request, if it is a new one. Returns the page to open, if it asks for one."""
    request = desk.board.next_request(news)
    if request is None:
        return None
    action = request["action"]
    if action in ("review", "download"):
        return "review"
    if action == "open":
        page, prompt = request.get("page"), request.get("prompt")
        desk.answering = prompt if isinstance(prompt, str) and prompt in desk.scenario.trade_offs else ""
        return page if page in PAGES else None
    handler = HANDLERS.get(action)
    if handler is not None:
        try:
            handler(desk, request)
        except PageError as error:
            desk.board.say(error.line, "bad")
    return None


def _layout(desk: Desk, request: Request) -> None:
    positions = pictures.arranged(desk.board.design, request.get("sizes"))
    desk.board.answer("layout", positions=positions)


def _apply_yaml(desk: Desk, request: Request) -> None:
    """The text becomes the drawing if it is a design of this scenario: for the canvas, one undo step."""
    text = request.get("text")
    if not isinstance(text, str) or len(text) > LONGEST_TEXT:
        raise PageError(f"The text is too long; at most {LONGEST_TEXT:,} characters are read.")
    try:
        design = engine.design_of_text(text, scenario=desk.scenario)
    except PageError as error:
        marks = [{"line": one.line, "column": one.column, "message": one.message} for one in error.places]
        desk.board.answer("yaml", ok=False, problems=marks)
        return
    wrong = misplaced(desk, design.design.scenario, design.design.kind)
    if wrong:
        desk.board.answer("yaml", ok=False, problems=[{"line": 1, "column": 1, "message": wrong}])
        return
    document = merged(desk.board.design, engine.document_of(design))
    desk.board.answer("yaml", ok=True, problems=[], design=document)


def misplaced(desk: Desk, scenario: str, kind: str) -> str:
    """Why a design does not belong on this desk; empty when it does."""
    asked = desk.scenario.scenario
    if kind != asked.kind:
        return f"this is a design of the kind {kind!r}; {asked.title!r} asks for {asked.kind!r}"
    if scenario != asked.id:
        return f"this design answers the scenario {scenario!r}; this is {asked.id!r}"
    return ""


def _hint(desk: Desk, _request: Request) -> None:
    desk.next_hint()


def _profile(desk: Desk, request: Request) -> None:
    desk.sit_in(str(request.get("profile", "")))


def _scope(desk: Desk, request: Request) -> None:
    flows = request.get("flows")
    wanted = {
        name: value
        for name, value in (flows.items() if isinstance(flows, Mapping) else ())
        if name in desk.scenario.flows and desk.scenario.flows[name].optional and isinstance(value, bool)
    }
    if wanted:
        desk.edit(lambda before: _with_header(before, scope={**_scope_of(before), **wanted}), commutes=True)


def _variant(desk: Desk, request: Request) -> None:
    variant = request.get("variant")
    if variant is None or variant in desk.scenario.variants:
        desk.edit(lambda before: _with_header(before, variant=variant), commutes=True)


def _numbers(desk: Desk, request: Request) -> None:
    """The numbers of one journey; why there are none is an answer too."""
    flow = str(request.get("flow", ""))[:LONGEST_NAME]
    try:
        told = computed(lambda: numbers_payload(looked_at(desk), flow))
    except (PageError, ValueError) as error:
        told = {"flow": flow, "title": "", "why": error.line if isinstance(error, PageError) else str(error)}
    desk.board.answer("numbers", rev=desk.board.rev, **told)


def _take_down(desk: Desk, request: Request) -> None:
    """One thing is lost, on the screen only: the drawing stays as it is."""
    target = str(request.get("target", ""))
    try:
        told = computed(lambda: loss_payload(looked_at(desk), target))
    except ValueError as error:
        raise PageError(f"This cannot be taken down: {error}.") from error
    desk.board.answer("loss", rev=desk.board.rev, **told)


def _simulate(desk: Desk, request: Request) -> None:
    """Start a simulation of the drawing; the one before it ends."""
    _stop_simulation(desk, request)
    try:
        desk.simulating = computed(lambda: simulating.begin(desk.board, looked_at(desk), request))
    except ValueError as error:
        raise PageError(f"This cannot be simulated: {error}") from error


def _simulation_choices(desk: Desk, _request: Request) -> None:
    """What may be simulated on the drawing; what cannot be says why."""
    try:
        told = computed(lambda: choices_payload(looked_at(desk)))
    except (ValueError, PageError) as error:
        told = {"why": error.line if isinstance(error, PageError) else str(error)}
    desk.board.answer("choices", rev=desk.board.rev, **told)


def _stop_simulation(desk: Desk, _request: Request) -> None:
    if desk.simulating is not None:
        desk.simulating.run.cancel()
    desk.simulating = None
    desk.board.answers.pop("played", None)


def looked_at(desk: Desk) -> Looked:
    """The drawing as it is, walked and computed. Raises PageError when it cannot be read."""
    return look_again(desk.scenario, engine.design_of(desk.board.design), engine.catalogue(), Change())


def computed(compute: Callable[[], T]) -> T:
    """What `compute` gives. Raises PageError, or ValueError where the request makes no sense; nothing else."""
    try:
        return compute()
    except (PageError, ValueError):
        raise
    except Exception as error:
        raise engine.unforeseen("The numbers stopped with an error of ours.", error) from error


def _with_header(document: DesignJson, **changes: Any) -> DesignJson:
    header = {**document["design"], **changes}
    return {**document, "design": {key: value for key, value in header.items() if value is not None}}


def _scope_of(document: DesignJson) -> dict[str, Any]:
    scope = document["design"].get("scope")
    return dict(scope) if isinstance(scope, Mapping) else {}


HANDLERS: dict[str, Callable[[Desk, Request], None]] = {
    "layout": _layout,
    "apply_yaml": _apply_yaml,
    "hint": _hint,
    "numbers": _numbers,
    "profile": _profile,
    "scope": _scope,
    "simulate": _simulate,
    "stop_simulation": _stop_simulation,
    "simulation_choices": _simulation_choices,
    "take_down": _take_down,
    "variant": _variant,
}
