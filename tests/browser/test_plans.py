"""The way from a product to its plan in a real browser, with scripts and without."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.running import CHROMIUM, running

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine"),
]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running(tmp_path_factory.mktemp("browser")) as found:
        yield found


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_shopper_chooses_how_to_pay_and_plans_anew(address: str, scripts: bool) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page: Any = browser.new_context(java_script_enabled=scripts, locale="en-US").new_page()
        problems: list[str] = []
        page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
        page.goto(f"{address}/shop/modular_server?c=cells:4&on=2026-01-01&wait=1", timeout=90_000)
        page.locator('[data-key="pay 1"]').click()
        page.wait_for_url("**/plans/**")
        page.locator('[data-key="way lease"]').click()
        page.wait_for_url("**contract=lease**")
        page.locator('input[name="months"]').fill("24")
        page.locator('[data-key="plan"]').click()
        page.wait_for_url("**months=24**")
        assert "Your plan: Lease" == page.locator("h2#chosen").inner_text()
        assert [] == problems
        browser.close()
