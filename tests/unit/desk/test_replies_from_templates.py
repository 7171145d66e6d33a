"""A reply from an approved template: proposed by the desk, sent by one person, never by itself, never a stale one."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from services.desk.readmodel.fold import Gone
from shared.contracts.mention_changed import Author, Mention
from shared.contracts.post_requested import POST_REQUESTED, Submit
from shared.contracts.record import event_of
from shared.contracts.work_changed import Claim, Closing
from tests.support.desk import PaperDesk, ids, labels, mention, person, triaged
from tests.support.publishing import PaperPublisher
from tests.unit.desk.template_calls import template

SAYS_101 = (
    "Thank you for telling us. We cannot take reports here. To report something that is not an emergency, ring 101."
)


@pytest.fixture
def publisher(desk: PaperDesk) -> PaperPublisher:
    """Decides at once."""
    return PaperPublisher(desk)


def report(desk: PaperDesk, text: str = "Bike stolen, can you log it?", **labelled: str) -> Mention:
    """Somebody reports a theft in the wrong place."""
    said = mention(text, desk.clock())
    desk.add(said, triaged(said, labels("wrong_place_report").model_copy(update=labelled)))
    return said


async def replied(
    desk: PaperDesk,
    said: Mention,
    by: str = "officer",
    *,
    wait: int = 2,
    key: str | None = None,
    **other: Any,  # noqa: ANN401 - any field of it
) -> httpx.Response:
    """Somebody sends a reply."""
    headers = {"Idempotency-Key": key} if key else {}
    async with desk.signed_in(by) as client:
        asked = {"template": "t1"} | other
        return await client.post(f"/api/mentions/{said.id}/reply", params={"wait": wait}, json=asked, headers=headers)


async def look(desk: PaperDesk, said: Mention) -> dict[str, Any]:
    """The mention as it stands."""
    async with desk.signed_in() as client:
        shown: dict[str, Any] = (await client.get(f"/api/mentions/{said.id}")).json()
    return shown


@pytest.mark.usefixtures("publisher")
async def test_it_needs_nobody_else_and_goes_with_claim_and_closing_in_one_transaction(desk: PaperDesk) -> None:
    desk.add(template(desk))
    said = report(desk)
    answer = await replied(desk, said)
    assert answer.status_code == 201, answer.text
    (delivery,) = answer.json()["deliveries"]
    assert delivery["state"] == "approved"
    assert desk.topics.transitions() == ["claim.changed", "mention.closed", "post.submit"]
    shown = await look(desk, said)
    assert (shown["state"], shown["closed_because"], shown["reply"]) == ("closed", "redirected", "approved")
    assert ids(desk.audited(), "mention.reply") == [said.id, delivery["id"]]


@pytest.mark.usefixtures("publisher")
async def test_what_goes_out_is_the_template_word_for_word_with_the_proof_that_it_was_asked_for(
    desk: PaperDesk,
) -> None:
    desk.add(template(desk))
    said = report(desk)
    await replied(desk, said)
    command = _submitted(desk)
    assert command.content.text == SAYS_101
    assert command.template
    assert command.template.model_dump() == {
        "template": "t1",
        "hash": template(desk).hash,
        "language": "en",
        "route": "non_emergency_101",
        "handle": None,
    }
    summons = command.content.reply_to
    assert summons
    assert (summons.mention, summons.platform_id, summons.accounts) == (said.id, said.platform_id, ("x_hastings",))


async def test_it_is_in_the_language_of_the_message_with_the_english_beside_it(desk: PaperDesk) -> None:
    desk.add(template(desk))
    said = report(desk, "Ukradli mi rower", language="pl")
    async with desk.signed_in() as client:
        (offered,) = (await client.get(f"/api/mentions/{said.id}/replies")).json()
    assert offered["language"] == "pl"
    assert offered["text"] == "Dziękujemy. Tutaj nie przyjmujemy zgłoszeń. Zgłoś tutaj: 101"
    assert offered["english"] == SAYS_101


async def test_only_what_fits_is_proposed_and_nothing_is_sent_by_that(desk: PaperDesk) -> None:
    deaf = template(desk, "t2", name="Without a voice call", use_for=["wrong_place_report", "deaf"])
    thanks = template(desk, "t3", name="Thanks", use_for=["praise"], texts={"en": "Thank you."})
    elsewhere = template(desk, "t4", accounts=["x_rother"])
    old = template(desk, "t5").model_copy(update={"approvals": ()})
    desk.add(template(desk), deaf, thanks, elsewhere, old)
    plain, silent = report(desk), report(desk, "I am deaf. How do I report a theft?")
    assert await _offered(desk, plain) == ["t1", "t2"]
    assert await _offered(desk, silent) == ["t2", "t1"]
    assert desk.topics.transitions() == []


async def test_nobody_in_danger_is_sent_to_a_form(desk: PaperDesk) -> None:
    danger = template(
        desk, "t2", name="Danger", use_for=["emergency"], texts={"en": "{route} We cannot send help here."}
    )
    desk.add(template(desk), danger)
    said = mention("He has a knife", desk.clock())
    desk.add(said, triaged(said, labels("emergency", "wrong_place_report")))
    assert await _offered(desk, said) == ["t2"]
    async with desk.signed_in() as client:
        (offered,) = (await client.get(f"/api/mentions/{said.id}/replies")).json()
    assert offered["route"] == "emergency_999"


@pytest.mark.usefixtures("publisher")
async def test_whoever_chooses_another_for_somebody_in_danger_is_told_what_it_lacks(desk: PaperDesk) -> None:
    desk.add(template(desk))
    said = mention("He has a knife, he is breaking in", desk.clock())
    desk.add(said, triaged(said, labels("emergency", "wrong_place_report")))
    refused = await replied(desk, said, route="online")
    assert refused.status_code == 409
    assert "guidance check" in refused.json()["title"]


@pytest.mark.usefixtures("publisher")
async def test_somebody_elses_claim_is_never_overridden(desk: PaperDesk) -> None:
    desk.add(template(desk), said := report(desk))
    now = desk.clock()
    desk.add(Claim(mention=said.id, by="approver", at=now, until=now + timedelta(minutes=30)))
    refused = await replied(desk, said)
    assert (refused.status_code, refused.json()["title"]) == (409, "Approver Tester answers this mention.")
    assert await _offered(desk, said) == []
    assert desk.topics.transitions() == []
    desk.clock.pass_by(minutes=31)
    assert (await replied(desk, said)).status_code == 201


@pytest.mark.usefixtures("publisher")
async def test_what_was_removed_is_answered_no_more(desk: PaperDesk) -> None:
    desk.add(template(desk))
    said = report(desk)
    desk.model.apply((), [Gone(Mention, said.id)])
    assert (await replied(desk, said)).status_code == 404
    assert desk.topics.transitions() == []


@pytest.mark.usefixtures("publisher")
async def test_when_its_author_wrote_again_that_is_read_first(desk: PaperDesk) -> None:
    desk.add(template(desk))
    said = report(desk)
    newer = mention("They are back with knives!", desk.clock() + timedelta(seconds=9), conversation=said.conversation)
    desk.add(newer)
    refused = await replied(desk, said)
    assert refused.status_code == 409
    assert newer.id in refused.json()["title"]
    assert (await replied(desk, said, seen=newer.id)).status_code == 201


@pytest.mark.usefixtures("publisher")
async def test_what_somebody_else_says_in_the_thread_keeps_no_reply_back(desk: PaperDesk) -> None:
    desk.add(template(desk))
    said = report(desk)
    other = mention("Same here", desk.clock() + timedelta(seconds=9), conversation=said.conversation)
    desk.add(other.model_copy(update={"author": Author(id="8", handle="other", name="Other")}))
    assert (await replied(desk, said)).status_code == 201


@pytest.mark.usefixtures("publisher")
@pytest.mark.parametrize(
    ("other", "status", "said"),
    [
        ({"template": "t9"}, 422, "no such template"),
        ({"hash": "another"}, 409, "changed after you looked"),
        ({"language": "ro"}, 409, "no words in that language"),
        ({"route": "nowhere"}, 409, "choose the route"),
        ({"account": "x_rother"}, 422, "did not name"),
        ({"account": "x_atlantis"}, 422, "no account"),
    ],
)
async def test_what_does_not_fit_is_refused(desk: PaperDesk, other: dict[str, Any], status: int, said: str) -> None:
    desk.add(template(desk))
    refused = await replied(desk, report(desk), **other)
    assert refused.status_code == status, refused.text
    assert said in refused.json()["title"]
    assert desk.topics.transitions() == []


@pytest.mark.usefixtures("publisher")
async def test_only_who_may_write_for_the_account_replies_from_it(desk: PaperDesk) -> None:
    desk.add(template(desk))
    said = report(desk, district="crawley")
    assert (await replied(desk, said, "officer_crawley")).status_code == 403
    desk.add(person("officer", "officer", "hastings").model_copy(update={"training": ()}))
    refused = await replied(desk, said)
    assert refused.status_code == 403
    assert "no training" in refused.json()["title"]


@pytest.mark.usefixtures("publisher")
async def test_the_same_press_again_sends_nothing_more_and_neither_does_a_second_page(desk: PaperDesk) -> None:
    desk.add(template(desk))
    said = report(desk)
    first = await replied(desk, said, key="1", close=False)
    again = await replied(desk, said, key="1", close=False)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json()["deliveries"][0]["id"] == again.json()["deliveries"][0]["id"]
    refused = await replied(desk, said, key="2", close=False)
    assert (refused.status_code, refused.json()["title"]) == (409, "This was sent to them already.")
    assert desk.topics.transitions() == ["claim.changed", "post.submit"]


@pytest.mark.usefixtures("publisher")
async def test_who_replies_has_claimed_it_and_may_leave_it_open(desk: PaperDesk) -> None:
    desk.add(template(desk))
    said = report(desk)
    await replied(desk, said, close=False)
    shown = await look(desk, said)
    assert (shown["state"], shown["claimed_by"], shown["closed_because"]) == ("claimed", "officer", None)


async def test_what_was_closed_with_a_reply_that_did_not_go_out_waits_for_an_answer_again(desk: PaperDesk) -> None:
    publisher = PaperPublisher(desk, prompt=False)
    desk.add(template(desk))
    said = report(desk)
    answer = await replied(desk, said, wait=0)
    assert answer.status_code == 202
    assert (await look(desk, said))["state"] == "closed"
    desk.add(template(desk).model_copy(update={"withdrawn_at": desk.clock(), "withdrawn_by": "approver"}))
    publisher.decide()
    shown = await look(desk, said)
    assert (shown["state"], shown["closed_because"], shown["reply"]) == ("claimed", None, "void")
    async with desk.signed_in() as client:
        waiting = (await client.get("/api/mentions", params={"state": "needs_answer"})).json()
    assert [each["id"] for each in waiting] == [said.id]
    desk.clock.pass_by(seconds=1)
    desk.add(Closing(mention=said.id, by="officer", at=desk.clock(), reason="none_needed"))
    assert (await look(desk, said))["state"] == "closed"


async def test_it_makes_no_difference_which_topic_tells_first(desk: PaperDesk) -> None:
    publisher = PaperPublisher(desk)
    desk.add(template(desk))
    said = report(desk)
    answer = await replied(desk, said)
    failed = publisher.deliveries[answer.json()["deliveries"][0]["id"]].model_copy(update={"state": "refused"})
    closing = Closing(mention=said.id, by="officer", at=failed.submitted_at, reason="redirected")
    for facts in ((failed, closing, said), (closing, said, failed), (said, failed, closing)):
        desk.store.db.executescript("DELETE FROM delivery; DELETE FROM mention; DELETE FROM words;")
        desk.add(*facts)
        assert (await look(desk, said))["state"] == "open"


async def test_a_reply_that_the_publisher_does_not_take_is_told_with_its_reason(desk: PaperDesk) -> None:
    publisher = PaperPublisher(desk)
    desk.add(template(desk))
    said = report(desk)
    publisher.prompt = False
    first = await replied(desk, said, key="1", wait=0)
    assert first.status_code == 202
    desk.add(template(desk).model_copy(update={"withdrawn_at": desk.clock(), "withdrawn_by": "approver"}))
    publisher.decide()
    refused = await replied(desk, said, key="1")
    assert refused.status_code == 409
    assert "not there any more" in refused.json()["title"]


async def _offered(desk: PaperDesk, said: Mention) -> list[str]:
    async with desk.signed_in() as client:
        return [each["template"] for each in (await client.get(f"/api/mentions/{said.id}/replies")).json()]


def _submitted(desk: PaperDesk) -> Submit:
    (record,) = [record for record in desk.topics.written if record.topic == POST_REQUESTED.name]
    event = event_of(POST_REQUESTED, record.value, record.headers)
    assert event
    assert isinstance(event.fact, Submit)
    return event.fact
