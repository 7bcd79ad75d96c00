"""Step-down supplies: two public bills of material to the cent, worked examples, and all designs by plain loops."""

import csv
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from itertools import product

import pytest

from configurator.configuration import FeatureValue
from configurator.engine import Engine, EvaluationRequest
from configurator.offering.best_build import read_aim
from configurator.offering.goals import Sense
from configurator.session.choices import Choices
from configurator.shipped import shipped_folder

DAY = date(2026, 3, 1)
Part = dict[str, str]
MICRO, MILLI, KILO = Fraction(1, 10**6), Fraction(1, 1000), 1000
AREA = (
    "sum(converter.area, converter.support_area, inductor.area, "
    "input_capacitors * input_capacitor.area, output_capacitors * output_capacitor.area)"
)
LOSS = "sum(converter.idle, iout * iout * converter.resistance, iout * iout * inductor.resistance)"


def _rows(path: str) -> list[Part]:
    folder, name = path.split("/")
    with (shipped_folder(folder) / "power_supply" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


CONVERTERS, INDUCTORS, CAPACITORS = (
    _rows(f"catalogs/{name}.csv") for name in ("converters", "inductors", "capacitors")
)
PARTS = {row["id"]: row for row in (*CONVERTERS, *INDUCTORS, *CAPACITORS)}
PRICES = {row["item"]: Fraction(row["amount"]) for row in _rows("pricing_rules/prices.csv")}


@dataclass(frozen=True)
class Requirements:
    """What a supply must do, in volts, amperes and square millimetres; parts of one for what is a percentage."""

    vin_low: Fraction
    vin_high: Fraction
    vout: Fraction
    iout: Fraction
    ripple_current: Fraction
    output_ripple: Fraction = Fraction(50, 1000)
    ambient: int = 30
    size: int = 400
    efficiency: Fraction = Fraction(80, 100)

    def choices(self) -> dict[str, FeatureValue]:
        return {
            "vin_low": self.vin_low,
            "vin_high": self.vin_high,
            "vout": self.vout,
            "iout": self.iout,
            "ripple_current": int(self.ripple_current * 100),
            "output_ripple": int(self.output_ripple * 1000),
            "ambient": self.ambient,
            "size": self.size,
            "efficiency": int(self.efficiency * 100),
        }


def needs(vin_low: str, vin_high: str, vout: str, iout: str, ripple: str) -> Requirements:
    return Requirements(Fraction(vin_low), Fraction(vin_high), Fraction(vout), Fraction(iout), Fraction(ripple))


TO_5_V = needs("12", "13.8", "5", "2", "0.8")
TO_3_3_V = needs("12", "22", "3.3", "2", "0.8")


@dataclass(frozen=True)
class Design:
    """A converter with its inductor, none for a module, and capacitors with their numbers."""

    converter: str
    inductor: str | None
    input_capacitor: str
    input_capacitors: int
    output_capacitor: str
    output_capacitors: int

    def choices(self) -> dict[str, FeatureValue]:
        return {name: value for name, value in asdict(self).items() if value is not None}

    def parts(self) -> dict[str, int]:
        """Return the bill of materials, small parts included."""
        converter = PARTS[self.converter]
        bill = {self.converter: 1, "chip-resistor": int(converter["resistors"])}
        bill["small-capacitor"] = int(converter["small_capacitors"])
        if self.inductor:
            bill[self.inductor] = 1
        for part, number in (
            (self.input_capacitor, self.input_capacitors),
            (self.output_capacitor, self.output_capacitors),
        ):
            bill[part] = bill.get(part, 0) + number
        return bill

    def price(self) -> Fraction:
        return sum((PRICES[part] * number for part, number in self.parts().items()), Fraction())

    def area(self) -> int:
        """Return the area of all parts in square millimetres."""
        converter = PARTS[self.converter]
        coil = int(PARTS[self.inductor]["area"]) if self.inductor else 0
        into, out = (int(PARTS[part]["area"]) for part in (self.input_capacitor, self.output_capacitor))
        capacitors = self.input_capacitors * into + self.output_capacitors * out
        return int(converter["area"]) + int(converter["support_area"]) + coil + capacitors

    def loss(self, amperes: Fraction) -> Fraction:
        """Return the losses of converter and inductor in watts."""
        converter = PARTS[self.converter]
        coil = Fraction(PARTS[self.inductor]["resistance"]) if self.inductor else 0
        return (Fraction(converter["idle"]) + amperes**2 * (Fraction(converter["resistance"]) + coil)) * MILLI


PUBLIC_5_V = Design("tps563209", "vlp8040t-3r3n", "grm31cr61e106ka12l", 2, "c1608x5r1a226m080ac", 2)
PUBLIC_3_3_V = Design("lmz14203", None, "grm31cr71h475ka12l", 3, "t520b107m006ate018", 1)


def _figure(part: Part, name: str) -> Fraction:
    """Return a figure in volts, amperes, hertz, ohms, henries and farads."""
    scale: dict[str, Fraction | int] = {
        "frequency": KILO,
        "resistance": MILLI,
        "idle": MILLI,
        "inductance": MICRO,
        "capacitance": MICRO,
    }
    return Fraction(part[name]) * scale.get(name, 1)


def _converters(needs: Requirements) -> Iterator[Part]:
    for part in CONVERTERS:
        loss = _figure(part, "idle") + needs.iout**2 * _figure(part, "resistance")
        if (
            _figure(part, "vin_least") <= needs.vin_low
            and needs.vin_high <= _figure(part, "vin_most")
            and _figure(part, "vout_least") <= needs.vout <= _figure(part, "vout_most")
            and needs.iout <= _figure(part, "current")
            and needs.ambient + loss * _figure(part, "heating") <= 125
        ):
            yield part


def _least_inductance(needs: Requirements, frequency: Fraction) -> Fraction:
    ripple = needs.ripple_current * needs.iout
    return needs.vout * (needs.vin_high - needs.vout) / (ripple * needs.vin_high * frequency)


def _inductors(needs: Requirements, converter: Part) -> Iterator[str | None]:
    if converter["module"] == "true":
        yield None
        return
    least, peak = _least_inductance(needs, _figure(converter, "frequency")), needs.iout * (1 + needs.ripple_current / 2)
    for part in INDUCTORS:
        if least <= _figure(part, "inductance") and peak <= _figure(part, "saturation"):
            yield part["id"]


def _input_capacitors(needs: Requirements, frequency: Fraction) -> Iterator[tuple[str, int]]:
    for part, number in product(CAPACITORS, range(1, 5)):
        ripple = needs.iout / 4 / (frequency * number * _figure(part, "capacitance"))
        carried = number * _figure(part, "current")
        if (
            ripple <= Fraction("0.1")
            and needs.iout / 2 <= carried
            and needs.vin_high * 3 <= 2 * _figure(part, "voltage")
        ):
            yield part["id"], number


def _output_capacitors(needs: Requirements, frequency: Fraction) -> Iterator[tuple[str, int]]:
    current = needs.ripple_current * needs.iout
    for part, number in product(CAPACITORS, range(1, 5)):
        series, capacitance = _figure(part, "resistance") / number, number * _figure(part, "capacitance")
        ripple = current / (8 * frequency * capacitance) + current * series
        if ripple <= needs.output_ripple and needs.vout * 3 <= 2 * _figure(part, "voltage"):
            yield part["id"], number


def designs(needs: Requirements) -> Iterator[Design]:
    """Yield every design that meets the requirements."""
    output = needs.vout * needs.iout
    for converter in _converters(needs):
        frequency = _figure(converter, "frequency")
        for coil, (into, inputs), (out, outputs) in product(
            _inductors(needs, converter), _input_capacitors(needs, frequency), _output_capacitors(needs, frequency)
        ):
            design = Design(converter["id"], coil, into, inputs, out, outputs)
            if design.area() <= needs.size and needs.efficiency * (output + design.loss(needs.iout)) <= output:
                yield design


@cache
def _engine() -> Engine:
    return Engine.open(now=lambda: 0.0)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("needs", "design", "dollars", "number", "area", "watts"),
    [(TO_5_V, PUBLIC_5_V, "1.03", 9, 164, "0.6"), (TO_3_3_V, PUBLIC_3_3_V, "10.62", 12, 296, "0.74")],
    ids=["TPS563209", "LMZ14203"],
)
def test_a_public_design_meets_its_requirements_and_costs_what_its_report_says(
    needs: Requirements, design: Design, dollars: str, number: int, area: int, watts: str
) -> None:
    assert (Fraction(dollars), area, Fraction(watts)) == (design.price(), design.area(), design.loss(needs.iout))
    assert design in set(designs(needs))
    request = EvaluationRequest("power_supply", DAY, Choices(needs.choices() | design.choices()), differences=False)
    found = _engine().evaluation(request)
    assert found.priced is not None and found.configuration is not None
    assert Fraction(dollars) == found.priced.totals.one_time.fraction
    assert number == sum(design.parts().values())


@pytest.mark.parametrize(
    ("needs", "kilohertz", "least"),
    [(needs("12", "12", "5", "2", "0.3"), 500, "9.72"), (needs("36", "36", "5", "1", "0.2"), 500, "43.06")],
    ids=["12 V to 5 V at 30 %", "36 V to 5 V at 20 %"],
)
def test_a_worked_example_has_its_inductance(needs: Requirements, kilohertz: int, least: str) -> None:
    assert least == f"{float(_least_inductance(needs, Fraction(kilohertz * KILO)) / MICRO):.2f}"


@pytest.mark.slow
@pytest.mark.parametrize("needs", [TO_5_V, TO_3_3_V], ids=["5 V", "3.3 V"])
def test_all_designs_are_those_that_loops_find(needs: Requirements) -> None:
    count = _engine().session("power_supply", Choices(needs.choices())).count()
    assert (len(list(designs(needs))), True) == (count.number, count.exact)


def _front(points: set[tuple[Fraction, Fraction, Fraction]]) -> list[tuple[Fraction, Fraction, Fraction]]:
    def beaten(point: tuple[Fraction, ...]) -> bool:
        return any(other != point and all(a <= b for a, b in zip(other, point, strict=True)) for other in points)

    return sorted(point for point in points if not beaten(point))


@pytest.mark.slow
def test_the_front_over_cost_area_and_loss_is_that_of_all_designs() -> None:
    every = {(each.price(), Fraction(each.area()), each.loss(TO_5_V.iout)) for each in designs(TO_5_V)}
    aim = read_aim(_engine().catalog("power_supply").catalog, [(Sense.LEAST, AREA), (Sense.LEAST, LOSS)])
    search = _engine().price_search(EvaluationRequest("power_supply", DAY))
    front = search.front(Choices(TO_5_V.choices()), aim)
    assert front.complete
    found = [(each.priced.totals.one_time.fraction, *each.reached) for each in front.points]
    assert _front(every) == sorted(found)
