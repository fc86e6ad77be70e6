"""What the arranger works on: boxes, wires and regions by number. Pixels, y grows downwards."""

from __future__ import annotations

from dataclasses import dataclass

Point = tuple[float, float]


@dataclass(frozen=True)
class Box:
    """A card to place. Wires may touch its top and bottom between the two insets.

    A badge takes `badge_room` away at the right of the top. The `overhang` is the part of the height below the front card: boxes of a row are aligned without it.
    """

    width: float
    height: float
    left_inset: float = 14.0
    right_inset: float = 14.0
    badge_room: float = 0.0
    overhang: float = 0.0


@dataclass(frozen=True)
class Wire:
    """A connection to route from box to box; its label needs a free place of the given size."""

    source: int
    target: int
    label_width: float = 0.0
    label_height: float = 0.0


@dataclass(frozen=True)
class Region:
    """A boundary around boxes (`members` are direct ones); `parent` is the number of the region around it."""

    members: tuple[int, ...]
    parent: int | None = None
    label_width: float = 0.0


@dataclass(frozen=True)
class Rectangle:
    """A placed rectangle."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The right border."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The lower border."""
        return self.y + self.height

    def overlaps(self, other: Rectangle) -> bool:
        """Whether the two share an area."""
        return (
            self.x < other.right and other.x < self.right and self.y < other.bottom and other.y < self.bottom
        )


@dataclass(frozen=True)
class Route:
    """A routed wire from its source to its target, and the middle of its label."""

    points: tuple[Point, ...]
    label_at: Point | None = None


@dataclass(frozen=True)
class Arrangement:
    """Where everything goes; None for a region without boxes. `region_labels` are the left ends of names."""

    width: float
    height: float
    boxes: tuple[Rectangle, ...]
    routes: tuple[Route, ...]
    regions: tuple[Rectangle | None, ...]
    region_labels: tuple[Point | None, ...]


def region_of_boxes(regions: list[Region], count: int) -> list[int | None]:
    """Return the innermost region of each box."""
    home: list[int | None] = [None] * count
    for number, region in enumerate(regions):
        for member in region.members:
            home[member] = number
    return home


def ancestry(regions: list[Region], number: int | None) -> list[int]:
    """Return the region and all regions around it, innermost first."""
    chain = []
    while number is not None:
        chain.append(number)
        number = regions[number].parent
    return chain
