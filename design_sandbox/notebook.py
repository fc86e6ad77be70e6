"""A design and a review show themselves in a notebook, as the same drawing that is exported."""

from __future__ import annotations

from design_sandbox.model.design import Design
from design_sandbox.review.result import Review


def _design_svg(self: Design) -> str:
    from design_sandbox.render.from_design import drawing_of
    from design_sandbox.render.svg import to_svg

    return to_svg(drawing_of(self))


def _review_svg(self: Review) -> str:
    from design_sandbox.render.from_design import drawing_of
    from design_sandbox.render.svg import to_svg

    return to_svg(drawing_of(self.design, self))


# Layers point down, so the documents know nothing of drawing; the notebook's hook is put on from above.
Design._repr_svg_ = _design_svg  # type: ignore[attr-defined]  # put on from above, see the comment
Review._repr_svg_ = _review_svg  # type: ignore[attr-defined]  # as above
