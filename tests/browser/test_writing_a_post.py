"""Write: kept as one types, counted as the platform counts, shown as it will be; and sent for approval alone."""

import re

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.conftest import Served
from tests.support.publishing import PaperPublisher

WORDS = "A man has been arrested after a report in Queens Road. Saw anything? Call 101, ref SBX-2."


async def test_what_is_typed_survives_a_reload(served: Served, page: Page) -> None:
    await served.signs_in(page)
    await page.goto(f"{served.url}/write")
    await page.get_by_label("Text").fill(WORDS)
    await expect(page.locator("#saved")).to_contain_text(re.compile(r"Saved \d\d:\d\d"))
    assert re.fullmatch(f"{served.url}/write/[0-9a-f-]+", page.url)
    await page.reload()
    await expect(page.get_by_label("Text")).to_have_value(WORDS)
    await page.get_by_label("Text").fill(f"{WORDS} Thank you.")
    await expect(page.locator("#preview")).to_contain_text("Thank you.")
    await page.goto(f"{served.url}/write")
    await expect(page.locator(".bl-row")).to_have_count(1)
    await expect(page.locator(".bl-row")).to_contain_text("Thank you.")


async def test_the_count_and_the_preview_follow_what_is_typed(served: Served, page: Page) -> None:
    await served.signs_in(page)
    await page.goto(f"{served.url}/write")
    text = page.get_by_label("Text")
    await text.fill("See https://example.org/a/very/long/address/that/X/makes/short #Hastings 😀")
    await expect(page.locator("#count")).to_have_text("240 left: 40 of 280 as X counts")
    await expect(page.locator("#preview .bl-xpost__link")).to_have_count(2)
    await text.fill("x" * 283)
    await expect(page.locator("#count")).to_have_text("3 too many: 283 of 280 as X counts")
    await page.get_by_role("button", name="Send for approval").click()
    await expect(page.get_by_role("alert")).to_contain_text("3 characters longer")
    await expect(page.locator("#text-fault")).to_contain_text("3 characters longer")
    await expect(text).to_have_value("x" * 283)
    assert "post.submit" not in served.desk.topics.transitions()


async def test_a_time_that_the_clocks_leave_out_is_refused_with_words(served: Served, page: Page) -> None:
    await served.signs_in(page)
    await page.goto(f"{served.url}/write")
    await page.get_by_label("Text").fill(WORDS)
    await page.get_by_label("At a day and time").check()
    await page.get_by_label("Day", exact=True).fill("2027-03-28")
    await page.get_by_label("Time", exact=True).fill("01:30")
    await expect(page.locator("#saved")).to_contain_text("01:30 does not exist on 28 March 2027")
    await page.get_by_role("button", name="Send for approval").click()
    await expect(page.locator("#day-fault")).to_contain_text("the clocks go forward")
    await expect(page.get_by_label("Text")).to_have_value(WORDS)
    await expect(page.get_by_label("Time", exact=True)).to_have_value("01:30")
    await page.get_by_label("Time", exact=True).fill("02:30")
    await expect(page.locator("#preview")).to_contain_text("02:30, 28 Mar 2027")


async def test_words_that_cannot_be_saved_stay_and_are_saved_later(served: Served, page: Page) -> None:
    served.desk.topics.away = True
    await served.signs_in(page)
    await page.goto(f"{served.url}/write")
    await page.get_by_label("Text").fill(WORDS)
    await expect(page.locator("#saved")).to_contain_text("Not saved. The desk cannot reach Kafka.")
    await page.get_by_role("button", name="Send for approval").click()
    await expect(page.get_by_role("alert")).to_contain_text("The desk cannot reach Kafka.")
    await expect(page.get_by_label("Text")).to_have_value(WORDS)
    served.desk.topics.away = False
    await page.get_by_label("Text").press("End")
    await page.get_by_label("Text").press_sequentially("!")
    await expect(page.locator("#saved")).to_contain_text("Saved")


async def test_a_desk_that_is_not_there_is_told_and_tried_again(served: Served, page: Page) -> None:
    await served.signs_in(page)
    await page.goto(f"{served.url}/write")
    await page.route("**/write/save", lambda route: route.abort())
    await page.get_by_label("Text").fill(WORDS)
    await expect(page.locator("#saved")).to_contain_text("Not saved: the desk cannot be reached.")
    await page.unroute("**/write/save")
    await expect(page.locator("#saved")).to_contain_text("Saved", timeout=10_000)


async def test_who_is_signed_out_meanwhile_reads_that_nothing_is_saved(served: Served, page: Page) -> None:
    await served.signs_in(page)
    await page.goto(f"{served.url}/write")
    await page.context.clear_cookies()
    await page.get_by_label("Text").fill(WORDS)
    await expect(page.locator("#saved")).to_contain_text("Not saved. You are not signed in.")
    await expect(page.get_by_label("Text")).to_have_value(WORDS)


@pytest.mark.parametrize("saved", ["before", "not yet"])
async def test_a_sent_draft_leaves_nothing_behind_and_goes_once(served: Served, page: Page, saved: str) -> None:
    publisher = PaperPublisher(served.desk)
    await served.signs_in(page)
    await page.goto(f"{served.url}/write")
    await page.get_by_label("Text").fill(WORDS)
    if saved == "before":
        await expect(page.locator("#saved")).to_contain_text("Saved")
    await page.get_by_role("button", name="Send for approval").dblclick()
    await expect(page.get_by_text("Sent for approval.")).to_be_visible()
    await page.goto(f"{served.url}/write")
    await expect(page.get_by_text("You have no other draft.")).to_be_visible()
    assert len(publisher.deliveries) == 1


@pytest.mark.parametrize("scripts", [True, False])
async def test_back_after_sending_leads_to_the_post_or_sends_nothing_twice(
    served: Served, browser: Browser, *, scripts: bool
) -> None:
    publisher = PaperPublisher(served.desk)
    context = await browser.new_context(java_script_enabled=scripts)
    page = await context.new_page()
    await served.signs_in(page)
    await page.goto(f"{served.url}/write")
    await page.get_by_label("Text").fill(WORDS)
    if scripts:
        await expect(page.locator("#saved")).to_contain_text("Saved")
    await page.get_by_role("button", name="Send for approval").click()
    await expect(page.get_by_text("Sent for approval.")).to_be_visible()
    await page.go_back()
    if not scripts:
        await page.get_by_label("Text").fill(WORDS)
        await page.get_by_role("button", name="Send for approval").click()
    await expect(page.get_by_text("You sent this for approval already")).to_be_visible()
    assert "/posts/" in page.url
    assert len(publisher.deliveries) == 1
    await context.close()


async def test_a_draft_is_thrown_away(served: Served, page: Page) -> None:
    await served.signs_in(page)
    await page.goto(f"{served.url}/write")
    await page.get_by_label("Text").fill(WORDS)
    await expect(page.locator("#saved")).to_contain_text("Saved")
    await page.get_by_role("button", name="Discard").click()
    await expect(page.get_by_text("Discarded.")).to_be_visible()
    await expect(page.get_by_text("You have no other draft.")).to_be_visible()


async def test_without_javascript_save_shows_count_and_preview(served: Served, browser: Browser) -> None:
    publisher = PaperPublisher(served.desk)
    context = await browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page = await context.new_page()
    await served.signs_in(page)
    await page.get_by_role("link", name="Write", exact=True).click()
    await page.get_by_label("Text").fill(WORDS)
    await page.get_by_role("button", name="Save", exact=True).click()
    await expect(page.locator("#count")).to_have_text(f"{280 - len(WORDS)} left: {len(WORDS)} of 280 as X counts")
    await expect(page.locator("#preview")).to_contain_text(WORDS)
    await page.get_by_role("button", name="Send for approval").click()
    await expect(page.get_by_text("Sent for approval.")).to_be_visible()
    assert publisher.of_text(WORDS).state == "submitted"
    await context.close()
