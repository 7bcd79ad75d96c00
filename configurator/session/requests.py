"""Values as a caller gives them, checked against what they are for; what is of the wrong form is an InvalidRequest."""

from configurator.catalog.model import Feature, Structure
from configurator.catalog.values import BadValue, Given, parse_value
from configurator.configuration import FeatureValue
from configurator.errors import InvalidRequest
from configurator.session.naming import Named
from configurator.units import Units


def checked_value(named: Named, given: Given, units: Units) -> FeatureValue:
    """Return a value of a feature or the number of a structure's instances; raise InvalidRequest where it is none.

    Texts are read as the catalog writes them (`'red'`, `'true'`, `'4'`, `'2.5 m'`).
    """
    found = value_or_problem(named.target, given, units)
    if isinstance(found, BadValue):
        raise InvalidRequest(f"{named.address}: {found}", field=named.address)
    return found


def value_or_problem(target: Feature | Structure, given: Given, units: Units) -> FeatureValue | BadValue:
    """Return a value, or say why it is none."""
    return parse_value(target, given, units) if isinstance(target, Feature) else _count(target, given)


def least_of(structure: Structure) -> int:
    """Return the least number of instances a structure may ever have; none where it may be absent."""
    return 0 if structure.when else structure.low


def _count(structure: Structure, given: Given) -> int | bool | BadValue:
    text = str(given).lower()
    if structure.singleton:
        wanted = {"true": True, "1": True, "false": False, "0": False}.get(text)
        if wanted is None:
            return BadValue(f"{str(given)[:60]!r} does not say whether it is there", "true or false")
        if not wanted and least_of(structure) == 1:
            return BadValue("it is always there", "true")
        return wanted
    expected = f"a number of instances from {structure.low} to {structure.high}" + (", or 0" if structure.when else "")
    if isinstance(given, bool) or not (text.isascii() and text.isdigit() and len(text) < 10):
        return BadValue(f"{str(given)[:60]!r} is not a number of instances", expected)
    number = int(text)
    if not structure.low <= number <= structure.high and not (number == 0 and structure.when):
        return BadValue(f"{number} is outside the range", expected)
    return number
