"""An approved post whose account does not work says so wherever it stands, with since when and until when it waits."""

from datetime import timedelta

import pytest

from services.desk.domain.held import held_by
from services.desk.pages.times import clock
from shared.contracts.channel_reported import ChannelReport
from shared.contracts.post_changed import Delivery
from tests.support.desk import PaperDesk
from tests.support.publishing import PaperPublisher, approved_delivery


def said_by(desk: PaperDesk, state: str, *, reporter: str = "publisher-x", ago: int = 20) -> ChannelReport:
    since = desk.clock() - timedelta(minutes=ago)
    said = {"account": "x_hastings", "reporter": reporter, "state": state, "since": since, "reported_at": since}
    return ChannelReport.model_validate(said)


def for_later(desk: PaperDesk, **ahead: float) -> Delivery:
    """Approved, for a time that is still to come."""
    made = approved_delivery("Later", desk.clock())
    content = made.content.model_copy(update={"not_before": desk.clock() + timedelta(**ahead)})
    return made.model_copy(update={"content": content})


async def shown(desk: PaperDesk, path: str) -> str:
    async with desk.signed_in() as client:
        return " ".join((await client.get(path)).text.split())


@pytest.mark.parametrize(
    ("state", "says"),
    [
        ("refused", "is stopped since {since}, because the platform refuses its key"),
        ("recovering", "may not post since {since}, because the platform asked for a pause"),
        ("down", "is out of reach since {since}"),
    ],
)
async def test_it_says_what_it_waits_for_and_until_when(desk: PaperDesk, state: str, says: str) -> None:
    post = PaperPublisher(desk).say(approved_delivery("Good morning", desk.clock()))
    report = said_by(desk, state)
    desk.add(report)
    assert post.approval
    words = says.format(since=clock(report.since, desk.clock()))
    until = f"it becomes void at {clock(post.approval.expires_at, desk.clock())}, unless the account works again before"
    for path in (f"/posts/{post.id}", "/posts", "/"):
        page = await shown(desk, path)
        assert f"{words}; {until}" in page, path
        assert "oes out at once" not in page, path
        assert "as soon as it is approved" not in page, path


async def test_one_whose_time_is_to_come_may_still_go_out(desk: PaperDesk) -> None:
    PaperPublisher(desk).say(for_later(desk, hours=3))
    desk.add(said_by(desk, "refused"))
    page = await shown(desk, "/posts")
    assert "works by then: it is stopped since" in page
    assert "but waiting" not in page


async def test_an_account_that_works_keeps_nothing_and_what_others_say_of_it_neither(desk: PaperDesk) -> None:
    PaperPublisher(desk).say(approved_delivery("Good morning", desk.clock()))
    desk.add(said_by(desk, "up"), said_by(desk, "down", reporter="ingest-x"))
    page = await shown(desk, "/posts")
    assert "but waiting" not in page
    assert "Goes out at once" in page


def test_the_last_word_counts(desk: PaperDesk) -> None:
    reports = [said_by(desk, "up", ago=1), said_by(desk, "refused", ago=9)]
    assert held_by(reports, "x_hastings") is None
    assert held_by(reports[1:], "x_crawley") is None
