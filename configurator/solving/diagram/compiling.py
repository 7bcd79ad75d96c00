"""From a program to its diagram: values numbered, laws read as automata, the tree walked down and up again."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from configurator.program.nodes import Program
from configurator.solving.diagram.diagram import Diagram
from configurator.solving.diagram.expanding import expanded
from configurator.solving.diagram.laws import Leaf, Reader, laws_of, scope_of
from configurator.solving.diagram.limits import Limits, TooLarge
from configurator.solving.diagram.merging import NOTHING, merged
from configurator.solving.diagram.packing import packed
from configurator.solving.diagram.tree import Tree, trees
from configurator.solving.diagram.values import Values, values_of

FIRST_ROWS = 100_000
"""Every order of the variables is first tried within so many rows, then within eight times as many, and so on."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """A diagram, with what the numbers of its values mean."""

    values: tuple[Values, ...]
    diagram: Diagram
    width: int


def compiled(program: Program, limits: Limits | None = None) -> Compiled:
    """Compile a program. Raises TooLarge where that takes more than the limits allow."""
    limits = limits or Limits()
    values = values_of(program, limits)
    sizes = [len(each) for each in values]
    if 0 in sizes:
        return Compiled(values, packed(NOTHING, Tree((), (), 0, 0.0), sizes), 0)
    laws = laws_of(program.constraints, values)
    candidates = trees([scope_of(law) for law in laws], sizes)
    rows = min(FIRST_ROWS, limits.rows)
    while True:
        found = [each for tree in candidates if (each := _tried(tree, laws, values, replace(limits, rows=rows)))]
        if found:
            return min(found, key=lambda each: len(each.diagram.branch_nodes))
        if rows == limits.rows:
            raise TooLarge(f"no order of the variables needs less than {rows} contexts and values")
        rows = min(8 * rows, limits.rows)


def _tried(tree: Tree, laws: Sequence[Leaf], values: tuple[Values, ...], limits: Limits) -> Compiled | None:
    sizes = [len(each) for each in values]
    reader = Reader(values, tree.rank(), limits)
    try:
        automata = [reader.automaton(law) for law in laws]
        never = any(not each.scope and not each.holds.any() for each in automata)
        found = NOTHING if never else merged(expanded(tree, automata, sizes, limits), tree, limits)
        return Compiled(values, packed(found, tree, sizes), tree.width)
    except TooLarge:
        return None
