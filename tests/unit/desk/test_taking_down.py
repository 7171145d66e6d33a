"""Taking down by call: at once, alone, on record; and a second person looks at it."""

import pytest

from services.desk.acts.office import Acting
from services.desk.acts.waiting import waiting_for
from shared.contracts.post_changed import Delivery
from tests.support.desk import PEOPLE, PaperDesk
from tests.support.publishing import PaperPublisher, approved_delivery
from tests.unit.desk.post_calls import asked


@pytest.fixture
def publisher(desk: PaperDesk) -> PaperPublisher:
    """Answers at once."""
    return PaperPublisher(desk)


def _published(desk: PaperDesk, publisher: PaperPublisher) -> Delivery:
    return publisher.publish(publisher.say(approved_delivery("Have you seen this man?", desk.clock())).id)


async def test_an_approver_takes_down_at_once_and_alone(desk: PaperDesk, publisher: PaperPublisher) -> None:
    posted = _published(desk, publisher)
    answer = await asked(desk, posted.id, "take-down", {"reason": "He was found."})
    assert answer.status_code == 200, answer.text
    found = answer.json()
    assert found["state"] == "deleting"
    assert (found["take_down"]["by"], found["take_down"]["reason"]) == ("approver", "He was found.")
    assert ("post.take_down", "done") in [(each.act, each.outcome) for each in desk.audited()]


@pytest.mark.parametrize(
    ("by", "body", "status", "told"),
    [
        ("officer", {"reason": "He was found."}, 403, "is not an approver or a supervisor"),
        ("approver", {"reason": " "}, 422, "The reason is missing. Say in a sentence why it must go"),
        ("approver", {}, 422, "reason"),
        ("officer_crawley", {"reason": "He was found."}, 403, "belongs to Hastings"),
    ],
)
async def test_who_may_not_and_who_says_no_reason_takes_nothing_down(
    desk: PaperDesk, publisher: PaperPublisher, by: str, body: dict[str, str], status: int, told: str
) -> None:
    posted = _published(desk, publisher)
    answer = await asked(desk, posted.id, "take-down", body, by=by)
    assert answer.status_code == status
    assert told in f"{answer.json()['title']} {answer.json()['detail']}"
    assert desk.topics.written == []


async def test_only_what_is_published_is_taken_down(desk: PaperDesk, publisher: PaperPublisher) -> None:
    waits = publisher.say(approved_delivery("Not out yet", desk.clock()))
    answer = await asked(desk, waits.id, "take-down", {"reason": "He was found."})
    assert answer.status_code == 409
    assert "It cannot be taken down." in answer.json()["title"]


async def test_a_second_person_says_whether_it_was_right(desk: PaperDesk, publisher: PaperPublisher) -> None:
    posted = _published(desk, publisher)
    early = await asked(desk, posted.id, "review", {"verdict": "right"}, by="supervisor")
    assert early.status_code == 409
    await asked(desk, posted.id, "take-down", {"reason": "He was found."})
    own = await asked(desk, posted.id, "review", {"verdict": "right"})
    assert (own.status_code, own.json()["title"]) == (403, "Somebody else has to review what you took down.")
    neither = await asked(desk, posted.id, "review", {"verdict": "perhaps"}, by="supervisor")
    silent = await asked(desk, posted.id, "review", {"verdict": "wrong"}, by="supervisor")
    assert (neither.status_code, silent.status_code) == (422, 422)
    body = {"verdict": "wrong", "remark": "He was not found yet."}
    done = await asked(desk, posted.id, "review", body, by="supervisor")
    assert done.status_code == 200, done.text
    down = done.json()["take_down"]
    assert (down["reviewed_by"], down["verdict"], down["remark"]) == ("supervisor", "wrong", "He was not found yet.")
    again = await asked(desk, posted.id, "review", {"verdict": "right"}, by="supervisor")
    assert again.status_code == 409


async def test_today_has_what_wants_a_review_until_it_had_one(desk: PaperDesk, publisher: PaperPublisher) -> None:
    posted = _published(desk, publisher)
    await asked(desk, posted.id, "take-down", {"reason": "He was found."})
    waits = {each.id: waiting_for(desk.office, Acting(each)).to_review for each in PEOPLE}
    assert {name for name, listed in waits.items() if listed} == {"supervisor"}
    desk.clock.pass_by(hours=2)
    async with desk.signed_in("supervisor") as client:
        assert "should have been reviewed by" in (await client.get("/")).text
    await asked(desk, posted.id, "review", {"verdict": "right"}, by="supervisor")
    async with desk.signed_in("supervisor") as client:
        assert "should have been reviewed by" not in (await client.get("/")).text
