"""Day of work 1: on a phone, from Today to a reply that goes out, in at most four taps and with nobody else."""

import re

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.conftest import Served
from tests.support.browser import axe
from tests.support.desk import labels, mention, triaged
from tests.support.publishing import PaperPublisher
from tests.unit.desk.template_calls import template

AT_MOST = 4
SECOND = 1_000


class Thumb:
    """Taps, and counts."""

    taps = 0

    async def on(self, what: Locator) -> None:
        """One tap."""
        self.taps += 1
        await what.click()


async def test_a_wrong_place_report_is_answered_in_at_most_four_taps_and_nobody_else_is_needed(
    served: Served, page: Page
) -> None:
    publisher, thumb = PaperPublisher(served.desk), Thumb()
    said = mention("Bike nicked from the seafront, can you log it?", served.desk.clock())
    served.desk.add(said, triaged(said, labels("wrong_place_report")), template(served.desk))
    await served.signs_in(page)
    await expect(page.get_by_role("heading", level=1)).to_have_text("Today")
    await thumb.on(page.get_by_role("link", name=said.text))
    await expect(page.locator(".bl-reply__text")).to_contain_text("ring 101.")
    assert await axe(page) == []
    await thumb.on(page.get_by_role("button", name="Send this reply"))
    await expect(page.get_by_text("How the reply stands is under Replies")).to_be_visible()
    assert thumb.taps <= AT_MOST
    reply = publisher.of_text("We cannot take reports here.")
    assert (reply.state, reply.approval and reply.approval.second) == ("approved", "supervisor")
    await expect(page.get_by_text("Redirected to the right channel")).to_be_visible()
    await page.locator("html[data-live=on]").wait_for()
    publisher.publish(reply.id)
    await expect(page.locator("section", has=page.locator("#replies"))).to_contain_text("Published", timeout=3 * SECOND)


@pytest.mark.parametrize("path", ["/guidance", "/guidance/templates/new"])
async def test_templates_can_be_read_and_proposed_by_everybody(served: Served, page: Page, path: str) -> None:
    waiting = template(served.desk, "t2", name="Waits").model_copy(update={"approvals": ()})
    served.desk.add(template(served.desk), waiting)
    await served.signs_in(page, "approver")
    await page.goto(f"{served.url}{path}")
    assert await axe(page) == []
    assert await page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    if path == "/guidance":
        await page.get_by_role("button", name=re.compile("Approve Waits")).click()
        await expect(page.get_by_text("Approved by you.")).to_be_visible()
