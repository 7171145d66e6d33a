"""Acts on drafts, which their author alone sees: save, open, throw away, list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from services.desk.acts.asking import open_delivery
from services.desk.acts.deed import Deed
from services.desk.acts.media import Chosen, attachments
from services.desk.acts.mentions import open_mention
from services.desk.acts.office import Acting, Office
from services.desk.domain.composing import AT_ONCE
from services.desk.domain.refusal import Refused
from services.desk.domain.words import typed
from services.desk.readmodel import drafts, mentions
from shared.clock import new_id
from shared.contracts.work_changed import Draft

DRAFT_LIMIT = 5_000
"""Characters: what is longer by far than any post is no draft of one, and is written again with every pause."""
RULE_LIMIT = 200
"""Characters of a rule's name: what is longer names none."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A post as somebody has typed it so far; every part of it may be missing."""

    account: str | None = None
    text: str = ""
    not_before: datetime | None = None
    replaces: str | None = None
    reply_to: str | None = None
    incident: str = ""
    variants: Mapping[str, str] = field(default_factory=dict)
    continued: Sequence[str] = ()
    pictures: Sequence[Chosen] = ()
    answers: Mapping[str, str] = field(default_factory=dict)


async def save(office: Office, acting: Acting, draft: str | None, given: Typed) -> Draft:
    """The draft as it was typed, however unfinished; `draft` None begins a new one. A late save brings none back.

    Its beginning is journalled and its end: what somebody types in between is for their own eyes.
    """
    async with office.turn:
        office.may_act_now()
        before = _own(office, acting, draft) if draft else None
        if given.replaces:
            await open_delivery(office, acting, given.replaces, act="draft.save")
        if given.reply_to and mentions.find(office.model.store.db, given.reply_to):
            await open_mention(office, acting, given.reply_to, act="draft.save")
        saved = Draft(
            id=before.id if before else new_id(),
            by=acting.person.id,
            account=_known(office, given.account) if given.account else None,
            text=_short(given.text),
            not_before=given.not_before,
            replaces=given.replaces,
            variants={_known(office, account): _short(text) for account, text in given.variants.items()},
            continued=_few(given.continued),
            media=await attachments(office, acting, [_worded(each) for each in given.pictures]),
            answers={rule[:RULE_LIMIT]: _short(answer) for rule, answer in given.answers.items() if answer.strip()},
            reply_to=given.reply_to,
            incident=_short(given.incident) or None,
            at=office.now(),
        )
        deed = Deed([("draft.saved", saved)])
        await (office.do(deed) if before else office.carry_out(acting, "draft.begin", saved.id, deed))
    return saved


async def discard(office: Office, acting: Acting, draft: str) -> None:
    """Thrown away; one that is gone already is gone."""
    async with office.turn:
        office.may_act_now()
        if drafts.find(office.model.store.db, draft, acting.person.id):
            await office.carry_out(acting, "draft.discard", draft, Deed(done_drafts=[draft]))


def open_draft(office: Office, acting: Acting, draft: str) -> Draft:
    """The draft, where it is this person's own; Refused says that there is none, whoever else has it."""
    found = drafts.find(office.model.store.db, draft, acting.person.id)
    if found is None:
        raise Refused("unknown", "You have no such draft.", "It was sent or thrown away, or is somebody else's.")
    return found


def listed(office: Office, acting: Acting) -> list[Draft]:
    """This person's drafts, the last saved first."""
    return drafts.listed(office.model.store.db, acting.person.id)


def _own(office: Office, acting: Acting, draft: str) -> Draft:
    if drafts.is_done(office.model.store.db, draft):
        raise Refused("conflict", "This draft was sent or thrown away.", "Begin a new one.")
    return open_draft(office, acting, draft)


def _known(office: Office, account: str) -> str:
    if account not in office.registry.accounts:
        raise Refused("invalid", f"There is no account {account} here.", "Choose one of those that you may post from.")
    return account


def _short(text: str) -> str:
    words = typed(text)
    if len(words) > DRAFT_LIMIT:
        raise Refused("invalid", f"The text has {len(words)} characters.", f"A draft is saved up to {DRAFT_LIMIT}.")
    return words


def _few(parts: Sequence[str]) -> tuple[str, ...]:
    if len(parts) >= AT_ONCE:
        raise Refused("invalid", f"The thread has {len(parts) + 1} parts.", f"Keep it to {AT_ONCE}.")
    return tuple(_short(each) for each in parts)


def _worded(picture: Chosen) -> Chosen:
    return replace(picture, alt_text=_short(picture.alt_text))
