"""What a mention answers, as far as somebody may read it: its words came with it, and may be another district's."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.desk.acts.office import Acting, Office
from services.desk.domain.alert import DeskAlert
from services.desk.domain.mention import DeskMention
from services.desk.readmodel import mentions
from shared.contracts.mention_changed import Mention
from shared.rules.seeing import may_see


@dataclass(frozen=True, slots=True)
class Answered:
    """The words that a mention answers, or whose they are where this person may not read them."""

    words: str | None = None
    hidden: bool = False
    belongs_to: tuple[str, ...] = ()
    """Districts; none where the hidden words belong to the force's own desk."""


async def answered(office: Office, acting: Acting, items: Sequence[DeskMention]) -> list[Answered]:
    """What each of these answers; a view of an alert or report is on record before it is returned.

    Words of a mention that the desk knows are judged as that mention is. Any other words are public context that the
    platform sent along, such as a post of the force's own account: who may read the mention may read those. Words of a
    removed mention are not kept, see `readmodel.fold`.
    """
    return await _told(office, acting, [item.mention for item in items])


async def behind(office: Office, acting: Acting, alerts: Sequence[DeskAlert]) -> dict[str, Answered]:
    """The same of those alerts that what they answer has raised, by alert: their own words say little."""
    raised = [alert.mention for alert in alerts if alert.mention and alert.raised.because == "thread"]
    told = await _told(office, acting, raised)
    return {mention.id: each for mention, each in zip(raised, told, strict=True)}


async def _told(office: Office, acting: Acting, said: Sequence[Mention]) -> list[Answered]:
    found = [_judged(office, acting, mention) for mention in said]
    await office.saw(acting, (parent for parent, _ in found if parent))
    return [told for _, told in found]


def _judged(office: Office, acting: Acting, mention: Mention) -> tuple[DeskMention | None, Answered]:
    """The mention whose words are shown, where it is one of ours, and what is told of it."""
    words, above, db = mention.in_reply_to_text, mention.in_reply_to, office.model.store.db
    parent = mentions.find(db, above) if words and above else None
    if parent is None:
        return None, Answered(None if above and mentions.is_gone(db, above) else words)
    if may_see(acting.person, parent.audience):
        return parent, Answered(words)
    return None, Answered(hidden=True, belongs_to=tuple(sorted(parent.audience)))
