"""The canvas: a Components-v2 component and the protocol that keeps its drawing and Python's the same."""

from design_sandbox.ui.canvas.protocol import Board

__all__ = ["Board"]
