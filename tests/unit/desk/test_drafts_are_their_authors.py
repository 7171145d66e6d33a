"""Drafts: saved as one types, seen by their author alone, gone when they are sent or thrown away."""

import pytest

from services.desk.acts import drafts
from services.desk.acts.media import Chosen
from services.desk.acts.office import Acting
from services.desk.acts.submitting import Asked, Part, submit
from services.desk.domain.refusal import Refused
from tests.support.desk import PEOPLE, PaperDesk
from tests.support.publishing import PaperPublisher


def acting(name: str) -> Acting:
    return Acting(next(each for each in PEOPLE if each.id == name))


async def saved(desk: PaperDesk, text: str, draft: str | None = None, *, by: str = "officer") -> str:
    return (await drafts.save(desk.office, acting(by), draft, drafts.Typed("x_hastings", text))).id


async def test_a_draft_is_saved_again_and_again_and_goes_on_record_once(desk: PaperDesk) -> None:
    draft = await saved(desk, "Caugh")
    assert await saved(desk, "Caught", draft) == draft
    assert drafts.open_draft(desk.office, acting("officer"), draft).text == "Caught"
    assert desk.topics.transitions() == ["draft.saved", "draft.saved"]
    assert [(entry.act, entry.on) for entry in desk.audited()] == [("draft.begin", (draft,))]


async def test_nobody_else_opens_saves_sends_or_throws_it_away(desk: PaperDesk) -> None:
    draft = await saved(desk, "Caught")
    supervisor = acting("supervisor")
    assert drafts.listed(desk.office, supervisor) == []
    with pytest.raises(Refused, match="no such draft"):
        drafts.open_draft(desk.office, supervisor, draft)
    with pytest.raises(Refused, match="no such draft"):
        await saved(desk, "Mine now", draft, by="supervisor")
    await drafts.discard(desk.office, supervisor, draft)
    await submit(desk.office, supervisor, Asked([Part("x_hastings", "Another")]), draft=draft)
    assert drafts.open_draft(desk.office, acting("officer"), draft).text == "Caught"


async def test_a_draft_that_was_sent_is_gone_and_a_late_save_brings_it_not_back(desk: PaperDesk) -> None:
    PaperPublisher(desk)
    draft = await saved(desk, "Caught")
    await submit(desk.office, acting("officer"), Asked([Part("x_hastings", "Caught")]), draft=draft)
    assert drafts.listed(desk.office, acting("officer")) == []
    last = desk.topics.written[-1]
    assert (last.topic, last.key, last.value) == ("work.changed.v1", f"draft:{draft}".encode(), None)
    with pytest.raises(Refused, match="sent or thrown away"):
        await saved(desk, "Caught!", draft)


async def test_thrown_away_twice_is_thrown_away_once(desk: PaperDesk) -> None:
    draft = await saved(desk, "Caught")
    for _ in range(2):
        await drafts.discard(desk.office, acting("officer"), draft)
    assert len(desk.topics.written) == 2
    assert [entry.act for entry in desk.audited()] == ["draft.begin", "draft.discard"]


async def test_a_send_that_fails_keeps_the_draft(desk: PaperDesk) -> None:
    draft = await saved(desk, "Caught")
    desk.topics.away = True
    with pytest.raises(Refused, match="cannot reach Kafka"):
        await submit(desk.office, acting("officer"), Asked([Part("x_hastings", "Caught")]), draft=draft)
    assert drafts.open_draft(desk.office, acting("officer"), draft).text == "Caught"


async def test_a_draft_names_things_that_are_there(desk: PaperDesk) -> None:
    wrong = [drafts.Typed("x_atlantis"), drafts.Typed(replaces="nothing"), drafts.Typed(text="x" * 5_001)]
    wrong += [drafts.Typed(variants={"x_atlantis": ""}), drafts.Typed(pictures=[Chosen("0" * 64)])]
    wrong += [drafts.Typed(continued=["more"] * 20)]
    for typed in wrong:
        with pytest.raises(Refused):
            await drafts.save(desk.office, acting("officer"), None, typed)
    assert desk.topics.written == []
