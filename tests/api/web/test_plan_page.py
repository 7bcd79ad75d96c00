"""The page on which a shopper chooses how to pay."""

import re

import pytest

from tests.api.service import Service

PLANS = "/plans/modular_server_plans?c=cells:4&c=core_rights:6"


@pytest.mark.slow
def test_the_product_leads_to_its_plan_and_back(served: Service) -> None:
    shop = served.client.get("/shop/modular_server?c=cells:4&c=core_rights:6&on=2026-01-01&wait=1").text
    link = re.search(r'href="(/plans/modular_server_plans\?[^"]*)"', shop)
    assert link is not None and "c=cells:4" in link[1]
    page = served.client.get(link[1].replace("&amp;", "&")).text
    assert "Ways to pay" in page and "/shop/modular_server?c=cells:4" in page
    assert "How would you like to pay" not in served.client.get("/shop/bmw_x3?wait=1").text


def test_the_plan_is_for_what_was_configured(served: Service) -> None:
    page = served.client.get(f"{PLANS}&begin=6&percent=0&units=0&months=12&on=2026-01-01").text
    assert "€44,000.00" in page  # sixteen cores at 2,750
    assert "€23,000.00" in page  # sixteen at 650 and six rights at 2,100
    assert 'value="6"' in page and "not be worked out" not in page


def test_a_way_to_pay_is_chosen_by_a_link_and_its_months_are_shown(served: Service) -> None:
    page = served.client.get(f"{PLANS}&contract=lease&months=12&on=2026-01-01").text
    assert "Your plan: Lease" in page
    assert 13 == len(re.findall(r'<th scope="row"><time', page))
    assert "contract=pay_per_use" in page


def test_the_chart_is_a_drawing_with_a_name_and_a_table_beside_it(served: Service) -> None:
    page = served.client.get(PLANS).text
    assert '<svg xmlns="http://www.w3.org/2000/svg"' in page and 'role="img"' in page
    assert "<title>Ways to pay for the cores</title>" in page
    assert "style=" not in page


def test_the_page_speaks_german(served: Service) -> None:
    page = served.client.get(f"{PLANS}&locale=de&on=2026-01-01").text
    assert "Bezahlarten" in page and "am günstigsten" in page and "Nach Bedarf freigeschaltet" in page


def test_an_offer_without_a_catalog_has_a_page_too(served: Service) -> None:
    page = served.client.get("/plans/hp_superdome?begin=4&months=24").text
    assert "Instant Capacity" in page


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("begin=x", 422),
        ("begin=1e9", 422),
        ("months=121", 422),
        ("months=1.5", 422),
        ("percent=101", 422),
        ("on=soon", 422),
        ("begin=99999999999", 422),
        ("begin=0,5", 200),
        ("contract=nothing", 200),
        ("locale=%3Cscript%3E", 200),
    ],
)
def test_what_cannot_be_planned_is_told_as_a_page(served: Service, query: str, status: int) -> None:
    answer = served.client.get(f"/plans/hp_superdome?{query}")
    assert (status, "text/html; charset=utf-8") == (answer.status_code, answer.headers["content-type"])
    assert "<script>" not in answer.text


def test_an_offer_that_is_not_there_is_a_problem(served: Service) -> None:
    assert 404 == served.client.get("/plans/nothing").status_code
