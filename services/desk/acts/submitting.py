"""Sent for approval: a new post on one account or several, or a new version of one, checked by the force's rules."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from services.desk.acts import guiding, media
from services.desk.acts.asking import Ids, Submitted, ask, carry_out, submitted
from services.desk.acts.media import Chosen
from services.desk.acts.mentions import open_mention
from services.desk.acts.office import Acting, Office
from services.desk.domain import alike, checking, composing, posting
from services.desk.domain.answering import summons_of, why_not_answer
from services.desk.domain.composing import Draughted, InCommon
from services.desk.domain.delivery import DeskDelivery
from services.desk.domain.order import Order
from services.desk.domain.refusal import Refused
from services.desk.readmodel import deliveries, mentions
from shared.contracts.post_requested import Attachment, Command, Content, Finding, Summons
from shared.x.counting import why_not_postable

FITS: Mapping[str, composing.Fits] = {"x": why_not_postable}
"""For each platform, why it would not take a text."""


@dataclass(frozen=True, slots=True)
class Part:
    """One delivery as a page or a call asks for it."""

    account: str
    text: str
    media: Sequence[Chosen] = ()
    follows: int | None = None
    """The place, in the list, of the one that it continues."""
    answers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Asked:
    """A post as a page or a call asks for it."""

    parts: Sequence[Part]
    not_before: datetime | None = None
    reply_to: str | None = None
    """The mention that it answers."""
    incident: str | None = None


async def submit(
    office: Office, acting: Acting, asked: Asked, *, draft: str | None = None, same_id: str | None = None
) -> list[Submitted]:
    """Every delivery is sent for approval, or none; the draft that it was is gone. `same_id` again adds nothing."""
    ids = Ids(same_id)
    post, names = ids("post"), [ids(f"delivery:{n}") for n in range(len(asked.parts))]
    async with office.turn:
        office.may_act_now()
        if before := deliveries.of_post(office.model.store.db, post):
            return _submitted_before(before, asked.parts, ids)
        order = Order(post, acting.person, office.now())
        try:
            made = await composed(office, acting, asked, order, names)
            found = _checked(office, acting, made, asked.parts)
        except Refused as refusal:
            about = {each.account: None for each in asked.parts if each.account in office.registry.accounts}
            await office.refused(acting, "post.submit", tuple(about), refusal)
            raise
        commands = [
            posting.submit(
                order.under(ids(f"submit:{n}")),
                content,
                delivery=names[n],
                post=post,
                findings=found[n],
                guidance=office.registry.guidance.version,
            )
            for n, content in enumerate(made)
        ]
        await carry_out(office, acting, "post.submit", commands, draft)
    return [submitted(command) for command in commands]


async def edit(
    office: Office,
    acting: Acting,
    delivery: str,
    asked: Asked,
    *,
    draft: str | None = None,
    same_id: str | None = None,
) -> Submitted:
    """Other words, pictures or another time: a new delivery, which needs an approval, takes its place.

    What it answers or continues stays; `asked` has one part, on its account.
    """
    ids = Ids(same_id)
    anew = ids("delivery")
    (part,) = asked.parts
    pictures = await media.attachments(office, acting, part.media)

    def decide(item: DeskDelivery, order: Order) -> Sequence[Command]:
        off = posting.edit(item, order, replaced_by=anew)
        content = _written_anew(office, acting, item, asked, pictures, order)
        (found,) = _checked(office, acting, [content], [part], before=item)
        begins = posting.submit(
            order.under(ids("submit")),
            content,
            delivery=anew,
            post=item.delivery.post,
            replaces=item.id,
            findings=found,
            guidance=office.registry.guidance.version,
        )
        return [off, begins]

    begun = await ask(office, acting, "post.edit", delivery, decide, ids=ids, draft=draft)
    if not isinstance(begun, Submitted):
        raise Refused("conflict", "This was changed already.", "Look at it as it stands now.")
    return begun


async def composed(office: Office, acting: Acting, asked: Asked, order: Order, names: Sequence[str]) -> list[Content]:
    """What is asked for as it would go out, under these ids; Refused where it could not."""
    accounts = office.registry.accounts
    drawn = [Draughted(each.account, each.text, follows=each.follows) for each in asked.parts]
    for each in drawn:
        composing.may_draft(each.account, order, accounts)
    attached = [await media.attachments(office, acting, each.media) for each in asked.parts]
    drawn = [replace(each, media=pictures) for each, pictures in zip(drawn, attached, strict=True)]
    summons = await summoned(office, acting, asked.reply_to, drawn[0].account) if asked.reply_to and drawn else None
    common = InCommon(asked.not_before, summons, asked.incident)
    made = composing.contents(drawn, common, order, accounts, FITS, names)
    alike.worded_apart(made, office.registry)
    return made


async def summoned(office: Office, acting: Acting, mention: str, account: str) -> Summons:
    """The proof that this mention asks for an answer from this account; Refused where it may not be answered."""
    item = mentions.find(office.model.store.db, mention)
    if item is not None:
        item = await open_mention(office, acting, mention, act="post.submit")
    found = office.registry.accounts[account]
    if why := why_not_answer(item, found, acting.person, office.now(), office.names):
        raise why
    assert item is not None  # noqa: S101 - why_not_answer refuses what is not there
    return summons_of(item)


def _written_anew(
    office: Office,
    acting: Acting,
    item: DeskDelivery,
    asked: Asked,
    pictures: tuple[Attachment, ...],
    order: Order,
) -> Content:
    """What is to take its place: on its account, answering and continuing what it did."""
    before = item.delivery.content
    _still_answerable(office, acting, before)
    drawn = Draughted(item.account, asked.parts[0].text, media=pictures)
    common = InCommon(asked.not_before, before.reply_to, asked.incident)
    (made,) = composing.contents([drawn], common, order, office.registry.accounts, FITS)
    return made.model_copy(update={"follows": before.follows})


def _checked(
    office: Office,
    acting: Acting,
    made: Sequence[Content],
    parts: Sequence[Part],
    *,
    before: DeskDelivery | None = None,
) -> list[tuple[Finding, ...]]:
    """What the guidance check says of each, where all that asks is answered; else Refused, with what is open.

    With `before`, the version that it replaces, answers to the same words are taken over.
    """
    but = {before.id} if before else set()
    for content in made:
        guiding.worded_apart(office, content.account, content.text, but=but)
    found = [_findings(office, acting, content, part, before) for content, part in zip(made, parts, strict=True)]
    kept_back = [
        guiding.kept_back(office, acting, content.account, each) for content, each in zip(made, found, strict=True)
    ]
    checking.refuse(kept_back, [each.text for each in made], [each.account for each in made])
    return found


def _findings(
    office: Office, acting: Acting, content: Content, part: Part, before: DeskDelivery | None
) -> tuple[Finding, ...]:
    draft = guiding.draughted(
        office,
        acting,
        content.account,
        content.text,
        pictures=content.media,
        not_before=content.not_before,
        reply_to=content.reply_to.mention if content.reply_to else None,
    )
    if before is None:
        return guiding.findings(office, draft, part.answers)
    found = guiding.findings(office, draft, {}, but={before.id})
    kept = checking.kept_answers(before.delivery.findings, before.text, found, content.text)
    return checking.answered(found, {**kept, **part.answers})


def _still_answerable(office: Office, acting: Acting, content: Content) -> None:
    """Return where what it answers, if anything, may still be answered by this person."""
    if content.reply_to is None:
        return
    item = mentions.find(office.model.store.db, content.reply_to.mention)
    account = office.registry.accounts[content.account]
    if why := why_not_answer(item, account, acting.person, office.now(), office.names):
        raise why


def _submitted_before(before: Sequence[DeskDelivery], asked: Sequence[Part], ids: Ids) -> list[Submitted]:
    """What a repeated call made the first time; one that says something else is another call."""
    words = [(each.account, composing.normal(each.text)) for each in asked]
    made = [item for n in range(len(words)) for item in before if item.id == ids(f"delivery:{n}")]
    if words != [(item.account, item.text) for item in made]:
        raise Refused(
            "conflict", "This was sent for approval already, with other words.", "Look at it among the posts."
        )
    return [
        Submitted(item.id, ids(f"submit:{n}"), item.delivery.post, item.delivery.content) for n, item in enumerate(made)
    ]
