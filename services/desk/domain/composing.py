"""What is to be posted: from what somebody typed, whole and allowed, or refused with what to mend."""

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from services.desk.domain.order import Order
from services.desk.domain.refusal import Refused
from services.desk.domain.words import typed
from shared.contracts.post_requested import Content
from shared.registry import Account
from shared.rules.approving import why_not_draft

AT_MOST_AHEAD = timedelta(days=365)
"""A time further away is a slip of the finger; the publisher says the same."""
AT_ONCE = 20
"""Deliveries of one call: more than the force has accounts is no post but a mistake."""

Fits = Callable[[str], str | None]
"""Why a platform would not take a text, in a sentence; None where it would."""

ASK_FOR_RIGHTS = "Ask a supervisor for the role or the training, or ask a colleague who has them."
"""What somebody is told who has not the rights."""


@dataclass(frozen=True, slots=True)
class Draughted:
    """One delivery as somebody asks for it."""

    account: str
    text: str


def contents(
    asked: Sequence[Draughted],
    not_before: datetime | None,
    order: Order,
    accounts: Mapping[str, Account],
    fits: Mapping[str, Fits],
) -> list[Content]:
    """What is to be posted, whole and allowed, or refused as a whole."""
    if not 0 < len(asked) <= AT_ONCE:
        raise Refused("invalid", f"{len(asked)} deliveries were sent.", f"Send 1 to {AT_ONCE} at once.")
    for each in asked:
        may_draft(each.account, order, accounts)
    in_time(not_before, order.at)
    made = [
        Content(
            account=each.account, text=_text(each.text, fits[accounts[each.account].platform]), not_before=not_before
        )
        for each in asked
    ]
    _worded_apart(made, accounts)
    return made


def may_draft(name: str, order: Order, accounts: Mapping[str, Account]) -> None:
    """Return where who asks may write for this account; else Refused."""
    account = accounts.get(name)
    if account is None:
        raise Refused("invalid", f"There is no account {name} here.", "Choose one of those that you may post from.")
    if account.status != "active":
        raise Refused("invalid", f"The account {name} is retired.", "Choose another.")
    if why := why_not_draft(order.by, account.districts, order.today):
        raise Refused("forbidden", why, ASK_FOR_RIGHTS)


def _text(text: str, fits: Fits) -> str:
    """In form NFC, as the platform gets it and the approval is bound to."""
    words = unicodedata.normalize("NFC", typed(text))
    if not words:
        raise Refused("invalid", "The text is empty.", "Write what is to be posted.")
    if why := fits(words):
        raise Refused("invalid", why, "Change it, and send it again.")
    return words


def in_time(not_before: datetime | None, now: datetime) -> None:
    """Return where a post may be asked for at this time, or as soon as it is approved; else Refused."""
    if not_before is None:
        return
    if not_before <= now:
        raise Refused(
            "invalid", "Its time has passed.", "Choose a time to come, or none for as soon as it is approved."
        )
    if not_before - now > AT_MOST_AHEAD:
        raise Refused("invalid", "Its time is more than a year away.", f"Choose one within {AT_MOST_AHEAD.days} days.")


def _worded_apart(made: Sequence[Content], accounts: Mapping[str, Account]) -> None:
    """No platform allows the same words from several accounts; other capitals or stops do not make them others."""
    said: dict[str, str] = {}
    for content in made:
        bare = bare_words(content.text)
        if other := said.get(bare):
            both = f"{accounts[other].name} and {accounts[content.account].name}"
            raise Refused(
                "invalid",
                f"The texts for {both} are the same, or nearly.",
                "Platforms do not allow that: word each its own way, with what matters to the people of that place.",
            )
        said[bare] = content.account


def bare_words(text: str) -> str:
    """What is left of a text without case, signs and space; all of it where it has nothing else."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(filter(str.isalnum, folded)) or "".join(folded.split())
