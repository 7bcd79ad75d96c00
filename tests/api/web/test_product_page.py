"""The page of one product: reasons, repairs, languages, and what is not known in time."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api.service import Service, service


def test_price_differences_that_take_long_are_filled_in_later(tmp_path: Path) -> None:
    with service(tmp_path, differences_seconds=0.0) as hurried:
        page = hurried.client.get("/shop/bmw_x3?on=2013-07-02")
        assert 200 == page.status_code and "data-more=" in page.text and "data-total" in page.text
        later = hurried.client.get("/shop/bmw_x3?on=2013-07-02&wait=1")
        assert "data-more=" not in later.text and later.text.count("$") > page.text.count("$")


def test_a_blocked_option_of_the_page_has_its_reason_and_a_repair(served: Service) -> None:
    page = served.client.get("/shop/bmw_x3?c=premium_package:false&why=trim:fineline_siena").text
    assert "This trim is only made with the Premium Package." in page
    assert 'href="/shop/bmw_x3?c=trim:fineline_siena"' in page


def test_the_page_speaks_the_locale_of_its_address(served: Service) -> None:
    page = served.client.get("/shop/aeron?locale=de").text
    assert "Aeron Arbeitsstuhl" in page and "Beispielpreise" in page and '<html lang="de">' in page


def test_an_unknown_language_falls_back_and_says_so(served: Service) -> None:
    page = served.client.get("/shop/aeron?locale=fr")
    assert (200, True) == (page.status_code, "not described in “fr”; it is shown in English" in page.text)
    assert "not described" not in served.client.get("/shop/aeron?locale=de-AT").text


def test_what_is_not_known_in_time_is_said_to_be_checked_still(tmp_path: Path) -> None:
    with service(tmp_path, page_seconds=0.0) as hurried:
        page = hurried.client.get("/shop/modular_server?c=cells:12")
        assert "Still checking" in page.text and 'data-more="/shop/modular_server?c=cells:12&amp;wait=1"' in page.text


@pytest.fixture(scope="module")
def states_first(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """Serve pages with every state, but without price differences, which take longest."""
    folder = tmp_path_factory.mktemp("states")
    with service(folder, page_seconds=100.0, differences_seconds=0.0, span_seconds=0.0) as found:
        yield found


@pytest.mark.slow
def test_where_no_more_instances_fit_none_are_offered(states_first: Service) -> None:
    assert 'name="add" value="cells"' in states_first.client.get("/shop/modular_server?c=cells:15").text
    assert 'name="add"' not in states_first.client.get("/shop/modular_server?c=cells:16").text


def test_recurring_prices_name_their_period_and_illustrative_ones_say_so(states_first: Service) -> None:
    page = states_first.client.get("/shop/modular_server").text
    assert "a month" in page and "Illustrative prices" in page


def test_large_ranges_of_numbers_are_a_field_and_not_a_thousand_buttons(states_first: Service) -> None:
    page = states_first.client.get("/shop/modular_server").text
    assert 'name="set" value="power_supplies"' in page and "Possible: 2–12" in page
