"""The card of Approve says all that an approval is about: message, thread, pictures, findings, incident, holds."""

import re
from datetime import timedelta
from typing import Any

import pytest

from services.desk.readmodel.fold import Gone
from shared.contracts.channel_reported import ChannelReport
from shared.contracts.hold_changed import Hold
from shared.contracts.mention_changed import Mention
from shared.contracts.post_changed import Delivery
from shared.contracts.post_requested import Attachment, Content, Finding, Summons
from tests.support.desk import PaperDesk, mention
from tests.support.publishing import PaperPublisher, approved_delivery, delivery
from tests.unit.desk.post_calls import asked, seen

FIRE = "Pier fire"


def _with(desk: PaperDesk, content: Content, **more: Any) -> Delivery:  # noqa: ANN401 - fields of a delivery
    return PaperPublisher(desk).say(delivery("", desk.clock(), content=content, hash=content.hash, **more))


async def _card(desk: PaperDesk, by: str = "approver", path: str = "/approve") -> str:
    async with desk.signed_in(by) as client:
        page = (await client.get(path)).text
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.partition("<main")[2]))


def _summons(said: Mention) -> Summons:
    return Summons(
        mention=said.id,
        platform_id=said.platform_id,
        accounts=said.accounts,
        conversation=said.conversation,
        link=said.link,
        posted_at=said.posted_at,
        received_at=said.received_at,
    )


def _hold(desk: PaperDesk, **more: object) -> Hold:
    said = {"id": "h-1", "scope": "district:hastings", "reason": "A fire", "by": "supervisor", "at": desk.clock()}
    hold = Hold.model_validate(said | more)
    desk.add(hold)
    return hold


async def test_the_message_that_it_answers_is_there_to_read_and_what_its_author_wrote_since(desk: PaperDesk) -> None:
    said = mention("Is the road open?", desk.clock())
    desk.clock.pass_by(minutes=1)
    desk.add(said, mention("Never mind!", desk.clock(), conversation=said.conversation))
    _with(desk, Content(account="x_hastings", text="It is.", reply_to=_summons(said)))
    page = await _card(desk)
    assert "nobody has told the desk that it was removed: Is the road open?" in page
    assert "Its author has written again since" in page
    assert "Never mind!" in page


async def test_nobody_approves_an_answer_to_what_was_removed(desk: PaperDesk) -> None:
    said = mention("Is the road open?", desk.clock())
    desk.add(said)
    waits = _with(desk, Content(account="x_hastings", text="It is.", reply_to=_summons(said)))
    desk.model.apply((), [Gone(Mention, said.id)])
    page = await _card(desk)
    assert "The message that it answers was removed since." in page
    assert "Send it back" in page
    assert "what Officer Tester wrote" not in page, "there is no button for it"
    answer = await asked(desk, waits.id, "approve", seen(waits.model_dump()))
    assert answer.status_code == 409
    assert "not there any more" in answer.json()["title"]
    assert desk.topics.written == []


async def test_pictures_alt_texts_findings_and_answers_are_on_the_card(desk: PaperDesk) -> None:
    picture = Attachment(id="a" * 64, media_type="image/png", alt_text="A red door")
    finding = Finding(rule="r", level="asks", says="Is he charged?", source="College", answer="Yes, today.")
    _with(desk, Content(account="x_hastings", text="Seen?", media=(picture,)), findings=(finding,))
    async with desk.signed_in("approver") as client:
        page = (await client.get("/approve")).text
    assert f'src="/api/media/{picture.id}" alt="A red door"' in page
    for words in ("Is he charged?", "Source: College", "Officer Tester answered:", "Yes, today."):
        assert words in page


async def test_a_thread_shows_the_parts_before(desk: PaperDesk) -> None:
    first = PaperPublisher(desk).say(approved_delivery("Part one", desk.clock()))
    _with(desk, Content(account="x_hastings", text="Part two", follows=first.id))
    page = await _card(desk)
    assert "once that is published: Part one Approved" in page


@pytest.mark.parametrize(
    ("by", "told"), [("approver", "Yours does not let it pass"), ("supervisor", "Your approval does that.")]
)
async def test_who_may_let_it_pass_a_hold_is_told_so(desk: PaperDesk, by: str, told: str) -> None:
    _hold(desk, incident=FIRE)
    _with(desk, Content(account="x_hastings", text="Stay away", incident=FIRE))
    page = await _card(desk, by)
    assert "it may pass a hold for that once a supervisor approves it." in page
    assert told in page


async def test_a_card_says_that_its_account_is_held_or_stopped(desk: PaperDesk) -> None:
    _with(desk, Content(account="x_hastings", text="Good morning"))
    assert "is stopped" not in await _card(desk)
    _hold(desk)
    desk.add(
        ChannelReport(
            account="x_hastings",
            reporter="publisher-x",
            state="refused",
            since=desk.clock(),
            reported_at=desk.clock(),
        )
    )
    page = await _card(desk)
    assert "Posting is stopped for Hastings district" in page
    assert "misses its time at once" in page
    assert "is stopped since" in page


async def test_an_approved_one_under_a_hold_is_called_held_until_it_ends(desk: PaperDesk) -> None:
    waits = PaperPublisher(desk).say(approved_delivery("Good morning", desk.clock()))
    hold = _hold(desk)
    async with desk.signed_in() as client:
        held = (await client.get(f"/api/deliveries/{waits.id}")).json()
    assert (held["state"], held["held_by"]) == ("approved", [hold.id])
    assert "Held Posting is stopped for Hastings district" in await _card(desk, "officer", f"/posts/{waits.id}")
    _hold(desk, released_by="supervisor", released_at=desk.clock())
    assert "Posting is stopped" not in await _card(desk, "officer", f"/posts/{waits.id}")


async def test_a_call_gives_all_that_an_approval_is_about(desk: PaperDesk) -> None:
    said = mention("Is the road open?", desk.clock())
    desk.add(said)
    content = Content(account="x_hastings", text="It is.", reply_to=_summons(said), incident=FIRE)
    finding = Finding(rule="r", level="hints", says="Short.", source="College")
    waits = _with(desk, content, findings=(finding,))
    async with desk.signed_in() as client:
        found = (await client.get(f"/api/deliveries/{waits.id}")).json()
    assert (found["incident"], found["reply_to"]["mention"], found["findings"][0]["says"]) == (FIRE, said.id, "Short.")
    assert (found["media"], found["follows"], found["template"], found["take_down"]) == ([], None, None, None)


async def test_who_approves_under_a_hold_reads_what_comes_of_it(desk: PaperDesk) -> None:
    _hold(desk)
    at = desk.clock() + timedelta(hours=1)
    waits = _with(desk, Content(account="x_hastings", text="Good morning", not_before=at))
    async with desk.signed_in("approver", browser=True) as client:
        page = (await client.get("/approve")).text
        form = dict(re.findall(r'<input type="hidden" name="(\w+)"[^>]*? value="([^"]*)"', page))
        sent = await client.post(f"/approve/{waits.id}/approve", data=form)
        page = (await client.get(sent.headers["location"])).text
    told = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.partition('<p class="bl-asked')[2]))
    assert "Approved. Posting is stopped for Hastings district" in told
    assert "It misses its time" in told
