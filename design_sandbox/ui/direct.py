"""The direct line: the canvas tells an edit and hears its review, without a run of the page.

A run of the page costs the server and the browser more than a review does. So the canvas asks here first and tells the
page later, once the hand rests. Nothing depends on it: where the line is not served, or breaks, the page's way carries
the same message, and `Board` takes each commit once.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from typing import Any
from weakref import WeakValueDictionary

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from design_sandbox.ui.bench import Bench
from design_sandbox.ui.canvas.protocol import read_commit, read_wishes
from design_sandbox.ui.payload.bench import news_payload

log = logging.getLogger("design_sandbox.ui")

PATH = "/direct-line"
LARGEST_B = 2_000_000
"""Far above the largest drawing that is graded; the page's way refuses what is longer in words."""
JSON = "application/json"

_benches: WeakValueDictionary[str, Bench] = WeakValueDictionary()
_served: list[str] = []
"""Where this process serves the line: its path, or nothing."""


def routes() -> list[BaseRoute]:
    """What the server answers besides the pages."""
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    path = f"/{base}{PATH}" if base else PATH
    _served[:] = [path]
    return [Route(path, _answer_request, methods=["POST"])]


def number_of(bench: Bench) -> dict[str, str] | None:
    """Where this bench can be reached, for its own tab only; None where no direct line is served."""
    if not _served:
        return None
    _benches[bench.line] = bench
    return {"path": _served[0], "name": bench.line}


def answer(call: object) -> dict[str, Any] | None:
    """The review of a commit, with what else it changes; None when the page has to answer it.

    `call` is data of unknown quality: `{"line": …, "document": {epoch, rev, design, …}}`.
    """
    if not isinstance(call, Mapping) or not isinstance(call.get("line"), str):
        return None
    bench, commit = _benches.get(call["line"]), read_commit(call.get("document"))
    if bench is None or commit is None:
        return None
    with bench.turn:
        bench.hear_and_look(call["document"])
        board = bench.desk.board
        if (board.epoch, board.rev) != (commit.epoch, commit.rev):
            return None  # Python changed the drawing too: the page brings both together
        return news_payload(bench, read_wishes(call["document"]))


async def _answer_request(request: Request) -> Response:
    try:
        body = await _body(request)
        told = None if body is None else await run_in_threadpool(_answer_text, body)
    except ClientDisconnect:
        return Response(status_code=400)
    if told is None:
        return Response(status_code=409)
    return Response(told, media_type=JSON, headers={"Cache-Control": "no-store"})


async def _body(request: Request) -> bytes | None:
    """What was sent, or None when it is too long to be a drawing."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_B:
            return None
    return bytes(body)


def _answer_text(body: bytes) -> bytes | None:
    try:
        told = answer(json.loads(body))
    except (ValueError, RecursionError):
        return None  # no JSON
    except Exception:
        log.exception("the direct line failed")
        return None  # the page says what went wrong
    if told is None:
        return None
    return json.dumps(told, allow_nan=False, ensure_ascii=False, separators=(",", ":")).encode()
