"""A call with an Idempotency-Key, repeated: done once, and answered under today's rights with today's words."""

from pathlib import Path

from tests.support.desk import PaperDesk, labels, mention, person, raised, triaged


def _question(desk: PaperDesk) -> str:
    said = mention("Where do I hand in a lost wallet?", desk.clock())
    desk.add(said, triaged(said, labels("question")))
    return said.id


def _alarm(desk: PaperDesk) -> str:
    said = mention("Man with a knife", desk.clock())
    desk.add(said, triaged(said, labels("emergency")), raised(said))
    return said.id


async def test_a_repeated_call_is_answered_and_not_done_again(desk: PaperDesk) -> None:
    known = _question(desk)
    key = {"Idempotency-Key": "one"}
    async with desk.signed_in() as client:
        first = await client.post(f"/api/mentions/{known}/notes", json={"text": "once"}, headers=key)
        again = await client.post(f"/api/mentions/{known}/notes", json={"text": "once"}, headers=key)
        other = await client.post(f"/api/mentions/{known}/notes", json={"text": "other"}, headers=key)
    assert first.json() == again.json()
    assert other.status_code == 422
    assert desk.topics.transitions() == ["note.added"]


async def test_a_repeated_call_brings_no_removed_words_back(desk: PaperDesk, tmp_path: Path) -> None:
    known, key = _question(desk), {"Idempotency-Key": "one"}
    async with desk.signed_in() as client:
        assert "wallet" in (await client.post(f"/api/mentions/{known}/claim", headers=key)).text
        desk.model.forget([known])
        again = await client.post(f"/api/mentions/{known}/claim", headers=key)
    assert again.status_code == 404
    assert "wallet" not in again.text
    kept = b"".join((tmp_path / f"sessions.sqlite{end}").read_bytes() for end in ("", "-wal"))
    assert known.encode() in kept
    assert b"wallet" not in kept


async def test_a_repeated_call_shows_nothing_to_whom_it_is_no_longer_for_and_each_view_is_on_record(
    desk: PaperDesk,
) -> None:
    known, key = _alarm(desk), {"Idempotency-Key": "one"}
    async with desk.signed_in() as client:
        for _ in range(2):
            answer = await client.post(f"/api/alerts/{known}/acknowledge", headers=key)
            assert answer.json()["state"] == "acknowledged"
        assert [entry.act for entry in desk.audited()] == ["alert.acknowledge", "alert.view"]
        desk.add(person("officer", "officer", "crawley"))
        assert (await client.post(f"/api/alerts/{known}/acknowledge", headers=key)).status_code == 403


async def test_a_refused_call_is_refused_again(desk: PaperDesk) -> None:
    known, key = _question(desk), {"Idempotency-Key": "one"}
    async with desk.signed_in() as client:
        answers = [await client.post(f"/api/mentions/{known}/release", headers=key) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [409, 409]
    assert answers[0].json() == answers[1].json()
    assert len(desk.audited()) == 1


async def test_a_call_that_an_outage_stopped_is_done_when_it_is_repeated(desk: PaperDesk) -> None:
    known, key = _question(desk), {"Idempotency-Key": "one"}
    desk.topics.away = True
    async with desk.signed_in() as client:
        assert (await client.post(f"/api/mentions/{known}/claim", headers=key)).status_code == 503
        desk.topics.away = False
        assert (await client.post(f"/api/mentions/{known}/claim", headers=key)).status_code == 200
