"""Replies: the proof that somebody asked for one, and why a mention may not be answered by this person, from there."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from services.desk.domain.composing import ASK_FOR_RIGHTS
from services.desk.domain.mention import DeskMention
from services.desk.domain.refusal import Refused
from shared.clock import LONDON
from shared.contracts.post_requested import Summons
from shared.contracts.staff_changed import Person
from shared.registry import Account
from shared.rules.approving import why_not_draft


def summons_of(item: DeskMention) -> Summons:
    """The mention as a reply names it; only one that the desk has read can be answered."""
    said = item.mention
    return Summons(
        mention=said.id,
        platform_id=said.platform_id,
        accounts=said.accounts,
        conversation=said.conversation,
        link=said.link,
        posted_at=said.posted_at,
        received_at=said.received_at,
    )


def why_not_answer(
    item: DeskMention | None, account: Account, person: Person, now: datetime, names: Mapping[str, str] | None = None
) -> Refused | None:
    """None where this person may reply to this mention from this account now; else the refusal, to be raised."""
    if item is None:
        return Refused(
            "conflict",
            "This message is not there any more: its author removed it, or it was erased.",
            "Nothing was sent, and nothing is left to answer. Look in the inbox.",
        )
    if item.closed:
        return Refused("conflict", "This mention is closed.", "Open it again first.")
    if (holder := item.claimed_by(now)) not in (None, person.id):
        name = (names or {}).get(holder or "", holder)
        return Refused("conflict", f"{name} answers this mention.", "Ask them, or wait until their claim runs out.")
    return _why_not_from(item, account, person, now)


def accounts_for(item: DeskMention, accounts: Mapping[str, Account], person: Person, now: datetime) -> list[Account]:
    """Our accounts from which this person may reply to it, in the order in which it named them."""
    named = (accounts[each] for each in item.mention.accounts if each in accounts)
    return [account for account in named if _why_not_from(item, account, person, now) is None]


def writable(accounts: Iterable[Account], person: Person, now: datetime) -> list[Account]:
    """Our accounts that this person may write for."""
    today = now.astimezone(LONDON).date()
    active = (each for each in accounts if each.status == "active")
    return [each for each in active if why_not_draft(person, each.districts, today) is None]


def newer_of_its_author(item: DeskMention, thread: Iterable[DeskMention]) -> DeskMention | None:
    """What the same author wrote last in this conversation, after this mention; None where they wrote nothing since."""
    said = item.mention
    since = [
        each
        for each in thread
        if each.mention.author.id == said.author.id and _written(each) > _written(item) and each.id != item.id
    ]
    return max(since, key=_written, default=None)


def still_the_last(item: DeskMention, thread: Iterable[DeskMention], seen: str | None) -> None:
    """Return where its author has written nothing after it, or after `seen`; else Refused says to read that first."""
    newer = newer_of_its_author(item, thread)
    if newer is not None and newer.id != seen:
        raise Refused(
            "conflict",
            f"Its author has written again since: {newer.id}.",
            "Nothing was sent. Read that first; then answer the last message, or this one all the same.",
        )


def _why_not_from(item: DeskMention, account: Account, person: Person, now: datetime) -> Refused | None:
    if account.id not in item.mention.accounts:
        return Refused(
            "invalid",
            f"This message did not name {account.name}.",
            "A reply goes out only from an account that was addressed: choose that one.",
        )
    if account.platform != item.mention.platform or account.status != "active":
        return Refused("invalid", f"{account.name} cannot answer there.", "Choose another account.")
    if why := why_not_draft(person, account.districts, now.astimezone(LONDON).date()):
        return Refused("forbidden", why, ASK_FOR_RIGHTS)
    return None


def _written(item: DeskMention) -> tuple[datetime, str]:
    return item.mention.posted_at, item.id
