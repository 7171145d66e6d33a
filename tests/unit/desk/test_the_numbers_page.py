"""Numbers: whose page opens, what it says where nothing is known, and which posts are shown to whom."""

import csv
import io
from datetime import datetime, timedelta

import pytest

from services.desk.domain.periods import span_of
from services.desk.pages.times import day
from shared.contracts.channel_reported import ChannelReport
from shared.contracts.post_changed import Delivery
from shared.contracts.post_sampled import PostSample
from tests.support.desk import PaperDesk, channel, person
from tests.support.numbers import engagement, weeks
from tests.support.publishing import PaperPublisher, approved_delivery


async def page(desk: PaperDesk, path: str = "/numbers/hastings", who: str = "officer") -> str:
    async with desk.signed_in(who) as client:
        answer = await client.get(path)
    assert answer.status_code == 200, answer.text
    return " ".join(answer.text.split())


def counting(desk: PaperDesk, at: datetime, *, state: str = "up") -> ChannelReport:
    said = {"account": "x_hastings", "reporter": "metrics-x", "state": state, "since": at, "reported_at": desk.clock()}
    return ChannelReport.model_validate(said)


def published(desk: PaperDesk, text: str = "Ore coffee morning", **counts: int | None) -> Delivery:
    publisher = PaperPublisher(desk)
    posted = publisher.publish(publisher.say(approved_delivery(text, desk.clock())).id)
    assert posted.platform_id
    assert posted.posted_at
    if counts:
        desk.add(
            PostSample(
                delivery=posted.id,
                account="x_hastings",
                platform="x",
                platform_id=posted.platform_id,
                posted_at=posted.posted_at,
                at=desk.clock(),
                **counts,
            )
        )
    return posted


@pytest.mark.parametrize(
    ("who", "path", "leads_to"),
    [
        ("officer", "/numbers", "/numbers/hastings"),
        ("officer", "/numbers?all=1", None),
        ("supervisor", "/numbers", None),
        ("it", "/numbers", None),
        ("two", "/numbers", None),
    ],
)
async def test_numbers_lead_to_ones_own_district_or_list_them_all(
    desk: PaperDesk, who: str, path: str, leads_to: str | None
) -> None:
    both = [person("two", "officer", each) for each in ("hastings", "crawley")]
    desk.add(both[0].model_copy(update={"grants": (*both[0].grants, *both[1].grants)}))
    async with desk.signed_in(who) as client:
        answer = await client.get(path)
    assert answer.headers.get("location") == leads_to
    if leads_to is None:
        assert 'href="/numbers/crawley"' in answer.text
        assert 'href="/numbers/force"' in answer.text


async def test_there_is_no_page_of_a_district_that_does_not_exist(desk: PaperDesk) -> None:
    async with desk.signed_in() as client:
        answers = [await client.get(f"/numbers/{name}") for name in ("atlantis", "atlantis/posts.csv", "%3Cb%3E")]
    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert "There is no such district." in answers[0].text


async def test_growth_stands_above_the_tables(desk: PaperDesk) -> None:
    desk.add(*weeks(desk.clock()), counting(desk, desk.clock() - timedelta(hours=3)))
    said = await page(desk)
    assert '<data value="800.0">800</data> followers' in said
    assert "+24 this week, 25 a week on average" in said
    assert "Counting has worked for 3 h" in said
    assert "No baseline" in said


async def test_a_shorter_period_has_its_own_average_and_says_so(desk: PaperDesk) -> None:
    desk.add(*weeks(desk.clock()))
    said = await page(desk, "/numbers/hastings?period=4w")
    assert "The average is of the 4 weeks known since" in said
    assert said.count("data-day=") == 4


async def test_what_is_not_complete_or_was_not_counted_is_said_in_words(desk: PaperDesk) -> None:
    desk.add(*engagement(desk.clock(), posts=2, likes=None, replies=3, complete=False))
    said = await page(desk)
    assert '<strong class="bl-small">Not complete</strong>' in said
    assert 'data-measure="likes"><span class="bl-muted">Not counted</span>' in said
    assert 'data-measure="posts"><data value="2.0">2</data>' in said


async def test_the_average_names_the_first_week_that_it_is_of(desk: PaperDesk) -> None:
    told = weeks(desk.clock(), [600, 610, 625])
    desk.add(*told)
    monday = span_of(told[2].period)
    assert monday
    assert f"The average is of the 2 weeks known since {day(monday.first)}, this one" in await page(desk)


async def test_a_week_without_a_post_claims_nothing_about_the_account(desk: PaperDesk) -> None:
    desk.add(*engagement(desk.clock(), posts=0, likes=0, replies=0))
    said = await page(desk)
    assert "Posts through Blue Lamp on X" in said
    assert ">None<" in said.replace("\n", "").replace(" ", "")
    assert '<data value="0' not in said


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("up", "Counting has worked for 3 h; the first numbers come with the next count."),
        ("down", "Counting does not work since"),
        ("refused", "Counting does not work since"),
        (None, "The part of the system that counts has not reported yet."),
    ],
)
async def test_an_empty_page_says_why_and_since_when(desk: PaperDesk, state: str | None, said: str) -> None:
    if state:
        desk.add(counting(desk, desk.clock() - timedelta(hours=3), state=state))
    desk.add(channel("x_hastings", desk.clock()))
    shown = await page(desk)
    assert "Nothing of Hastings has been counted yet." in shown
    assert said in shown


async def test_numbers_older_than_the_period_are_named(desk: PaperDesk) -> None:
    desk.add(*weeks(desk.clock() - timedelta(weeks=20), [600]))
    assert "choose a longer period" in await page(desk)
    assert "600</data> followers" in await page(desk, "/numbers/hastings?period=year")


async def test_posts_have_their_engagement_and_lead_to_their_page(desk: PaperDesk) -> None:
    posted = published(desk, likes=26, replies=2, reposts=0)
    uncounted = published(desk, "Not asked for yet")
    said = await page(desk)
    assert f'href="/posts/{posted.id}"' in said
    assert '<data value="28">28</data>' in said
    assert f'href="/posts/{uncounted.id}"' in said
    assert "Not asked yet" in said
    async with desk.signed_in() as client:
        lines = list(csv.DictReader(io.StringIO((await client.get("/numbers/hastings/posts.csv")).text)))
    assert posted.posted_at
    assert lines[1]["posted_at"] == lines[1]["as_of"] == posted.posted_at.strftime("%Y-%m-%dT%H:%M:%SZ")
    assert [(line["delivery"], line["engagement"]) for line in lines] == [(uncounted.id, ""), (posted.id, "28")]


async def test_a_count_that_the_platform_did_not_give_makes_no_sum(desk: PaperDesk) -> None:
    published(desk, likes=26, replies=None, reposts=0)
    assert '<span class="bl-muted">Not counted</span>' in await page(desk)
    assert "26</data>" in await page(desk)


@pytest.mark.parametrize("who", ["officer_crawley", "it", "auditor"])
async def test_others_see_the_districts_numbers_and_not_its_posts(desk: PaperDesk, who: str) -> None:
    posted = published(desk, likes=26)
    desk.add(*weeks(desk.clock()))
    said = await page(desk, who=who)
    assert "+24 this week" in said
    assert posted.id not in said
    assert "Single posts are shown to those who work on messages of Hastings." in said
    async with desk.signed_in(who) as client:
        assert posted.id not in (await client.get("/numbers/hastings/posts.csv")).text


async def test_it_looks_again_by_itself_for_those_who_have_no_stream(desk: PaperDesk) -> None:
    assert 'data-every="30"' in await page(desk, who="it")
    assert "data-every" not in await page(desk)
