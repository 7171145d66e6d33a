"""The form that corrects labels works without scripts: it says what followed, what is wrong, and forgets nothing."""

import re

import httpx
import pytest

from services.desk.domain.label_form import FIELDS
from shared.contracts.alert_changed import AlertClosed
from shared.contracts.labels import Labels
from tests.support.desk import PaperDesk, labels, mention, raised, triaged

EMERGENCY = labels("emergency", "wrong_place_report", concern="violence")


def _given(desk: PaperDesk, said: Labels) -> str:
    message = mention("Racing again", desk.clock())
    desk.add(message, triaged(message, said))
    return message.id


def _fields(page: str) -> dict[str, str | list[str]]:
    """What a browser would send of the form that corrects labels."""
    form = re.search(r'<form method="post" action="/mentions/[^"]+/labels">(.*?)</form>', page, re.DOTALL)
    assert form
    fields: dict[str, str | list[str]] = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form[1]))
    fields["tags"] = re.findall(r'name="tags" value="(\w+)" checked', form[1])
    for name, options in re.findall(r'<select[^>]* name="(\w+)"[^>]*>(.*?)</select>', form[1], re.DOTALL):
        chosen = re.search(r'value="(\w*)" selected', options)
        fields[name] = chosen[1] if chosen else re.findall(r'value="(\w*)"', options)[0]
    return fields


async def _sent(client: httpx.AsyncClient, known: str, **changes: str | list[str]) -> httpx.Response:
    fields = _fields((await client.get(f"/mentions/{known}")).text)
    return await client.post(f"/mentions/{known}/labels", data={**fields, **changes}, follow_redirects=True)


async def test_tags_alone_are_followed_by_the_rest_and_the_page_says_so(desk: PaperDesk) -> None:
    known = _given(desk, EMERGENCY)
    async with desk.signed_in(browser=True) as client:
        page = (await _sent(client, known, tags=["chat"])).text
        stands = (await client.get(f"/api/mentions/{known}")).json()
    said = "From that follows: the concern is none, the urgency is Nothing to do, it needs no answer."
    assert said in page
    assert (stands["urgency"], stands["needs_reply"], stands["concern"]) == ("none", False, None)
    assert _fields(page)["urgency"] == "none"


async def test_what_was_done_is_told_once_and_cannot_be_made_up(desk: PaperDesk) -> None:
    known, other = _given(desk, EMERGENCY), _given(desk, EMERGENCY)
    async with desk.signed_in(browser=True) as client:
        fields = _fields((await client.get(f"/mentions/{known}")).text) | {"tags": ["chat"]}
        sent = await client.post(f"/mentions/{known}/labels", data=fields)
        told = sent.headers["location"]
        elsewhere = await client.get(told.replace(known, other))
        first, again = await client.get(told), await client.get(told)
        made_up = await client.get(f"/mentions/{known}?done=corrected&followed=urgency:none")
    assert "The labels are as you said." in first.text
    assert "From that follows" in first.text
    for page in (elsewhere, again, made_up):
        assert page.status_code == 200
        assert "The labels are as you said." not in page.text
        assert "From that follows" not in page.text


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (labels("praise"), {"tags": ["chat"]}, False),
        (EMERGENCY, {"tags": ["chat"]}, False),
        (labels("praise"), {"tags": ["community_concern"], "concern": "noise"}, True),
        (labels("community_concern"), {"concern": "noise"}, True),
        (labels("community_concern"), {"tags": ["chat"]}, True),
    ],
)
async def test_other_systems_are_told_of_concerns_alone(
    desk: PaperDesk, before: Labels, after: dict[str, str | list[str]], *, told: bool
) -> None:
    known = _given(desk, before)
    async with desk.signed_in(browser=True) as client:
        page = (await _sent(client, known, **after)).text
    assert "The labels are as you said." in page
    assert ("Other systems are being told." in page) is told


async def test_an_alert_that_stays_open_without_its_emergency_is_said_with_the_way_there(desk: PaperDesk) -> None:
    message = mention("Fire! This song is fire!", desk.clock())
    desk.add(message, triaged(message, EMERGENCY), raised(message))
    link = f'<a href="/alerts#a-{message.id}">Alerts</a>'
    said = f"<strong>Its alert is still open:</strong> acknowledge it or close it on {link}."
    async with desk.signed_in(browser=True) as client:
        assert said not in (await _sent(client, message.id, district="rother")).text
        assert said in (await _sent(client, message.id, tags=["chat"])).text
        await client.post(f"/api/alerts/{message.id}/acknowledge")
        assert (
            f"Its alert is still open:</strong> close it on {link}."
            in (await _sent(client, message.id, tags=["question"])).text
        )


async def test_an_alert_that_is_closed_already_is_not_spoken_of(desk: PaperDesk) -> None:
    message = mention("Fire! This song is fire!", desk.clock())
    ended = {"id": message.id, "conversation": message.conversation, "by": "sam", "at": desk.clock(), "reason": "song"}
    desk.add(message, triaged(message, EMERGENCY), raised(message), AlertClosed.model_validate(ended))
    async with desk.signed_in(browser=True) as client:
        assert "still open" not in (await _sent(client, message.id, tags=["chat"])).text


async def test_a_message_that_waits_for_its_labels_takes_a_persons(desk: PaperDesk) -> None:
    message = mention("Racing again", desk.clock())
    desk.add(message)
    async with desk.signed_in(browser=True) as client:
        shown = await client.get(f"/mentions/{message.id}")
        fields = _fields(shown.text)
        assert {name: fields[name] for name in FIELDS} == dict.fromkeys(FIELDS, "") | {"tags": []}
        nothing = await client.post(f"/mentions/{message.id}/labels", data=fields)
        assert (nothing.status_code, desk.topics.written) == (422, [])
        assert "This mention has no labels yet. Say its tags as well" in nothing.text
        page = (await _sent(client, message.id, tags=["question"])).text
        stands = (await client.get(f"/api/mentions/{message.id}")).json()
    assert "From that follows: the urgency is Routine, it needs an answer." in page
    assert (stands["tags"], stands["urgency"], stands["district"]) == (["question"], "routine", "unknown")


async def test_labels_that_came_while_somebody_filled_in_the_empty_form_are_read_first(desk: PaperDesk) -> None:
    message = mention("Racing again", desk.clock())
    desk.add(message)
    async with desk.signed_in(browser=True) as client:
        empty = _fields((await client.get(f"/mentions/{message.id}")).text)
        desk.add(triaged(message, EMERGENCY))
        asked = await client.post(f"/mentions/{message.id}/labels", data={**empty, "tags": ["question"]})
    assert (asked.status_code, desk.topics.written) == (409, [])
    assert "The labels changed while you looked." in asked.text


async def test_what_was_changed_in_the_form_stands_and_nothing_is_said_to_follow(desk: PaperDesk) -> None:
    known = _given(desk, EMERGENCY)
    async with desk.signed_in(browser=True) as client:
        page = (await _sent(client, known, tags=["wrong_place_report"], urgency="routine")).text
    assert "The labels are as you said." in page
    assert "From that follows" not in page
    assert _fields(page)["urgency"] == "routine"


async def test_a_report_without_its_kind_is_asked_for_it_and_keeps_what_was_filled_in(desk: PaperDesk) -> None:
    known = _given(desk, labels("chat", urgency="none"))
    async with desk.signed_in(browser=True) as client:
        asked = await _sent(client, known, tags=["wrong_place_report"], district="rother")
        assert (asked.status_code, desk.topics.written) == (422, [])
        assert "needs its kind of concern. Choose which under Concern" in asked.text
        assert 'id="fault-concern"' in asked.text
        kept = _fields(asked.text)
        assert (kept["tags"], kept["district"]) == (["wrong_place_report"], "rother")
        saved = await client.post(f"/mentions/{known}/labels", data={**kept, "concern": "noise"}, follow_redirects=True)
    assert "From that follows: the urgency is Routine, it needs an answer." in saved.text
    assert _fields(saved.text)["concern"] == "noise"


async def test_labels_that_changed_meanwhile_are_read_before_they_are_confirmed(desk: PaperDesk) -> None:
    message = mention("Racing again", desk.clock())
    desk.add(message, triaged(message, labels("question")))
    async with desk.signed_in(browser=True) as client:
        old = _fields((await client.get(f"/mentions/{message.id}")).text)
        desk.clock.pass_by(seconds=5)
        desk.add(triaged(message, EMERGENCY, at=desk.clock()))
        asked = await client.post(f"/mentions/{message.id}/labels", data={**old, "district": "rother"})
        assert (asked.status_code, desk.topics.written) == (409, [])
        assert "The labels changed while you looked." in asked.text
        assert 'role="alert" tabindex="-1" autofocus' in asked.text
        now = _fields(asked.text)
        assert (now["tags"], now["urgency"], now["district"]) == (
            ["emergency", "wrong_place_report"],
            "immediate",
            "rother",
        )
        saved = await client.post(f"/mentions/{message.id}/labels", data=now)
    assert (saved.status_code, desk.topics.transitions()) == (303, ["labels.corrected"])


async def test_what_was_filled_in_is_there_after_the_broker_was_away(desk: PaperDesk) -> None:
    known = _given(desk, EMERGENCY)
    desk.topics.away = True
    async with desk.signed_in(browser=True) as client:
        refused = await _sent(client, known, tags=["praise"])
        assert refused.status_code == 503
        desk.topics.away = False
        saved = await client.post(f"/mentions/{known}/labels", data=_fields(refused.text))
    assert saved.status_code == 303


async def test_a_call_is_told_which_field_is_wrong(desk: PaperDesk) -> None:
    known = _given(desk, EMERGENCY)
    async with desk.signed_in() as client:
        refused = await client.post(f"/api/mentions/{known}/labels", json={"tags": ["chat"], "urgency": "immediate"})
        followed = await client.post(f"/api/mentions/{known}/labels", json={"tags": ["chat"]})
    assert (refused.status_code, refused.json()["field"]) == (422, "urgency")
    assert (followed.json()["urgency"], followed.json()["needs_reply"]) == ("none", False)
