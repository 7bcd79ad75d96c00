"""The page in a real browser, with scripts and without: one click, and the price is the API's."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from configurator_api.web import product_page
from playwright.sync_api import sync_playwright

from configurator.money import formatted, money
from tests.browser.running import CHROMIUM, running

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine"),
]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running(tmp_path_factory.mktemp("browser")) as found:
        yield found


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_click_on_an_option_shows_the_price_of_the_api(address: str, browser: Any, scripts: bool) -> None:
    page = browser.new_context(java_script_enabled=scripts, locale="en-US").new_page()
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    page.goto(f"{address}/shop/bmw_x3")
    page.locator('[data-key="bmw_apps:true"]').click()
    page.wait_for_url("**c=bmw_apps:true*")
    page.locator('[data-key="undo bmw_apps"]').wait_for()
    assert _price_of_the_api(address, {"bmw_apps": True}) == page.locator("[data-total]").inner_text()
    assert [] == problems


def test_back_and_reload_keep_what_was_chosen(address: str, browser: Any) -> None:
    page = browser.new_context().new_page()
    page.goto(f"{address}/shop/bmw_x3")
    before = page.locator("[data-total]").inner_text()
    page.locator('[data-key="paint:blue_water"]').click()
    page.locator('[data-key="undo paint"]').wait_for()
    page.reload()
    page.locator('[data-key="undo paint"]').wait_for()
    page.go_back()
    page.locator('[data-key="undo paint"]').wait_for(state="detached")
    assert before == page.locator("[data-total]").inner_text()


def test_the_focus_stays_on_what_was_clicked(address: str, browser: Any) -> None:
    page = browser.new_context().new_page()
    page.goto(f"{address}/shop/bmw_x3")
    page.locator('[data-key="paint:blue_water"]').focus()
    page.keyboard.press("Enter")
    page.locator('[data-key="undo paint"]').wait_for()
    assert "paint:blue_water" == page.evaluate("document.activeElement.dataset.key")


def _price_of_the_api(address: str, choices: dict[str, object]) -> str:
    data = httpx.post(f"{address}/v1/catalogs/bmw_x3/evaluate", json={"choices": choices}, timeout=30).json()
    total = data["price"]["totals"]["one_time"]
    return formatted(money(total["amount"], total["currency"]), "en")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_what_is_saved_is_found_again_on_another_device(address: str, browser: Any, scripts: bool) -> None:
    page = browser.new_context(java_script_enabled=scripts).new_page()
    page.goto(f"{address}/shop/bmw_x3?c=bmw_apps:true")
    page.locator('[data-key="save"]').click()
    page.wait_for_url("**/saved/c_*")
    link, total = page.locator("input.link").input_value(), page.locator("[data-total]").inner_text()
    other = browser.new_context(java_script_enabled=scripts).new_page()
    other.goto(link)
    assert total == other.locator("[data-total]").inner_text()
    other.locator('[data-key="undo bmw_apps"]').click()
    other.wait_for_url("**/shop/bmw_x3")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_blocked_option_is_made_possible_by_its_repair(address: str, browser: Any, scripts: bool) -> None:
    page = browser.new_context(java_script_enabled=scripts).new_page()
    page.goto(f"{address}/shop/bmw_x3?c=premium_package:false")
    page.locator('[data-key="why trim fineline_siena"]').click()
    page.locator("#why .repairs .button").first.click()
    page.locator('[data-key="undo trim"]').wait_for()
    assert "selected" in (page.locator('[data-key="trim:fineline_siena"]').get_attribute("class") or "")


def test_a_product_is_configured_by_keyboard_alone(address: str, browser: Any) -> None:
    page = browser.new_context().new_page()
    page.goto(f"{address}/shop/bmw_x3")
    seen = []
    for _ in range(12):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.dataset.key || document.activeElement.className || ''"))
        if seen[-1] == "paint:jet_black":
            break
    page.keyboard.press("Space")
    page.locator('[data-key="undo paint"]').wait_for()
    assert ("skip", "paint:jet_black") == (seen[0], page.evaluate("document.activeElement.dataset.key"))


def test_what_was_not_known_in_time_is_filled_in(
    tmp_path_factory: pytest.TempPathFactory, browser: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(product_page, "LEAST_SECONDS", 0.0)
    with running(tmp_path_factory.mktemp("hurried"), page_seconds=0.0) as hurried:
        quiet = browser.new_context(java_script_enabled=False).new_page()
        quiet.goto(f"{hurried}/shop/bmw_x3?c=paint:jet_black&on=2013-07-02")
        assert 1 == quiet.locator("[data-more]").count()
        quiet.locator("[data-more] a").click()
        quiet.locator("[data-more]").wait_for(state="detached")
        page = browser.new_context().new_page()
        page.goto(f"{hurried}/shop/bmw_x3?c=paint:jet_black&on=2013-07-02")
        page.locator("[data-more]").wait_for(state="detached")
        assert "$39,745.00" == page.locator("[data-total]").inner_text()
        assert page.url.endswith("c=paint:jet_black&on=2013-07-02")


@pytest.mark.parametrize("catalog", ["aeron", "bmw_x3", "modular_server", "pc_builder", "window"])
def test_a_page_fits_the_screen_of_a_phone(address: str, browser: Any, catalog: str) -> None:
    page = browser.new_context(viewport={"width": 360, "height": 740}).new_page()
    page.goto(f"{address}/shop/{catalog}")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("width", [390, 1280])
def test_the_name_of_an_option_has_room_beside_what_else_it_changes(address: str, browser: Any, width: int) -> None:
    page = browser.new_context(viewport={"width": width, "height": 900}, locale="en-US").new_page()
    page.goto(f"{address}/shop/bmw_x3?wait=1")
    assert page.locator(".option .also").count() > 0
    widths = page.locator(".option .name").evaluate_all("names => names.map(name => name.clientWidth)")
    assert min(widths) >= 60


def test_a_long_list_scrolls_in_itself_and_is_searched(address: str, browser: Any) -> None:
    page = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-US").new_page()
    page.goto(f"{address}/shop/pc_builder")
    assert page.evaluate("document.documentElement.scrollHeight") < 8_000
    cards = page.locator("fieldset[id='f-processor']")
    cards.locator("input[type=search]").fill("ryzen 9950")
    assert ["AMD Ryzen 5 7600X", "AMD Ryzen 9 9950X"] == [
        name.split("\n")[0] for name in cards.locator(".option:visible .name").all_inner_texts()
    ]
    cards.locator(".option:visible").last.click()
    page.locator("[data-key='undo processor']").wait_for()
    assert "ryzen 9950" == cards.locator("input[type=search]").input_value()


@pytest.mark.parametrize("latency", [0, 200, 600])
def test_quick_clicks_are_all_kept(address: str, browser: Any, latency: int) -> None:
    page = browser.new_context().new_page()
    page.goto(f"{address}/shop/aeron")
    page.route("**/shop/**", lambda route: (page.wait_for_timeout(latency), route.continue_()))
    keys = [f"{path}:{value}" for path, value in _four_options(address)]
    page.evaluate(
        'keys => keys.forEach((key) => document.querySelector(`[data-key="${CSS.escape(key)}"]`).click())', keys
    )
    for key in keys:
        page.locator(f'[data-key="undo {key.partition(":")[0]}"]').wait_for()
    assert sorted(keys) == sorted(part.removeprefix("c=") for part in page.url.partition("?")[2].split("&"))


def _four_options(address: str) -> list[tuple[str, str]]:
    """Return an available option of each of the first four features, all possible together."""
    chosen: dict[str, object] = {}
    data = httpx.post(f"{address}/v1/catalogs/aeron/evaluate", json={}, timeout=30).json()
    for feature in data["features"]:
        for option in feature["options"]:
            if option["state"] == "available" and len(chosen) < 4 and feature["path"] not in chosen:
                tried = {**chosen, feature["path"]: option["value"]}
                body = {"choices": tried}
                if httpx.post(f"{address}/v1/catalogs/aeron/evaluate", json=body, timeout=30).json()["consistent"]:
                    chosen = tried
    return [(path, str(value)) for path, value in chosen.items()]


def test_choosing_what_is_chosen_changes_nothing(address: str, browser: Any) -> None:
    page = browser.new_context().new_page()
    page.goto(f"{address}/shop/bmw_x3")
    page.locator('[data-key="paint:blue_water"]').dblclick()
    page.locator('[data-key="undo paint"]').wait_for()
    page.locator('[data-key="paint:blue_water"]').click()
    page.wait_for_timeout(500)
    assert "blue_water" in page.url
    assert page.locator('[data-key="undo paint"]').is_visible()


def test_a_lost_connection_keeps_the_page_and_the_clicks(address: str, browser: Any) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{address}/shop/bmw_x3")
    context.set_offline(True)
    page.locator('[data-key="bmw_apps:true"]').click()
    page.locator("[data-offline]").wait_for()
    context.set_offline(False)
    page.locator('[data-key="undo bmw_apps"]').wait_for()
    assert page.locator("[data-offline]").is_hidden()


def _selected(page: Any, key: str) -> None:
    page.locator(f'[data-key="undo {key.partition(":")[0]}"]').wait_for()
    assert key in page.url


def test_two_tabs_do_not_disturb_each_other(address: str, browser: Any) -> None:
    context = browser.new_context()
    first, second = context.new_page(), context.new_page()
    for page in (first, second):
        page.goto(f"{address}/shop/bmw_x3")
    first.locator('[data-key="paint:blue_water"]').click()
    second.locator('[data-key="bmw_apps:true"]').click()
    _selected(first, "paint:blue_water")
    _selected(second, "bmw_apps:true")
    first.locator('[data-key="save"]').click()
    first.wait_for_url("**/saved/c_*")
    second.reload()
    _selected(second, "bmw_apps:true")
    assert ("paint" not in second.url, "bmw_apps" not in first.url) == (True, True)


@pytest.mark.parametrize("status", [429, 503, 504])
def test_a_refused_click_is_sent_again_when_the_refusal_says(address: str, browser: Any, status: int) -> None:
    page, refused = browser.new_context().new_page(), list[str]()
    page.goto(f"{address}/shop/bmw_x3")

    def refuse_once(route: Any) -> None:
        if refused:
            route.continue_()
            return
        refused.append(route.request.url)
        route.fulfill(status=status, headers={"Retry-After": "1"}, body="<p>busy</p>", content_type="text/html")

    page.route("**/shop/**", refuse_once)
    page.locator('[data-key="paint:blue_water"]').click()
    page.locator("[data-busy]").wait_for()
    page.locator('[data-key="bmw_apps:true"]').click()
    _selected(page, "paint:blue_water")
    _selected(page, "bmw_apps:true")
    assert page.locator("[data-busy]").is_hidden()


def test_going_back_without_a_network_is_made_up_for(address: str, browser: Any) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{address}/shop/bmw_x3")
    page.locator('[data-key="paint:blue_water"]').click()
    _selected(page, "paint:blue_water")
    context.set_offline(True)
    page.evaluate("history.back()")
    page.locator("[data-offline]").wait_for()
    assert page.locator('[data-key="undo paint"]').is_visible()
    context.set_offline(False)
    page.locator('[data-key="undo paint"]').wait_for(state="detached")
    assert "paint" not in page.url


def test_reloading_and_going_back_after_quick_clicks_keep_every_state(address: str, browser: Any) -> None:
    page = browser.new_context().new_page()
    page.goto(f"{address}/shop/aeron")
    keys = [f"{path}:{value}" for path, value in _four_options(address)][:2]
    for key in keys:
        page.locator(f'[data-key="{key}"]').click()
        page.locator(f'[data-key="undo {key.partition(":")[0]}"]').wait_for()
    page.reload()
    for key in keys:
        _selected(page, key)
    page.go_back()
    page.locator(f'[data-key="undo {keys[1].partition(":")[0]}"]').wait_for(state="detached")
    _selected(page, keys[0])
    page.go_forward()
    for key in keys:
        _selected(page, key)


def test_a_second_click_on_its_way_does_not_undo_the_first(address: str, browser: Any) -> None:
    page = browser.new_context().new_page()
    page.goto(f"{address}/shop/bmw_x3")
    page.route("**/shop/**", lambda route: (page.wait_for_timeout(300), route.continue_()))
    page.locator('[data-key="paint:blue_water"]').dblclick()
    _selected(page, "paint:blue_water")
    page.wait_for_timeout(1000)
    _selected(page, "paint:blue_water")
