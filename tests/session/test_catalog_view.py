"""What sessions of a catalog share is made once, and equal catalogs are kept apart."""

from configurator.program.compile import compile_catalog
from configurator.session.catalog_view import evaluation_of, view_of
from tests.session.shop import compiled


def test_the_same_catalog_and_ids_share_one_view() -> None:
    assert view_of(compiled(), {}) is view_of(compiled(), {})
    assert view_of(compiled(), {}) is not view_of(compiled(), {"cells": ("x",)})
    assert evaluation_of(compiled()) is evaluation_of(compiled())


def test_catalogs_that_are_equal_are_kept_apart() -> None:
    other, _ = compile_catalog(compiled().catalog)
    assert other is not None
    assert view_of(compiled(), {}) is not view_of(other, {})
    assert evaluation_of(compiled()) is not evaluation_of(other)
