"""Small things that people read: spaces, links that lead nowhere, and numbers that must agree."""

import re

from shared.contracts.mention_changed import Media
from tests.support.desk import PaperDesk, labels, mention, raised, triaged


async def test_who_passed_an_alert_on_stands_apart_from_the_reference(desk: PaperDesk) -> None:
    said = mention("knife", desk.clock())
    desk.add(said, triaged(said, labels("emergency")), raised(said))
    async with desk.signed_in() as client:
        await client.post(f"/api/alerts/{said.id}/acknowledge")
        page = " ".join((await client.get("/alerts")).text.split())
        assert "· Officer Tester · <time" in page
        await client.post(f"/api/alerts/{said.id}/pass-on", json={"reference": "SBX-1"})
        page = " ".join((await client.get("/alerts")).text.split())
    assert "· Officer Tester · reference <strong>SBX-1</strong>" in page


async def test_in_the_sandbox_no_link_leads_to_the_platform(desk: PaperDesk) -> None:
    said = mention("knife", desk.clock())
    said = said.model_copy(update={"media": (Media(kind="photo", url="https://pbs.example/1.jpg"),)})
    desk.add(said, triaged(said, labels("emergency")), raised(said))
    async with desk.signed_in() as client:
        for page in ("/alerts", f"/mentions/{said.id}"):
            text = (await client.get(page)).text
            assert re.findall(r'href="https?:', text) == []
            assert f"{said.link} (stand-in: no page to open)" in text
        desk.site.sandbox = False
        assert f'href="{said.link}"' in (await client.get(f"/mentions/{said.id}")).text


async def test_today_and_the_inbox_count_alike(desk: PaperDesk) -> None:
    said = [mention("Where?", desk.clock()) for _ in range(3)]
    desk.add(*said, *(triaged(each, labels("question")) for each in said))
    async with desk.signed_in("approver") as colleague, desk.signed_in() as client:
        await colleague.post(f"/api/mentions/{said[0].id}/claim")
        assert '<span class="bl-muted">(3)</span>' in (await client.get("/")).text
        assert '<span class="bl-tabs__count">3</span>' in (await client.get("/inbox")).text
        for each in said[1:]:
            await colleague.post(f"/api/mentions/{each.id}/claim")
        page = (await client.get("/")).text
    assert "Colleagues answer them" in page
    assert "Nobody waits" not in page
