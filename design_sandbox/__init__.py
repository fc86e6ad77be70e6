"""Design Sandbox: draw a system, have every required flow walked through it, and see what the walk shows.

>>> from design_sandbox import load_design, load_scenario, review
>>> design = load_design("my-twitter.yaml")
>>> review(design, load_scenario("twitter"), "swe-mid").shown_score  # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from design_sandbox.model.loading import load_design, load_scenario
    from design_sandbox.review.engine import review

__version__ = "0.1.0"
__all__ = ["__version__", "load_design", "load_scenario", "review"]

_HOMES = {
    "load_design": "design_sandbox.model.loading",
    "load_scenario": "design_sandbox.model.loading",
    "review": "design_sandbox.review.engine",
}


def __getattr__(name: str) -> Any:
    """Import what is asked for when it is asked for, so that the command line starts quickly."""
    if name not in _HOMES:
        raise AttributeError(f"module 'design_sandbox' has no attribute {name!r}")
    import importlib

    importlib.import_module("design_sandbox.notebook")
    return getattr(importlib.import_module(_HOMES[name]), name)
