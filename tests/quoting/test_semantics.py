"""A quote keeps the version of what its files meant."""

from configurator.quoting.body import read_body, seal
from configurator.quoting.semantics import SEMANTICS_VERSION
from tests.quoting.samples import quote


def test_a_quote_is_drawn_up_with_the_version_of_this_engine() -> None:
    assert SEMANTICS_VERSION == quote().semantics
    assert SEMANTICS_VERSION == read_body(seal(quote()).body).semantics
