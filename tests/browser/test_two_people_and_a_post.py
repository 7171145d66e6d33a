"""Nobody posts alone: one writes, another approves, and the pages say what became of it as soon as it is known."""

from playwright.async_api import Browser, Page, expect

from services.publisher.domain import effect
from services.publisher.domain.change import noted
from services.publisher.domain.matching import Candidate
from shared.contracts.post_changed import Delivery
from shared.x.snowflake import first_id_at
from tests.browser.conftest import Served
from tests.support.publishing import PaperPublisher, approved_delivery, delivery

SECOND = 1_000.0
WORDS = "A man has been arrested after a report in Queens Road. Saw anything? Call 101, ref SBX-2."


async def _as(served: Served, browser: Browser, person: str) -> Page:
    """Somebody's own browser."""
    context = await browser.new_context(viewport={"width": 360, "height": 740}, locale="en-GB")
    page = await context.new_page()
    await served.signs_in(page, person)
    return page


async def test_one_writes_another_approves_and_it_is_published(served: Served, browser: Browser) -> None:
    publisher = PaperPublisher(served.desk)
    officer, approver = await _as(served, browser, "officer"), await _as(served, browser, "approver")
    await approver.goto(f"{served.url}/approve")
    await officer.goto(f"{served.url}/write")
    await officer.get_by_label("Text").fill(WORDS)
    await officer.get_by_role("button", name="Send for approval").click()
    await expect(officer.locator(".bl-state")).to_contain_text("Waits for approval")
    await expect(approver.locator(".bl-card")).to_contain_text(WORDS, timeout=2 * SECOND)
    await approver.get_by_role("button", name="Approve").click()
    await expect(approver.locator(".bl-asked")).to_contain_text("Approved. It goes out at once.")
    await expect(officer.locator(".bl-state")).to_contain_text("approved by Approver Tester", timeout=2 * SECOND)
    publisher.publish(publisher.of_text(WORDS).id)
    await expect(officer.locator(".bl-state")).to_contain_text("Published", timeout=2 * SECOND)
    await expect(officer.locator(".bl-state")).to_contain_text("https://x.com/sbx_hastings/status/1900000000000000001")


async def test_approving_says_what_it_waits_for_until_it_is_decided(served: Served, page: Page) -> None:
    publisher = PaperPublisher(served.desk, prompt=False)
    said = publisher.say(delivery(WORDS, served.desk.clock()))
    await served.signs_in(page, "approver")
    await page.goto(f"{served.url}/approve")
    await page.get_by_role("button", name="Approve").click()
    await expect(page.locator(".bl-asked")).to_contain_text("Approving…")
    await expect(page.get_by_role("button", name="Approve")).to_have_count(0)
    await page.locator("html[data-live=on]").wait_for()
    publisher.decide()
    await expect(page.locator(".bl-asked")).to_contain_text("Approved.", timeout=2 * SECOND)
    assert publisher.deliveries[said.id].state == "approved"


async def test_an_approval_that_comes_too_late_says_why_it_did_nothing(served: Served, page: Page) -> None:
    publisher = PaperPublisher(served.desk, prompt=False)
    said = publisher.say(delivery(WORDS, served.desk.clock()))
    await served.signs_in(page, "approver")
    await page.goto(f"{served.url}/approve")
    publisher.deliveries[said.id] = said.model_copy(update={"state": "void", "version": 2})  # the desk knows it later
    await page.get_by_role("button", name="Approve").click()
    publisher.decide()
    await expect(page.locator(".bl-asked")).to_contain_text("Not approved: It cannot be approved. It is void")


async def test_nobody_approves_their_own(served: Served, page: Page) -> None:
    publisher = PaperPublisher(served.desk)
    own = publisher.say(delivery(WORDS, served.desk.clock(), author="approver"))
    await served.signs_in(page, "approver")
    await page.goto(f"{served.url}/approve")
    await expect(page.locator(".bl-card")).to_contain_text("Somebody else has to approve this.")
    await expect(page.get_by_role("button", name="Approve")).to_have_count(0)
    csrf = await page.locator("meta[name=csrf-token]").get_attribute("content") or ""
    forged = await page.request.post(
        f"{served.url}/approve/{own.id}/approve", form={"csrf": csrf, "hash": own.hash, "version": "1"}
    )
    assert forged.status == 403
    assert "Somebody else has to approve what you wrote." in await forged.text()
    assert served.desk.topics.transitions() == []


async def test_what_is_sent_back_comes_again_with_what_changed(served: Served, browser: Browser) -> None:
    publisher = PaperPublisher(served.desk)
    publisher.say(delivery("Caught! Queens Road thief off the streets. DM us.", served.desk.clock()))
    officer, approver = await _as(served, browser, "officer"), await _as(served, browser, "approver")
    await approver.goto(f"{served.url}/approve")
    await approver.get_by_text("Send back").click()
    await approver.get_by_role("button", name="Send it back").click()
    await expect(approver.locator(".govuk-error-message")).to_contain_text("The reason is missing.")
    await approver.get_by_label("What has to change?").fill("Guilt before trial")
    await approver.get_by_role("button", name="Send it back").click()
    await expect(approver.locator(".bl-asked")).to_contain_text("Sent back.")
    await officer.goto(served.url)
    await expect(officer.get_by_role("heading", name="Sent back to me")).to_be_visible()
    await officer.get_by_role("link", name="Caught!").click()
    await expect(officer.locator(".bl-state")).to_contain_text("Guilt before trial")
    await officer.get_by_role("link", name="Write a new version").click()
    await officer.get_by_label("Text").fill(WORDS)
    await officer.get_by_role("button", name="Send for approval").click()
    await expect(officer.get_by_text("Sent for approval.")).to_be_visible()
    await approver.goto(f"{served.url}/approve")
    await expect(approver.locator(".bl-changed del")).to_contain_text("Caught!")
    await expect(approver.locator(".bl-changed ins")).to_contain_text("A man has been arrested")


async def test_unknown_becomes_published_before_ones_eyes(served: Served, page: Page) -> None:
    publisher = PaperPublisher(served.desk)
    unknown = await _unknown(served, publisher, page)
    publisher.say(_found(unknown))
    await expect(page.locator(".bl-state")).to_contain_text("Published", timeout=2 * SECOND)
    await expect(page.get_by_text("Is it on the platform?")).to_have_count(0)


async def test_an_unknown_one_that_is_there_is_settled_with_its_link(served: Served, page: Page) -> None:
    publisher = PaperPublisher(served.desk)
    unknown = await _unknown(served, publisher, page)
    await page.get_by_label("It is there").check()
    await page.get_by_label("Its link").fill("somewhere on X")
    await page.get_by_role("button", name="Settle it").click()
    await expect(page.locator("#url-fault")).to_contain_text("That is no address of a post.")
    await expect(page.get_by_label("Its link")).to_have_value("somewhere on X")
    await page.get_by_label("Its link").fill(_link(unknown))
    await page.get_by_role("button", name="Settle it").click()
    await expect(page.locator(".bl-state")).to_contain_text("Published")
    assert publisher.deliveries[unknown.id].link == _link(unknown)


async def test_an_unknown_one_that_is_not_there_is_a_new_post_to_approve(served: Served, page: Page) -> None:
    publisher = PaperPublisher(served.desk)
    unknown = await _unknown(served, publisher, page)
    await page.get_by_label("It is not there: post it once").check()
    await page.get_by_role("button", name="Settle it").click()
    await expect(page.locator(".bl-state")).to_contain_text("Waits for approval")
    again = publisher.of_text(WORDS)
    assert (again.state, again.replaces) == ("submitted", unknown.id)
    assert publisher.deliveries[unknown.id].state == "abandoned"
    await expect(page.get_by_text("Somebody else has to approve this.")).to_be_visible()


async def test_who_types_a_settlement_is_not_moved_by_news(served: Served, page: Page) -> None:
    publisher = PaperPublisher(served.desk)
    unknown = await _unknown(served, publisher, page)
    await page.get_by_label("It is there").check()
    await page.get_by_label("Its link").fill(_link(unknown))
    publisher.say(noted(unknown, served.desk.clock(), why="Looked for it again.", candidates=(_link(unknown),)))
    await expect(page.locator("#new")).to_contain_text("Something changed: show it")
    await expect(page.get_by_label("Its link")).to_have_value(_link(unknown))


async def test_what_happened_while_the_desk_was_away_shows_when_it_is_back(served: Served, page: Page) -> None:
    publisher, changes = PaperPublisher(served.desk), served.desk.model.changes
    unknown = await _unknown(served, publisher, page)
    changes.close()
    await page.locator("html[data-live=off]").wait_for()
    publisher.say(_found(unknown))
    changes.closed = False
    await expect(page.locator(".bl-state")).to_contain_text("Published", timeout=20 * SECOND)


async def test_the_list_is_filtered_without_loading_the_page(served: Served, page: Page) -> None:
    publisher, now = PaperPublisher(served.desk), served.desk.clock()
    publisher.say(delivery("Waits", now))
    publisher.say(approved_delivery("Goes out", now))
    await served.signs_in(page)
    await page.goto(f"{served.url}/posts")
    await expect(page.locator(".bl-rows").first).to_contain_text("Goes out")
    await page.get_by_label("State").select_option("waiting")
    await expect(page.locator(".bl-row")).to_have_count(1)
    assert "state=waiting" in page.url
    await served.opens(page, "/posts?state=waiting")
    publisher.say(delivery("One more waits", now))
    await expect(page.locator(".bl-row")).to_have_count(2)


async def _unknown(served: Served, publisher: PaperPublisher, page: Page) -> Delivery:
    """The page of a post of which nobody knows whether it is there, before an approver's eyes."""
    approved = publisher.say(approved_delivery(WORDS, served.desk.clock()))
    unknown = publisher.lose(approved.id)
    await served.signs_in(page, "approver")
    await served.opens(page, f"/posts/{unknown.id}")
    await expect(page.locator(".bl-state")).to_contain_text("Unknown, checking")
    return unknown


def _found(unknown: Delivery) -> Delivery:
    """It was looked for, and is there."""
    settled = effect.settled_by_timeline(
        unknown, unknown.changed_at, [Candidate("1900000000000000001", WORDS, unknown.changed_at, _link(unknown))]
    )
    assert settled
    return settled


def _link(unknown: Delivery) -> str:
    """Of a post that was made when this one was sent."""
    return f"https://x.com/sbx_hastings/status/{first_id_at(unknown.changed_at)}"
