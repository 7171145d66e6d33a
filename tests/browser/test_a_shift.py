"""People at work, with the scripts of a browser and without them."""

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.conftest import Served
from tests.support.browser import axe
from tests.support.desk import labels, mention, raised, triaged


async def test_an_alert_is_acknowledged_and_passed_to_the_control_room(served: Served, page: Page) -> None:
    said = mention("Man with a knife", served.desk.clock())
    served.desk.add(said, triaged(said, labels("emergency")), raised(said))
    await served.signs_in(page)
    await page.get_by_role("link", name="Open alerts").click()
    await page.get_by_role("button", name="Acknowledge").click()
    await expect(page.get_by_role("status").first).to_contain_text("Ring the control room now")
    await expect(page.get_by_role("alert")).to_have_count(0)
    await page.get_by_label("Control room's reference").fill("SBX-1")
    await page.get_by_role("button", name="Passed to control room").click()
    await expect(page.locator(".bl-alert")).to_contain_text("SBX-1")
    assert served.desk.topics.transitions() == ["alert.acknowledged", "alert.passed_on"]


async def test_a_mention_is_claimed_noted_and_closed(served: Served, page: Page) -> None:
    said = mention("Bike stolen, can you log it?", served.desk.clock())
    served.desk.add(said, triaged(said, labels("wrong_place_report", concern="theft_and_shoplifting")))
    await served.signs_in(page)
    await page.get_by_role("button", name="Claim next").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Mention to Hastings Police")
    await expect(page.get_by_text("Report it online")).to_be_visible()
    await page.get_by_label("A note for colleagues").fill("sent the online form")
    await page.get_by_role("button", name="Add note").click()
    await expect(page.locator(".bl-note")).to_contain_text("sent the online form")
    await page.get_by_label("It is done because").select_option("redirected")
    await page.get_by_role("button", name="Close", exact=True).click()
    await expect(page.get_by_text("Redirected to the right channel")).to_be_visible()
    assert served.desk.topics.transitions() == ["claim.changed", "note.added", "mention.closed"]


async def test_a_label_is_corrected(served: Served, page: Page) -> None:
    said = mention("ALL roads into Worthing shut from 6, pass it on", served.desk.clock())
    served.desk.add(said, triaged(said, labels("question")))
    await served.signs_in(page)
    await page.goto(f"{served.url}/mentions/{said.id}")
    await page.get_by_text("Correct the labels").click()
    await page.get_by_label("Question").uncheck()
    await page.get_by_label("Chat").check()
    await page.get_by_role("button", name="Save the labels").click()
    await expect(page.locator(".bl-message .bl-tag").last).to_have_text("Chat")
    await expect(page.get_by_text("Officer Tester said so.")).to_be_visible()
    await expect(page.locator(".bl-done")).to_contain_text("it needs no answer")


async def test_a_corrected_report_is_asked_for_its_kind_of_concern(served: Served, page: Page) -> None:
    said = mention("my bike got nicked", served.desk.clock())
    served.desk.add(said, triaged(said, labels("chat", urgency="none")))
    await served.signs_in(page)
    await page.goto(f"{served.url}/mentions/{said.id}")
    await page.get_by_text("Correct the labels").click()
    await page.get_by_label("Chat").uncheck()
    await page.get_by_label("Report in the wrong place").check()
    await page.get_by_role("button", name="Save the labels").click()
    kind = page.get_by_label("Concern", exact=True)
    await expect(kind).to_be_focused()
    assert await axe(page) == []
    await kind.select_option("theft_and_shoplifting")
    await page.get_by_role("button", name="Save the labels").click()
    await expect(page.locator(".bl-done")).to_contain_text("the urgency is Routine, it needs an answer")


async def test_filters_change_the_list_without_loading_the_page(served: Served, page: Page) -> None:
    for text, tag in (("thanks a lot", "praise"), ("is it legal?", "question")):
        said = mention(text, served.desk.clock())
        served.desk.add(said, triaged(said, labels(tag)))
    await served.signs_in(page)
    await served.opens(page, "/inbox?tab=all")
    await page.get_by_text("Filters").click()
    await page.get_by_label("Tag").select_option("praise")
    await expect(page.locator("#rows > li")).to_have_count(1)
    assert "tag=praise" in page.url
    await page.go_back()
    await expect(page.locator("#rows > li")).to_have_count(2)


async def test_the_back_button_and_an_address_lead_to_the_same(served: Served, page: Page) -> None:
    said = mention("is it legal?", served.desk.clock())
    served.desk.add(said, triaged(said, labels("question")))
    await served.signs_in(page)
    await page.goto(f"{served.url}/inbox?tab=all&q=legal")
    await page.locator("#rows a").first.click()
    await page.go_back()
    await expect(page.locator("#rows > li")).to_have_count(1)


async def test_everything_works_without_javascript(served: Served, browser: Browser) -> None:
    said = mention("Man with a knife", served.desk.clock())
    served.desk.add(said, triaged(said, labels("emergency")), raised(said))
    context = await browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page = await context.new_page()
    await served.signs_in(page)
    await expect(page.get_by_role("alert")).to_contain_text("1 alert not acknowledged")
    await page.get_by_role("button", name="Acknowledge").click()
    await page.goto(f"{served.url}/inbox?tab=all&q=knife")
    await page.locator("#rows a").first.click()
    await page.get_by_role("button", name="Claim it").click()
    await expect(page.get_by_text("Give it back")).to_be_visible()
    await page.get_by_role("button", name="Sign out").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("You are signed out")
    await context.close()


@pytest.mark.parametrize("path", ["/", "/alerts", "/inbox?tab=all", "/mentions/{id}"])
async def test_script_in_a_message_stays_text(served: Served, browser: Browser, path: str) -> None:
    """With the real policy in force, and no dialog, no request and no error that tells of an attempt."""
    attack = "<script>alert(1)</script><img src=/pwned onerror=alert(2)><svg onload=alert(3)> knife"
    said = mention(attack, served.desk.clock())
    served.desk.add(said, triaged(said, labels("emergency")), raised(said))
    page = await browser.new_page()
    seen: list[str] = []
    page.on("dialog", lambda dialog: seen.append(dialog.message))
    page.on("request", lambda request: seen.append(request.url) if "pwned" in request.url else None)
    page.on("console", lambda message: seen.append(message.text) if message.type == "error" else None)
    await served.signs_in(page)
    await page.goto(served.url + path.format(id=said.id))
    await expect(page.get_by_text("<script>alert(1)</script>").first).to_be_visible()
    later = mention(attack + " later", served.desk.clock())
    served.desk.add(later, triaged(later, labels("emergency")), raised(later))
    await expect(page.get_by_role("alert")).to_contain_text("2 alerts")
    assert seen == []
    await page.close()
