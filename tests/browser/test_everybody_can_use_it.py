"""WCAG 2.2 AA: axe finds nothing serious, on a phone and a wide screen, by day and by night; thumbs fit; keys work."""

from typing import Literal

import pytest
from playwright.async_api import Browser, Page, expect

from shared.contracts.hold_changed import Hold
from shared.contracts.post_changed import Step, TakenDown
from shared.contracts.work_changed import Claim
from tests.browser.conftest import Served
from tests.support.browser import axe
from tests.support.desk import A_QUEENS_ROAD, channel, labels, mention, raised, triaged
from tests.support.numbers import days, engagement, weeks
from tests.support.publishing import PaperPublisher, approved_delivery, delivery
from tests.unit.desk.template_calls import template

PAGES = (
    "/",
    "/alerts",
    "/inbox",
    "/inbox?tab=all&tag=question",
    "/inbox?tab=done",
    "/mentions/{id}",
    "/write",
    "/write?from={returned}",
    "/approve",
    "/posts",
    "/posts?state=published",
    "/posts/{waiting}",
    "/posts/{returned}",
    "/posts/{missed}",
    "/posts/{unknown}",
    "/posts/{posted}",
    "/posts/{down}",
    "/posts?view=calendar",
    "/hold",
    "/hold/h-1/release",
    "/numbers",
    "/numbers/hastings",
    "/numbers/rother",
    "/guidance",
    "/guidance/templates/new",
    "/status",
    "/nowhere",
)

CONTROLS = ", ".join(
    f"{each}:visible"
    for each in (
        "button:not([aria-hidden])",
        "input:not([type=hidden], [type=checkbox])",
        "select",
        "nav a",
        "summary",
        ".govuk-button",
    )
)

SMALLEST = 44
"""Pixels: a thumb."""


def _fill(served: Served) -> dict[str, str]:
    """A desk in the middle of a night, with posts in every state; answers ids by their places in addresses."""
    desk, now = served.desk, served.desk.clock()
    alarming = mention("Man with a knife outside the chip shop Queens Road NOW", now)
    question = mention("Добрий день, куди звернутися, якщо я загубив документи?", now)
    desk.add(alarming, triaged(alarming, labels("emergency", place=A_QUEENS_ROAD)), raised(alarming))
    desk.add(question, triaged(question, labels("question", language="uk")), mention("not labelled", now))
    desk.add(Claim(mention=question.id, by="approver", at=now, until=None), channel("x_hastings", now))
    desk.add(Hold(id="h-1", scope="district:hastings", reason="A fire", incident="Pier fire", by="media", at=now))
    desk.add(*weeks(now), *days(now, [790, None, 800]), *engagement(now, posts=1, likes=3, replies=0, complete=False))
    danger = template(desk, "t1", use_for=["emergency"], texts={"en": "Ring 999.", "pl": "Dzwoń pod 999."})
    desk.add(danger, template(desk, "t2", name="Waits").model_copy(update={"approvals": ()}))
    return {"id": alarming.id, **_posts(served)}


def _posts(served: Served) -> dict[str, str]:
    publisher, now = PaperPublisher(served.desk), served.desk.clock()
    why = Step(transition="post.returned", at=now, by="approver", why="Approver Tester sent it back: which day?")
    returned = delivery("Bike marking #Hastings", now, state="returned", version=2, reason=why.why, history=(why,))
    said = {
        "returned": returned,
        "waiting": delivery("Bike marking on Saturday https://example.org/bikes", now, replaces=returned.id),
        "own": delivery("For somebody else to approve", now, author="supervisor"),
        "missed": delivery("Too late", now, state="missed", version=3, reason="Its time passed."),
        "unknown": approved_delivery("Is it there?", now),
        "posted": approved_delivery("Ore coffee morning", now),
        "down": approved_delivery("Have you seen this man?", now),
        "coming": approved_delivery("Tonight we walk through Priory Meadow", now),
    }
    for each in said.values():
        publisher.say(each)
    publisher.lose(said["unknown"].id)
    publisher.publish(said["posted"].id)
    taken = TakenDown(by="approver", at=now, reason="He was found.", review_by=now)
    publisher.say(publisher.publish(said["down"].id).model_copy(update={"state": "deleted", "take_down": taken}))
    return {name: each.id for name, each in said.items()}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
async def test_axe_finds_nothing_serious(
    served: Served, browser: Browser, width: int, scheme: Literal["light", "dark"]
) -> None:
    known = _fill(served)
    context = await browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True, reduced_motion="reduce"
    )
    page = await context.new_page()
    await served.signs_in(page, "supervisor")
    for path in PAGES:
        await page.goto(served.url + path.format(**known))
        assert await axe(page) == [], path
        assert await page.evaluate("document.documentElement.scrollWidth") <= width, path
    await context.close()


async def test_thumbs_fit(served: Served, page: Page) -> None:
    known = _fill(served)
    await served.signs_in(page, "supervisor")
    for path in PAGES:
        await page.goto(served.url + path.format(**known))
        controls = page.locator(CONTROLS)
        for control in await controls.all():
            box = await control.bounding_box()
            assert box
            assert box["height"] >= SMALLEST, (path, await control.inner_text())


async def test_the_keyboard_shows_where_it_is(served: Served, page: Page) -> None:
    _fill(served)
    await served.signs_in(page)
    await page.goto(f"{served.url}/inbox?tab=all")
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.locator("#main")).to_be_focused()
    for _ in range(4):
        await page.keyboard.press("Tab")
        outline = await page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none"
