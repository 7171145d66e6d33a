"""What happens shows without loading the page again, within a second; an emergency sounds wherever one is."""

import time

import pytest
from playwright.async_api import Page, expect

from shared.contracts.work_changed import Claim, Closing
from tests.browser.conftest import Served
from tests.support.desk import A_QUEENS_ROAD, labels, mention, raised, triaged

SECOND = 1_000.0
"""In milliseconds, as the browser counts: the promise."""


def _loads(page: Page) -> list[str]:
    """Every time the page itself is loaded from now on."""
    loaded: list[str] = []
    page.on("load", lambda opened: loaded.append(opened.url))
    return loaded


async def test_a_new_mention_appears_within_a_second_without_reloading(served: Served, page: Page) -> None:
    await served.signs_in(page)
    await served.opens(page, "/inbox?tab=all")
    loaded = _loads(page)
    said = mention("Sea fog or did I leave the kettle on?", served.desk.clock())
    served.desk.add(said)
    row = page.locator(f"[id='m-{said.id}']")
    await expect(row).to_contain_text("Sea fog", timeout=SECOND)
    await expect(row).to_contain_text("Not labelled yet")
    served.desk.add(triaged(said, labels("chat")))
    await expect(row).to_contain_text("Chat", timeout=SECOND)
    assert loaded == []


async def test_the_newest_stands_first_and_each_once(served: Served, page: Page) -> None:
    await served.signs_in(page)
    await served.opens(page, "/inbox?tab=all")
    for number in range(5):
        served.desk.clock.pass_by(seconds=1)
        said = mention(f"number {number}", served.desk.clock())
        served.desk.add(said)
        served.desk.add(triaged(said, labels("chat")))
        await expect(page.locator("#rows > li").first).to_contain_text(f"number {number}", timeout=SECOND)
    await expect(page.locator("#rows > li")).to_have_count(5)


async def test_another_districts_mention_does_not_appear(served: Served, page: Page) -> None:
    await served.signs_in(page)
    await served.opens(page, "/inbox?tab=all")
    served.desk.add(mention("for crawley", served.desk.clock(), account="x_crawley"))
    served.desk.add(mention("for hastings", served.desk.clock()))
    await expect(page.locator("#rows")).to_contain_text("for hastings", timeout=SECOND)
    await expect(page.locator("#rows")).not_to_contain_text("for crawley")


async def test_a_colleagues_claim_shows_in_place(served: Served, page: Page) -> None:
    said = mention("Is it legal?", served.desk.clock())
    served.desk.add(said, triaged(said, labels("question")))
    await served.signs_in(page)
    await served.opens(page, "/inbox")
    row = page.locator(f"[id='m-{said.id}']")
    before = await row.bounding_box()
    served.desk.add(Claim(mention=said.id, by="approver", at=served.desk.clock(), until=None))
    await expect(row).to_contain_text("Approver Tester answers", timeout=SECOND)
    served.desk.add(Closing(mention=said.id, by="approver", at=served.desk.clock(), reason="answered"))
    await expect(row).to_contain_text("Closed by Approver Tester", timeout=SECOND)
    after = await row.bounding_box()
    assert before
    assert after
    assert before["y"] == after["y"]


async def test_a_sorted_list_does_not_jump_it_says_that_there_is_more(served: Served, page: Page) -> None:
    await served.signs_in(page)
    await served.opens(page, "/inbox")
    said = mention("Is it legal?", served.desk.clock())
    served.desk.add(said, triaged(said, labels("question")))
    await page.get_by_role("button", name="1 new: show it").click(timeout=2 * SECOND)
    await expect(page.locator("#rows")).to_contain_text("Is it legal?")


async def test_who_reads_further_down_is_not_moved(served: Served, page: Page) -> None:
    for number in range(30):
        served.desk.clock.pass_by(seconds=1)
        served.desk.add(mention(f"older {number}", served.desk.clock()))
    await served.signs_in(page)
    await served.opens(page, "/inbox?tab=all")
    await page.evaluate("window.scrollTo(0, 1200)")
    reading = page.locator("#rows > li", has_text="older 15")
    before = await reading.bounding_box()
    served.desk.clock.pass_by(seconds=1)
    served.desk.add(mention("brand new", served.desk.clock()))
    await expect(page.locator("#rows > li").first).to_contain_text("brand new", timeout=SECOND)
    after = await reading.bounding_box()
    assert before
    assert after
    assert abs(before["y"] - after["y"]) <= 1


@pytest.mark.parametrize("path", ["/", "/alerts", "/inbox?tab=all", "/guidance", "/status"])
async def test_an_emergency_sounds_and_shows_on_every_page(served: Served, page: Page, path: str) -> None:
    await served.signs_in(page)
    await served.opens(page, path)
    said = mention("Man with a knife", served.desk.clock())
    begun = time.monotonic()
    served.desk.model.hear_early(said)
    served.desk.add(raised(said))
    await expect(page.get_by_role("alert")).to_contain_text("1 alert not acknowledged", timeout=SECOND)
    await page.locator("html[data-sounded='1']").wait_for(timeout=SECOND)
    assert time.monotonic() - begun < 1
    assert "Alert" in await page.title()


async def test_one_sound_for_one_thing_and_another_for_another(served: Served, page: Page) -> None:
    clock = served.desk.clock
    await served.signs_in(page)
    await served.opens(page, "/alerts")
    for number in range(3):
        said = mention(f"fire in Queens Road {number}", clock())
        served.desk.add(said, triaged(said, labels("emergency", place=A_QUEENS_ROAD)), raised(said))
        await expect(page.get_by_role("alert")).to_contain_text(f"{number + 1} alert", timeout=SECOND)
        clock.pass_by(seconds=1)
    await page.locator("html[data-sounded='1']").wait_for(timeout=SECOND)
    elsewhere = mention("somebody in the sea", clock())
    served.desk.add(elsewhere, triaged(elsewhere, labels("emergency")), raised(elsewhere))
    await page.locator("html[data-sounded='2']").wait_for(timeout=SECOND)
    await expect(page.locator(".bl-alert")).to_have_count(4)


async def test_a_mention_that_was_removed_is_gone_from_an_open_page(served: Served, page: Page) -> None:
    said = mention("my number is 07700 900123", served.desk.clock())
    served.desk.add(said)
    await served.signs_in(page)
    await served.opens(page, "/inbox?tab=all")
    await expect(page.locator("#rows")).to_contain_text("07700")
    served.desk.model.forget([said.id])
    await expect(page.locator("#rows")).not_to_contain_text("07700", timeout=SECOND)


async def test_a_tab_hears_nothing_more_after_signing_out_in_another(served: Served, page: Page) -> None:
    await served.signs_in(page)
    await served.opens(page, "/inbox?tab=all")
    other = await page.context.new_page()
    await other.goto(f"{served.url}/inbox?tab=all")
    await other.get_by_role("button", name="Sign out").click()
    await expect(other.get_by_role("heading", level=1)).to_have_text("You are signed out")
    served.desk.add(mention("not for you", served.desk.clock()))
    await page.locator("html[data-live=off]").wait_for()
    await expect(page.locator("#rows")).not_to_contain_text("not for you")
