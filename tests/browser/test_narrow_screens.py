"""On the smallest phone a word stays a word: values have room, headers do not break within one."""

from datetime import timedelta

from playwright.async_api import Browser, Page

from shared.contracts.channel_reported import ChannelReport
from shared.contracts.post_sampled import PostSample
from shared.status import Seen, ServiceStatus
from tests.browser.conftest import Served
from tests.support.numbers import days, engagement, weeks
from tests.support.publishing import PaperPublisher, approved_delivery

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


async def _cut_off(page: Page) -> list[str]:
    """Cells of tables that reach beyond the screen, or whose words do."""
    cells: list[str] = await page.locator("tbody td, tbody th").evaluate_all(
        "all => all.filter(each => { const box = each.getBoundingClientRect();"
        " return !each.clientWidth || box.left < 0 || box.right > innerWidth || each.scrollWidth > each.clientWidth; })"
        ".map(each => each.textContent.trim())"
    )
    return cells


async def test_no_number_stands_without_its_time_on_a_small_phone(served: Served, browser: Browser) -> None:
    desk = served.desk
    now = desk.clock()
    desk.add(*weeks(now), *days(now, [790, None, 800]), *engagement(now, posts=2, likes=26, replies=2))
    publisher = PaperPublisher(desk)
    posted = publisher.publish(publisher.say(approved_delivery("Coffee with us in Ore today, all welcome", now)).id)
    assert posted.platform_id
    assert posted.posted_at
    counts = {"at": now, "likes": 26, "replies": 2, "reposts": 1, "posted_at": posted.posted_at, "platform": "x"}
    desk.add(PostSample(delivery=posted.id, account="x_hastings", platform_id=posted.platform_id, **counts))
    page = await browser.new_page(viewport={"width": 360, "height": 800})
    await served.signs_in(page)
    await page.goto(f"{served.url}/numbers/hastings")
    assert await page.locator("#posts td, .bl-table--numbers td").count() > 20
    assert await _cut_off(page) == []
    labels = "all => all.map(each => getComputedStyle(each, '::before').content)"
    assert set(await page.locator(".bl-as-of").evaluate_all(labels)) == {'"As of"', '"Published"'}
    assert await page.get_by_role("rowheader").count() == await page.locator("tbody th").count()
    await page.close()


async def test_the_reasons_on_status_are_whole_on_a_small_phone(served: Served, browser: Browser) -> None:
    now, why = served.desk.clock(), "X answered 503 to every request since the last of its restarts; it is tried again"
    said = {"account": "x_hastings", "reporter": "ingest-x", "state": "down", "since": now - timedelta(minutes=9)}
    reports = [ChannelReport.model_validate(said | {"detail": why, "reported_at": now})]
    services = [ServiceStatus(service="triage", ready=False, not_ready=(why,))]
    served.desk.seen = Seen(handles={"x_hastings": "sbx_hastings"}, reports=reports, services=services)
    page = await browser.new_page(viewport={"width": 360, "height": 800})
    await served.signs_in(page, "it")
    await page.goto(f"{served.url}/status")
    assert await page.get_by_text(why).count() >= 2
    assert await _cut_off(page) == []
    await page.close()
