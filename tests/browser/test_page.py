"""The page in a real browser, with scripts and without: one click, and the price is the API's."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from playwright.sync_api import sync_playwright

from configurator.money import formatted, money
from tests.browser.running import CHROMIUM, running

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine")


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
