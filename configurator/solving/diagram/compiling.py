"""Compiles a program to its decision diagram: value blocks, automata, expansion top down, merging bottom up.

Every connected component is compiled in its best variable order, or left to another engine if none is within the
limits. The compiled components form one diagram.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from configurator.program.nodes import Program
from configurator.solving.diagram.array_evaluation import NotEvaluable
from configurator.solving.diagram.compile_budget import CompilationTooLarge, CompileLimits
from configurator.solving.diagram.diagram import Diagram
from configurator.solving.diagram.elimination import EliminationTree, narrow_trees, path
from configurator.solving.diagram.expansion import PreparedLaw, expanded
from configurator.solving.diagram.hidden_variables import hidden_in, inlined
from configurator.solving.diagram.law_automata import LawReader, Leaf, joined_at_hubs, laws_of, scope_of
from configurator.solving.diagram.limits import ELIMINATION_BITS, FIRST_ROWS_TRIED
from configurator.solving.diagram.merging import NOTHING, Merged, merged
from configurator.solving.diagram.packing import packed
from configurator.solving.diagram.value_blocks import ValueBlocks, value_blocks_of
from configurator.solving.subprograms import Subprogram, joined_subprograms, subprograms_of


@dataclass(frozen=True, slots=True)
class CompiledDiagram:
    """A part of a program with its diagram; `values` maps value numbers to values.

    The `hidden` variables are functions of the others; a solver adds them to its solutions.
    """

    part: Subprogram
    values: tuple[ValueBlocks, ...]
    diagram: Diagram
    width: int
    hidden: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Piece:
    """A compiled but unpacked component; `walk` lists its variables depth first."""

    part: Subprogram
    values: tuple[ValueBlocks, ...]
    merged: Merged
    walk: tuple[int, ...]
    width: int
    hidden: tuple[int, ...]


def compiled(
    program: Program, limits: CompileLimits | None = None, *, in_order: bool = False
) -> tuple[CompiledDiagram, tuple[Subprogram, ...]]:
    """Compile the components within the limits; return them and those that exceed the limits.

    With `in_order`, the program's order of variables is tried where every elimination is too wide.
    """
    limits = limits or CompileLimits()
    pieces: list[_Piece] = []
    left: list[Subprogram] = []
    for part in subprograms_of(program):
        try:
            pieces.append(_piece(part, limits, in_order))
        except (CompilationTooLarge, NotEvaluable):
            left.append(part)
    while True:
        try:
            return _together(program, pieces, limits), tuple(left)
        except CompilationTooLarge:
            largest = max(pieces, key=lambda piece: _size(piece.merged))
            pieces.remove(largest)
            left.append(largest.part)


def _piece(part: Subprogram, limits: CompileLimits, in_order: bool) -> _Piece:
    limits.look()
    hidden = hidden_in(part.program)
    values = value_blocks_of(part.program, limits, hidden)
    sizes = [len(each) for each in values]
    if 0 in sizes:
        return _Piece(part, values, NOTHING, (), 0, hidden)
    formulas, grids = inlined(part.program, hidden, values, limits)
    leaves: list[Leaf] = [*laws_of(formulas, values), *grids]
    laws = _Laws(leaves, values, limits)
    candidates = narrow_trees(laws.scopes, sizes, ELIMINATION_BITS, limits.look)
    if not candidates and in_order:
        candidates = [path(len(sizes))]
        laws = _Laws(joined_at_hubs(leaves, candidates[0].rank()), values, limits)
    if not candidates:
        raise CompilationTooLarge("too much hangs together, in every order of the variables")
    rows = min(FIRST_ROWS_TRIED, limits.rows) if len(candidates) > 1 else limits.rows
    while True:
        result = _best(candidates, laws, sizes, replace(limits, rows=rows))
        if result is not None:
            return _Piece(part, values, result[0], tuple(result[1].walk()), result[1].width, hidden)
        if rows == limits.rows:
            raise CompilationTooLarge(f"no order of the variables needs less than {rows} contexts and values")
        rows = min(8 * rows, limits.rows)


def _best(
    candidates: Sequence[EliminationTree], laws: "_Laws", sizes: Sequence[int], limits: CompileLimits
) -> tuple[Merged, EliminationTree] | None:
    """Try all orders and return the smallest result; each success bounds the rows of the later ones."""
    results: list[tuple[Merged, EliminationTree]] = []
    for tree in candidates:
        tried = _tried(tree, laws, sizes, limits)
        if tried is not None:
            results.append((tried[0], tree))
            limits = replace(limits, rows=tried[1])
    return min(results, key=lambda each: _size(each[0]), default=None)


class _Laws:
    """The automata of a component in several orders; parts that orders share are built once."""

    def __init__(self, leaves: Sequence[Leaf], values: tuple[ValueBlocks, ...], limits: CompileLimits) -> None:
        self.scopes = [scope_of(leaf) for leaf in leaves]
        self._leaves = leaves
        self._values = values
        self._limits = limits
        self._known: dict[tuple[int, tuple[int, ...]], PreparedLaw] = {}

    def read_along(self, rank: Sequence[int]) -> list[PreparedLaw]:
        """Return the automata that read variables by ascending rank. Raises CompilationTooLarge."""
        reader = LawReader(self._values, rank, self._limits)
        return [self._law(number, reader) for number in range(len(self._leaves))]

    def _law(self, number: int, reader: LawReader) -> PreparedLaw:
        key = number, tuple(sorted(self.scopes[number], key=reader.rank.__getitem__))
        if key not in self._known:
            self._known[key] = PreparedLaw(reader.automaton(self._leaves[number]))
        return self._known[key]


def _tried(
    tree: EliminationTree, laws: _Laws, sizes: Sequence[int], limits: CompileLimits
) -> tuple[Merged, int] | None:
    """Return the result of an order and its number of rows; None beyond the limits."""
    try:
        prepared_laws = laws.read_along(tree.rank())
        if any(law.never for law in prepared_laws):
            return NOTHING, 0
        layers = expanded(tree, prepared_laws, sizes, limits)
        return merged(layers, tree, limits), sum(len(layer.value) for layer in layers)
    except CompilationTooLarge:
        return None


def _size(result: Merged) -> int:
    return sum(len(level.set_of) for level in result.levels)


def _together(program: Program, pieces: Sequence[_Piece], limits: CompileLimits) -> CompiledDiagram:
    """Pack all pieces into one diagram over the variables that they have. Raises CompilationTooLarge."""
    part = joined_subprograms(program, [piece.part for piece in pieces])
    values: list[ValueBlocks] = [ValueBlocks(())] * len(part.indices)
    whole, walk, hidden = Merged((), ()), list[int](), list[int]()
    for piece in pieces:
        position = [part.index[each] for each in piece.part.indices]
        for own, number in zip(piece.values, position, strict=True):
            values[number] = own
        whole = whole.beside(piece.merged, position)
        walk += (position[variable] for variable in piece.walk)
        hidden += (position[variable] for variable in piece.hidden)
    if whole.roots is None:
        whole = NOTHING
    diagram = packed(whole, walk, [len(each) for each in values], limits)
    width = max((piece.width for piece in pieces), default=0)
    return CompiledDiagram(part, tuple(values), diagram, width, tuple(sorted(hidden)))
