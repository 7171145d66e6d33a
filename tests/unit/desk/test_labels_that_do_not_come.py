"""Officers are told when messages get no labels: without labels no alarm sounds."""

import json

import pytest

from services.desk.acts.office import Acting
from services.desk.domain.inbox import Filters
from services.desk.pages.live import View, stream
from services.desk.pages.site import Visitor
from services.desk.pages.times import clock
from services.desk.readmodel import staff
from shared.contracts.labelling_reported import LabellingState
from tests.support.desk import PaperDesk, labelling_report, labels, mention, triaged

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


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("without_encoder", "mentions are labelled without the language model.</strong> Alerts by words still work"),
        ("shedding", "some mentions are labelled without the language model"),
        ("stopped", "no mention is labelled.</strong> Alerts by words still work"),
        ("catching_up", "are being labelled again"),
    ],
)
async def test_what_triage_says_of_itself_stands_on_every_page(
    desk: PaperDesk, state: LabellingState, said: str
) -> None:
    desk.add(labelling_report(desk.clock(), state))
    async with desk.signed_in() as client:
        for page in ("/", "/alerts", "/write"):
            assert said in (await client.get(page)).text
        desk.add(labelling_report(desk.clock(), "whole"))
        assert said not in (await client.get("/")).text


async def test_late_labels_are_said_in_minutes(desk: PaperDesk) -> None:
    desk.add(labelling_report(desk.clock(), "whole", behind_s=250))
    async with desk.signed_in() as client:
        assert "Labels are 4 min behind." in (await client.get("/")).text


async def test_while_triage_answers_alarms_by_words_are_said_to_work(desk: PaperDesk) -> None:
    desk.add(labelling_report(desk.clock(), "waiting"), mention("waits", desk.clock()))
    desk.clock.pass_by(seconds=11)
    async with desk.signed_in() as client:
        text = (await client.get("/")).text
    assert "Messages wait for their labels.</strong> Alerts by words still work" in text
    assert NONE_COME not in text


@pytest.mark.parametrize("state", ["whole", "waiting", "without_encoder", "shedding", "stopped"])
async def test_triage_that_does_not_answer_now_is_no_ground_to_promise_alerts(
    desk: PaperDesk, state: LabellingState
) -> None:
    desk.add(labelling_report(desk.clock(), state), mention("waits", desk.clock()))
    desk.clock.pass_by(seconds=41)
    async with desk.signed_in() as client:
        text = (await client.get("/")).text
        desk.clock.pass_by(hours=2)
        later = (await client.get("/")).text
    for page in (text, later):
        assert "still work" not in page
        assert NONE_COME in page
        assert "Read what comes in yourself, and tell IT: triage was last heard of at" in page


async def test_triage_that_fell_silent_is_said_before_a_message_waits(desk: PaperDesk) -> None:
    desk.add(labelling_report(desk.clock(), "whole"))
    heard_at = clock(desk.clock(), desk.clock())
    desk.clock.pass_by(seconds=40)
    silent = f"was last heard of at {heard_at}: alarms may not sound.</strong> Read what comes"
    async with desk.signed_in() as client:
        assert "last heard of" not in (await client.get("/")).text
        desk.clock.pass_by(seconds=1)
        assert silent in (await client.get("/")).text
        desk.add(labelling_report(desk.clock(), "whole"))
        assert "last heard of" not in (await client.get("/")).text


async def test_a_process_that_hangs_since_it_said_that_all_is_well_is_no_ground_either(desk: PaperDesk) -> None:
    desk.add(labelling_report(desk.clock(), "whole"), mention("waits", desk.clock()))
    desk.clock.pass_by(seconds=11)
    async with desk.signed_in() as client:
        assert NONE_COME in (await client.get("/")).text
        desk.add(labelling_report(desk.clock(), "whole", behind_s=11))
        assert "Alerts by words still work" in (await client.get("/")).text
