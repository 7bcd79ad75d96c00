"""One table of models: what books may write, what pages explain and what is priced are the same."""

from fractions import Fraction
from typing import get_args

import pytest

from configurator.errors import InvalidRequest
from configurator.pricing.amounts import Case
from configurator.pricing.building.charge_reader import KEYS
from configurator.pricing.charge_models import MODELS, ChargeModel, Flat, keys_of, plain_value
from configurator.pricing.charge_models.usage import no_curve, straight
from configurator.pricing.metered import Measure
from configurator.pricing.shape import ChargeShape, ModifierShape
from tests.pricing.figures import HERE
from tests.pricing.pricing_pages import BOOKS_REFERENCE
from tests.pricing.shop import book_of


def test_a_book_may_write_exactly_the_models_of_the_table() -> None:
    assert set(MODELS) == set(get_args(ChargeShape.model_fields["model"].annotation))
    assert all(issubclass(entry.model, ChargeModel) for entry in MODELS.values())


def test_a_book_may_write_exactly_the_measures_there_are() -> None:
    (literal, _) = get_args(ChargeShape.model_fields["measured"].annotation)
    assert set(Measure) == set(get_args(literal))


@pytest.mark.parametrize("name", MODELS)
def test_every_field_of_a_model_is_a_key_that_charges_have(name: str) -> None:
    needed, besides = keys_of(MODELS[name])
    assert set() == {*needed, *besides} - set(ChargeShape.model_fields)
    assert {*needed, *besides} <= {key for keys in KEYS[name] for key in keys}


@pytest.mark.parametrize("name", [*MODELS, *ModifierShape.model_fields, *Measure])
def test_everything_is_explained_in_the_reference(name: str) -> None:
    assert f"`{name}`" in BOOKS_REFERENCE


@pytest.mark.parametrize("name", MODELS)
def test_the_reference_shows_which_models_have_a_curve(name: str) -> None:
    row = next(row for row in BOOKS_REFERENCE.splitlines() if row.startswith(f"| `{name}` | ") and row.count("|") == 4)
    curve, shown = MODELS[name].curve, row.split(" | ")[-1].removesuffix(" |")
    assert (curve is no_curve, curve is straight) == (shown == "listed", shown == "straight")


def test_what_depends_on_something_is_no_plain_value() -> None:
    assert Fraction(0) == plain_value(())
    assert Fraction(3) == plain_value((Case(Fraction(3), HERE),))
    model = book_of("charges: {a: {amount: seats}}").charges[0].model
    assert isinstance(model, Flat)
    with pytest.raises(InvalidRequest, match="depends on the configuration"):
        plain_value(model.amount)
