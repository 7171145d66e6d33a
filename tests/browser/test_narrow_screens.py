"""On the smallest phone a word stays a word: values have room, headers do not break within one."""

from playwright.async_api import Browser

from tests.browser.conftest import Served

ROOM = 200
"""Pixels for a value on a screen of 360."""


async def test_status_can_be_read_on_a_small_phone(served: Served, browser: Browser) -> None:
    page = await browser.new_page(viewport={"width": 360, "height": 800})
    await served.signs_in(page, "it")
    await page.goto(f"{served.url}/status")
    values = await page.locator(".bl-why--wide dd").evaluate_all("all => all.map(each => each.clientWidth)")
    assert len(values) == 3
    assert min(values) >= ROOM
    broken = await page.locator("th").evaluate_all("all => all.map(each => getComputedStyle(each).overflowWrap)")
    assert set(broken) == {"normal"}
    await page.close()
