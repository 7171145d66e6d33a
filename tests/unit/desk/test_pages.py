"""The pages: in their frame, with script in a message as harmless text, and no answer without its headers."""

import re
from datetime import timedelta

import pytest

from services.desk.domain.session import sign_in_token
from services.desk.readmodel.staff import person as find_person
from shared.status import SeenAt
from tests.support.desk import DEMO_KEY, PaperDesk, channel, ids, labels, mention, person, raised, triaged

PAGES = (
    "/",
    "/alerts",
    "/inbox",
    "/inbox?tab=all",
    "/inbox?tab=hello",
    "/inbox?tab=done",
    "/write",
    "/approve",
    "/posts",
    "/guidance",
    "/status",
)


@pytest.mark.parametrize("page", PAGES)
async def test_every_page_is_served_in_its_frame(desk: PaperDesk, page: str) -> None:
    async with desk.signed_in(browser=True) as client:
        answer = await client.get(page)
    assert answer.status_code == 200
    assert "Sandbox: nothing here leaves this machine" in answer.text
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("page", [*PAGES, "/nowhere", "/sign-in", "/api/accounts", "/api/openapi.json"])
async def test_every_answer_is_sealed(desk: PaperDesk, page: str) -> None:
    async with desk.signed_in(browser=True) as client:
        answer = await client.get(page)
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["x-frame-options"] == "DENY"
    assert answer.headers["referrer-policy"] == "no-referrer"


async def test_an_answer_that_nobody_expected_is_sealed_too(desk: PaperDesk) -> None:
    async def broken() -> SeenAt:
        raise RuntimeError

    desk.site.look = broken
    async with desk.signed_in("it", browser=True) as client:
        for page in ("/status", "/api/status"):
            answer = await client.get(page)
            assert answer.status_code == 500
            assert "default-src 'none'" in answer.headers["content-security-policy"]
            assert answer.headers["x-content-type-options"] == "nosniff"


async def test_pages_have_no_script_or_style_of_their_own(desk: PaperDesk) -> None:
    async with desk.signed_in(browser=True) as client:
        pages = [(await client.get(page)).text for page in PAGES]
    for page in pages:
        assert re.findall(r"<script(?![^>]*src=)", page) == []
        assert re.findall(r"\son\w+=|\sstyle=|<style", page) == []
        assert re.findall(r'(?:src|href)="(?:https?:)?//', page.replace('href="https://x.com', "")) == []


async def test_script_in_a_message_is_text(desk: PaperDesk) -> None:
    said = mention('<script>alert(1)</script><img src=x onerror=alert(2)> "knife"', desk.clock())
    desk.add(said, triaged(said, labels("emergency")), raised(said))
    async with desk.signed_in(browser=True) as client:
        for page in ("/", "/alerts", "/inbox", f"/mentions/{said.id}"):
            text = (await client.get(page)).text
            assert "<script>alert" not in text
            assert "<img src=x" not in text
            assert "&lt;script&gt;alert(1)" in text


async def test_an_empty_inbox_says_whether_the_feed_is_up(desk: PaperDesk) -> None:
    async with desk.signed_in() as client:
        assert "it cannot be said that nothing waits" in (await client.get("/inbox")).text
        desk.add(channel("x_hastings", desk.clock()))
        assert "The feed is up" in (await client.get("/inbox")).text
        desk.clock.pass_by(minutes=6)
        assert "it cannot be said that nothing waits" in (await client.get("/inbox")).text
        desk.add(channel("x_hastings", desk.clock(), state="down"))
        assert "The feed is down" in (await client.get("/inbox")).text
    async with desk.signed_in("supervisor") as client:
        desk.add(channel("x_hastings", desk.clock()))
        assert "it cannot be said that nothing waits" in (await client.get("/inbox")).text


async def test_it_reads_no_messages(desk: PaperDesk) -> None:
    said = mention("secret words", desk.clock())
    desk.add(said, raised(said))
    async with desk.signed_in("it") as client:
        for page in ("/alerts", "/inbox", f"/mentions/{said.id}", "/api/mentions", "/api/alerts", "/live"):
            answer = await client.get(page)
            assert answer.status_code == 403
            assert "secret words" not in answer.text
        assert (await client.get("/")).headers["location"] == "/status"
        assert (await client.get("/status")).status_code == 200


async def test_nobody_gets_in_without_a_link(desk: PaperDesk) -> None:
    async with desk.signed_in() as client:
        client.headers.pop("authorization")
        for page in (*PAGES, "/api/mentions", "/live"):
            assert (await client.get(page)).status_code == 401
        forged = sign_in_token("supervisor", "another key")
        assert (await client.get("/sign-in", params={"token": forged})).status_code == 401
        stranger = await client.get("/sign-in", params={"token": sign_in_token("stranger", DEMO_KEY)})
    assert stranger.status_code == 401
    assert "stranger does not work here" in stranger.text


async def test_a_link_opens_the_desk_as_often_as_wanted(desk: PaperDesk) -> None:
    token = sign_in_token("officer", DEMO_KEY)
    async with desk.signed_in() as client:
        client.headers.pop("authorization")
        for _ in range(2):
            answer = await client.get("/sign-in", params={"token": token})
            assert answer.headers["location"] == "/"
            cookie = answer.headers["set-cookie"].lower()
            assert "httponly" in cookie
            assert "samesite=lax" in cookie
        assert (await client.get("/")).status_code == 200


async def test_signed_out_is_signed_out_for_every_tab(desk: PaperDesk) -> None:
    async with desk.signed_in(browser=True) as client:
        page = (await client.get("/")).text
        kept = client.cookies["bluelamp"]
        form = re.search(r'name="csrf" value="(\w+)"', page)
        assert form
        await client.post("/sign-out", data={"csrf": form[1]})
        client.cookies.set("bluelamp", kept)
        assert (await client.get("/")).status_code == 401


async def test_a_session_ends_with_the_shift(desk: PaperDesk) -> None:
    async with desk.signed_in(browser=True) as client:
        desk.clock.pass_by(hours=11)
        assert (await client.get("/")).status_code == 200
        desk.clock.pass_by(hours=1)
        assert (await client.get("/")).status_code == 401


async def test_who_has_left_is_shown_out_at_once(desk: PaperDesk) -> None:
    async with desk.signed_in(browser=True) as client:
        assert (await client.get("/")).status_code == 200
        desk.add(person("officer", "officer", "hastings").model_copy(update={"active": False}))
        assert (await client.get("/")).status_code == 401
    gone = find_person(desk.store.db, "officer")
    assert gone is not None
    assert not gone.active


async def test_a_view_of_an_alert_or_a_report_is_on_record_before_it_is_served(desk: PaperDesk) -> None:
    alarming, report, harmless = (mention(text, desk.clock()) for text in ("knife", "bike stolen", "hello"))
    desk.add(alarming, raised(alarming), triaged(alarming, labels("emergency")))
    desk.add(report, triaged(report, labels("wrong_place_report")), harmless, triaged(harmless, labels("chat")))
    async with desk.signed_in() as client:
        for views, page in enumerate(("/alerts", "/", "/inbox", "/api/mentions"), start=1):
            await client.get(page)
            assert ids(desk.audited(), "alert.view") == [alarming.id] * views
        assert ids(desk.audited(), "report.view") == [report.id] * 3
        before = len(desk.audited())
        await client.get(f"/mentions/{report.id}")
        assert ids(desk.audited()[before:], "report.view") == [report.id]
        before = len(desk.audited())
        await client.get(f"/mentions/{harmless.id}")
        assert len(desk.audited()) == before


async def test_how_long_a_claim_lasts_is_said_as_it_is_set(desk: PaperDesk) -> None:
    async with desk.signed_in() as client:
        assert "stands here for 30 minutes" in (await client.get("/")).text
        desk.office.claim_lasts = timedelta(hours=2)
        assert "stands here for 2 hours" in (await client.get("/")).text
        assert "Nobody else can claim it for 2 hours" in (await client.get("/inbox?done=claimed")).text


async def test_signing_in_and_out_is_on_record(desk: PaperDesk) -> None:
    async with desk.signed_in(browser=True) as client:
        form = re.search(r'name="csrf" value="(\w+)"', (await client.get("/")).text)
        assert form
        await client.post("/sign-out", data={"csrf": form[1]})
    entries = desk.audited()
    assert [(entry.act, entry.who) for entry in entries] == [("session.begin", "officer"), ("session.end", "officer")]
    assert entries[0].session == entries[1].session is not None


async def test_a_full_disk_refuses_the_view(desk: PaperDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    alarming = mention("knife", desk.clock())
    desk.add(alarming, raised(alarming))

    def full(_file: int, _lines: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("shared.audit.os.write", full)
    async with desk.signed_in() as client:
        answer = await client.get("/alerts")
        assert answer.status_code == 503
        assert "knife" not in answer.text
        assert "Free space" in answer.text
        claim = await client.post(f"/api/mentions/{alarming.id}/claim")
        assert claim.status_code == 503
    assert desk.topics.written == []


async def test_old_news_says_that_it_is_old(desk: PaperDesk) -> None:
    alarming = mention("knife", desk.clock())
    desk.add(alarming, raised(alarming))
    desk.freshness.lost(desk.clock())
    async with desk.signed_in() as client:
        page = (await client.get("/alerts")).text
    assert "Kafka cannot be reached since" in page
    assert "knife" in page


async def test_an_expired_route_is_never_shown_as_usable(desk: PaperDesk) -> None:
    desk.clock.pass_by(days=800)
    async with desk.signed_in() as client:
        page = (await client.get("/guidance")).text
    assert "No route may be given" in page
    assert "116 123" not in page
