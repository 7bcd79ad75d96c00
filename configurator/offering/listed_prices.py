"""The exact price range of few products: all are listed and priced, with nothing prepared, whatever the rules.

Products that differ in one feature only are priced together.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from fractions import Fraction

from configurator.budget import UNLIMITED, Budget
from configurator.configuration import FeatureValue
from configurator.errors import NotExact, Undecided
from configurator.language.checked import ABSENT
from configurator.money import ZERO
from configurator.offering.best_build import CheapestBuilds, PricedBuild
from configurator.offering.limits import MOST_LISTED, MOST_LISTED_AFTER_SEARCH, MOST_SECONDS_COUNTING
from configurator.offering.price_range import (
    ENDS_ONLY,
    LeastTotals,
    OverviewParts,
    PriceOverview,
    PriceRange,
    PriceRangeEnd,
    is_reported,
)
from configurator.offering.price_search import PriceBasis
from configurator.pricing.batch.batch_differences import swap_differences
from configurator.pricing.prepare import Prepared
from configurator.pricing.price import Run, price_prepared, reprice, run
from configurator.program.compile import FeatureSlot
from configurator.program.semantics import fulfilment
from configurator.session.catalog_view import AddressReader
from configurator.session.session import Session
from configurator.solving.port import Assumptions, CountSolutions, RankSolutions, Solution


def listed_overview(
    session: Session,
    prepared: Prepared,
    parts: OverviewParts = ENDS_ONLY,
    *,
    at_length: bool = False,
    budget: Budget = UNLIMITED,
) -> PriceOverview | None:
    """Return the price range and the other parts where the products are few; None if they are many.

    None also if the products were not all counted, listed and priced in time. `at_length` lists as many as after a
    search, which takes seconds.
    """
    most = MOST_LISTED_AFTER_SEARCH if at_length else MOST_LISTED
    products = _listed(session, prepared, (), most, budget)
    if products is None:
        return None
    basis = PriceBasis(prepared)
    if not products.solutions:
        return PriceOverview(basis, session, None)
    cheapest = products.cheapest(parts.builds) if parts.builds else None
    least = None
    if parts.options and (least := _least_totals(products, most, budget)) is None:
        return None
    return PriceOverview(basis, session, products.ends(), cheapest, least)


def searched_or_listed(
    search: Callable[[Budget], PriceOverview],
    listing: Callable[[], PriceOverview | None],
    opened: Callable[[], AbstractContextManager[Session]],
    budget: Budget,
) -> PriceOverview:
    """Return what a search finds; where it is not exact and the products are few, what listing all of them gives.

    Where they are few, the search gets half of the time. Raises as the search does.
    """
    with opened() as session:
        few = is_listable(session, budget)
    left, failure, searched = budget.remaining(), None, None
    try:
        searched = search(budget.at_most(left / 2) if few and left is not None else budget)
    except (NotExact, Undecided) as error:
        failure = error
    if few and not (searched and searched.exact) and (listed := listing()):
        return listed
    if searched is None:
        raise failure or Undecided("the prices were not searched")
    return searched


def is_listable(session: Session, budget: Budget) -> bool:
    """Return whether the products under the choices are few enough to be listed after a search, and quickly listed."""
    given = Assumptions(session.standing_assignment.narrowed())
    quickly = session.solver.in_passes(RankSolutions((), given, number=MOST_LISTED_AFTER_SEARCH))
    return quickly and _count(session, given, MOST_LISTED_AFTER_SEARCH, budget) is not None


@dataclass(frozen=True, slots=True)
class _Products:
    """All products under some choices that have a price, each with the number that ranks."""

    session: Session
    prepared: Prepared
    solutions: Sequence[Solution]
    totals: Sequence[Fraction]

    def ends(self) -> PriceRange:
        """Return the cheapest and the dearest product, among equals the one that the wishes prefer."""
        least, greatest = self._end(min(self.totals)), self._end(max(self.totals))
        return PriceRange(least, greatest, least.bound, greatest.bound)

    def _end(self, extreme: Fraction) -> PriceRangeEnd:
        wishes = self.session.compiled.program.wishes
        equal = (each for each, total in zip(self.solutions, self.totals, strict=True) if total == extreme)
        build = self._build(max(equal, key=lambda each: fulfilment(wishes, each)))
        return PriceRangeEnd(build.configuration, build.priced, extreme, True)

    def cheapest(self, number: int) -> CheapestBuilds:
        """Return so many cheapest products."""
        ascending = sorted(range(len(self.totals)), key=self.totals.__getitem__)
        builds = tuple(self._build(self.solutions[each]) for each in ascending[:number])
        return CheapestBuilds(builds, True, builds[-1].priced.totals.compare if len(ascending) >= number else None)

    def _build(self, solution: Solution) -> PricedBuild:
        configuration = self.session.configuration(solution)
        return PricedBuild(configuration, price_prepared(configuration, self.prepared), ())

    def least(self, variable: int) -> Mapping[int, Fraction]:
        """Return the least total with each value of a variable."""
        least: dict[int, Fraction] = {}
        for solution, total in zip(self.solutions, self.totals, strict=True):
            held = solution[variable]
            known = least.get(held)
            if known is None or total < known:
                least[held] = total
        return least


def _count(session: Session, given: Assumptions, most: int, budget: Budget) -> int | None:
    """Return the number of products; None where they are more, or not counted in a moment."""
    count = session.solver.ask(CountSolutions(given, at_most=most + 1), budget.at_most(MOST_SECONDS_COUNTING))
    return count.number if count.exact and count.number <= most else None


def _listed(
    session: Session, prepared: Prepared, without: Sequence[str], most: int, budget: Budget
) -> _Products | None:
    """Return all products under the choices but those at some paths; None where they are too many, or time ran out."""
    given = Assumptions(session.standing_assignment.narrowed(*without))
    number = _count(session, given, most, budget)
    if number is None:
        return None
    answer = session.solver.ask(RankSolutions((), given, number=number + 1), budget)
    if not answer.complete:
        return None
    solutions = sorted(answer.solutions)
    by_solution: dict[Solution, Fraction] = {}
    for priced in _priced(session, prepared, solutions):
        by_solution |= priced
        if budget.spent():
            return None
    solutions = [each for each in solutions if each in by_solution]
    return _Products(session, prepared, solutions, [by_solution[each] for each in solutions])


def _priced(
    session: Session, prepared: Prepared, solutions: Sequence[Solution]
) -> Iterator[Mapping[Solution, Fraction]]:
    """Yield the totals of all solutions that have a price, group by group; each group differs little from the last."""
    reader, ran = _swapped(session, solutions), None
    for group in _groups(session, solutions, reader):
        configuration = session.configuration(group[0])
        ran = run(configuration, prepared) if ran is None else reprice(ran, configuration)
        yield _totals(ran, group, reader)


def _totals(ran: Run, group: Sequence[Solution], reader: AddressReader | None) -> Mapping[Solution, Fraction]:
    if reader is None or len(group) == 1:
        return {} if ran.priced.unpriced else {group[0]: ran.priced.totals.compare}
    by_value: dict[FeatureValue, Solution] = {}
    for solution in group:
        value = reader.value(solution)
        if value is not None:
            by_value[value] = solution
    running = ran.priced.totals
    differences = swap_differences(ran, reader.address, tuple(by_value), running)
    return {
        by_value[value]: running.compare + difference.compare
        for value, difference in differences.items()
        if difference is not None
    }


def _swapped(session: Session, solutions: Sequence[Solution]) -> AddressReader | None:
    """Return what reads the feature with the most values in the solutions; None where there is none with several."""
    columns = list(zip(*solutions, strict=True))
    readers = [each for each in session.standing_assignment.view.readers if isinstance(each.slot, FeatureSlot)]
    most = max(readers, key=lambda reader: len(set(columns[reader.variable])), default=None) if columns else None
    return most if most is not None and len(set(columns[most.variable])) > 1 else None


def _groups(
    session: Session, solutions: Sequence[Solution], reader: AddressReader | None
) -> Iterator[Sequence[Solution]]:
    """Yield the solutions in groups that differ in the value of one present feature alone."""
    if reader is None:
        yield from ([each] for each in solutions)
        return
    others = [slot.variable for slot in session.compiled.encoding.slots if slot.variable != reader.variable]
    groups: dict[tuple[bool, tuple[int, ...]], list[Solution]] = {}
    for solution in solutions:
        key = reader.value(solution) is not None, tuple([solution[variable] for variable in others])
        groups.setdefault(key, []).append(solution)
    yield from groups.values()


def _least_totals(products: _Products, most: int, budget: Budget) -> LeastTotals | None:
    """Return the least total with every option; a chosen value may give way to another of its feature."""
    session, assignment = products.session, products.session.standing_assignment
    by_value: dict[tuple[str, FeatureValue], Fraction] = {}
    for named in assignment.naming.by_slot.values():
        if not is_reported(named):
            continue
        listed: _Products | None = products
        if named.address in assignment.wanted:
            listed = _listed(session, products.prepared, (named.address,), most, budget)
        if listed is None:
            return None
        slot = assignment.slot(named.address)
        for held, total in listed.least(slot.variable).items():
            value = slot.value(held)
            if value is not ABSENT:
                key = (named.address, value)
                by_value[key] = min(total, by_value.get(key, total))
    return LeastTotals(by_value, frozenset(), ZERO)
