"""Numbers in a real browser: plots and tables that say the same, gaps, and news without loading the page again."""

import pytest
from playwright.async_api import Browser, Page, expect

from shared.contracts.post_sampled import PostSample
from tests.browser.conftest import Served
from tests.support.numbers import days, engagement, measured, weeks
from tests.support.publishing import PaperPublisher, approved_delivery

SECOND = 1_000.0
COUNTS = [790, 792, None, 795, 800]


async def _opened(served: Served, page: Page) -> None:
    now = served.desk.clock()
    served.desk.add(*weeks(now), *days(now, COUNTS), *engagement(now, posts=2, likes=26, replies=2))
    await served.signs_in(page)
    await served.opens(page, "/numbers/hastings")


async def _drawn(page: Page) -> list[tuple[str | None, str | None]]:
    """Of each plot, how many points and how many gaps were drawn."""
    plots = await page.locator("[data-plot]:has(canvas)").all()
    return [(await each.get_attribute("data-points"), await each.get_attribute("data-gaps")) for each in plots]


async def test_plots_and_tables_say_the_same_and_a_gap_stays_a_gap(served: Served, page: Page) -> None:
    await _opened(served, page)
    await expect(page.locator(".bl-headline")).to_contain_text("+24 this week, 25 a week on average")
    assert await _drawn(page) == [("4", "1"), ("9", "0"), ("1", "0")]
    by_day = page.locator("#n-1-f-day tbody tr")
    await expect(by_day.locator("[data-measure=followers]")).to_have_text(["800", "795", "Not counted", "792", "790"])
    await expect(by_day.nth(1).locator("[data-measure=followers_growth]")).to_have_text("No baseline")
    await expect(by_day.nth(1)).to_contain_text("1 day ago")
    await expect(page.locator("#n-1-e-week [data-measure=engagement_per_post]").first).to_have_text("14")


async def test_the_line_is_broken_where_a_day_is_missing(served: Served, page: Page) -> None:
    """Pixels: between the days beside the gap nothing is drawn, and left of them something is."""
    await _opened(served, page)
    drawn = """({from, to}) => {
        const canvas = document.querySelector('[data-measure=followers] canvas');
        const area = canvas.parentElement.querySelector('.u-over');
        const ratio = canvas.width / canvas.clientWidth;
        const at = (part) => Math.round((area.offsetLeft + area.offsetWidth * part) * ratio);
        const top = Math.round(area.offsetTop * ratio), height = Math.round(area.offsetHeight * ratio);
        const pixels = canvas.getContext('2d').getImageData(at(from), top, at(to) - at(from), height).data;
        let blue = 0;
        for (let i = 0; i < pixels.length; i += 4)
            if (pixels[i + 3] > 100 && pixels[i + 2] - pixels[i] > 60) blue += 1;
        return blue;
    }"""
    # Five days with half a day of room on both sides: each is a fifth of the width.
    assert await page.evaluate(drawn, {"from": 0.13, "to": 0.27}) > 0
    assert await page.evaluate(drawn, {"from": 0.37, "to": 0.63}) == 0


async def test_a_new_count_shows_without_loading_the_page_again(served: Served, page: Page) -> None:
    await _opened(served, page)
    loaded: list[str] = []
    page.on("load", lambda opened: loaded.append(opened.url))
    now = served.desk.clock()
    served.desk.add(measured("followers", now.date().isoformat(), 805, now, district="crawley"))
    served.desk.add(*weeks(now, [776, 805]), *days(now, [805]))
    await expect(page.locator(".bl-headline__number")).to_contain_text("805 followers", timeout=2 * SECOND)
    await expect(page.locator(".bl-headline__growth")).to_contain_text("+29 this week")
    await expect(page.locator("#n-1-f-day [data-measure=followers]").first).to_have_text("805")
    assert await _drawn(page) == [("4", "1"), ("9", "0"), ("1", "0")]
    assert loaded == []


async def test_a_posts_likes_show_without_loading_the_page_again(served: Served, page: Page) -> None:
    publisher = PaperPublisher(served.desk)
    posted = publisher.publish(publisher.say(approved_delivery("Ore coffee morning", served.desk.clock())).id)
    await _opened(served, page)
    row = page.locator("#posts tbody tr")
    await expect(row).to_contain_text("Not asked yet")
    assert posted.posted_at
    served.desk.add(
        PostSample(
            delivery=posted.id,
            account="x_hastings",
            platform="x",
            platform_id="1",
            posted_at=posted.posted_at,
            at=served.desk.clock(),
            likes=26,
            replies=2,
            reposts=0,
        )
    )
    await expect(row.locator("data").first).to_have_text("28", timeout=2 * SECOND)
    await row.get_by_role("link").click()
    await expect(page).to_have_url(f"{served.url}/posts/{posted.id}")


async def test_who_reads_down_a_table_stays_there(served: Served, page: Page) -> None:
    now = served.desk.clock()
    served.desk.add(*days(now, range(600, 660)))
    await served.signs_in(page)
    await served.opens(page, "/numbers/hastings")
    frame = page.locator("#n-1-f-day-frame")
    await frame.focus()
    await frame.evaluate("frame => frame.scrollTo(0, 400)")
    served.desk.add(*days(now, [700]))
    await expect(page.locator(".bl-headline__number")).to_contain_text("700", timeout=2 * SECOND)
    assert await frame.evaluate("frame => [frame.scrollTop, document.activeElement === frame]") == [400, True]


async def test_the_csv_of_a_table_is_downloaded(served: Served, page: Page) -> None:
    await _opened(served, page)
    async with page.expect_download() as downloading:
        await page.get_by_role("link", name="Download followers on X by day (CSV)").click()
    file = await (await downloading.value).path()
    lines = file.read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("force,district,platform,measure,period,value")
    assert [line.split(",")[5] for line in lines[1:6]] == ["790", "792", "", "795", "800"]


@pytest.mark.parametrize("width", [360, 1280])
async def test_plots_fit_and_shrink_with_the_page(served: Served, page: Page, width: int) -> None:
    await page.set_viewport_size({"width": 1400 if width == 360 else 360, "height": 800})
    await _opened(served, page)
    await page.set_viewport_size({"width": width, "height": 800})
    area = page.locator("[data-plot] .bl-plot__area").first
    inside = "area => Math.abs(area.querySelector('.uplot').offsetWidth - area.clientWidth) <= 1"
    await page.wait_for_function(f"() => ({inside})(document.querySelector('.bl-plot__area'))")
    assert await area.evaluate(inside)
    assert await page.evaluate("document.documentElement.scrollWidth") <= width


async def test_without_scripts_the_tables_say_it_all_and_no_empty_frame_stands_there(
    served: Served, browser: Browser
) -> None:
    now = served.desk.clock()
    served.desk.add(*weeks(now), *days(now, COUNTS))
    context = await browser.new_context(java_script_enabled=False, locale="en-GB")
    page = await context.new_page()
    await served.signs_in(page)
    await page.goto(f"{served.url}/numbers/hastings")
    await expect(page.locator("[data-plot]").first).to_be_hidden()
    await expect(page.locator("#n-1-f-day [data-measure=followers]").first).to_have_text("800")
    await context.close()


async def test_the_pages_rules_allow_all_that_it_loads(served: Served, browser: Browser) -> None:
    """No test's own leave for scripts: what the Content-Security-Policy forbids would be said on the console."""
    context = await browser.new_context(locale="en-GB")
    page = await context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    await _opened(served, page)
    assert await _drawn(page) == [("4", "1"), ("9", "0"), ("1", "0")]
    assert said == []
    await context.close()
