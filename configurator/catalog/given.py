"""Values given for a path: of a feature, or the number of instances of a structure."""

from configurator.catalog.addresses import find_member
from configurator.catalog.feature_values import BadValue, Given, parse_value, text_of
from configurator.catalog.model import Catalog, Feature, Structure
from configurator.configuration import FeatureValue


def parse_given(catalog: Catalog, path: str, given: Given) -> FeatureValue | BadValue:
    """Parse the value given for a path: a feature's value, a boolean for a singleton, a number of instances.

    Raises InvalidRequest where the path is unknown.
    """
    member = find_member(catalog, path)
    if isinstance(member, Feature):
        return parse_value(member, given, catalog.units)
    return _presence(member, given) if member.singleton else _number_of_instances(member, given)


def _presence(structure: Structure, given: Given) -> bool | BadValue:
    known = {"true": True, "false": False}
    result = given if isinstance(given, bool) else known.get(text_of(given))
    if result is None or (not result and structure.low == 1 and structure.when is None):
        always = structure.low == 1 and structure.when is None
        return BadValue(
            f"`{text_of(given)}` is not possible for `{structure.id}`", "true" if always else "true or false"
        )
    return result


def _number_of_instances(structure: Structure, given: Given) -> int | BadValue:
    low = 0 if structure.when is not None else structure.low
    text = text_of(given)
    if not isinstance(given, bool) and text.isascii() and text.isdecimal() and len(text) < 10:
        if low <= int(text) <= structure.high:
            return int(text)
        return BadValue(f"{text} instances of `{structure.id}` are not possible", f"{low} .. {structure.high}")
    return BadValue(f"`{text_of(given)}` is not a number of instances", f"{low} .. {structure.high}")
