"""Build hook: wheels carry the scenarios, the rubrics and app.py under `design_sandbox/content/`.

An editable install reads them from the checkout instead, so nothing is copied there that could grow stale.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

CONTENT = ("scenarios", "rubrics", "app.py")


class WheelContent(BuildHookInterface[Any]):
    """Adds the content folders to standard wheels."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Name what to carry; `version` is `standard` or `editable`."""
        if version != "standard":
            return
        for name in CONTENT:
            if (Path(self.root) / name).exists():
                build_data["force_include"][name] = f"design_sandbox/content/{name}"
