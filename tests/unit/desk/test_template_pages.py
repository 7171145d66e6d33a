"""Templates on Guidance, and replies on the Mention page, without a script."""

import re
from datetime import timedelta

import httpx
import pytest

from shared.contracts.work_changed import Claim
from tests.support.desk import PaperDesk, labels, mention, triaged
from tests.support.publishing import PaperPublisher
from tests.unit.desk.template_calls import TEXTS, template

TYPED = {
    "name": "Wrong place",
    "accounts": "x_hastings",
    "use_for": "wrong_place_report",
    "english": TEXTS["en"],
    "language": ["pl", ""],
    "words": [TEXTS["pl"], ""],
    "once": "1",
}


async def press(client: httpx.AsyncClient, page: str, address: str, **typed: object) -> httpx.Response:
    """Send a form of a page."""
    shown = await client.get(page)
    csrf = re.search('name="csrf-token" content="([^"]+)"', shown.text)
    assert csrf
    return await client.post(address, data={"csrf": csrf[1], **typed}, follow_redirects=True)


async def test_a_template_is_proposed_approved_by_two_and_withdrawn_on_guidance(desk: PaperDesk) -> None:
    async with desk.signed_in(browser=True) as client:
        shown = await press(client, "/guidance/templates/new", "/guidance/templates", **TYPED)
        again = await press(client, "/guidance/templates/new", "/guidance/templates", **TYPED)
    assert "Two others have to approve it before it is used." in shown.text
    assert "Not to be used" in again.text
    (made,) = re.findall('id="t-([^"]+)"', again.text)
    for by in ("approver", "supervisor"):
        async with desk.signed_in(by, browser=True) as client:
            assert "1 template of replies waits for you" in (await client.get("/")).text
            page = (await client.get("/guidance")).text
            hash_ = re.search('name="hash" value="([^"]+)"', page)
            assert hash_
            shown = await press(client, "/guidance", f"/guidance/templates/{made}/approve", hash=hash_[1])
            assert "Approved by you." in shown.text
            assert 'name="hash"' not in shown.text
    assert "Approved by Approver Tester and Supervisor Tester, until" in shown.text
    desk.clock.pass_by(days=77)
    async with desk.signed_in(browser=True) as client:
        assert "both have to look at it again" in (await client.get("/guidance")).text
    desk.clock.pass_by(days=14)
    async with desk.signed_in(browser=True) as client:
        over = (await client.get("/guidance")).text
        assert "Not to be used now" in over
        assert "The approval of this template ran out on" in over
        gone = await press(client, "/guidance", f"/guidance/templates/{made}/withdraw", reason="Old")
    assert "There is no template yet." in gone.text


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"english": "Dear {name} {route}"}, "Nothing is filled in for {name}."),
        ({"language": ["", ""]}, "A translation has no language."),
        ({"language": ["pl", "pl"], "words": ["Tu {route}", "Tam {route}"]}, "A language stands there twice."),
    ],
)
async def test_what_was_typed_stays_when_something_is_to_mend(
    desk: PaperDesk, other: dict[str, object], said: str
) -> None:
    async with desk.signed_in(browser=True) as client:
        shown = await press(client, "/guidance/templates/new", "/guidance/templates", **TYPED | other)
    assert shown.status_code == 422
    assert said in shown.text
    assert 'value="Wrong place"' in shown.text
    assert desk.topics.transitions() == []


async def test_nothing_is_offered_to_who_may_not_reply_and_an_expired_template_to_nobody(desk: PaperDesk) -> None:
    said = mention("Bike stolen", desk.clock())
    desk.add(said, triaged(said, labels("wrong_place_report", district="crawley")), template(desk))
    async with desk.signed_in("officer_crawley") as client:
        assert "Send this reply" not in (await client.get(f"/mentions/{said.id}")).text
    async with desk.signed_in() as client:
        assert "Send this reply" in (await client.get(f"/mentions/{said.id}")).text
        desk.clock.pass_by(days=91)
        shown = (await client.get(f"/mentions/{said.id}")).text
    assert "Send this reply" not in shown
    assert f"/write?reply_to={said.id}" in shown


@pytest.mark.parametrize("chosen", ["language=pl", "template=t2"])
async def test_another_language_or_template_is_shown_before_it_is_sent(desk: PaperDesk, chosen: str) -> None:
    said = mention("Bike stolen", desk.clock())
    hello = template(desk, "t2", name="Hello", use_for=["chat"], texts={"en": "Hello", "pl": TEXTS["pl"]})
    hello = template(desk, "t2", name="Hello", use_for=["chat"], texts={"en": TEXTS["pl"]}) if "t2" in chosen else hello
    desk.add(said, triaged(said, labels("wrong_place_report")), template(desk), hello)
    asked = f"template=t1&{chosen}" if "language" in chosen else chosen
    async with desk.signed_in() as client:
        shown = (await client.get(f"/mentions/{said.id}?{asked}")).text
    first = shown.index("bl-reply__text")
    assert "Tutaj nie przyjmujemy" in shown[first : first + 200]


async def test_where_none_fits_a_person_may_choose_one_all_the_same(desk: PaperDesk) -> None:
    said = mention("Gdzie to zgłosić?", desk.clock())
    desk.add(said, triaged(said, labels("question", language="pl")), template(desk))
    async with desk.signed_in() as client:
        shown = (await client.get(f"/mentions/{said.id}")).text
        assert "No approved template fits" in shown
        assert '<option value="t1" >Wrong place</option>' in shown
        chosen = (await client.get(f"/mentions/{said.id}?template=t1")).text
    assert "Tutaj nie przyjmujemy" in chosen
    assert "Send this reply" in chosen


async def test_a_stale_press_sends_nothing_and_shows_what_is_new(desk: PaperDesk) -> None:
    PaperPublisher(desk)
    said = mention("Bike stolen", desk.clock())
    desk.add(said, triaged(said, labels("wrong_place_report")), template(desk))
    address = f"/mentions/{said.id}"
    asked = {"template": "t1", "hash": template(desk).hash, "close": "yes", "once": "1"}
    async with desk.signed_in(browser=True) as client:
        newer = mention("He is back", desk.clock() + timedelta(seconds=5), conversation=said.conversation)
        desk.add(newer)
        stale = await press(client, address, f"{address}/reply", **asked)
        assert stale.status_code == 409
        assert "Its author has written again since" in stale.text
        assert f'name="seen" value="{newer.id}"' in stale.text
        now = desk.clock()
        desk.add(Claim(mention=said.id, by="approver", at=now, until=now + timedelta(minutes=5)))
        taken = await press(client, address, f"{address}/reply", **asked, seen=newer.id)
        assert taken.status_code == 409
        assert "Approver Tester answers this mention." in taken.text
        assert desk.topics.transitions() == []
        desk.clock.pass_by(minutes=6)
        sent = await press(client, address, f"{address}/reply", **asked, seen=newer.id)
        twice = await press(client, address, f"{address}/reply", **asked, seen=newer.id)
    assert "How the reply stands is under Replies" in sent.text
    assert "Redirected to the right channel" in twice.text
    assert desk.topics.transitions() == ["claim.changed", "mention.closed", "post.submit"]


async def test_how_a_reply_stands_is_in_the_inbox_and_on_the_mention(desk: PaperDesk) -> None:
    publisher = PaperPublisher(desk)
    said = mention("Bike stolen", desk.clock())
    desk.add(said, triaged(said, labels("wrong_place_report")), template(desk))
    async with desk.signed_in() as client:
        answer = await client.post(f"/api/mentions/{said.id}/reply?wait=2", json={"template": "t1"})
        publisher.publish(answer.json()["deliveries"][0]["id"])
        assert "Reply: published" in (await client.get("/inbox?tab=all")).text
        shown = (await client.get(f"/mentions/{said.id}")).text
    assert TEXTS["en"].partition(" {")[0] in shown
    assert "Published" in shown
