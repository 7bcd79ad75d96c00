"""What a compiled catalog says of an assignment, and what the catalog itself says: two independent judges."""

from itertools import product
from random import Random

from configurator.catalog.model import Catalog
from configurator.configuration import Configuration, FeatureValue
from configurator.language.checked import Absence
from configurator.program.compile import CompiledCatalog, CountSlot, Slot
from configurator.program.nodes import ProgramConstraint, variables_in
from configurator.program.semantics import holds, is_solution
from tests.catalog.loading import is_valid

Assignment = tuple[int, ...]


def sensible_assignments(compiled: CompiledCatalog, most: int, random: Random) -> list[Assignment]:
    """Return values for all slots, chosen by chance, in which nothing stands in an absent slot; the rest is free."""
    found = {_by_chance(compiled.encoding.slots, random): None for _ in range(most)}
    return list(found)


def _by_chance(slots: tuple[Slot, ...], random: Random) -> Assignment:
    chosen: list[int] = []
    present = {"": True}
    for slot in slots:
        chosen.append(random.choice(_free_values(slot, present[slot.instance])))
        if isinstance(slot, CountSlot):
            present.update((path, number <= chosen[-1]) for number, path in enumerate(slot.slots(), start=1))
    return tuple(chosen)


def _free_values(slot: Slot, present: bool) -> list[int]:
    if present:
        return list(slot.domain)
    return [0] if isinstance(slot, CountSlot) or slot.absent is None else [slot.absent]


def extensions(compiled: CompiledCatalog, assignment: Assignment) -> list[Assignment]:
    """Return all ways to give the determined variables values by their definitions; there must be exactly one."""
    program = compiled.program
    definitions: dict[str, list[ProgramConstraint]] = {}
    for constraint in program.constraints:
        definitions.setdefault(constraint.name, []).append(constraint)
    found = [assignment]
    for variable in program.variables[len(assignment) :]:
        laws = [law.formula for law in definitions[variable.name]]
        position = program.index_of()[variable.name]
        if any(max(variables_in(law)) > position for law in laws):
            raise AssertionError(f"{variable.name} is defined by a later variable")
        found = [
            (*values, value)
            for values, value in product(found, variable.domain)
            if all(holds(law, (*values, value)) for law in laws)
        ]
    return found


def configuration_of(compiled: CompiledCatalog, assignment: Assignment) -> Configuration:
    """Return the configuration that an assignment means; slots are called by their numbers."""
    values: dict[str, FeatureValue] = {}
    instances: dict[str, tuple[str, ...]] = {}
    present = {""}
    for slot, held in zip(compiled.encoding.slots, assignment, strict=True):
        value = slot.value(held)
        if isinstance(slot, CountSlot):
            present.update(slot.slots()[:held])
            if slot.structure.singleton and slot.instance in present:
                values[slot.path] = bool(held)
            elif not slot.structure.singleton:
                instances[slot.path] = tuple(str(number) for number in range(1, held + 1))
        elif not isinstance(value, Absence):
            values[slot.path] = value
    return Configuration("x", "", values, {}, instances)


def disagreements(catalog: Catalog, compiled: CompiledCatalog, assignments: list[Assignment]) -> list[str]:
    """Return in words every assignment that the two judges, or the definitions, see differently."""
    found = []
    for assignment in assignments:
        extended = extensions(compiled, assignment)
        if len(extended) != 1:
            found.append(f"{len(extended)} extensions of {compiled.encoding.read(assignment)}")
            continue
        by_program = is_solution(compiled.program, extended[0])
        if by_program is not is_valid(catalog, configuration_of(compiled, assignment)):
            found.append(f"the program says {by_program} of {compiled.encoding.read(assignment)}")
    return found
