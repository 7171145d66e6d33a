"""What a mention answers, as far as somebody may read it: its words came with it, and may be another district's."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.desk.acts.office import Acting, Office
from services.desk.domain.mention import DeskMention
from services.desk.readmodel import mentions
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
    found = [_judged(office, acting, item) for item in items]
    await office.saw(acting, (parent for parent, _ in found if parent))
    return [told for _, told in found]


def _judged(office: Office, acting: Acting, item: DeskMention) -> tuple[DeskMention | None, Answered]:
    """The mention whose words are shown, where it is one of ours, and what is told of it."""
    words, above = item.mention.in_reply_to_text, item.mention.in_reply_to
    parent = mentions.find(office.model.store.db, above) if words and above else None
    if parent is None:
        return None, Answered(words)
    if may_see(acting.person, parent.audience):
        return parent, Answered(words)
    return None, Answered(hidden=True, belongs_to=tuple(sorted(parent.audience)))
