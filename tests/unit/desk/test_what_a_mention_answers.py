"""The words that a mention answers came along with it; they are shown to those alone who may see where they stand."""

from shared.contracts.mention_changed import Mention
from tests.support.desk import PaperDesk, ids, labels, mention, raised, triaged


def _answer(desk: PaperDesk, parent: Mention) -> Mention:
    said = mention("Same here!", desk.clock(), conversation=parent.conversation)
    above = {"in_reply_to": parent.id, "in_reply_to_text": parent.text}
    return said.model_copy(update=above)


def _parent(desk: PaperDesk, account: str = "x_crawley") -> Mention:
    return mention("His name is Secret", desk.clock(), account=account)


async def test_another_districts_words_are_hidden_and_it_is_said_whose_they_are(desk: PaperDesk) -> None:
    parent = _parent(desk)
    said = _answer(desk, parent)
    desk.add(parent, triaged(parent, labels("question", district="crawley")))
    desk.add(said, triaged(said, labels("question")))
    async with desk.signed_in() as client:
        assert (await client.get(f"/api/mentions/{parent.id}")).status_code == 403
        assert (await client.get(f"/api/mentions/{said.id}")).json()["in_reply_to_text"] is None
        answers = [await client.get(f"/mentions/{said.id}"), await client.get("/api/mentions")]
        answers.append(await client.post(f"/api/mentions/{said.id}/claim", headers={"idempotency-key": "k"}))
        answers.append(await client.post(f"/api/mentions/{said.id}/claim", headers={"idempotency-key": "k"}))
    assert [answer.status_code for answer in answers] == [200] * 4
    assert all("Secret" not in answer.text for answer in answers)
    assert "The message it answers belongs to Crawley." in answers[0].text
    async with desk.signed_in("supervisor") as client:
        assert (await client.get(f"/api/mentions/{said.id}")).json()["in_reply_to_text"] == parent.text
        assert "It answers:" in (await client.get(f"/mentions/{said.id}")).text


async def test_words_of_an_alert_that_are_shown_as_context_are_on_record(desk: PaperDesk) -> None:
    parent = _parent(desk, "x_hastings")
    said = _answer(desk, parent)
    desk.add(parent, triaged(parent, labels("emergency")), raised(parent), said)
    async with desk.signed_in() as client:
        assert (await client.get(f"/api/mentions/{said.id}")).json()["in_reply_to_text"] == parent.text
    assert ids(desk.audited(), "alert.view") == [parent.id]


async def test_words_of_a_removed_mention_are_nowhere(desk: PaperDesk) -> None:
    parent = _parent(desk, "x_hastings")
    before, after = _answer(desk, parent), _answer(desk, parent)
    desk.add(parent, before)
    desk.model.forget([parent.id])
    desk.add(after)
    async with desk.signed_in() as client:
        for said in (before, after):
            assert (await client.get(f"/api/mentions/{said.id}")).json()["in_reply_to_text"] is None
            assert "It answers" not in (await client.get(f"/mentions/{said.id}")).text


async def test_context_that_is_no_mention_of_ours_is_shown(desk: PaperDesk) -> None:
    said = _answer(desk, _parent(desk))
    desk.add(said)
    async with desk.signed_in() as client:
        assert "His name is Secret" in (await client.get(f"/mentions/{said.id}")).text
