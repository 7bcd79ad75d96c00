"""Plans in sentences."""

from configurator.contracts.growth.plan_wording import in_words
from tests.contracts.growth.forecasts import slow_or_fast


def test_the_reason_is_a_sentence() -> None:
    words = list(in_words(slow_or_fast(), "en"))
    assert words[0].startswith("Pay per use is the cheapest: $")
    assert "It is that with a probability of" in words[1]
    assert "Illustrative prices, not published ones." == words[-1]
