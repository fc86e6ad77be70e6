"""The embedded Graphviz: a WebAssembly module run by wasmtime, cut off from files, network and clock.

The module's import and export names are minified and change with every release of Viz.js. They are
therefore fixed here together with the file's sha256; any other file is refused.
"""

from __future__ import annotations

import hashlib
import struct
import threading
from collections.abc import Callable
from functools import cache
from importlib import resources
from typing import Any

import wasmtime

GRAPHVIZ_VERSION = "16.1.0"
WASM_SHA256 = "b113d594ef25f4da9d12e83f7f1550f00aae8e8fa911ebc4c4417ec1293f1451"
MEMORY_LIMIT_BYTES = 256 << 20
C_STACK_BYTES = 8 << 20
TICK_S = 0.1

_FILE_NOT_FOUND = -44  # ENOENT in WASI numbering: the module sees an empty file system
_OPENS_FILES = {"y": "faccessat", "w": "fstat64", "v": "newfstatat", "l": "openat"}
_ABORTS = {"a": "assert_fail", "b": "cxa_throw", "h": "abort_js"}
_EXPORTS = {
    "initialise": "A",
    "invert_y": "B",
    "reduce": "C",
    "version": "D",
    "allocate": "F",
    "read_graph": "I",
    "create_context": "V",
    "layout": "X",
    "reset_errors": "Z",
    "render": "_",
    "restore_stack": "aa",
}


class EngineError(Exception):
    """Graphviz could not lay the graph out; the message is for developers, not for users."""


class DeadlineError(EngineError):
    """Graphviz was stopped because its time was used up."""


class _Ticker:
    """Advances the engine's epoch every TICK_S while at least one layout runs, and sleeps otherwise."""

    def __init__(self, engine: wasmtime.Engine) -> None:
        self._engine = engine
        self._lock = threading.Lock()
        self._running = 0
        self._idle = threading.Event()

    def __enter__(self) -> None:
        with self._lock:
            self._running += 1
            if self._running == 1:
                self._idle = threading.Event()
                threading.Thread(target=self._tick, args=(self._idle,), daemon=True).start()

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._running -= 1
            if self._running == 0:
                self._idle.set()

    def _tick(self, idle: threading.Event) -> None:
        while not idle.wait(TICK_S):
            self._engine.increment_epoch()


@cache
def _loaded() -> tuple[wasmtime.Engine, wasmtime.Module, _Ticker]:
    """Compile the module once per process; wasmtime keeps the machine code in the user's cache folder."""
    code = resources.files("design_sandbox.render").joinpath("vendor/viz.wasm").read_bytes()
    if hashlib.sha256(code).hexdigest() != WASM_SHA256:
        raise EngineError("vendor/viz.wasm is not the file this version was made for")
    try:
        engine = wasmtime.Engine(_configuration(cached=True))
    except wasmtime.WasmtimeError:  # no home folder, or a read-only one
        engine = wasmtime.Engine(_configuration(cached=False))
    return engine, wasmtime.Module(engine, code), _Ticker(engine)


def _configuration(*, cached: bool) -> wasmtime.Config:
    configuration = wasmtime.Config()
    configuration.epoch_interruption = True
    if cached:
        configuration.cache = True
    return configuration


_loading = threading.Lock()


class EmbeddedGraphviz:
    """One fresh instance of the module: it serves a single layout, so a trap in it can harm no later one."""

    def __init__(self, *, deadline_s: float) -> None:
        with _loading:
            engine, module, self._ticker = _loaded()
        self._store = wasmtime.Store(engine)
        self._store.set_limits(memory_size=MEMORY_LIMIT_BYTES)
        self._store.set_epoch_deadline(max(1, round(deadline_s / TICK_S)))
        self._messages: list[str] = []
        imports = [self._import(wanted) for wanted in module.imports]
        exports = wasmtime.Instance(self._store, module, imports).exports(self._store)
        self._functions: dict[str, Any] = {name: exports[short] for name, short in _EXPORTS.items()}
        self._memory: Any = exports["z"]

    def layout(self, dot: str, output_format: str) -> str:
        """Lay out `dot` and return Graphviz's output in `output_format`; any message of its is a failure."""
        try:
            with self._ticker:
                self._prepare()
                output = self._run(dot, output_format)
        except wasmtime.Trap as trap:
            if trap.trap_code is wasmtime.TrapCode.INTERRUPT:
                raise DeadlineError("the layout took too long") from None
            raise EngineError(f"the layout engine stopped: {str(trap).splitlines()[-1]}") from None
        except wasmtime.WasmtimeError as error:
            raise EngineError(f"the layout engine stopped: {str(error).splitlines()[0]}") from None
        if self._messages:
            raise EngineError("".join(self._messages))
        return output

    def _prepare(self) -> None:
        """Initialise, and move the C stack: the module's own 64 kB overflow at about 200 nodes."""
        self._call("initialise")
        base = self._call("allocate", C_STACK_BYTES)
        self._call("restore_stack", (base + C_STACK_BYTES) & ~15)
        version = self._text_at(self._call("version"))
        if version != GRAPHVIZ_VERSION:
            raise EngineError(f"Graphviz {version} where {GRAPHVIZ_VERSION} was expected")

    def _run(self, dot: str, output_format: str) -> str:
        self._call("reset_errors")
        graph = self._call("read_graph", self._put_text(dot))
        if not graph:
            raise EngineError("".join(self._messages) or "the graph could not be read")
        self._call("invert_y", 0)
        self._call("reduce", 0)
        context = self._call("create_context")
        if self._call("layout", context, graph, self._put_text("dot")):
            raise EngineError("".join(self._messages) or "no layout")
        result = self._call("render", context, graph, self._put_text(output_format))
        if not result:
            raise EngineError("".join(self._messages) or "no output")
        return self._text_at(result)

    def _call(self, name: str, *arguments: int) -> int:
        return int(self._functions[name](self._store, *arguments) or 0)

    # What the module may ask of its host: memory and a place for messages, nothing else.

    def _import(self, wanted: wasmtime.ImportType) -> wasmtime.Func:
        if not isinstance(wanted.type, wasmtime.FuncType):
            raise EngineError(f"the module wants {wanted.name}, which is no function")
        function = self._host_function(wanted.name or "", returns=bool(wanted.type.results))
        return wasmtime.Func(self._store, wanted.type, function)

    def _host_function(self, name: str, *, returns: bool) -> Callable[..., int | float | None]:
        if name in _ABORTS:
            return lambda *_: self._abort(_ABORTS[name])
        if name in _OPENS_FILES:
            return lambda *_: _FILE_NOT_FOUND
        answers: dict[str, Callable[..., int | float | None]] = {
            "c": lambda code: self._abort(f"exit {code}"),
            "d": self._write,
            "g": lambda: 0.0,
            "k": self._grow,
            "p": self._report,
            "t": self._no_environment,
        }
        return answers.get(name, (lambda *_: 0) if returns else (lambda *_: None))

    def _abort(self, why: str) -> None:
        raise wasmtime.WasmtimeError(f"{why} {''.join(self._messages)}".strip())

    def _report(self, pointer: int) -> int:
        self._messages.append(self._text_at(pointer))
        return 0

    def _write(self, _file: int, vectors: int, count: int, written: int) -> int:
        total = 0
        for index in range(count):
            start, length = struct.unpack(
                "<II", self._memory.read(self._store, vectors + 8 * index, vectors + 8 * index + 8)
            )
            self._messages.append(
                bytes(self._memory.read(self._store, start, start + length)).decode("utf-8", "replace")
            )
            total += length
        self._put_number(written, total)
        return 0

    def _grow(self, wanted_bytes: int) -> int:
        missing = (wanted_bytes & 0xFFFFFFFF) - self._memory.data_len(self._store)
        try:
            self._memory.grow(self._store, (missing + 65535) // 65536)
        except wasmtime.WasmtimeError:
            return 0
        return 1

    def _no_environment(self, count: int, size: int) -> int:
        self._put_number(count, 0)
        self._put_number(size, 0)
        return 0

    def _put_number(self, pointer: int, number: int) -> None:
        self._memory.write(self._store, struct.pack("<I", number), pointer)

    def _put_text(self, text: str) -> int:
        data = text.encode("utf-8") + b"\0"
        pointer = self._call("allocate", len(data))
        self._memory.write(self._store, data, pointer)
        return pointer

    def _text_at(self, pointer: int) -> str:
        text, size = b"", self._memory.data_len(self._store)
        while True:
            piece = bytes(self._memory.read(self._store, pointer, min(pointer + 65536, size)))
            end = piece.find(0)
            if end >= 0:
                return (text + piece[:end]).decode("utf-8", "replace")
            text, pointer = text + piece, pointer + 65536
