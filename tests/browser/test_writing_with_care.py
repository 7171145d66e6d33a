"""Write, with everything on it: findings as one types, words for two accounts, a picture at once; on a phone."""

import io

from PIL import Image
from playwright.async_api import Browser, FilePayload, Page, expect

from tests.browser.conftest import Served
from tests.support.browser import axe
from tests.support.publishing import PaperPublisher
from tests.support.waiting import wait_until

GUILTY = "A man was arrested in Queens Road this morning. He is guilty."
OTHER = "Going into Hastings this morning? From Bexhill and Battle take the A259; the ring road is shut."


def _picture() -> FilePayload:
    written = io.BytesIO()
    Image.new("RGB", (640, 400), "navy").save(written, "PNG")
    return {"name": "map.png", "mimeType": "image/png", "buffer": written.getvalue()}


def _saved(served: Served) -> str:
    """What the drafts on work.changed say."""
    values = (record.value for record in served.desk.topics.written if record.key.startswith(b"draft:"))
    return " ".join(value.decode() for value in values if value)


async def test_findings_accounts_and_pictures_come_as_one_types_and_nothing_typed_is_lost(
    served: Served, page: Page
) -> None:
    publisher = PaperPublisher(served.desk)
    await served.signs_in(page, "media")
    await page.goto(f"{served.url}/write")
    await page.get_by_label("Account").select_option("x_hastings")
    await page.get_by_label("Text", exact=True).fill(GUILTY)
    await expect(page.locator("#findings mark").first).to_have_text("guilty")
    await page.get_by_text("Also on other accounts").click()
    await page.get_by_label("Rother Police").check()
    other = page.get_by_label("Text for Rother Police")
    await other.fill(GUILTY)
    await expect(page.locator("#findings")).to_contain_text("The same as Hastings Police's: reword it")
    await other.fill(OTHER)
    await expect(page.locator("#findings")).not_to_contain_text("reword it with what matters")
    await page.locator("#file").set_input_files(_picture())
    await page.get_by_label("What picture 1 shows").fill("A map of the way round by the sea front.")
    await expect(page.locator("#preview")).to_contain_text("With 1 picture, on every account.")
    answer = page.get_by_label("Your answer").first
    await answer.press_sequentially("He was convicted in March.", delay=20)
    await expect(answer).to_be_focused()
    await expect(answer).to_have_value("He was convicted in March.")
    await wait_until(lambda: "He was convicted in March." in _saved(served), what="the answer is saved")
    assert await page.evaluate("document.documentElement.scrollWidth") <= 360
    assert await axe(page) == []
    await page.reload()
    await expect(page.get_by_label("Your answer").first).to_have_value("He was convicted in March.")
    await page.get_by_role("button", name="Send for approval").click()
    await expect(page.get_by_text("Sent for approval.")).to_be_visible()
    first, second = publisher.of_text(GUILTY), publisher.of_text(OTHER)
    assert first.post == second.post
    assert [each.alt_text for each in second.content.media] == ["A map of the way round by the sea front."]
    assert "He was convicted in March." in {each.answer for each in first.findings}


async def test_what_is_open_stands_in_the_summary_and_leads_to_its_field_without_scripts(
    served: Served, browser: Browser
) -> None:
    context = await browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page = await context.new_page()
    await served.signs_in(page)
    await page.goto(f"{served.url}/write")
    await page.get_by_label("Text", exact=True).fill(GUILTY)
    await page.get_by_role("button", name="Check", exact=True).click()
    await expect(page.locator("#findings mark").first).to_have_text("guilty")
    await page.get_by_role("button", name="Send for approval").click()
    await page.get_by_role("alert").get_by_role("link").first.click()
    await expect(page.get_by_label("Your answer").first).to_be_focused()
    assert "post.submit" not in served.desk.topics.transitions()
    await context.close()
