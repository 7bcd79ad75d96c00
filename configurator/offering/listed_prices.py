"""The exact price range of few products: all are listed and priced, with nothing prepared, whatever the rules."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from configurator.budget import UNLIMITED, Budget
from configurator.configuration import Configuration, FeatureValue
from configurator.language.checked import ABSENT
from configurator.money import ZERO
from configurator.offering.best_build import CheapestBuilds, PricedBuild
from configurator.offering.limits import MOST_LISTED, MOST_SECONDS_COUNTING
from configurator.offering.price_range import LeastTotals, PriceOverview, PriceRange, PriceRangeEnd, is_reported
from configurator.offering.price_search import PriceBasis
from configurator.pricing.prepare import Prepared
from configurator.pricing.price import Run, reprice, run
from configurator.pricing.price_lines import Priced
from configurator.program.nodes import Wish
from configurator.program.semantics import fulfilment
from configurator.session.session import Session
from configurator.solving.port import Assumptions, CountSolutions, RankSolutions, Solution


@dataclass(frozen=True, slots=True)
class ListedProduct:
    """A product with its price and its solution."""

    solution: Solution
    configuration: Configuration
    priced: Priced

    @property
    def total(self) -> Fraction:
        """The number that ranks."""
        return self.priced.totals.compare


def listed_overview(
    session: Session, prepared: Prepared, *, builds: int = 0, options: bool = False, budget: Budget = UNLIMITED
) -> PriceOverview | None:
    """Return the price range, the cheapest products and the least total with every option; None if they are too many.

    None also if the products were not all counted, listed and priced in time.
    """
    products = _listed(session, prepared, (), budget)
    if products is None:
        return None
    basis = PriceBasis(prepared)
    if not products:
        return PriceOverview(basis, session, None)
    cheapest = _cheapest(products, builds) if builds else None
    least = None
    if options and (least := _least_totals(session, prepared, products, budget)) is None:
        return None
    return PriceOverview(basis, session, _ends(session, products), cheapest, least)


def _listed(
    session: Session, prepared: Prepared, without: Sequence[str], budget: Budget
) -> Sequence[ListedProduct] | None:
    """Return all products under the choices but those at some paths; None where they are too many, or time ran out."""
    assignment = session.standing_assignment
    given = Assumptions(assignment.narrowed(*without))
    counting = CountSolutions(given, at_most=MOST_LISTED + 1)
    count = session.solver.ask(counting, budget.at_most(MOST_SECONDS_COUNTING))
    if not count.exact or count.number > MOST_LISTED:
        return None
    answer = session.solver.ask(RankSolutions((), given, number=count.number + 1), budget)
    if not answer.complete:
        return None
    products: list[ListedProduct] = []
    for solution, configuration, ran in _priced(session, prepared, sorted(answer.solutions)):
        if budget.spent():
            return None
        products.append(ListedProduct(solution, configuration, ran.priced))
    return products


def _priced(
    session: Session, prepared: Prepared, solutions: Sequence[Solution]
) -> Iterator[tuple[Solution, Configuration, Run]]:
    """Yield each solution with its price; in order, each differs little from the one before, and little is repriced."""
    ran: Run | None = None
    for solution in solutions:
        configuration = session.configuration(solution)
        ran = run(configuration, prepared) if ran is None else reprice(ran, configuration)
        yield solution, configuration, ran


def _ends(session: Session, products: Sequence[ListedProduct]) -> PriceRange:
    """Return the cheapest and the dearest product, among equals the one that the wishes prefer."""
    wishes = session.compiled.program.wishes
    least, greatest = (_end(wishes, products, sign) for sign in (1, -1))
    return PriceRange(least, greatest, least.bound, greatest.bound)


def _end(wishes: Sequence[Wish], products: Sequence[ListedProduct], sign: int) -> PriceRangeEnd:
    extreme = min(each.total * sign for each in products) * sign
    equal = [each for each in products if each.total == extreme]
    preferred = max(equal, key=lambda each: fulfilment(wishes, each.solution))
    return PriceRangeEnd(preferred.configuration, preferred.priced, extreme, True)


def _cheapest(products: Sequence[ListedProduct], number: int) -> CheapestBuilds:
    ascending = sorted(products, key=lambda each: each.total)
    builds = tuple(PricedBuild(each.configuration, each.priced, ()) for each in ascending[:number])
    return CheapestBuilds(builds, True, builds[-1].priced.totals.compare if len(ascending) >= number else None)


def _least_totals(
    session: Session, prepared: Prepared, products: Sequence[ListedProduct], budget: Budget
) -> LeastTotals | None:
    """Return the least total with every option; a chosen value may give way to another of its feature."""
    assignment = session.standing_assignment
    by_value: dict[tuple[str, FeatureValue], Fraction] = {}
    for named in assignment.naming.by_slot.values():
        if not is_reported(named):
            continue
        listed: Sequence[ListedProduct] | None = products
        if named.address in assignment.wanted:
            listed = _listed(session, prepared, (named.address,), budget)
        if listed is None:
            return None
        slot = assignment.slot(named.address)
        for product in listed:
            value = slot.value(product.solution[slot.variable])
            if value is not ABSENT:
                key = (named.address, value)
                by_value[key] = min(product.total, by_value.get(key, product.total))
    return LeastTotals(by_value, frozenset(), ZERO)
