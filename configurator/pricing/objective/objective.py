"""From a prepared book and a compiled catalog to the objective, through the same stages as a single price."""

from fractions import Fraction

from configurator.errors import InvalidRequest
from configurator.pricing.cadence import Cadence, weight
from configurator.pricing.model import RoundedAt
from configurator.pricing.objective.lines import Objective, SymbolicLine
from configurator.pricing.objective.sold import charge_lines, list_lines
from configurator.pricing.objective.staged import with_adjustments, with_parts_waived, with_taxes
from configurator.pricing.objective.symbols import Symbols
from configurator.pricing.prepare import Prepared
from configurator.program.bounds import LIMIT, sum_range, too_large
from configurator.program.compile import CompiledCatalog
from configurator.program.compile.definitions import scale_of, terms_of
from configurator.program.nodes import Program


def objective(prepared: Prepared, compiled: CompiledCatalog) -> Objective:
    """Return the number that ranks prices as terms over the program, extended by what joint prices need.

    Raises NotLinear where a rule has no exact sum within the budgets, InvalidRequest where book and catalog differ.
    """
    if prepared.catalog.digest != compiled.catalog.digest:
        raise InvalidRequest(f"the book is ready for another state of catalog {compiled.catalog.id}", field="book")
    symbols = Symbols(prepared, compiled)
    lines = [*list_lines(symbols), *charge_lines(symbols)]
    for stage in (with_parts_waived, with_adjustments, with_taxes):
        lines = stage(symbols, lines)
    return _closed(symbols, lines)


def _closed(symbols: Symbols, lines: list[SymbolicLine]) -> Objective:
    months = symbols.prepared.book.compare_over
    symbols.begin("total", symbols.prepared.book.place)
    number = symbols.added(line.number.times(weight(line.cadence, months)) for line in lines)
    weights = symbols.making.held_as_weights(number)
    scale = scale_of(weights.values())
    terms = terms_of(weights, scale)
    compiled, draft = symbols.compiled, symbols.bench.finished()
    program = Program(draft.variables, (*compiled.program.constraints, *draft.constraints), compiled.program.wishes)
    low, high = sum_range(terms, [variable.domain for variable in program.variables])
    if max(abs(low), abs(high)) >= LIMIT or too_large(program):
        raise symbols.refuse("brought to a common denominator, the amounts leave 64 bits")
    extended = CompiledCatalog(compiled.catalog, program, compiled.encoding, compiled.laws)
    return Objective(extended, terms, scale, number.constant, _slack(symbols, lines))


def _slack(symbols: Symbols, lines: list[SymbolicLine]) -> Fraction:
    """Return how far rounding can move the number: what could not be followed, at its full weight."""
    rounding, months = symbols.prepared.book.rounding, symbols.prepared.book.compare_over
    slack = sum((line.slack * weight(line.cadence, months) for line in lines), Fraction(0))
    if rounding.at is RoundedAt.TOTAL:
        for cadence in Cadence:
            if not symbols.is_landed(symbols.added(line.number for line in lines if line.cadence is cadence)):
                slack += rounding.step * weight(cadence, months)
    return slack
