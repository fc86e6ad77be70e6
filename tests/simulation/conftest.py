"""Lets these tests share sample plans, and draw designs with the same text as the tests of the walk."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parent.parent / "walk")]
