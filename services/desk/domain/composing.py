"""What is to be posted: from what somebody typed, whole and allowed, or refused with what to mend."""

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache

from services.desk.domain.order import Order
from services.desk.domain.refusal import Refused
from services.desk.domain.words import typed
from shared.contracts.post_requested import Attachment, Content, Summons
from shared.registry import Account
from shared.rules.approving import why_not_draft
from shared.rules.pictures import why_not_shown

AT_MOST_AHEAD = timedelta(days=365)
"""A time further away is a slip of the finger; the publisher says the same."""
AT_ONCE = 20
"""Deliveries of one call: more than the force has accounts is no post but a mistake."""
INCIDENT_LIMIT = 100
"""Characters of an incident's name: as a hold's."""

Fits = Callable[[str], str | None]
"""Why a platform would not take a text, in a sentence; None where it would."""

ASK_FOR_RIGHTS = "Ask a supervisor for the role or the training, or ask a colleague who has them."
"""What somebody is told who has not the rights."""


@dataclass(frozen=True, slots=True)
class Draughted:
    """One delivery as somebody asks for it."""

    account: str
    text: str
    media: tuple[Attachment, ...] = ()
    follows: int | None = None
    """The place, among those that are asked for together, of the one that it continues."""
    answers: Mapping[str, str] = field(default_factory=dict)
    """To the guidance check, by rule."""


@dataclass(frozen=True, slots=True)
class InCommon:
    """What the deliveries of one approval have in common."""

    not_before: datetime | None = None
    reply_to: Summons | None = None
    incident: str | None = None


def contents(
    asked: Sequence[Draughted],
    common: InCommon,
    order: Order,
    accounts: Mapping[str, Account],
    fits: Mapping[str, Fits],
    ids: Sequence[str] = (),
) -> list[Content]:
    """What is to be posted, whole and allowed, or refused as a whole; `ids` are those that its deliveries will have.

    That the texts are apart from each other is for `alike` to see to.
    """
    if not 0 < len(asked) <= AT_ONCE:
        raise Refused("invalid", f"{len(asked)} deliveries were sent.", f"Send 1 to {AT_ONCE} at once.")
    for each in asked:
        may_draft(each.account, order, accounts)
    in_time(common.not_before, order.at)
    incident = incident_of(common.incident)
    made = [
        Content(
            account=each.account,
            text=_text(each.text, fits[accounts[each.account].platform]),
            not_before=common.not_before,
            media=_pictures(each.media, common.not_before or order.at),
            reply_to=common.reply_to if each.follows is None else None,
            follows=ids[_place(number, each, asked)] if each.follows is not None else None,
            incident=incident,
        )
        for number, each in enumerate(asked)
    ]
    if common.reply_to and len({each.account for each in asked}) > 1:
        raise Refused("invalid", "A reply goes out from one account.", "Choose the one that was addressed.")
    return made


def known(name: str, accounts: Mapping[str, Account]) -> Account:
    """The account of this id; Refused where none has it."""
    if found := accounts.get(name):
        return found
    said = f"There is no account {typed(name)[:100]} here." if name.strip() else "No account is named."
    raise Refused("invalid", said, "Choose one of those that you may post from.")


def may_draft(name: str, order: Order, accounts: Mapping[str, Account]) -> None:
    """Return where who asks may write for this account; else Refused."""
    account = known(name, accounts)
    if account.status != "active":
        raise Refused("invalid", f"The account {name} is retired.", "Choose another.")
    if why := why_not_draft(order.by, account.districts, order.today):
        raise Refused("forbidden", why, ASK_FOR_RIGHTS)


def normal(text: str) -> str:
    """The text in form NFC, as the platform gets it and the approval is bound to; raises Refused for what is no text.

    The look of it does not change: an e and its accent become one character.
    """
    return unicodedata.normalize("NFC", typed(text))


def in_time(not_before: datetime | None, now: datetime) -> None:
    """Return where a post may be asked for at this time, or as soon as it is approved; else Refused."""
    if not_before is None:
        return
    if not_before <= now:
        raise Refused(
            "invalid",
            "Its time has passed.",
            "Choose a time to come, or none for as soon as it is approved.",
            field="not_before",
        )
    if not_before - now > AT_MOST_AHEAD:
        ahead = f"Choose one within {AT_MOST_AHEAD.days} days."
        raise Refused("invalid", "Its time is more than a year away.", ahead, field="not_before")


def incident_of(said: str | None) -> str | None:
    """The incident's name as it was typed, without space around it; None where none is named."""
    words = normal(said or "")
    if len(words) > INCIDENT_LIMIT:
        short = f"Give it the short name that the hold has, up to {INCIDENT_LIMIT} characters."
        raise Refused("invalid", "The incident's name is too long.", short, field="incident")
    return words or None


@lru_cache(maxsize=4096)
def bare_words(text: str) -> str:
    """What is left of a text without case, signs and space; all of it where it has nothing else."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(filter(str.isalnum, folded)) or "".join(folded.split())


def _text(text: str, fits: Fits) -> str:
    words = normal(text)
    if not words:
        raise Refused("invalid", "The text is empty.", "Write what is to be posted.", field="text")
    if why := fits(words):
        raise Refused("invalid", why, "Change it, and send it again.", field="text")
    return words


def _pictures(media: Sequence[Attachment], at: datetime) -> tuple[Attachment, ...]:
    pictures = tuple(each.model_copy(update={"alt_text": normal(each.alt_text)}) for each in media)
    if why := why_not_shown(pictures, at):
        raise Refused("invalid", why, "Mend that, and send it again.", field="media")
    return pictures


def _place(number: int, each: Draughted, asked: Sequence[Draughted]) -> int:
    """The place of the one that this delivery continues."""
    place = each.follows if each.follows is not None else -1
    if not 0 <= place < number or asked[place].account != each.account:
        raise Refused(
            "invalid",
            f"Delivery {number} follows {place}, which is no earlier one on the same account.",
            "Number the deliveries from 0 in the order of the list, and give a thread's parts one after another.",
            field="follows",
        )
    return place
