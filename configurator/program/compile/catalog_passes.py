"""The passes that turn a catalog into a program, in order; the last of them keeps every number within 64 bits."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from configurator.budget import UNLIMITED, Budget
from configurator.catalog.model import Catalog
from configurator.garbage_collection import collection_paused
from configurator.problems import Problem, in_order
from configurator.program.bounds import too_large
from configurator.program.codes import TOO_LARGE
from configurator.program.compile.catalog_encoding import CatalogEncoding
from configurator.program.compile.owner_constraints import with_constraints, with_resources
from configurator.program.compile.program_draft import OwnerLaw, ProgramDraft
from configurator.program.compile.slots import with_presence, with_slots
from configurator.program.compile.wishes import with_wishes
from configurator.program.nodes import Program
from configurator.short_repr import short_repr


def within_64_bits(draft: ProgramDraft) -> ProgramDraft:
    """Expect a whole program; leave it as it is, or with a problem for every law whose numbers are too large."""
    names = dict.fromkeys(name.partition("#")[0] for name in too_large(draft.program()))
    results = dict.fromkeys(draft.origins[name] for name in names)
    return draft.with_problems(
        *(
            Problem(
                TOO_LARGE,
                origin.location,
                origin.where,
                "the numbers of this, brought to a common denominator, leave 64 bits",
                "sums below 2^62",
                "use a larger unit, coarser steps or fewer digits after the point",
            )
            for origin in results
        )
    )


Pass = Callable[[ProgramDraft], ProgramDraft]

PASSES: tuple[Pass, ...] = (
    with_slots,
    with_presence,
    with_constraints,
    with_resources,
    with_wishes,
    within_64_bits,
)
"""Each adds to the draft what its name states and relies on its predecessors."""

_FOUNDATIONS = (with_slots, with_presence)
"""After these, problems end the work at once: nothing can be compiled without them."""


@short_repr
@dataclass(frozen=True, eq=False)
class CompiledCatalog:
    """A catalog, its program, and the mapping between them; equal only to itself, so it can be a cache key.

    `laws` maps each named constraint of the program to the owner's constraint and its instance.
    """

    catalog: Catalog
    program: Program
    encoding: CatalogEncoding
    laws: Mapping[str, OwnerLaw] = field(default_factory=dict)


@collection_paused()
def compile_catalog(catalog: Catalog, budget: Budget = UNLIMITED) -> tuple[CompiledCatalog | None, tuple[Problem, ...]]:
    """Return the compiled catalog, or None and all problems where something in it has no exact program.

    Raises OutOfBudget where the budget ends first.
    """
    draft = ProgramDraft(catalog, budget=budget)
    for step in PASSES:
        draft = step(draft)
        if step in _FOUNDATIONS and draft.problems:
            break
    if draft.problems:
        return None, in_order(draft.problems)
    return CompiledCatalog(catalog, draft.program(), draft.encoding, draft.laws), ()
