"""Write generated files, or check that the committed ones are what would be written."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path


def check_or_write(
    wanted: Mapping[Path, str], folder: Path, pattern: str, *, check: bool, remake: str
) -> int:
    """Make `folder` hold exactly `wanted` where `pattern` matches; 1 when a check finds otherwise."""
    extra = sorted(path for path in folder.glob(pattern) if path not in wanted)
    stale = [path for path, text in wanted.items() if not path.is_file() or path.read_text("utf-8") != text]
    if check:
        for path in (*stale, *extra):
            print(f"{path.name} is {'out of date' if path in wanted else 'no longer made'}", file=sys.stderr)
        if stale or extra:
            print(f"Run '{remake}' and commit the result.", file=sys.stderr)
        return int(bool(stale or extra))
    folder.mkdir(parents=True, exist_ok=True)
    for path in stale:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(wanted[path], "utf-8")
        print(f"wrote {path.name}")
    for path in extra:
        path.unlink()
        print(f"removed {path.name}")
    return 0
