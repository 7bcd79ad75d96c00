"""Definitions over three plain variables, and numbers of them that can be looked at under values."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import product

from configurator.program.compile.catalog_encoding import CatalogEncoding
from configurator.program.compile.definitions import Definitions
from configurator.program.compile.lowered import LoweredNumber, ValueWeight
from configurator.program.compile.program_draft import ProgramDraft
from configurator.program.compile.slots import with_slots
from configurator.program.nodes import Formula, variables_in
from configurator.program.semantics import holds
from tests.catalog.loading import catalog_of

TEXT = """
features:
  one: {type: integer, range: 0..2}
  two: {type: integer, range: 0..3}
  far: {type: integer, range: -9..9}
structures:
  cells:
    cardinality: 0..2
    features:
      load: {type: integer, range: 0..2}
"""
ONE, TWO, FAR, CELLS, LOAD_1, LOAD_2 = range(6)


def draft() -> ProgramDraft:
    """Return a draft with a variable for each of the names above."""
    return with_slots(ProgramDraft(catalog_of(TEXT)))


def making() -> Definitions:
    """Return definitions for a law of the name `law`."""
    found = Definitions(draft())
    found.law = "law"
    return found


def encoding() -> CatalogEncoding:
    return draft().encoding


def plain(variable: int, slope: int | Fraction = 1, constant: int | Fraction = 0) -> LoweredNumber:
    """Return `slope * variable + constant`."""
    return LoweredNumber(Fraction(constant), {variable: ValueWeight(Fraction(slope))})


def amount(number: LoweredNumber, definitions: Definitions, values: Mapping[int, int]) -> Fraction:
    """Return what a number is under values of all variables."""
    total = number.constant + sum(weight.at(values[variable]) for variable, weight in number.weights.items())
    for group, joint in number.joints.items():
        indices = list(product(*(definitions.logic.domains[variable] for variable in group)))
        total += joint[indices.index(tuple(values[variable] for variable in group))]
    return Fraction(total)


def worlds(definitions: Definitions, *variables: int) -> Iterator[dict[int, int]]:
    """Yield all values of some variables, with the only values of the determined ones that follow from them."""
    for held in product(*(definitions.logic.domains[variable] for variable in variables)):
        values = dict(zip(variables, held, strict=True))
        yield from _determined(definitions, values)


def _determined(definitions: Definitions, values: dict[int, int]) -> Iterator[dict[int, int]]:
    """Give the determined variables that depend on these values alone their values, one after the other."""
    for at, variable in enumerate(definitions.variables):
        laws = [law.formula for law in definitions.constraints if law.name == variable.name]
        if variable.determined and all(_known(law, {**values, at: 0}) for law in laws):
            fitting = [value for value in variable.domain if all(holds(law, {**values, at: value}) for law in laws)]
            if len(fitting) != 1:
                raise AssertionError(f"{variable.name} has {len(fitting)} values where one must be")
            values[at] = fitting[0]
    yield values


def _known(formula: Formula, values: Mapping[int, int]) -> bool:
    return all(variable in values for variable in variables_in(formula))
