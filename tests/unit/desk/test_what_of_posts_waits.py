"""What of the posts waits for whom, and which open pages hear of it."""

from datetime import timedelta

from services.desk.acts import posts
from services.desk.acts.office import Acting
from services.desk.acts.submitting import Asked, Part, edit, submit
from services.desk.acts.waiting import waiting_for
from tests.support.desk import PEOPLE, PaperDesk
from tests.support.publishing import PaperPublisher


def acting(name: str) -> Acting:
    return Acting(next(each for each in PEOPLE if each.id == name))


async def submitted(desk: PaperDesk, *, by: str = "officer", account: str = "x_hastings") -> posts.Submitted:
    (sent,) = await submit(desk.office, acting(by), Asked([Part(account, f"Caught by {by}")]))
    await posts.decided(desk.office, sent.delivery, sent.command, 2)
    return sent


async def approved(desk: PaperDesk, sent: posts.Submitted, *, by: str = "supervisor") -> None:
    asked = await posts.approve(desk.office, acting(by), sent.delivery, hash=sent.content.hash, version=sent.version)
    assert await posts.decided(desk.office, asked.delivery, asked.command, 2)


async def test_only_what_somebody_may_approve_waits_for_their_approval(desk: PaperDesk) -> None:
    PaperPublisher(desk)
    ours, own = await submitted(desk), await submitted(desk, by="approver")
    theirs = await submitted(desk, by="officer_crawley", account="x_crawley")

    def waits(name: str) -> set[str]:
        return {item.id for item in waiting_for(desk.office, acting(name)).to_approve}

    assert waits("approver") == {ours.delivery}
    assert waits("supervisor") == {ours.delivery, own.delivery, theirs.delivery}
    assert waits("officer") == set()


async def test_one_whose_time_somebody_chose_waits_for_others_and_stands_among_their_own(desk: PaperDesk) -> None:
    PaperPublisher(desk)
    sent = await submitted(desk)
    later = desk.clock() + timedelta(hours=1)
    asked = await posts.reschedule(desk.office, acting("approver"), sent.delivery, not_before=later)
    await posts.decided(desk.office, asked.delivery, asked.command, 2)
    own, others = (waiting_for(desk.office, acting(name)) for name in ("approver", "supervisor"))
    assert (own.to_approve, [item.id for item in own.own_time]) == ([], [sent.delivery])
    assert ([item.id for item in others.to_approve], others.own_time) == ([sent.delivery], [])


async def test_sent_back_waits_for_its_author_until_they_have_written_it_again(desk: PaperDesk) -> None:
    PaperPublisher(desk)
    sent = await submitted(desk)
    back = await posts.send_back(desk.office, acting("approver"), sent.delivery, reason="Which road?")
    await posts.decided(desk.office, back.delivery, back.command, 2)
    assert [item.id for item in waiting_for(desk.office, acting("officer")).sent_back] == [sent.delivery]
    assert waiting_for(desk.office, acting("approver")).sent_back == []
    anew = await edit(desk.office, acting("officer"), sent.delivery, Asked([Part("x_hastings", "Caught in Ore")]))
    found = await posts.decided(desk.office, anew.delivery, anew.command, 2)
    assert found
    assert (found.state, found.delivery.replaces) == ("submitted", sent.delivery)
    assert waiting_for(desk.office, acting("officer")).sent_back == []


async def test_approved_ones_come_and_unknown_ones_wait_for_who_may_settle(desk: PaperDesk) -> None:
    publisher = PaperPublisher(desk)
    sent = await submitted(desk)
    await approved(desk, sent)
    assert [item.id for item in waiting_for(desk.office, acting("officer")).coming] == [sent.delivery]
    publisher.lose(sent.delivery)
    assert waiting_for(desk.office, acting("officer")).unknown == []
    assert [item.id for item in waiting_for(desk.office, acting("approver")).unknown] == [sent.delivery]


async def test_what_nobody_decides_is_not_decided(desk: PaperDesk) -> None:
    PaperPublisher(desk, prompt=False)
    (sent,) = await submit(desk.office, acting("officer"), Asked([Part("x_hastings", "Caught")]))
    assert await posts.decided(desk.office, sent.delivery, sent.command, 0.05) is None
    assert waiting_for(desk.office, acting("approver")).to_approve == []


async def test_a_page_hears_of_posts_of_its_own_districts_alone(desk: PaperDesk) -> None:
    PaperPublisher(desk)
    changes = desk.model.changes
    with changes.listener(frozenset({"hastings"})) as ours, changes.listener(frozenset({"*"})) as all_of_it:
        await submitted(desk, by="officer_crawley", account="x_crawley")
        force = await submitted(desk, by="media", account="x_force")
        assert not await ours.take(within=0.05, settle=0)
        assert force.delivery in (await all_of_it.take(within=1, settle=0)).posts
        sent = await submitted(desk)
        assert (await ours.take(within=1, settle=0)).posts == {sent.delivery}
