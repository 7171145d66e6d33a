"""What the force's guidance and other accounts' posts say of a text, before it is sent for approval."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from services.desk.acts.office import Acting, Office
from services.desk.domain import checking
from services.desk.domain.composing import bare_words
from services.desk.domain.delivery import DeskDelivery
from services.desk.domain.refusal import Refused
from services.desk.readmodel import deliveries, mentions
from shared.contracts.post_requested import Finding
from shared.rules import guidance, similar
from shared.rules.guidance.draught import Shown
from shared.rules.seeing import may_see

NEAREST = 100
"""Posts of other accounts that a text is compared with word by word: the newest ones."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A post of another account that says the same, or nearly."""

    item: DeskDelivery
    same: bool
    """Whether it is the same but for case, signs and space: no platform takes that."""


def draughted(
    office: Office,
    acting: Acting,
    account: str,
    text: str,
    *,
    pictures: Sequence[Shown] = (),
    not_before: datetime | None = None,
    reply_to: str | None = None,
) -> guidance.Draughted:
    """A text as the check takes it, with the words of the mention that it answers where this person may read them."""
    item = mentions.find(office.model.store.db, reply_to) if reply_to else None
    return guidance.Draughted(
        account=account,
        text=text,
        pictures=pictures,
        is_reply=reply_to is not None,
        answers=item.mention.text if item and may_see(acting.person, item.audience) else None,
        not_before=not_before,
    )


def findings(
    office: Office, draft: guidance.Draughted, answers: Mapping[str, str], *, but: Collection[str] = ()
) -> tuple[Finding, ...]:
    """What the check says of it, with the author's answers, and a hint where another account says nearly the same."""
    found = guidance.check(draft, office.registry.guidance, _around(office, draft, but))
    like = elsewhere(office, draft.account, draft.text, but=but)
    hints = [_alike(office, like.item)] if like and not like.same else []
    return checking.answered([*found, *hints], answers)


def elsewhere(office: Office, account: str, text: str, *, but: Collection[str] = ()) -> Elsewhere | None:
    """The post of another account that is most like it: the same words first; None where none is alike."""
    bare = bare_words(text)
    others = deliveries.elsewhere(office.model.store.db, account, office.now(), but=but)
    if same := next((each for each in others if bare_words(each.text) == bare), None):
        return Elsewhere(same, same=True)
    near = next((each for each in others[:NEAREST] if similar.too_alike(text, each.text)), None)
    return Elsewhere(near, same=False) if near else None


def worded_apart(office: Office, account: str, text: str, *, but: Collection[str] = ()) -> None:
    """Return where no other account says the same now or in the last day; else Refused, naming that post."""
    found = elsewhere(office, account, text, but=but)
    if found and found.same:
        said = "is on" if found.item.state == "posted" else "waits for"
        raise Refused(
            "conflict",
            f"The same text {said} {_named(office, found.item)} already (post {found.item.id}).",
            "Platforms do not allow that: word it its own way, with what matters to the people of this place.",
            field="text",
            post=found.item.id,
        )


def kept_back(office: Office, acting: Acting, account: str, found: Sequence[Finding]) -> list[Finding]:
    """Those findings that have to be answered, or the text mended, before it can be sent."""
    override = checking.may_override(acting.person, office.registry.accounts[account].districts)
    return checking.open_ones(found, may_override=override)


def _around(office: Office, draft: guidance.Draughted, but: Collection[str]) -> guidance.Around:
    now, db, registry = office.now(), office.model.store.db, office.registry
    times = deliveries.around(db, draft.account, draft.not_before or now, but=but)
    return guidance.Around(now=now, routes=registry.routes, accounts=registry.accounts, times=times)


def _alike(office: Office, item: DeskDelivery) -> Finding:
    named = _named(office, item)
    return Finding(
        rule=checking.ALIKE,
        level="hints",
        says=f"Nearly the same as a post of {named}: reword it with what matters to the people of this place.",
        source="X: developer policy, on the same or similar posts from several accounts",
    )


def _named(office: Office, item: DeskDelivery) -> str:
    account = office.registry.accounts.get(item.account)
    return account.name if account else item.account
