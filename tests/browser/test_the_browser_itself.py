"""The packaged browser shows text and emoji, and its judge of accessibility finds a real fault."""

from playwright.async_api import Page

from tests.support.browser import axe

PAGE = "<!doctype html><html lang=en><title>t</title><main><h1>Blue Lamp</h1>{}</main>"


async def test_a_good_page_has_no_violations(page: Page) -> None:
    await page.set_content(PAGE.format("<p>On duty</p>"))
    assert await axe(page) == []


async def test_pale_grey_on_white_is_found(page: Page) -> None:
    await page.set_content(PAGE.format('<p style="color:#ddd;background:#fff">On duty</p>'))
    assert [each.rule for each in await axe(page)] == ["color-contrast"]


async def test_text_takes_up_room(page: Page) -> None:
    """Without fonts a page has no text at all, and every contrast check would pass."""
    await page.set_content(PAGE.format("<span id=a>Щ</span> <span id=b>ł</span>"))
    widths = [await page.locator(f"#{each}").evaluate("each => each.getBoundingClientRect().width") for each in "ab"]
    assert all(width > 2 for width in widths)
