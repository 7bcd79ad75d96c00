"""Where products have no price: the opening stages run over all configurations, for what they miss alone."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from configurator.budget import UNLIMITED, Budget
from configurator.pricing.carrier import Sold
from configurator.pricing.charge import Charge
from configurator.pricing.charge_models import Matrix
from configurator.pricing.prepare import Prepared
from configurator.pricing.rule_evaluation import At
from configurator.pricing.stages import OPENING_STAGES
from configurator.pricing.symbolic.interval_bounds import Between, Where
from configurator.pricing.symbolic.symbolic_carrier import SymbolicCarrier
from configurator.pricing.symbolic.symbolic_charges import miss_row
from configurator.pricing.symbolic.symbolic_lines import SymbolicLine
from configurator.program.compile import CompiledCatalog
from configurator.program.intset import IntSet
from configurator.program.nodes import Program
from configurator.source import Location


@dataclass(frozen=True)
class MissingPrices:
    """The rules that may have no price, each with its location and the values that its product then has.

    `compiled` is the catalog with its program extended by the variables of these values. Where `sure` is false, a
    product with the values may have a price after all.
    """

    compiled: CompiledCatalog
    rules: tuple["UncoveredRule", ...]


@dataclass(frozen=True)
class UncoveredRule:
    """A rule without a price for products with some values."""

    rule: str
    location: Location
    values: Mapping[int, IntSet]
    sure: bool


def missing_prices(prepared: Prepared, compiled: CompiledCatalog, budget: Budget = UNLIMITED) -> MissingPrices:
    """Return the rules that may have no price for a product. Raises OutOfBudget if the budget ends first."""
    symbols = _MissingPrices(prepared, compiled, budget)
    for stage in OPENING_STAGES:
        stage(symbols, ())
    by_rule: dict[tuple[str, Location], list[Where]] = {}
    for each in symbols.missing:
        by_rule.setdefault((each.rule, each.location), []).append(each.where)
    rules = []
    for (rule, location), wheres in by_rule.items():
        symbols.begin(rule, location)
        where = symbols.either(wheres)
        truth = symbols.making.truth_of(where.perhaps)
        rules.append(UncoveredRule(rule, location, {truth.variable: truth.values}, where.exact))
    draft = symbols.builder.finished()
    program = Program(draft.variables, (*compiled.program.constraints, *draft.constraints), compiled.program.wishes)
    return MissingPrices(CompiledCatalog(compiled.catalog, program, compiled.encoding, compiled.laws), tuple(rules))


class _MissingPrices(SymbolicCarrier):
    """Notes what has no price, and opens no line."""

    def listed(
        self, sold: Sold[Between, Where], make: Callable[[Sold[Between, Where]], Iterable[SymbolicLine]]
    ) -> tuple[SymbolicLine, ...]:
        self.miss_list_price(sold)
        return ()

    def charged(
        self,
        charge: Charge,
        instance: str,
        at: At,
        present: Where,
        make: Callable[[Charge, str, At, Where], Iterable[SymbolicLine]],
    ) -> Iterable[SymbolicLine]:
        return make(charge, instance, at, present) if isinstance(charge.model, Matrix) else ()

    def charge_line(self, charge: Charge, instance: str, at: At, where: Where) -> Iterable[SymbolicLine]:  # type: ignore[override]  # it yields none
        miss_row(self, charge, at, where)
        return ()
