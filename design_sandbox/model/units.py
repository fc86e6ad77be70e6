"""Units as powers of base units: second (`s`), byte (`B`), dollar (`$`) and counted things (`link`, `request` …)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

SECOND, BYTE, DOLLAR = "s", "B", "$"
_BASES = (SECOND, BYTE, DOLLAR)
_HIGHEST_POWER = 9
MAX_CHARACTERS = 100
"""Longest text of a figure or unit."""


class QuantityError(ValueError):
    """A figure or unit that cannot be understood or combined; the message is for people."""


@dataclass(frozen=True, slots=True)
class Unit:
    """The dimensions of a quantity: base unit → power, without zeros, sorted by name."""

    powers: tuple[tuple[str, int], ...] = ()

    @classmethod
    def of(cls, powers: Mapping[str, int]) -> Unit:
        """The unit with these powers; raises QuantityError when a power is absurd."""
        if any(abs(power) > _HIGHEST_POWER for power in powers.values()):
            raise QuantityError(f"a unit with a power above {_HIGHEST_POWER} has no meaning here")
        return cls(tuple(sorted((name, power) for name, power in powers.items() if power)))

    def power(self, name: str) -> int:
        """The power of one base unit, 0 when absent."""
        return dict(self.powers).get(name, 0)

    @property
    def things(self) -> tuple[tuple[str, int], ...]:
        """The counted things among the powers."""
        return tuple(item for item in self.powers if item[0] not in _BASES)

    @property
    def measures(self) -> tuple[tuple[str, int], ...]:
        """Seconds, bytes and dollars among the powers."""
        return tuple(item for item in self.powers if item[0] in _BASES)

    def __mul__(self, other: Unit) -> Unit:
        return Unit.of({name: self.power(name) + other.power(name) for name, _ in self.powers + other.powers})

    def __truediv__(self, other: Unit) -> Unit:
        return Unit.of({name: self.power(name) - other.power(name) for name, _ in self.powers + other.powers})

    def fits(self, other: Unit) -> bool:
        """Whether the two may be added or compared; a count without a name fits a count of anything."""
        if self.measures != other.measures:
            return False
        return self.things == other.things or not self.things or not other.things

    def __str__(self) -> str:
        above = "·".join(name for name, power in self.powers for _ in range(power))
        below = "".join(
            f"/{name}" for name, power in sorted(self.powers, key=_time_last) for _ in range(-power)
        )
        return above + below

    @property
    def described(self) -> str:
        """What people call such a quantity, for messages: `a duration`, `a plain number`, `link/s`."""
        known = {(): "a plain number", ((SECOND, 1),): "a duration", ((BYTE, 1),): "an amount of bytes",
                 ((DOLLAR, 1),): "money", ((SECOND, -1),): "a rate (per second)"}  # fmt: skip
        if self.powers in known:
            return known[self.powers]
        if len(self.powers) == 1 and self.powers[0][1] == 1:
            return f"a count ({self})"
        return f"a rate ({self})" if self.power(SECOND) == -1 else f"a figure in {self}"


PLAIN = Unit()


def _time_last(item: tuple[str, int]) -> tuple[bool, str]:
    return item[0] == SECOND, item[0]
