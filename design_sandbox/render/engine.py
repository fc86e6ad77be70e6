"""Which Graphviz lays out: the system's `dot` when it is recent enough, otherwise the embedded one."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from functools import cache
from typing import Literal

from design_sandbox.render.drawing import DrawingError
from design_sandbox.render.wasm_host import (
    GRAPHVIZ_VERSION,
    MEMORY_LIMIT_BYTES,
    DeadlineError,
    EmbeddedGraphviz,
    EngineError,
)

if sys.platform != "win32":
    import resource

Engine = Literal["auto", "embedded", "system"]
OLDEST_SYSTEM_VERSION = (12, 0)
DEADLINE_S = 10.0


def chosen_engine(engine: Engine | None = None) -> Literal["embedded", "system"]:
    """Return the engine in use: the argument, else the environment's `DESIGN_SANDBOX_DOT`, else `auto`.

    Raises DrawingError for an unknown setting and when `system` is asked for but missing or too old.
    """
    setting = engine or os.environ.get("DESIGN_SANDBOX_DOT", "auto") or "auto"
    if setting not in {"auto", "embedded", "system"}:
        raise DrawingError(f"DESIGN_SANDBOX_DOT is {setting!r}; it can be auto, embedded or system.")
    if setting == "embedded":
        return "embedded"
    version = system_version()
    if version is not None and version >= OLDEST_SYSTEM_VERSION:
        return "system"
    if setting == "system":
        found = "none was found" if version is None else f"found is {'.'.join(map(str, version))}"
        raise DrawingError(
            f"A system Graphviz of version 12 or later is needed, {found}. Use embedded instead."
        )
    return "embedded"


def engine_label(engine: Engine | None = None) -> str:
    """Name and version of the engine in use, for a footer: `Graphviz 16.1.0`."""
    if chosen_engine(engine) == "embedded":
        return f"Graphviz {GRAPHVIZ_VERSION}"
    return f"Graphviz {'.'.join(map(str, system_version() or ()))}"


@cache
def system_version() -> tuple[int, ...] | None:
    """Version of the `dot` on the search path, or None when there is none that answers."""
    program = shutil.which("dot")
    if program is None:
        return None
    try:
        answer = subprocess.run([program, "-V"], capture_output=True, text=True, timeout=5, check=False)  # noqa: S603 - found on the search path, fixed arguments
    except (OSError, subprocess.TimeoutExpired):
        return None
    found = re.search(r"version (\d+)\.(\d+)\.(\d+)", answer.stderr + answer.stdout)
    return tuple(int(part) for part in found.groups()) if found else None


def run_dot(dot: str, *, engine: Engine | None = None, deadline_s: float = DEADLINE_S) -> str:
    """Lay out DOT text (made by this package only) and return Graphviz's `json0`.

    Raises DeadlineError after `deadline_s` seconds, and EngineError for anything else.
    """
    if chosen_engine(engine) == "embedded":
        return EmbeddedGraphviz(deadline_s=deadline_s).layout(dot, "json0")
    return _run_system(dot, deadline_s)


def _run_system(dot: str, deadline_s: float) -> str:
    program = shutil.which("dot") or "dot"
    try:
        answer = subprocess.run(  # noqa: S603 - as above; the text goes in through standard input
            [program, "-Tjson0"],
            input=dot,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=deadline_s,
            check=False,
            preexec_fn=None if sys.platform == "win32" else lambda: _limit_this_process(deadline_s),
        )
    except subprocess.TimeoutExpired:
        raise DeadlineError("the layout took too long") from None
    except OSError as error:
        raise EngineError(f"dot could not be started: {error.strerror}") from None
    if answer.returncode or not answer.stdout:
        raise EngineError(answer.stderr[:300] or f"dot ended with code {answer.returncode}")
    return answer.stdout


def _limit_this_process(deadline_s: float) -> None:
    """Bound the started `dot`; runs between fork and exec, so it must not import anything."""
    if sys.platform != "win32":
        seconds = int(deadline_s) + 1
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (4 * MEMORY_LIMIT_BYTES, 4 * MEMORY_LIMIT_BYTES))
