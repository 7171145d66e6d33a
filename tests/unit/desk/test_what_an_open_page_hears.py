"""What the stream of an open page tells: the news of one's own districts, and nothing about anybody else's."""

import asyncio
from collections.abc import AsyncIterator

from sse_starlette import ServerSentEvent

from services.desk.acts.office import Acting
from services.desk.domain.inbox import Filters
from services.desk.domain.mention import DeskMention
from services.desk.pages.live import View, stream
from services.desk.pages.site import Visitor
from services.desk.readmodel import mentions
from shared.contracts.alert_changed import AlertAcknowledged
from shared.contracts.staff_changed import Person
from tests.support.desk import PEOPLE, PaperDesk, ids, labels, mention, raised, triaged

INBOX = View("all", Filters(), "")
ELSEWHERE = View(None, Filters(), "")


def _as(name: str) -> Visitor:
    found: Person = next(each for each in PEOPLE if each.id == name)
    return Visitor(Acting(found), None)


async def _opened(desk: PaperDesk, view: View, name: str = "officer") -> AsyncIterator[ServerSentEvent]:
    events = stream(desk.site, _as(name), view)
    assert (await _next(events)).event == "alarm"
    return events


async def _next(events: AsyncIterator[ServerSentEvent]) -> ServerSentEvent:
    async with asyncio.timeout(5):
        return await anext(events)


def _item(desk: PaperDesk, name: str) -> DeskMention:
    found = mentions.find(desk.store.db, name)
    assert found
    return found


async def test_the_inbox_hears_no_id_of_another_district(desk: PaperDesk) -> None:
    ours, theirs = mention("for hastings", desk.clock()), mention("for crawley", desk.clock(), account="x_crawley")
    events = await _opened(desk, INBOX)
    desk.add(theirs, ours)
    told = str((await _next(events)).data)
    assert ours.id in told
    assert theirs.id not in told


async def test_a_removal_is_told_to_those_who_saw_the_message_alone(desk: PaperDesk) -> None:
    ours, theirs = mention("for hastings", desk.clock()), mention("for crawley", desk.clock(), account="x_crawley")
    desk.add(theirs, ours)
    officer, supervisor = await _opened(desk, INBOX), await _opened(desk, INBOX, "supervisor")
    desk.model.forget([theirs.id, ours.id])
    told = str((await _next(officer)).data)
    assert f'"gone": ["{ours.id}"]' in told
    assert theirs.id not in told
    assert theirs.id in str((await _next(supervisor)).data)


async def test_another_districts_alert_is_no_news_here(desk: PaperDesk) -> None:
    ours, theirs = mention("for hastings", desk.clock()), mention("for crawley", desk.clock(), account="x_crawley")
    events = await _opened(desk, ELSEWHERE)
    alert = raised(theirs, district="crawley")
    desk.add(theirs, alert)
    desk.add(AlertAcknowledged(id=alert.id, conversation=alert.conversation, by="officer_crawley", at=desk.clock()))
    desk.add(ours)
    told = await _next(events)
    assert (told.event, told.data) == ("changed", '{"soon": false}')


async def test_whom_a_label_shows_a_message_to_hears_of_it_and_so_does_whom_it_hides_it_from(desk: PaperDesk) -> None:
    said = mention("on Bexhill seafront", desk.clock(), account="x_force")
    desk.add(said, triaged(said, labels("question", district="crawley")))
    crawley, hastings = await _opened(desk, INBOX, "officer_crawley"), await _opened(desk, INBOX)
    desk.clock.pass_by(seconds=1)
    desk.add(triaged(said, labels("question", district="hastings"), at=desk.clock()))
    assert _item(desk, said.id).audience == {"hastings"}
    assert f'"gone": ["{said.id}"]' in str((await _next(crawley)).data)
    assert f'"id": "{said.id}"' in str((await _next(hastings)).data)


async def test_rows_of_an_alert_and_of_a_report_are_on_record_under_their_names(desk: PaperDesk) -> None:
    alarming, report = mention("knife", desk.clock()), mention("bike stolen", desk.clock())
    events = await _opened(desk, INBOX)
    desk.add(alarming, triaged(alarming, labels("emergency")), raised(alarming))
    desk.add(report, triaged(report, labels("wrong_place_report")))
    while "bike stolen" not in str((await _next(events)).data):
        pass
    assert set(ids(desk.audited(), "alert.view")) == {alarming.id}
    assert set(ids(desk.audited(), "report.view")) == {report.id}


async def test_the_page_of_a_mention_hears_of_that_mention_alone(desk: PaperDesk) -> None:
    here, other = mention("here", desk.clock()), mention("other", desk.clock())
    desk.add(here, other)
    events = await _opened(desk, View(None, Filters(), here.id))
    desk.add(other.model_copy(update={"text": "edited"}))
    waiting = asyncio.ensure_future(_next(events))
    done, _ = await asyncio.wait({waiting}, timeout=0.3)
    assert not done
    desk.add(here.model_copy(update={"text": "edited too"}))
    assert (await waiting).event == "changed"
