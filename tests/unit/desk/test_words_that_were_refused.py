"""Words of a form that was refused stand on the page that says so, to be sent again or copied."""

import re

from tests.support.desk import PaperDesk, labels, mention, raised, triaged

NOTE = "She is at the <pier>, rang 101 already"
SHOWN = "She is at the &lt;pier&gt;, rang 101 already</textarea>"


def _alarm(desk: PaperDesk) -> str:
    said = mention("knife", desk.clock())
    desk.add(said, triaged(said, labels("emergency")), raised(said))
    return said.id


def _token(page: str) -> str:
    found = re.search(r'name="csrf" value="(\w+)"', page)
    assert found
    return found[1]


async def test_a_note_can_be_sent_again_when_kafka_is_back(desk: PaperDesk) -> None:
    known = _alarm(desk)
    async with desk.signed_in(browser=True) as client:
        form = {"csrf": _token((await client.get("/")).text), "text": NOTE}
        desk.topics.away = True
        refused = await client.post(f"/mentions/{known}/notes", data=form)
        assert refused.status_code == 503
        assert SHOWN in refused.text
        assert f'action="/mentions/{known}/notes"' in refused.text
        desk.topics.away = False
        again = await client.post(f"/mentions/{known}/notes", data={"csrf": _token(refused.text), "text": NOTE})
    assert again.status_code == 303


async def test_a_note_that_is_too_long_stands_there_to_be_cut(desk: PaperDesk) -> None:
    known = _alarm(desk)
    async with desk.signed_in(browser=True) as client:
        form = {"csrf": _token((await client.get("/")).text), "text": "x" * 2_001}
        refused = await client.post(f"/mentions/{known}/notes", data=form)
    assert refused.status_code == 422
    assert "x" * 2_001 + "</textarea>" in refused.text
    assert "Try again" in refused.text


async def test_words_of_a_form_that_is_not_from_this_session_can_only_be_copied(desk: PaperDesk) -> None:
    known = _alarm(desk)
    async with desk.signed_in(browser=True) as client:
        refused = await client.post(f"/mentions/{known}/notes", data={"csrf": "old", "text": NOTE})
    assert refused.status_code == 403
    assert SHOWN in refused.text
    assert "readonly" in refused.text
    assert "Try again" not in refused.text


async def test_a_reason_of_an_alert_is_kept_with_the_page_to_go_back_to(desk: PaperDesk) -> None:
    known = _alarm(desk)
    async with desk.signed_in(browser=True) as client:
        form = {"csrf": _token((await client.get("/")).text), "reason": "r" * 301, "back": "mention"}
        refused = await client.post(f"/alerts/{known}/close", data=form)
    assert refused.status_code == 422
    assert "r" * 301 + "</textarea>" in refused.text
    assert 'name="back" value="mention"' in refused.text
