"""What a call sends is read strictly: what makes no sense is refused by name, and changes nothing."""

import pytest

from tests.support.desk import PaperDesk, labels, mention, triaged


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
