"""From a prepared book and a compiled catalog to the objective, through the same stages as a single price."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import ceil, floor

from configurator.budget import UNLIMITED, Budget
from configurator.errors import InvalidRequest
from configurator.pricing.cadence import weight
from configurator.pricing.limits import COARSE, MOST_LISTED
from configurator.pricing.prepare import Prepared
from configurator.pricing.stages import through_all_stages
from configurator.pricing.symbolic.symbolic_carrier import SymbolicCarrier
from configurator.pricing.symbolic.symbolic_lines import Objective, Sum, SymbolicLine
from configurator.pricing.symbolic.symbols import Symbols
from configurator.program.bounds import sum_range, too_large
from configurator.program.compile import CompiledCatalog
from configurator.program.compile.definitions import CannotCompile, scale_of, terms_of
from configurator.program.compile.lowered import ValueWeight
from configurator.program.limits import INTEGER_LIMIT
from configurator.program.nodes import Program


def objective(prepared: Prepared, compiled: CompiledCatalog, budget: Budget = UNLIMITED) -> Objective:
    """Return the number that ranks prices between two sums over the program, extended by the variables of joint prices.

    Products that certainly have no price are none of the program's.

    Raises NotLinear if a rule has neither an exact sum nor a bound, InvalidRequest if book and catalog differ,
    OutOfBudget if the budget ends first.
    """
    if prepared.catalog.digest != compiled.catalog.digest:
        raise InvalidRequest(f"the book is ready for another state of catalog {compiled.catalog.id}", field="book")
    symbols = SymbolicCarrier(prepared, compiled, budget)
    try:
        return _closed(symbols, through_all_stages(symbols))
    except CannotCompile as refusal:
        raise symbols.refuse(refusal.message) from None


def _closed(symbols: Symbols, lines: Sequence[SymbolicLine]) -> Objective:
    months = symbols.prepared.book.compare_over
    symbols.begin("total", symbols.prepared.book.location)
    for each in symbols.missing:
        symbols.builder.build(each.rule, symbols.logic.negation(each.where.surely))
    whole = symbols.added(line.worth.times(weight(line.cadence, months)) for line in lines)
    less = symbols.sum_of((whole.number, whole.slack.times(Fraction(-1))))
    more = symbols.sum_of((whole.number, whole.slack))
    weights = [symbols.making.held_as_weights(number) for number in (less, more)]
    draft, compiled = symbols.builder.finished(), symbols.compiled
    program = Program(draft.variables, (*compiled.program.constraints, *draft.constraints), compiled.program.wishes)
    if too_large(program):
        raise symbols.refuse("brought to a common denominator, the amounts leave 64 bits")
    below = _sum_of(symbols, less.constant, weights[0], -1)
    above = _sum_of(symbols, more.constant, weights[1], 1)
    extended = CompiledCatalog(compiled.catalog, program, compiled.encoding, compiled.laws)
    apart = Fraction(0) if below == above else _apart(symbols, below, above, 2 * symbols.bounds(whole.slack)[1])
    return Objective(extended, below, above, apart, tuple(symbols.relaxed.values()))


def _sum_of(symbols: Symbols, constant: Fraction, weights: Mapping[int, ValueWeight], side: int) -> Sum:
    """Return a number as a sum of terms; where that leaves 64 bits, one a little further out on the side it bounds."""
    result = _fitting(symbols, constant, weights, scale_of(weights.values()))
    if result is not None:
        return result
    symbols.relax("brought to a common denominator, the amounts leave 64 bits")
    scale = COARSE
    while scale:
        coarse = {variable: _coarse(symbols, variable, each, scale, side) for variable, each in weights.items()}
        result = _fitting(symbols, constant, coarse, scale)
        if result is not None:
            return result
        scale //= 10
    raise symbols.refuse("the amounts leave 64 bits")


def _fitting(symbols: Symbols, constant: Fraction, weights: Mapping[int, ValueWeight], scale: int) -> Sum | None:
    terms = terms_of(weights, scale)
    low, high = sum_range(terms, symbols.logic.domains)
    return None if max(abs(low), abs(high)) >= INTEGER_LIMIT else Sum(terms, scale, constant)


def _coarse(symbols: Symbols, variable: int, exact: ValueWeight, scale: int, side: int) -> ValueWeight:
    """Return a weight in whole parts that is nowhere inside the exact one."""
    outward = floor if side < 0 else ceil
    domain = symbols.logic.domains[variable]
    listed = {held: Fraction(outward(amount * scale), scale) for held, amount in exact.listed.items()}
    if not exact.slope:
        return ValueWeight(listed=listed)
    if len(domain) > MOST_LISTED:
        raise symbols.refuse("the amounts leave 64 bits")
    return ValueWeight(listed={held: Fraction(outward(exact.at(held) * scale), scale) for held in domain})


def _apart(symbols: Symbols, below: Sum, above: Sum, most: Fraction) -> Fraction:
    """Return the largest gap between two sums; terms coarsened to 64 bits add to the uncertainty."""
    parts = sum((Fraction(len(each.terms), each.scale) for each in (below, above)), Fraction(0))
    return most + parts if any("64 bits" in each.reason for each in symbols.relaxed.values()) else most
