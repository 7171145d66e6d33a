"""A hold from beginning to end, a take-down with its review, and the calendar, as people meet them."""

from datetime import timedelta

from playwright.async_api import Browser, Page, expect

from services.desk.domain.holding import HoldRead
from services.desk.readmodel import holds
from shared.contracts.channel_reported import ChannelReport
from shared.contracts.post_requested import Content
from tests.browser.conftest import Served
from tests.support.publishing import PaperPublisher, approved_delivery, delivery

SECOND = 1_000.0


async def _as(served: Served, browser: Browser, person: str, *, script: bool = True) -> Page:
    """Somebody's own phone."""
    context = await browser.new_context(
        viewport={"width": 360, "height": 740}, locale="en-GB", java_script_enabled=script
    )
    page = await context.new_page()
    await served.signs_in(page, person)
    return page


def _acknowledges(served: Served) -> None:
    """The hold's record comes back from the topic, and the publisher says that it has read it."""
    desk, now = served.desk, served.desk.clock()
    (hold,) = holds.standing(desk.store.db)
    desk.add(HoldRead(hold=hold.hold, offset=5))
    said = {"account": "x_hastings", "reporter": "publisher-x", "state": "up", "since": now, "reported_at": now}
    desk.add(ChannelReport.model_validate(said | {"holds_read_to": 6}))


async def test_a_hold_is_confirmed_by_its_name_seen_by_all_and_released(served: Served, browser: Browser) -> None:
    desk, publisher = served.desk, PaperPublisher(served.desk)
    officer, supervisor = await _as(served, browser, "officer"), await _as(served, browser, "supervisor")
    await served.opens(officer, "/posts")
    await served.opens(supervisor, "/hold")
    await supervisor.get_by_label("What is to be stopped").select_option("district:hastings")
    await supervisor.get_by_label("Why.").fill("A fire on the pier")
    await supervisor.get_by_label("Incident").fill("Pier fire")
    await supervisor.get_by_role("button", name="Go on to confirm").click()
    await supervisor.get_by_label("To confirm, type Hastings").fill("Rother")
    await supervisor.get_by_role("button", name="Stop posting").click()
    await expect(supervisor.locator(".govuk-error-message")).to_contain_text("Nothing is stopped yet.")
    assert holds.standing(desk.store.db) == []
    await supervisor.get_by_label("To confirm, type Hastings").fill("hastings")
    await supervisor.get_by_role("button", name="Stop posting").click()
    await expect(supervisor.locator(".bl-card")).to_contain_text("Acknowledged for 0 of 1 account")
    await expect(officer.locator(".bl-holding")).to_contain_text(
        "Posting is stopped for Hastings district (Pier fire): A fire on the pier. Supervisor Tester",
        timeout=2 * SECOND,
    )
    await supervisor.locator("html[data-live=on]").wait_for()
    _acknowledges(served)
    await expect(supervisor.locator(".bl-card")).to_contain_text("Nothing begins any more", timeout=3 * SECOND)
    publisher.say(delivery("Bike marking", desk.clock(), state="missed", version=3, changed_at=desk.clock()))
    await supervisor.get_by_role("link", name="Release").click()
    await expect(supervisor.locator("main")).to_contain_text("Nothing goes out by releasing.")
    await expect(supervisor.get_by_role("link", name="Bike marking")).to_be_visible()
    await supervisor.get_by_role("button", name="Release").click()
    await expect(supervisor.locator("main")).to_contain_text("Posting is not stopped anywhere.")
    await expect(officer.locator(".bl-holding")).to_have_count(0, timeout=2 * SECOND)


async def test_without_script_a_hold_begins_and_ends_all_the_same(served: Served, browser: Browser) -> None:
    page = await _as(served, browser, "media", script=False)
    await page.goto(f"{served.url}/hold")
    await page.get_by_label("What is to be stopped").select_option("force")
    await page.get_by_role("button", name="Go on to confirm").click()
    await expect(page.locator("#reason-fault")).to_contain_text("The reason is missing.")
    await page.get_by_label("Why.").fill("The website is down")
    await page.get_by_role("button", name="Go on to confirm").click()
    await page.get_by_label("To confirm").fill(served.desk.registry.force.name)
    await page.get_by_role("button", name="Stop posting").click()
    await page.get_by_role("link", name="Release").click()
    await page.get_by_role("button", name="Release").click()
    assert served.desk.topics.transitions() == ["hold.begun", "hold.released"]


async def test_a_post_is_taken_down_by_one_and_reviewed_by_another(served: Served, browser: Browser) -> None:
    publisher = PaperPublisher(served.desk)
    posted = publisher.publish(publisher.say(approved_delivery("Seen this man?", served.desk.clock())).id)
    approver, supervisor = await _as(served, browser, "approver"), await _as(served, browser, "supervisor")
    await served.opens(supervisor, "/")
    await served.opens(approver, f"/posts/{posted.id}")
    await approver.locator("summary", has_text="Take it down").click()
    await approver.get_by_label("Why it must go").fill("He was found.")
    await approver.get_by_role("button", name="Take it down").click()
    await expect(approver.locator("#down-fault")).to_contain_text("Tick the box")
    await approver.get_by_label("Delete it on the platform now").check()
    await approver.get_by_role("button", name="Take it down").click()
    await expect(approver.locator(".bl-state")).to_contain_text("Being taken down")
    await expect(approver.locator("main")).to_contain_text("Somebody else has to review what you took down.")
    await supervisor.get_by_role("link", name="Seen this man?").click(timeout=3 * SECOND)
    await supervisor.get_by_role("radio", name="It was wrong").check()
    await supervisor.get_by_label("Remark").fill("Another man was found.")
    await supervisor.get_by_role("button", name="Note my review").click()
    await expect(supervisor.locator("main")).to_contain_text("Reviewed: it was wrong. Supervisor Tester")
    await expect(approver.locator("main")).to_contain_text("Another man was found.", timeout=2 * SECOND)


async def test_the_calendar_is_an_agenda_on_a_phone(served: Served, page: Page) -> None:
    publisher, now = PaperPublisher(served.desk), served.desk.clock()
    content = Content(account="x_hastings", text="Bike marking", not_before=now + timedelta(weeks=1))
    publisher.say(delivery("", now, content=content, hash=content.hash))
    await served.signs_in(page)
    await page.goto(f"{served.url}/posts")
    await page.get_by_role("link", name="Week").click()
    await page.get_by_role("link", name="Week after").click()
    await expect(page.locator(".bl-cal__day:visible")).to_have_count(1)
    await expect(page.locator(".bl-cal__day:visible")).to_contain_text("Waits for approval")
    await page.set_viewport_size({"width": 1280, "height": 800})
    await expect(page.locator(".bl-cal__day:visible")).to_have_count(7)
    tops = await page.locator(".bl-cal__day").evaluate_all("all => all.map(each => each.getBoundingClientRect().top)")
    assert len(set(tops)) == 1
