"""What exporters call the variables of a program and their values, so that readers of other tools know them again."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from configurator.catalog.values import show_value
from configurator.exchange import codes
from configurator.language.checked import Absence
from configurator.problems import Problem
from configurator.program.compile import CompiledCatalog, FeatureSlot
from configurator.program.nodes import Variable

MOST_VALUES: Final = 2_000
"""Values of one variable that an exporter spells out."""


@dataclass(frozen=True, slots=True)
class Label:
    """The name of a variable, and of each of its values; `truth` tells one that is yes or no, 0 being no.

    An `auxiliary` one names an intermediate result: it follows from the others.
    """

    name: str
    values: Mapping[int, str]
    truth: bool
    auxiliary: bool


def labels_of(compiled: CompiledCatalog) -> tuple[tuple[Label, ...], tuple[Problem, ...]]:
    """Return a label for every variable, and problems where one has too many values to be spelled out."""
    labels, problems = [], []
    for position, variable in enumerate(compiled.program.variables):
        if len(variable.domain) > MOST_VALUES:
            problems.append(_too_many(compiled, position, variable))
        else:
            labels.append(_label(compiled, position, variable))
    return tuple(labels), tuple(problems)


def _label(compiled: CompiledCatalog, position: int, variable: Variable) -> Label:
    slot = compiled.encoding.at(position)
    values = {}
    for held in variable.domain:
        value = held if slot is None else slot.value(held)
        values[held] = "absent" if isinstance(value, Absence) else show_value(value)
    truth = set(variable.domain) == {0, 1} and all(text in ("true", "false") for text in values.values())
    return Label(variable.name, values, truth, variable.determined or slot is None)


def _too_many(compiled: CompiledCatalog, position: int, variable: Variable) -> Problem:
    slot = compiled.encoding.at(position)
    location, where = compiled.catalog.location, variable.name
    if slot is not None:
        location = slot.feature.location if isinstance(slot, FeatureSlot) else slot.structure.location
    message = f"there are {len(variable.domain):,} values to be spelled out"
    hint = "use a narrower range or a larger step in a copy of the catalog"
    return Problem(codes.CANNOT_SAY, location, where, message, f"at most {MOST_VALUES:,}", hint)
