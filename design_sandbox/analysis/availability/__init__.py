"""How much of the time each journey is answered, exactly for the drawn structure, with what stops it."""

from design_sandbox.analysis.availability.groups import Domain, PartGroup
from design_sandbox.analysis.availability.journeys import availabilities, joint_availability
from design_sandbox.analysis.availability.needs import Soft
from design_sandbox.analysis.availability.result import Availability, Cut, Gain, Thing

__all__ = [
    "Availability", "Cut", "Domain", "Gain", "PartGroup", "Soft", "Thing", "availabilities", "joint_availability",
]  # fmt: skip
