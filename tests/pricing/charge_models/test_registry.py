"""One table of models: what books may write, what pages explain and what is priced are the same."""

from fractions import Fraction
from typing import get_args

import pytest

from configurator.errors import InvalidRequest
from configurator.pricing.amounts import Case
from configurator.pricing.building.charges import KEYS
from configurator.pricing.charge_models import MODELS, ChargeModel, Flat, keys_of, plain_value
from configurator.pricing.metered import Measure
from configurator.pricing.shape import ChargeShape, ModifierShape
from tests.pricing.figures import HERE
from tests.pricing.pages import Page
from tests.pricing.shop import book_of

PAGE = Page("pricing-format.md", "prices.csv").text


def test_a_book_may_write_exactly_the_models_of_the_table() -> None:
    assert set(MODELS) == set(get_args(ChargeShape.model_fields["model"].annotation))
    assert {entry.model for entry in MODELS.values()} == set(get_args(ChargeModel))


def test_a_book_may_write_exactly_the_measures_there_are() -> None:
    (literal, _) = get_args(ChargeShape.model_fields["measured"].annotation)
    assert set(Measure) == set(get_args(literal))


@pytest.mark.parametrize("name", MODELS)
def test_every_field_of_a_model_is_a_key_that_charges_have(name: str) -> None:
    needed, besides = keys_of(MODELS[name])
    assert set() == {*needed, *besides} - set(ChargeShape.model_fields)
    assert {*needed, *besides} <= {key for keys in KEYS[name] for key in keys}


@pytest.mark.parametrize("name", [*MODELS, *ModifierShape.model_fields, *Measure])
def test_everything_is_explained_on_the_page_of_the_format(name: str) -> None:
    assert f"`{name}`" in PAGE


def test_what_depends_on_something_is_no_plain_value() -> None:
    assert Fraction(0) == plain_value(())
    assert Fraction(3) == plain_value((Case(Fraction(3), HERE),))
    model = book_of("charges: {a: {amount: seats}}").charges[0].model
    assert isinstance(model, Flat)
    with pytest.raises(InvalidRequest, match="depends on the configuration"):
        plain_value(model.amount)
