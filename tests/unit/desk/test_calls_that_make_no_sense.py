"""What a call sends is read strictly: what makes no sense is refused by name, and changes nothing."""

from collections.abc import AsyncIterator

import pytest

from tests.support.desk import PaperDesk, labels, mention, raised, triaged


def _question(desk: PaperDesk) -> str:
    said = mention("Where do I hand in a lost wallet?", desk.clock())
    desk.add(said, triaged(said, labels("question")))
    return said.id


@pytest.mark.parametrize(("sent", "named"), [({"tag": ["spam"]}, "tag: "), ({}, "changes no label")])
async def test_labels_that_say_nothing_leave_the_machines_word(
    desk: PaperDesk, sent: dict[str, object], named: str
) -> None:
    known = _question(desk)
    async with desk.signed_in() as client:
        answer = await client.post(f"/api/mentions/{known}/labels", json=sent)
        shown = (await client.get(f"/api/mentions/{known}")).json()
    assert answer.status_code == 422
    assert named in f"{answer.json()['detail']} {answer.json()['title']}"
    assert (shown["labelled_by"], desk.topics.written) == ("machine", [])


AS_JSON = {"content-type": "application/json"}
NO_TEXT = (r"\ud800", r"\u0000", r"a\u001bb", r"\u0085")


@pytest.mark.parametrize("escaped", NO_TEXT)
async def test_what_is_no_text_is_refused_wherever_it_stands(desk: PaperDesk, escaped: str) -> None:
    said = mention("knife", desk.clock())
    desk.add(said, triaged(said, labels("emergency")), raised(said))
    calls = {
        f"mentions/{said.id}/notes": ("text",),
        f"mentions/{said.id}/close": ("reason",),
        f"mentions/{said.id}/labels": ("concern", "urgency", "district", escaped),
        f"alerts/{said.id}/pass-on": ("reference",),
        f"alerts/{said.id}/close": ("reason",),
    }
    async with desk.signed_in() as client:
        client.headers["content-type"] = "application/json"
        for call, names in calls.items():
            for name in names:
                answer = await client.post(f"/api/{call}", content=f'{{"{name}": "x{escaped}x"}}')
                assert answer.status_code == 422, (call, name, answer.text)
                assert answer.headers["content-type"] == "application/problem+json"
        tags = await client.post(f"/api/mentions/{said.id}/labels", content=f'{{"tags": ["x{escaped}x"]}}')
    assert tags.status_code == 422
    assert desk.topics.written == []


async def test_lines_and_tabs_of_a_note_stay(desk: PaperDesk) -> None:
    known = _question(desk)
    async with desk.signed_in() as client:
        assert (await client.post(f"/mentions/{known}/notes", data={"text": "one\r\n\ttwo 🚓"})).status_code == 303
        refused = await client.post(f"/mentions/{known}/notes", data={"text": "one\x1b[31m"})
        assert "one\n\ttwo 🚓" in (await client.get(f"/mentions/{known}")).text
    assert refused.status_code == 422


async def test_a_body_has_a_limit_announced_or_not(desk: PaperDesk) -> None:
    known = _question(desk)

    async def parts() -> AsyncIterator[bytes]:
        for _ in range(70):
            yield b" " * 1024

    async with desk.signed_in() as client:
        for content in (b" " * 70_000, parts()):
            answer = await client.post(f"/api/mentions/{known}/notes", content=content, headers=AS_JSON)
            assert answer.status_code == 413
            assert answer.json()["detail"] == "Send no more than 64 KiB at once."
        page = await client.post(f"/mentions/{known}/notes", data={"text": "x" * 70_000})
    assert page.status_code == 413
