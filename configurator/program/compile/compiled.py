"""The passes that turn a catalog into a program, in order, and what comes out of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from configurator.catalog.model import Catalog
from configurator.garbage import collected_later
from configurator.problems import Problem, in_order
from configurator.program.compile.draft import Draft, Law
from configurator.program.compile.encoding import Encoding
from configurator.program.compile.laws import with_constraints
from configurator.program.compile.limits import within_64_bits
from configurator.program.compile.presence import with_presence
from configurator.program.compile.resources import with_resources
from configurator.program.compile.slots import with_slots
from configurator.program.compile.wishes import with_wishes
from configurator.program.nodes import Program

Pass = Callable[[Draft], Draft]

PASSES: tuple[Pass, ...] = (
    with_slots,
    with_presence,
    with_constraints,
    with_resources,
    with_wishes,
    within_64_bits,
)
"""Each adds to the draft what its name says and trusts what those before it left."""

_FOUNDATIONS = (with_slots, with_presence)
"""After these, problems end the work at once: nothing can be compiled without them."""


@dataclass(frozen=True)
class CompiledCatalog:
    """A catalog, its program, and how to read one as the other.

    `laws` tells for each named constraint of the program which of the owner's it is, and of which instance.
    """

    catalog: Catalog
    program: Program
    encoding: Encoding
    laws: Mapping[str, Law] = field(default_factory=dict)


@collected_later()
def compile_catalog(catalog: Catalog) -> tuple[CompiledCatalog | None, tuple[Problem, ...]]:
    """Return the compiled catalog, or None and all problems where something in it has no exact program."""
    draft = Draft(catalog)
    for step in PASSES:
        draft = step(draft)
        if step in _FOUNDATIONS and draft.problems:
            break
    if draft.problems:
        return None, in_order(draft.problems)
    return CompiledCatalog(catalog, draft.program(), draft.encoding, draft.laws), ()
