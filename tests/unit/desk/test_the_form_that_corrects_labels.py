"""The form that corrects labels works without scripts: it says what followed, what is wrong, and forgets nothing."""

import re

import httpx

from shared.contracts.labels import Labels
from tests.support.desk import PaperDesk, labels, mention, triaged

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


async def test_after_a_colleagues_correction_nothing_of_theirs_is_said_to_follow(desk: PaperDesk) -> None:
    known = _given(desk, EMERGENCY)
    async with desk.signed_in(browser=True) as client:
        told = await _sent(client, known, tags=["chat"])
        assert "From that follows" in (await client.get(told.url)).text
        await client.post(f"/api/mentions/{known}/labels", json={"tags": ["question"]})
        again = await client.get(told.url)
        made_up = await client.get(f"/mentions/{known}?done=corrected&followed=urgency:none&followed=beauty:much")
    assert "From that follows" not in again.text
    assert (made_up.status_code, "From that follows" in made_up.text) == (200, False)


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
