"""Write schemas/*.schema.json from the models, or with --check tell which are out of date."""

from __future__ import annotations

import sys
from pathlib import Path

from design_sandbox.model.schema import SCHEMAS, schema_text

FOLDER = Path(__file__).resolve().parent.parent / "schemas"


def wanted() -> dict[Path, str]:
    """Every file this tool writes, with its text."""
    return {FOLDER / f"{name}.schema.json": schema_text(name) for name in SCHEMAS}


def main() -> int:
    """Write, or check; 1 when a check fails."""
    from generated import check_or_write

    return check_or_write(
        wanted(), FOLDER, "*.schema.json", check="--check" in sys.argv[1:], remake="make schemas"
    )


if __name__ == "__main__":
    sys.exit(main())
