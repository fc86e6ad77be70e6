"""What is kept between visits: attempts, every committed revision of a drawing, and the best scores."""

from design_sandbox.attempts.records import Attempt, BestScore, Kept, Revision, StoreError
from design_sandbox.attempts.store import Store

__all__ = ["Attempt", "BestScore", "Kept", "Revision", "Store", "StoreError"]
