"""A configuration is what a session ends in: values, and who decided them."""

from dataclasses import FrozenInstanceError
from fractions import Fraction

import pytest

from configurator import canonical_json
from configurator.configuration import Configuration, Provenance

FOUND = Configuration(
    "lamps",
    "digest",
    {"shade": "glass", "cable": Fraction(5, 2)},
    {"shade": Provenance.CHOSEN, "cable": Provenance.DEFAULT},
    {"arms": ("a1",)},
)


def test_it_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        FOUND.catalog = "other"  # type: ignore[misc]


def test_it_has_one_exact_text() -> None:
    text = canonical_json.dumps(FOUND)
    assert '"values":{"cable":"2.5","shade":"glass"}' in text
    assert '"provenance":{"cable":"default","shade":"chosen"}' in text
