"""What breaks, degrades and overloads when one thing is lost, and whether it passes by itself."""

from design_sandbox.analysis.failure.losing import every_loss, left_after, take_down
from design_sandbox.analysis.failure.result import (
    FlowEffect,
    Loss,
    PartEffect,
    RetryStorm,
    SinglePoint,
    Target,
)
from design_sandbox.analysis.failure.single_points import single_points
from design_sandbox.analysis.failure.taking_over import recovery_time
from design_sandbox.analysis.failure.targets import losable, target_of

__all__ = [
    "FlowEffect", "Loss", "PartEffect", "RetryStorm", "SinglePoint", "Target", "every_loss", "left_after", "losable", "recovery_time",
    "single_points", "take_down", "target_of",
]  # fmt: skip
