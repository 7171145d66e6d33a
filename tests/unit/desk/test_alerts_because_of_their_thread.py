"""An alert that the message it answers has raised is shown with that message and the reason; else nobody gets it."""

import pytest

from shared.contracts.alert_changed import AlertRaised
from shared.contracts.mention_changed import Mention
from tests.support.desk import PaperDesk, ids, labels, mention, raised, triaged

WHY = "the message it answers speaks of danger, and this says that it goes on"
DANGER = "My neighbour is shouting that he will kill her"


def _answer(desk: PaperDesk, *, account: str = "x_hastings", text: str = DANGER) -> tuple[Mention, Mention]:
    """The message with the danger, and the one that goes on from it."""
    parent = mention(text, desk.clock(), account=account)
    said = mention("Yes and it has just gone very quiet", desk.clock(), conversation=parent.conversation)
    return parent, said.model_copy(update={"in_reply_to": parent.id, "in_reply_to_text": parent.text})


def _by_thread(said: Mention) -> AlertRaised:
    return raised(said).model_copy(update={"because": "thread"})


@pytest.mark.parametrize("page", ["/", "/alerts"])
async def test_the_message_that_it_answers_stands_above_it_as_such(desk: PaperDesk, page: str) -> None:
    parent, said = _answer(desk)
    desk.add(parent, triaged(parent, labels("question")), said, _by_thread(said))
    async with desk.signed_in() as client:
        text = (await client.get(page)).text
    alert = text[text.index(f'id="a-{said.id}"') :]
    assert alert.index("It answers:") < alert.index(DANGER) < alert.index("gone very quiet") < alert.index(WHY)


async def test_a_long_message_is_shortened(desk: PaperDesk) -> None:
    parent, said = _answer(desk, text="knife " * 100)
    desk.add(parent, said, _by_thread(said))
    async with desk.signed_in() as client:
        assert 30 < (await client.get("/alerts")).text.count("knife") < 60


async def test_the_mentions_page_has_the_reason_and_the_message_once(desk: PaperDesk) -> None:
    parent, said = _answer(desk)
    desk.add(said, _by_thread(said))
    async with desk.signed_in() as client:
        text = (await client.get(f"/mentions/{said.id}")).text
    assert (text.count(WHY), text.count(parent.text)) == (1, 1)


async def test_an_alert_by_its_own_words_has_no_such_reason(desk: PaperDesk) -> None:
    _, said = _answer(desk)
    desk.add(said, raised(said).model_copy(update={"because": "words"}))
    async with desk.signed_in() as client:
        text = (await client.get("/alerts")).text
    assert WHY not in text
    assert "It answers" not in text


async def test_another_districts_words_are_hidden_here_too(desk: PaperDesk) -> None:
    parent, said = _answer(desk, account="x_crawley")
    desk.add(parent, triaged(parent, labels("question", district="crawley")), said, _by_thread(said))
    async with desk.signed_in() as client:
        pages = [(await client.get(page)).text for page in ("/", "/alerts")]
    for text in pages:
        assert DANGER not in text
        assert "The message it answers belongs to Crawley." in text


async def test_removed_words_do_not_come_back_with_the_early_words_of_an_alert(desk: PaperDesk) -> None:
    parent, said = _answer(desk)
    desk.add(parent)
    desk.model.forget([parent.id])
    desk.model.hear_early(said)
    desk.add(_by_thread(said))
    async with desk.signed_in() as client:
        text = (await client.get("/alerts")).text
    assert "gone very quiet" in text
    assert DANGER not in text
    assert "The message it answers is not here" in text


async def test_what_is_shown_of_an_alert_above_is_on_record(desk: PaperDesk) -> None:
    parent, said = _answer(desk)
    desk.add(parent, triaged(parent, labels("emergency")), said, _by_thread(said))
    async with desk.signed_in() as client:
        await client.get("/alerts")
    assert ids(desk.audited(), "report.view") == [parent.id]
