"""Markets are made once, kept, and share solvers where their programs are the same."""

from datetime import date
from fractions import Fraction
from threading import RLock, Thread

import pytest

from configurator.budget import UNLIMITED, Budget, OutOfBudget
from configurator.engine import Engine, EvaluationRequest
from configurator.errors import InvalidRequest, Undecided
from configurator.offering import price_search_cache
from configurator.offering.best_build import read_aim
from configurator.offering.goals import Sense
from configurator.offering.price_range import OverviewParts
from configurator.offering.price_search_cache import PriceSearchCache, hold_lock
from configurator.pricing.symbolic import NotLinear, Objective
from configurator.session.choices import Choices
from configurator.solving.engines import engine_named
from configurator.source import Location
from tests.offering.rough import rough_objective

DAY = date(2026, 3, 1)
ASK = EvaluationRequest("lamps", DAY)


def test_a_market_is_made_once(lamps: Engine) -> None:
    assert lamps.price_search(ASK) is lamps.price_search(ASK)
    assert lamps.price_search(ASK) is lamps.price_search_soon(ASK, seconds=0.0)


def test_another_day_with_the_same_rules_shares_the_solver(lamps: Engine) -> None:
    one, other = lamps.price_search(ASK), lamps.price_search(EvaluationRequest("lamps", date(2026, 4, 1)))
    assert one is not other
    assert (one.prices.solver, one.lock) == (other.prices.solver, other.lock)


def test_without_a_book_nothing_can_be_compared(lamps: Engine) -> None:
    with pytest.raises(InvalidRequest, match="no price book"):
        lamps.price_search(EvaluationRequest("lamps", DAY, priced=False))
    assert None is lamps.price_search_soon(EvaluationRequest("lamps", DAY, priced=False), seconds=0.0)


def test_a_market_that_is_not_ready_in_time_goes_on_being_made(lamps: Engine) -> None:
    later = EvaluationRequest("lamps", date(2026, 5, 1))
    lamps.price_search_soon(later, seconds=0.0)
    found = lamps.price_search_soon(later, seconds=300.0)
    assert found is not None and found is lamps.price_search(later)


def test_a_book_without_an_exact_sum_has_no_market_and_is_not_tried_again(
    lamps: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = list[int]()

    def refuse(*_: object) -> Objective:
        tried.append(1)
        raise NotLinear("charges.x", Location("book.yaml", 1, 1), "it has none")

    monkeypatch.setattr(price_search_cache, "objective", refuse)
    never = EvaluationRequest("lamps", date(2026, 6, 1))
    assert [None, None] == [lamps.price_search_soon(never, seconds=300.0) for _ in range(2)]
    assert [1] == tried
    monkeypatch.setattr(price_search_cache, "MOST_PREPARATIONS", 1)
    assert None is lamps.price_search_soon(EvaluationRequest("lamps", date(2026, 7, 1)), seconds=300.0)
    assert None is lamps.price_search_soon(never, seconds=300.0)
    assert [1, 1, 1] == tried


def test_a_market_that_is_not_ready_within_the_budget_is_undecided_and_ready_later(lamps: Engine) -> None:
    later = EvaluationRequest("lamps", date(2026, 8, 1))
    with pytest.raises(Undecided, match="time ran out before the prices of lamps were ready; allow more time"):
        lamps.price_search(later, budget=Budget(lambda: 0.0, 0.0))
    assert lamps.price_search(later, budget=Budget(lambda: 0.0, 300.0)) is lamps.price_search(later)


def test_a_market_is_made_within_the_budget_of_the_question_and_by_the_next_one_with_more(
    lamps: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    budgets = list[float | None]()

    def hard(*arguments: object) -> Objective:
        budget = arguments[-1]
        assert isinstance(budget, Budget)
        budgets.append(budget.deadline)
        raise OutOfBudget

    monkeypatch.setattr(price_search_cache, "objective", hard)
    hardly = EvaluationRequest("lamps", date(2026, 11, 1))
    for seconds in (2.0, 3.0):
        with pytest.raises(Undecided, match="before the prices of lamps were ready"):
            lamps.price_search(hardly, budget=Budget(lambda: 0.0, seconds))
    assert None is lamps.price_search_soon(hardly, seconds=5.0)
    assert [2.0, 3.0] == budgets


def test_a_book_that_is_refused_is_so_within_a_budget_too(lamps: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> Objective:
        raise NotLinear("charges.x", Location("book.yaml", 1, 1), "it has no bounds")

    monkeypatch.setattr(price_search_cache, "objective", refuse)
    for _ in range(2):
        with pytest.raises(NotLinear, match="it has no bounds"):
            lamps.price_search(EvaluationRequest("lamps", date(2026, 9, 1)), budget=Budget(lambda: 0.0, 300.0))


def test_what_is_only_bounded_is_told_with_products_and_bounds(lamps: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(price_search_cache, "objective", rough_objective)
    offered = lamps.price_search(EvaluationRequest("lamps", date(2026, 10, 1)))
    span = offered.span(Choices(), OverviewParts(2, options=True))
    assert span.ends is not None and span.least is not None and span.cheapest is not None
    assert span.ends.at_least < Fraction("19.5") and not span.undecided
    assert (Fraction("19.5"), Fraction(-76)) == (span.cheapest.builds[0].priced.totals.compare, span.cheapest.beyond)
    assert (Fraction("-80.5"), Fraction(200)) == (span.least.by_value["bulbs", 1], span.least.slack)
    aim = read_aim(lamps.outline("lamps"), [(Sense.MOST, "bulbs * count(arms)")], at_most=Fraction(60))
    best = offered.best(Choices(), aim)
    assert best.limit is not None and best.decided and not best.proved
    front = offered.front(Choices(), read_aim(lamps.outline("lamps"), [(Sense.MOST, "bulbs")]))
    assert front.complete and [Fraction(100)] * 4 == [point.slack for point in front.points]


def test_the_market_asked_for_the_longest_ago_gives_way(lamps: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(price_search_cache, "MOST_PRICE_SEARCHES", 1)
    loaded = lamps.catalog("lamps")
    kept = PriceSearchCache(engine_named("brute_force"), engine_named("brute_force"), budget=lambda _: UNLIMITED)
    first, second = (lamps.prepared(EvaluationRequest("lamps", date(2026, month, 1))) for month in (1, 2))
    assert first is not None and second is not None
    for prepared in (first, second):
        kept.of(prepared, loaded.compiled, loaded.solver, loaded.lock)
    assert (True, False) == (kept.known(first) is None, kept.known(second) is None)


def test_the_range_has_ends_builds_and_least_totals(lamps: Engine) -> None:
    found = lamps.price_search(ASK).span(Choices({"bulbs": 2}), OverviewParts(2, options=True))
    assert found.ends is not None and found.ends.least is not None
    assert found.cheapest is not None and found.least is not None
    assert found.ends.least.priced == found.cheapest.builds[0].priced
    assert Fraction("19.5") == found.least.by_value["bulbs", 1]
    assert not found.undecided


def test_goals_are_searched_again_without_being_made_again(lamps: Engine) -> None:
    aim = read_aim(lamps.outline("lamps"), [(Sense.MOST, "bulbs * count(arms)")], at_most=Fraction(60))
    found = [lamps.price_search(ASK).best(Choices(), aim).build for _ in range(2)]
    assert found[0] is not None and found[0] == found[1]
    assert ((Fraction(6),), Fraction("58.5")) == (found[0].reached, found[0].priced.totals.compare)


def test_no_time_is_undecided_and_no_no(lamps: Engine) -> None:
    with pytest.raises(Undecided):
        lamps.price_search(ASK).best(Choices(), read_aim(lamps.outline("lamps")), budget=Budget(lambda: 3.0, 2.0))


def test_a_lock_that_nobody_holds_is_taken_and_given_back() -> None:
    lock = RLock()
    with hold_lock(lock, UNLIMITED, "lamps"):
        pass
    assert lock.acquire(blocking=False)


def test_a_lock_that_another_thread_keeps_ends_undecided() -> None:
    lock, outcomes = RLock(), list[str]()

    def wait() -> None:
        try:
            with hold_lock(lock, Budget(lambda: 0.0, 0.01), "lamps"):
                outcomes.append("held")
        except Undecided as undecided:
            outcomes.append(str(undecided))

    with lock:
        thread = Thread(target=wait)
        thread.start()
        thread.join()
    assert ["others are asking about lamps too; ask again in a moment"] == outcomes


def test_what_goes_wrong_inside_gives_the_lock_back() -> None:
    lock = RLock()
    with pytest.raises(ValueError, match="x"), hold_lock(lock, UNLIMITED, "lamps"):
        raise ValueError("x")
    assert lock.acquire(blocking=False)
