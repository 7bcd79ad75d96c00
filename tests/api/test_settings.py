"""The defaults are safe to show to the street."""

from configurator_api.settings import Settings

from tests.api.service import NOW


def test_every_time_is_bounded_and_the_page_is_the_most_hurried() -> None:
    usual = Settings(lambda: NOW)
    assert max(usual.differences_seconds, usual.reasons_seconds) < usual.page_seconds
    assert usual.page_seconds < usual.most_seconds < usual.quote_seconds <= 60
