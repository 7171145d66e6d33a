"""The whole system before two people's eyes: written, approved, taken by a platform that does not say so, published."""

from playwright.async_api import Browser, Page, expect

from tests.support.posting import clear_faults
from tests.support.system import System

WORDS = "A man has been arrested after a report in Queens Road. Saw anything? Call 101, ref SBX-7."
LOOKED_UP_WITHIN = 60_000.0
"""Milliseconds: an unknown one is looked for on the timeline within seconds, on a busy machine too."""


async def _as(system: System, browser: Browser, person: str) -> Page:
    context = await browser.new_context(viewport={"width": 360, "height": 740}, locale="en-GB")
    page = await context.new_page()
    await page.goto(system.endpoints["sign_in"][person])
    return page


async def test_an_answer_that_was_lost_becomes_published_without_a_reload(system: System, browser: Browser) -> None:
    officer, approver = await _as(system, browser, "officer"), await _as(system, browser, "approver")
    desk = system.endpoints["desk"]
    await officer.goto(f"{desk}/write")
    await officer.get_by_label("Text").fill(WORDS)
    await expect(officer.locator("#saved")).to_contain_text("Saved")
    await officer.get_by_role("button", name="Send for approval").click()
    await expect(officer.locator(".bl-state")).to_contain_text("Waits for approval")
    await system.fault("post", "503_after_success", count=1, account="sbx_hastings")
    await system.fault("timeline", "503", seconds=600, account="sbx_hastings")  # found only after people saw it unknown
    await approver.goto(f"{desk}/approve")
    await approver.get_by_role("button", name="Approve").click()
    await expect(approver.locator(".bl-asked")).to_contain_text("Approved.")
    await expect(officer.locator(".bl-state")).to_contain_text("Unknown, checking", timeout=LOOKED_UP_WITHIN)
    await clear_faults(system)
    await expect(officer.locator(".bl-state")).to_contain_text("Published", timeout=LOOKED_UP_WITHIN)
    await expect(officer.locator(".bl-state")).to_contain_text("/status/")
