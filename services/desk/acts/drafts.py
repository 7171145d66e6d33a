"""Acts on drafts, which their author alone sees: save, open, throw away, list."""

from datetime import datetime

from services.desk.acts.asking import open_delivery
from services.desk.acts.deed import Deed
from services.desk.acts.office import Acting, Office
from services.desk.domain.refusal import Refused
from services.desk.domain.words import typed
from services.desk.readmodel import drafts
from shared.clock import new_id
from shared.contracts.work_changed import Draft

DRAFT_LIMIT = 5_000
"""Characters: what is longer by far than any post is no draft of one, and is written again with every pause."""


async def save(
    office: Office,
    acting: Acting,
    draft: str | None,
    *,
    account: str | None,
    text: str,
    not_before: datetime | None = None,
    replaces: str | None = None,
) -> Draft:
    """The draft as it was typed, however unfinished; `draft` None begins a new one. A late save brings none back.

    Its beginning is journalled and its end: what somebody types in between is for their own eyes.
    """
    async with office.turn:
        office.may_act_now()
        before = _own(office, acting, draft) if draft else None
        saved = Draft(
            id=before.id if before else new_id(),
            by=acting.person.id,
            account=_known(office, account) if account else None,
            text=_short(typed(text)),
            not_before=not_before,
            replaces=(await open_delivery(office, acting, replaces, act="draft.save")).id if replaces else None,
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
    if len(text) > DRAFT_LIMIT:
        raise Refused("invalid", f"The text has {len(text)} characters.", f"A draft is saved up to {DRAFT_LIMIT}.")
    return text
