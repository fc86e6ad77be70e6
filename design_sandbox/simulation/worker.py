"""The process of one run, started as `python -m design_sandbox.simulation.worker` by `runner`.

It reads (plan, seed, replications, limits) from its input and answers with ("progress", share) now and then and at last
("result", result) or ("failed", reason). It ends when its input ends: nobody waits any more.
"""

from __future__ import annotations

import os
import sys
import threading
import time

from design_sandbox.simulation.messages import read, write
from design_sandbox.simulation.simulate import simulate

COURTESY = 5
"""How much lower its priority is than the server's."""
TOLD_EVERY_S = 0.1


def main() -> None:
    """Run one plan."""
    if hasattr(os, "nice"):
        os.nice(COURTESY)
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    asked = read(sys.stdin.buffer)
    if asked is None:
        return
    threading.Thread(target=_end_with_parent, daemon=True).start()
    plan, seed, replications, limits = asked
    told_at = 0.0

    def told(share: float) -> None:
        nonlocal told_at
        if time.monotonic() >= told_at + TOLD_EVERY_S:
            told_at = time.monotonic()
            write(out, ("progress", share))

    try:
        write(out, ("result", simulate(plan, seed, replications, limits=limits, progress=told)))
    except ValueError as error:
        write(out, ("failed", str(error)))
    except MemoryError:
        write(out, ("failed", "There is not enough memory for this simulation; take a shorter time."))


def _end_with_parent() -> None:
    os.read(sys.stdin.fileno(), 1)  # nothing more is ever sent: this returns when the parent is gone
    os._exit(0)


if __name__ == "__main__":
    main()
