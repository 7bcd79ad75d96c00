"""The units that a catalog and its libraries declare beside the standard ones."""

import re

from configurator.catalog.building.build_report import BuildReport
from configurator.catalog.codes import BAD_UNIT, DUPLICATE_UNIT
from configurator.catalog.feature_values import read_amount
from configurator.catalog.limits import MOST_BITS, MOST_UNITS
from configurator.money import ZERO
from configurator.reading.message_parts import did_you_mean
from configurator.reading.shape import Word
from configurator.units import NO_UNIT, STANDARD_UNITS, Unit, Units

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def declared_units(report: BuildReport, declarations: tuple[tuple[Word, Word], ...]) -> Units:
    """Return the standard units and the declared ones: `base` starts a dimension, `12 seat` is a multiple of another.

    They may be declared in any order. Declaring a unit again is fine as long as it means the same.
    """
    units, open_ = STANDARD_UNITS, _distinct(report, declarations)
    if len(open_) > MOST_UNITS:
        location = next(iter(open_)).location
        report.add(BAD_UNIT, location, "units", f"{len(open_):,} units are declared", f"at most {MOST_UNITS}")
        return units
    while ready := [name for name in open_ if _is_ready(open_[name], units)]:
        for name in ready:
            units = _with(report, units, name, open_.pop(name))
    for name, meaning in open_.items():
        _, unit = read_amount(meaning) or (ZERO, "")
        hint = did_you_mean(unit, units)
        message = f"`{meaning}` says nothing of a known unit"
        report.add(
            BAD_UNIT, meaning.location, f"units.{name}", message, "`base`, or a number and a unit: `12 seat`", hint
        )
    return Units({name: units[name] for name, _ in declarations if name in units})


def _distinct(report: BuildReport, declarations: tuple[tuple[Word, Word], ...]) -> dict[Word, Word]:
    words: dict[Word, Word] = {}
    for name, meaning in declarations:
        where = f"units.{name}"
        if not _NAME.fullmatch(name):
            report.add(BAD_UNIT, name.location, where, f"`{name}` is no name of a unit", "letters, digits and _")
        elif name in STANDARD_UNITS:
            report.add(DUPLICATE_UNIT, name.location, where, f"`{name}` is a standard unit", "a name of its own")
        elif words.setdefault(name, meaning) != meaning:
            message = f"`{name}` is `{meaning}` here and `{words[name]}` at {words[name].location}"
            report.add(DUPLICATE_UNIT, meaning.location, where, message, "one meaning")
    return words


def _is_ready(meaning: Word, units: Units) -> bool:
    amount = read_amount(meaning)
    return meaning == "base" or (amount is not None and (not amount[1] or amount[1] in units))


def _with(report: BuildReport, units: Units, name: Word, meaning: Word) -> Units:
    if meaning == "base":
        return units.with_base(name)
    amount, of = read_amount(meaning) or (ZERO, "")
    if not amount or amount < 0:
        message = f"`{meaning}` is not a positive amount"
        report.add(BAD_UNIT, meaning.location, f"units.{name}", message, "`base`, or a number and a unit: `12 seat`")
        return units.with_base(name)
    unit = units[of] if of else NO_UNIT
    factor = amount * unit.factor
    if max(factor.numerator, factor.denominator).bit_length() > MOST_BITS:
        message = f"`{meaning}` is too many or too few base units"
        report.add(BAD_UNIT, meaning.location, f"units.{name}", message, f"a number of at most {MOST_BITS} bits")
        return units.with_base(name)
    return units.with_multiple(name, amount, unit)


def find_unit(report: BuildReport, units: Units, name: Word, where: str) -> Unit:
    """Return a unit by its name; report it where there is none. No name is the plain number."""
    if not name:
        return NO_UNIT
    unit = units.get(name)
    if unit is None:
        hint = did_you_mean(name, units) or "declare it under `units`"
        report.add(BAD_UNIT, name.location, where, f"`{name}` is not a known unit", "a unit", hint)
        return NO_UNIT
    return unit
