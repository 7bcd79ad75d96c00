"""The pages: lists, actions and their addresses, what is saved, and problems."""

import re
from pathlib import Path

import pytest

from tests.api.service import Service, service


def test_the_page_and_the_api_show_the_same_price(served: Service) -> None:
    page = served.client.get("/shop/bmw_x3?c=bmw_apps:true&on=2013-06-01").text
    assert "$42,145.00" == re.search(r"data-total>([^<]*?)\s*<", page).group(1)  # type: ignore[union-attr]


def test_an_action_leads_to_the_address_after_it(served: Service) -> None:
    found = served.client.get("/shop/bmw_x3?c=paint:jet_black&set=paint:blue_water", follow_redirects=False)
    assert (303, "/shop/bmw_x3?c=paint:blue_water") == (found.status_code, found.headers["location"])
    back = served.client.get("/shop/bmw_x3?c=paint:blue_water&drop=paint", follow_redirects=False)
    assert "/shop/bmw_x3" == back.headers["location"]


def test_the_page_escapes_what_it_is_given_and_forbids_inline_scripts(served: Service) -> None:
    page = served.client.get("/shop/bmw_x3?c=<script>:1")
    assert (200, True) == (page.status_code, "<li>&lt;script&gt;: 1</li>" in page.text)
    assert "<script>:" not in page.text
    assert "script-src 'self'" in page.headers["content-security-policy"]


def test_style_and_script_are_served_from_the_package(served: Service) -> None:
    assert [200, 200] == [served.client.get(f"/static/{name}").status_code for name in ("page.css", "page.js")]


def test_instances_are_added_and_removed_by_their_ids(served: Service) -> None:
    page = "/shop/modular_server?c=cells:3"
    added = served.client.get(f"{page}&add=cells", follow_redirects=False)
    assert "/shop/modular_server?c=cells:4" == added.headers["location"]
    removed = served.client.get(f"{page}&remove=cells[c2]", follow_redirects=False)
    assert "/shop/modular_server?c=cells:2&i=cells:c1,c3" == removed.headers["location"]


def test_all_products_are_listed_in_every_language_there_is(served: Service) -> None:
    english, german = (served.client.get(f"/?locale={locale}").text for locale in ("en", "de"))
    assert "Aeron work chair" in english and "Aeron Arbeitsstuhl" in german
    assert 200 == served.client.get("/?locale=%3Cscript%3E").status_code


@pytest.mark.parametrize(
    ("actions", "expected"),
    [
        ("set=paint:blue_water&set=bmw_apps:true&drop=trim", "?c=paint:blue_water&c=bmw_apps:true"),
        ("set=paint:blue_water&set=paint:jet_black", "?c=paint:jet_black"),
        ("set=paint:jet_black", "?c=paint:jet_black"),
        ("drop=paint", ""),
    ],
)
def test_several_clicks_are_done_one_after_the_other(served: Service, actions: str, expected: str) -> None:
    found = served.client.get(f"/shop/bmw_x3?c=paint:jet_black&{actions}", follow_redirects=False)
    assert (303, f"/shop/bmw_x3{expected}") == (found.status_code, found.headers["location"])


def test_a_typing_slip_keeps_everything_and_is_said_where_it_was_made(served: Service) -> None:
    query = "c=bmw_apps:true&set=paint:lilac&set=trim:fineline_siena"
    found = served.client.get(f"/shop/bmw_x3?{query}", follow_redirects=False)
    assert "/shop/bmw_x3?c=bmw_apps:true&c=trim:fineline_siena" == found.headers["location"]
    slipped = served.client.get("/shop/modular_server?i=cells:c1&set=cells%5Bc1%5D.installed&amount=13")
    assert 200 == slipped.status_code
    assert "“13” is not possible here; nothing was changed." in slipped.text
    assert "slip=" not in re.search(r'<form id="state".*?</form>', slipped.text, re.DOTALL).group()  # type: ignore[union-attr]


def test_an_outdated_word_in_an_address_keeps_everything_else(served: Service) -> None:
    page = served.client.get("/shop/bmw_x3?c=bmw_apps:true&c=spoiler:large&c=paint:lilac&i=wheels:w1")
    assert 200 == page.status_code
    for lost in ("spoiler: large", "paint: lilac", "wheels"):
        assert f"<li>{lost}</li>" in page.text
    assert 'data-key="undo bmw_apps"' in page.text


def test_what_is_saved_is_found_again_under_its_link(served: Service) -> None:
    made = served.client.post("/shop/bmw_x3/save?c=bmw_apps:true&on=2013-06-01", follow_redirects=False)
    assert (303, True) == (made.status_code, made.headers["location"].startswith("/saved/c_"))
    page = served.client.get(made.headers["location"]).text
    assert "$42,145.00" in page and f'value="{made.headers["location"]}"' in page


def test_a_link_is_nobodys_guess_and_keeps_the_language(served: Service) -> None:
    links = {
        served.client.post("/shop/aeron/save?c=arms:none&locale=de", follow_redirects=False).headers["location"]
        for _ in range(2)
    }
    assert 2 == len(links) and all(link.endswith("?locale=de") for link in links)


def test_a_link_that_leads_nowhere_is_said_so_as_a_page(served: Service) -> None:
    found = served.client.get(f"/saved/c_{'a' * 26}")
    assert (404, "text/html; charset=utf-8") == (found.status_code, found.headers["content-type"])


def test_hostile_addresses_are_answered_and_never_reflected_as_markup(served: Service) -> None:
    mark = "%3Cscript%3Ex%3C/script%3E"
    queries = [
        "c=paint:",
        "c=",
        "why=paint:",
        "book=",
        "on=",
        "locale=",
        "add=",
        "remove=cells[",
        "set=paint:",
        "drop=",
    ]
    for query in queries:
        found = served.client.get(f"/shop/bmw_x3?{query}{mark}")
        assert found.status_code in (200, 404, 422) and "<script>x" not in found.text, query
    numbers = ["1e99999999", "9" * 5000, "1/0", "NaN", "-1"]
    for number in numbers:
        slipped = served.client.get(f"/shop/modular_server?set=power_supplies&amount={number}")
        assert (200, True) == (slipped.status_code, "nothing was changed" in slipped.text), number[:20]


def test_links_begin_with_the_declared_address_and_not_with_what_a_client_says(tmp_path: Path) -> None:
    with service(tmp_path, public_url="https://shop.example") as declared:
        made = declared.client.post("/shop/aeron/save?c=arms:none", follow_redirects=False)
        page = declared.client.get(made.headers["location"], headers={"Host": "evil.example"}).text
    assert f'value="https://shop.example{made.headers["location"]}"' in page
    assert "evil.example" not in page
