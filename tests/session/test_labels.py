from fractions import Fraction

import pytest

from configurator.configuration import FeatureValue
from configurator.session.labels import shown_value
from tests.session.shop import session


@pytest.mark.parametrize(
    ("path", "value", "english", "german"),
    [
        ("trim", "luxury", "Luxury", "Luxus"),
        ("apps", True, "yes", "ja"),
        ("kit", False, "no", "nein"),
        ("cells", 3, "3", "3"),
        ("cable", Fraction(3, 2), "1.5 m", "1.5 m"),
    ],
)
def test_values_are_shown_as_people_read_them(path: str, value: FeatureValue, english: str, german: str) -> None:
    found = shown_value(session().asked.named(path).target, value, ("en", "de"))
    assert (found.in_locale("en"), found.in_locale("de")) == (english, german)
