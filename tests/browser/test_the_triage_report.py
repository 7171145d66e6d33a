"""The page that says how good triage is, as committed: everybody can read it, on a phone and wide, light and dark."""

from typing import Literal

import pytest
from playwright.async_api import Browser, Page

from shared.settings import CHECKOUT
from tests.support.browser import axe

REPORT = CHECKOUT / "docs" / "triage-report.html"


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_everybody_can_read_the_report_on_paper_and_in_the_dark(
    page: Page, scheme: Literal["light", "dark"]
) -> None:
    await page.emulate_media(color_scheme=scheme)
    await page.goto(REPORT.as_uri())

    assert await axe(page) == []


@pytest.mark.parametrize("width", [360, 1280])
async def test_the_page_is_never_wider_than_the_screen_and_fetches_nothing(browser: Browser, width: int) -> None:
    page = await browser.new_page(viewport={"width": width, "height": 800}, java_script_enabled=False)
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    await page.goto(REPORT.as_uri())

    heading = page.get_by_role("heading", name="The goals")
    assert await heading.is_visible()
    root = await page.locator("html").bounding_box()
    main = await page.locator("main").bounding_box()
    assert root is not None
    assert main is not None
    assert main["width"] <= root["width"] <= width
    assert fetched == [REPORT.as_uri()]
    await page.close()
