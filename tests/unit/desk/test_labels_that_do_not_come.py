"""Officers are told when messages get no labels: without labels no alarm sounds."""

import json

from services.desk.acts.office import Acting
from services.desk.domain.inbox import Filters
from services.desk.pages.live import View, stream
from services.desk.pages.site import Visitor
from services.desk.readmodel import staff
from tests.support.desk import PaperDesk, labels, mention, triaged

NONE_COME = "Messages are not being labelled at the moment: alarms may not sound."
SOME_WAIT = "Some messages are not being labelled at the moment: alarms may not sound."


async def test_it_is_said_on_the_pages_of_a_shift_after_the_grace(desk: PaperDesk) -> None:
    early = mention("first", desk.clock())
    desk.add(early, triaged(early, labels("question")))
    desk.clock.pass_by(minutes=5)
    waits = mention("Man with a knife", desk.clock(), account="x_crawley")
    desk.add(waits)
    async with desk.signed_in() as client:
        assert "being labelled" not in (await client.get("/")).text
        desk.clock.pass_by(seconds=11)
        for page in ("/", "/alerts", "/inbox"):
            text = (await client.get(page)).text
            assert NONE_COME in text
            assert "Read what comes in yourself." in text
        desk.add(triaged(waits, labels("emergency", district="crawley"), at=desk.clock()))
        assert "being labelled" not in (await client.get("/")).text


async def test_one_left_out_while_others_are_labelled_is_said_for_an_hour(desk: PaperDesk) -> None:
    desk.add(mention("left out", desk.clock()))
    desk.clock.pass_by(seconds=11)
    later = mention("labelled", desk.clock())
    desk.add(later, triaged(later, labels("question"), at=desk.clock()))
    async with desk.signed_in() as client:
        assert SOME_WAIT in (await client.get("/")).text
        desk.clock.pass_by(hours=1)
        assert "being labelled" not in (await client.get("/")).text


async def test_a_persons_labels_do_not_say_that_the_machine_works(desk: PaperDesk) -> None:
    early = mention("first", desk.clock())
    desk.add(early, triaged(early, labels("question")), mention("waits", desk.clock()))
    desk.clock.pass_by(seconds=11)
    async with desk.signed_in() as client:
        assert SOME_WAIT in (await client.get("/")).text
        await client.post(f"/api/mentions/{early.id}/labels", json={"tags": ["praise"]})
        assert NONE_COME in (await client.get("/")).text


async def test_a_page_that_is_open_hears_of_it(desk: PaperDesk) -> None:
    desk.add(mention("waits", desk.clock()))
    desk.clock.pass_by(seconds=11)
    officer = staff.person(desk.store.db, "officer")
    assert officer
    heard = stream(desk.site, Visitor(Acting(officer), None), View(None, Filters(), ""))
    told = await anext(heard)
    await heard.aclose()  # type: ignore[attr-defined]  # it is a generator
    assert NONE_COME in json.loads(str(told.data))["html"]


async def test_a_desk_that_stopped_reading_promises_no_alerts(desk: PaperDesk) -> None:
    desk.freshness.stopped = "a record makes no sense"
    async with desk.signed_in() as client:
        page = (await client.get("/")).text
    assert "alerts still come" not in page
    assert "New mentions and alerts may be missing here." in page
