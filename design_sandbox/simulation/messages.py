"""Messages between the server and a worker process, of simulations or of advice: pickles with their length in front, on the worker's own pipes."""

from __future__ import annotations

import pickle
import struct
from typing import IO, Any

PREFIX = struct.Struct(">Q")


def write(stream: IO[bytes], message: Any) -> None:
    """Send one message."""
    content = pickle.dumps(message)
    stream.write(PREFIX.pack(len(content)) + content)
    stream.flush()


def read(stream: IO[bytes]) -> Any:
    """The next message, or None at the end."""
    head = stream.read(PREFIX.size)
    if len(head) < PREFIX.size:
        return None
    content = stream.read(PREFIX.unpack(head)[0])
    return pickle.loads(content)  # noqa: S301 - from our own parent or child
