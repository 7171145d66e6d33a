"""The guidance check at the desk: what asks wants an answer, what blocks wants the media team; all of it is kept."""

from typing import Any

import httpx
import pytest

from services.desk.domain.checking import kept_answers
from shared.contracts.post_requested import Finding
from tests.support.desk import PaperDesk
from tests.support.publishing import PaperPublisher, delivery
from tests.unit.desk.test_going_back_after_sending import form_of

GUILTY = "A man was arrested in Queens Road this morning. He is guilty."
PHONE = "Saw it? Ring the officer on 07700 900123."
PLAIN = "Queens Road is closed at the A27. Please go round by the A259."


@pytest.fixture
def publisher(desk: PaperDesk) -> PaperPublisher:
    """Decides at once."""
    return PaperPublisher(desk)


async def post(client: httpx.AsyncClient, text: str, **more: object) -> httpx.Response:
    return await client.post(
        "/api/posts?wait=2", json={"deliveries": [{"account": "x_hastings", "text": text, **more}]}
    )


async def findings(client: httpx.AsyncClient, text: str, **more: object) -> dict[str, Any]:
    answer = await client.post("/api/guidance", json={"account": "x_hastings", "text": text, **more})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_what_asks_is_refused_until_it_is_answered_and_the_answer_goes_with_the_post(
    desk: PaperDesk, publisher: PaperPublisher
) -> None:
    async with desk.signed_in() as client:
        refused = await post(client, GUILTY)
        asked = [each for each in refused.json()["findings"] if each["level"] == "asks"]
        answers = {each["rule"]: "He was convicted last week." for each in asked}
        sent = await post(client, GUILTY, answers=answers)
    assert refused.status_code == 422
    assert asked
    assert (asked[0]["delivery"], asked[0]["account"]) == (0, "x_hastings")
    assert asked[0]["words"] == GUILTY[asked[0]["start"] : asked[0]["end"]]
    assert sent.status_code == 201, sent.text
    kept = publisher.of_text(GUILTY)
    assert kept.guidance == desk.registry.guidance.version
    assert {each.rule: each.answer for each in kept.findings if each.level == "asks"} == answers


async def test_what_blocks_passes_for_the_media_team_alone_and_with_its_reason(
    desk: PaperDesk, publisher: PaperPublisher
) -> None:
    async with desk.signed_in() as officer, desk.signed_in("media") as media:
        found = await findings(officer, PHONE)
        rules = {each["rule"]: "It is the witness line." for each in found["findings"] if each["keeps_back"]}
        assert (await post(officer, PHONE, answers=rules)).status_code == 422
        assert (await post(media, PHONE)).status_code == 422
        assert publisher.deliveries == {}
        assert (await post(media, PHONE, answers=rules)).status_code == 201
    assert "It is the witness line." in {each.answer for each in publisher.of_text(PHONE).findings}


@pytest.mark.usefixtures("publisher")
async def test_a_plain_text_is_asked_nothing(desk: PaperDesk) -> None:
    async with desk.signed_in() as client:
        found = await findings(client, PLAIN)
        assert (await post(client, PLAIN)).status_code == 201
    assert found["may_be_sent"] is True
    assert found["used"] == len(PLAIN)


@pytest.mark.usefixtures("publisher")
async def test_the_page_says_what_is_open_beside_its_field_and_takes_the_answer(desk: PaperDesk) -> None:
    async with desk.signed_in(browser=True) as client:
        form = await form_of(client) | {"text": GUILTY}
        page = await client.post("/write/send", data=form)
        names = {part.partition('"')[0] for part in page.text.split('name="answer-')[1:]}
        answered = form | {f"answer-{name}": "He was convicted last week." for name in names}
        sent = await client.post("/write/send", data=answered)
    assert page.status_code == 422
    assert names
    assert all(f'href="#answer-{name}"' in page.text for name in names)
    assert "<mark>guilty</mark>" in page.text
    assert sent.status_code == 303


async def test_a_new_version_keeps_the_answers_whose_words_are_still_there(
    desk: PaperDesk, publisher: PaperPublisher
) -> None:
    async with desk.signed_in(browser=True) as client:
        asks = [each for each in (await findings(client, GUILTY))["findings"] if each["level"] == "asks"]
        kept = tuple(
            Finding(
                **{name: each[name] for name in ("rule", "level", "says", "source", "start", "end")}, answer="As it was"
            )
            for each in asks
        )
        before = publisher.say(delivery(GUILTY, desk.clock(), findings=kept))
        page = (await client.get(f"/write?from={before.id}")).text
    assert asks
    assert page.count("As it was</textarea>") == len(asks)


async def test_a_new_version_by_call_takes_over_what_is_left_out_and_the_answers_to_the_same_words(
    desk: PaperDesk, publisher: PaperPublisher
) -> None:
    due = "2027-01-01T12:00:00Z"
    async with desk.signed_in() as client:
        asks = {each["rule"]: "He was." for each in (await findings(client, GUILTY))["findings"] if each["keeps_back"]}
        deliveries = [{"account": "x_hastings", "text": GUILTY, "answers": asks}]
        sent = await client.post(
            "/api/posts?wait=2", json={"deliveries": deliveries, "not_before": due, "incident": "Theft"}
        )
        call = f"/api/deliveries/{sent.json()['deliveries'][0]['id']}/edit?wait=2"
        longer = f"{GUILTY} Thank you."
        edited = await client.post(call, json={"text": longer})
        assert (await client.post(call, json={"text": PHONE})).status_code == 409
        new = f"/api/deliveries/{edited.json()['again']['id']}/edit?wait=2"
        assert (await client.post(new, json={"text": PHONE})).status_code == 422
        at_once = await client.post(new, json={"text": PLAIN, "not_before": None, "incident": ""})
    assert (edited.status_code, edited.json()["state"]) == (200, "void")
    anew = publisher.of_text(longer)
    assert {each.rule: each.answer for each in anew.findings if each.answer} == asks
    assert (anew.content.incident, str(anew.content.not_before)) == ("Theft", "2027-01-01 12:00:00+00:00")
    assert at_once.status_code == 200
    assert (publisher.of_text(PLAIN).content.incident, publisher.of_text(PLAIN).content.not_before) == (None, None)


def test_other_words_want_another_answer() -> None:
    one = Finding(rule="name", level="asks", says="Who?", source="Here", start=0, end=4, answer="A councillor")
    same, other = one.model_copy(update={"start": 3, "end": 7, "answer": ""}), one.model_copy(update={"answer": ""})
    assert kept_answers([one], "Anna spoke", [same], "As Anna spoke") == {"name": "A councillor"}
    assert kept_answers([one], "Anna spoke", [other], "Emma spoke") == {}


async def test_no_answer_is_endless(desk: PaperDesk) -> None:
    async with desk.signed_in() as client:
        found = await findings(client, GUILTY)
        answers = {each["rule"]: "x" * 501 for each in found["findings"]}
        refused = await post(client, GUILTY, answers=answers)
    assert refused.status_code == 422
    assert "Keep it to 500" in refused.json()["detail"]


async def test_ideas_of_the_month_are_offered_for_a_post_and_not_for_an_answer_or_a_new_version(
    desk: PaperDesk, publisher: PaperPublisher
) -> None:
    desk.clock.time = desk.clock().replace(month=7, day=1)
    before = publisher.say(delivery(PLAIN, desk.clock()))
    async with desk.signed_in() as client:
        shown = (await client.get("/write")).text
        anew = (await client.get(f"/write?from={before.id}")).text
    assert shown.index("Beach and water") < shown.index("Where people can meet you")
    assert "Fireworks" not in shown
    assert "Ideas for posts" not in anew


async def test_an_account_that_is_not_there_is_named_and_never_told_that_all_is_well(desk: PaperDesk) -> None:
    async with desk.signed_in() as client:
        for wrong in ({"account": "x_nowhere"}, {"others": {"x_nowhere": PLAIN}}):
            body = {"account": "x_hastings", "text": GUILTY, **wrong}
            answer = await client.post("/api/guidance", json=body)
            assert answer.status_code == 422
            assert answer.json()["title"] == "There is no account x_nowhere here."
