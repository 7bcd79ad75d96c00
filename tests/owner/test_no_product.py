"""Owners learn that a catalog has no product; where time runs out, the catalog is believed."""

from configurator.budget import UNLIMITED, Budget
from configurator.owner.no_product import there_is_a_product
from tests.session.shop import compiled, solver

NEVER = "features:\n  a: {type: boolean}\nconstraints:\n  never: {require: a and not a, because: Never.}\n"


def test_a_catalog_with_a_product_has_no_problem() -> None:
    assert [] == list(there_is_a_product(compiled(), solver(), UNLIMITED))


def test_the_constraints_that_never_hold_together_are_named_with_their_place() -> None:
    (found,) = there_is_a_product(compiled(NEVER), solver(NEVER), UNLIMITED)
    assert ("no product fulfils the constraint `never`", 6) == (found.message, found.location.line)


def test_a_catalog_is_believed_where_time_runs_out() -> None:
    spent = Budget(lambda: 2.0, deadline=1.0)
    assert [] == list(there_is_a_product(compiled(NEVER), solver(NEVER), spent))
