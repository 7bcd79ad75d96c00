"""Units of measure and currencies: dimensions with exact conversion (1 kW = 1000 W)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from configurator.money import ONE


@dataclass(frozen=True, slots=True)
class Dimension:
    """A product of named base dimensions with integer exponents; sorted, without zero exponents."""

    exponents: tuple[tuple[str, int], ...] = ()

    def __mul__(self, other: "Dimension") -> "Dimension":
        return self._combined(other, 1)

    def __truediv__(self, other: "Dimension") -> "Dimension":
        return self._combined(other, -1)

    def _combined(self, other: "Dimension", sign: int) -> "Dimension":
        total = dict(self.exponents)
        for base, exponent in other.exponents:
            total[base] = total.get(base, 0) + sign * exponent
        return Dimension(tuple(sorted((base, exponent) for base, exponent in total.items() if exponent)))

    def __str__(self) -> str:
        """Name the dimension: `energy`, or where it has no name its bases, as `mass·time^-2`."""
        if not self.exponents:
            return "a plain number"
        if self.exponents in _NAMED:
            return _NAMED[self.exponents]
        return "·".join(base if exponent == 1 else f"{base}^{exponent}" for base, exponent in self.exponents)


PLAIN = Dimension()


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: one of it is `factor` base units of its dimension. The plain number has the name ''."""

    name: str
    factor: Fraction
    dimension: Dimension

    def to_base(self, amount: Fraction) -> Fraction:
        """Convert an amount in this unit to base units, exactly."""
        return amount * self.factor if self.name else amount

    def from_base(self, amount: Fraction) -> Fraction:
        """Convert an amount in base units to this unit, exactly."""
        return amount / self.factor if self.name else amount


NO_UNIT = Unit("", ONE, PLAIN)

# The dimensions that have a name of their own, by the exponents of the base dimensions they are made of.
_NAMES: Mapping[str, tuple[tuple[str, int], ...]] = {
    "area": (("length", 2),),
    "volume": (("length", 3),),
    "speed": (("length", 1), ("time", -1)),
    "frequency": (("time", -1),),
    "energy": (("power", 1), ("time", 1)),
    "voltage": (("current", -1), ("power", 1)),
    "charge": (("current", 1), ("time", 1)),
    "data rate": (("data", 1), ("time", -1)),
}
_BASES = frozenset({"power", "current", "mass", "length", "time", "data"})
_NAMED = {exponents: name for name, exponents in _NAMES.items()}

# Units by dimension, in base units: W, A, g, mm, s, B. Decimal (kB, MB …) and binary (KiB, MiB …) data sizes are
# different units.
_FAMILIES: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    ("power", (("W", "1"), ("mW", "1/1000"), ("kW", "1000"), ("MW", "1000000"))),
    ("energy", (
        ("J", "1"), ("kJ", "1000"), ("MJ", "1000000"), ("Wh", "3600"), ("kWh", "3600000"), ("MWh", "3600000000"),
    )),
    ("voltage", (("V", "1"), ("mV", "1/1000"), ("kV", "1000"))),
    ("current", (("A", "1"), ("mA", "1/1000"))),
    ("charge", (("Ah", "3600"), ("mAh", "18/5"))),
    ("frequency", (("Hz", "1"), ("kHz", "1000"), ("MHz", "1000000"), ("GHz", "1000000000"))),
    ("mass", (("g", "1"), ("mg", "1/1000"), ("kg", "1000"), ("t", "1000000"), ("lb", "45359237/100000"))),
    ("length", (("mm", "1"), ("cm", "10"), ("m", "1000"), ("km", "1000000"), ("inch", "127/5"), ("ft", "1524/5"))),
    ("area", (("mm2", "1"), ("cm2", "100"), ("m2", "1000000"))),
    ("volume", (("mm3", "1"), ("cm3", "1000"), ("m3", "1000000000"), ("ml", "1000"), ("l", "1000000"))),
    ("time", (("s", "1"), ("ms", "1/1000"), ("min", "60"), ("h", "3600"), ("d", "86400"))),
    ("data", (
        ("B", "1"), ("kB", "1000"), ("MB", "1000000"), ("GB", "1000000000"), ("TB", "1000000000000"),
        ("KiB", "1024"), ("MiB", "1048576"), ("GiB", "1073741824"), ("TiB", "1099511627776"),
        ("bit", "1/8"), ("kbit", "125"), ("Mbit", "125000"), ("Gbit", "125000000"),
    )),
    ("ratio", (("%", "1/100"),)),
)  # fmt: skip


def _standard() -> dict[str, Unit]:
    units = {}
    for family, members in _FAMILIES:
        dimension = PLAIN if family == "ratio" else Dimension(_NAMES.get(family, ((family, 1),)))
        for name, factor in members:
            units[name] = Unit(name, Fraction(factor), dimension)
    return units


class Units(Mapping[str, Unit]):
    """The units one document may use, by name: the standard ones and those it declares itself.

    The quotient of two of them is a unit too (`km/h`, `EUR/m2`), although it is not listed.
    """

    def __init__(self, declared: Mapping[str, Unit] | None = None) -> None:
        self._units = {**_standard(), **(declared or {})}

    def __getitem__(self, name: str) -> Unit:
        if name in self._units or "/" not in name:
            return self._units[name]
        above, below = (self._units[part] for part in _halves(name))
        return Unit(name, above.factor / below.factor, above.dimension / below.dimension)

    def __iter__(self) -> Iterator[str]:
        return iter(self._units)

    def __len__(self) -> int:
        return len(self._units)

    def with_base(self, name: str) -> "Units":
        """Return these units and one more that is the base of a dimension of its own (a currency, 'seats')."""
        base = f"{name} (declared)" if name in _BASES else name
        return Units({**self._units, name: Unit(name, ONE, Dimension(((base, 1),)))})

    def with_multiple(self, name: str, amount: Fraction, of: Unit) -> "Units":
        """Return these units and one more that is `amount` times another."""
        return Units({**self._units, name: Unit(name, amount * of.factor, of.dimension)})


def _halves(name: str) -> tuple[str, str]:
    above, _, below = name.partition("/")
    return above, below


STANDARD_UNITS = Units()
