"""What belongs to a post beside its words: the part before it, the message that it answers, its pictures."""

from datetime import timedelta

from services.publisher.uploads import LOST
from shared.clock import new_id, now
from shared.contracts.post_requested import Attachment, Submit, Summons, TemplateUse
from shared.contracts.work_changed import Template, TemplateApproval
from shared.errors import OutcomeUnknown, Permanent, Transient
from shared.media.store import id_of
from tests.broker.publisher.force import Force
from tests.support.channel import Answer
from tests.support.waiting import wait_until


async def thread(force: Force, *texts: str) -> list[Submit]:
    """Submitted, each as what follows the one before it."""
    post, parts = new_id(), list[Submit]()
    for text in texts:
        follows = parts[-1].delivery if parts else None
        parts.append(await force.submit(text, post=post, follows=follows))
    return parts


async def test_a_thread_goes_out_in_its_order_in_whichever_order_it_was_approved(force: Force) -> None:
    async with force.publisher():
        parts = await thread(force, "First.", "Second.", "Third.")
        for part in reversed(parts):
            await force.approve(part)
        posted = [await force.becomes(each, "posted") for each in parts]
    assert force.platform.calls == ["First.", "Second.", "Third."]
    ids = [each.platform_id for each in posted]
    assert [post.in_reply_to for _, post in force.platform.posts] == [None, *ids[:2]]


async def test_a_thread_waits_for_the_part_that_is_looked_up_and_others_go_on(force: Force) -> None:
    force.platform.answers = [Answer(raises=OutcomeUnknown("the connection was reset"))]
    force.platform.shows_nothing = True
    async with force.publisher():
        first, second = await thread(force, "Where am I?", "After it.")
        for part in (first, second):
            await force.approve(part)
        await force.becomes(first, "unknown")
        await force.becomes(await force.approved("Another."), "posted")
        assert (await force.becomes(second, "approved")).attempt is None
        force.platform.shows_nothing = False
        await force.becomes(second, "posted")
    assert force.platform.calls == ["Where am I?", "Another.", "After it."]


async def test_a_thread_whose_first_part_is_refused_ends_there(force: Force) -> None:
    force.platform.answers = [Answer(makes_it=False, raises=Permanent("against the rules"))]
    async with force.publisher():
        first, second = await thread(force, "Not like this.", "After it.")
        for part in (second, first):
            await force.approve(part)
        assert "was refused" in (await force.becomes(second, "void")).reason
    assert force.platform.calls == ["Not like this."]


TEMPLATE = Template(
    id="thanks",
    name="Thanks",
    accounts=("x_hastings",),
    texts={"en": "@{handle} thank you: ring 101."},
    author="officer",
    written_at=now(),
    at=now(),
)
"""Nobody has approved it yet."""


def approved_by(*people: str) -> Template:
    signed = tuple(TemplateApproval(by=each, at=now() - timedelta(hours=1), hash=TEMPLATE.hash) for each in people)
    return TEMPLATE.model_copy(update={"approvals": signed})


async def replies(force: Force) -> Submit:
    """From the template, to somebody who asked the account for it."""
    summons = Summons(
        mention="x:1900000000000009999",
        platform_id="1900000000000009999",
        accounts=("x_hastings",),
        conversation="c1",
        link="https://x.com/somebody/status/1900000000000009999",
        posted_at=now(),
        received_at=now(),
    )
    use = TemplateUse(template="thanks", hash=TEMPLATE.hash, language="en", handle="somebody")
    return await force.submit("@somebody thank you: ring 101.", reply_to=summons, template=use)


async def test_a_reply_from_a_template_waits_for_nobody(force: Force) -> None:
    await force.has(approved_by("approver", "boss"))
    async with force.publisher():
        posted = await force.becomes(await replies(force), "posted")
    ((_, post),) = force.platform.posts
    assert post.in_reply_to == "1900000000000009999"
    assert posted.approval is not None
    assert {posted.approval.by, posted.approval.second} == {"approver", "boss"}


async def test_a_reply_whose_template_is_withdrawn_before_it_leaves_is_void(force: Force) -> None:
    await force.has(approved_by("approver", "boss"))
    force.platform.revoked.add("x_hastings")
    async with force.publisher():
        asked = await replies(force)
        await force.becomes(asked, "approved")
        withdrawn = {"withdrawn_by": "boss", "withdrawn_at": now()}
        await force.has(approved_by("approver", "boss").model_copy(update=withdrawn))
        await force.becomes(asked, "void")
        force.platform.revoked.clear()
        await force.reported("x_hastings", "up")
    assert force.platform.calls == []


async def test_a_reply_from_a_template_that_one_person_approved_is_void(force: Force) -> None:
    await force.has(approved_by("approver"))
    async with force.publisher():
        assert (await force.becomes(await replies(force), "void")).reason
    assert force.platform.calls == []


def picture(data: bytes) -> Attachment:
    return Attachment(id=id_of(data), media_type="image/png", alt_text="The pier.")


async def test_a_picture_that_is_lost_holds_its_own_post_up_and_says_who_has_to_act(force: Force) -> None:
    async with force.publisher():
        asked = await force.approved("Look.", media=(picture(b"pier"),))
        assert (await force.reported("x_hastings", "recovering")).detail == LOST
        await force.becomes(await force.approved("Others go on."), "posted")
        await force.becomes(await force.approved("And elsewhere.", "x_rother"), "posted")
        assert (await force.becomes(asked, "approved")).attempt is None
        await force.store.put(b"pier")
        await force.becomes(asked, "posted")


async def test_a_picture_that_the_platform_never_takes_ends_its_post(force: Force) -> None:
    await force.store.put(b"pier")
    force.platform.to_upload = [
        Answer(makes_it=False, raises=Transient("nobody takes the connection")),
        Answer(makes_it=False, raises=Permanent("it is no picture")),
    ]
    async with force.publisher():
        asked = await force.approved("Look.", media=(picture(b"pier"),))
        assert "it is no picture" in (await force.becomes(asked, "refused")).reason
        await wait_until(lambda: not force.platform.to_upload)
    assert force.platform.calls == []
