"""Where the database lives."""

from __future__ import annotations

import os
from pathlib import Path

from platformdirs import user_data_path

HOME_VARIABLE = "DESIGN_SANDBOX_HOME"
DATABASE_NAME = "attempts.sqlite3"


def data_folder(home: Path | None = None) -> Path:
    """The folder that keeps attempts: `home`, else `DESIGN_SANDBOX_HOME`, else the user's data folder."""
    if home is not None:
        return home
    moved = os.environ.get(HOME_VARIABLE, "").strip()
    return Path(moved).expanduser() if moved else user_data_path("design-sandbox", appauthor=False)
