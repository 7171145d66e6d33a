"""What a post answers and what it continues: shown with it, so that whoever approves sees what its readers will see."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.desk.acts.office import Acting, Office
from services.desk.domain.answering import newer_of_its_author
from services.desk.domain.delivery import DeskDelivery
from services.desk.domain.mention import DeskMention
from services.desk.domain.refusal import Refused
from services.desk.readmodel import deliveries, mentions
from shared.rules.seeing import may_see

LONGEST_THREAD = 25
"""Parts that are shown above one: nobody's thread is as long."""


@dataclass(frozen=True, slots=True)
class Addressed:
    """The message that a post answers, as it stands now."""

    item: DeskMention | None
    """None where it was removed since, or this person may not read it."""
    gone: bool = False
    newer: DeskMention | None = None
    """What its author wrote after it, in sight of this person."""


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around a post once it is published."""

    addressed: Addressed | None
    above: tuple[DeskDelivery, ...]
    """The parts of the thread before it, the first at the top."""


async def around(office: Office, acting: Acting, items: Sequence[DeskDelivery]) -> dict[str, Around]:
    """For each of these, what it answers and continues; a view of an alert or report is on record before that."""
    found = {item.id: Around(_addressed(office, acting, item), _above(office, acting, item)) for item in items}
    read = [each.addressed for each in found.values() if each.addressed]
    await office.saw(acting, [seen for each in read for seen in (each.item, each.newer) if seen])
    return found


def still_there(office: Office, item: DeskDelivery) -> None:
    """Return where what it answers, if anything, is there; else Refused: nobody answers what its author took back."""
    summons = item.delivery.content.reply_to
    if summons and mentions.find(office.model.store.db, summons.mention) is None:
        raise Refused(
            "conflict",
            "The message that it answers is not there any more.",
            "Its author removed it, or it was erased. Send it back, or have it withdrawn.",
        )


def _addressed(office: Office, acting: Acting, item: DeskDelivery) -> Addressed | None:
    summons, db = item.delivery.content.reply_to, office.model.store.db
    if summons is None:
        return None
    found = mentions.find(db, summons.mention)
    if found is None:
        return Addressed(None, gone=True)
    if not may_see(acting.person, found.audience):
        return Addressed(None)
    newer = newer_of_its_author(found, mentions.thread(db, found.mention.conversation))
    return Addressed(found, newer=newer if newer and may_see(acting.person, newer.audience) else None)


def _above(office: Office, acting: Acting, item: DeskDelivery) -> tuple[DeskDelivery, ...]:
    above: list[DeskDelivery] = []
    follows = item.delivery.content.follows
    while follows and len(above) < LONGEST_THREAD and follows not in {each.id for each in above}:
        before = deliveries.find(office.model.store.db, follows)
        if before is None or not may_see(acting.person, before.audience):
            break
        above.append(before)
        follows = before.delivery.content.follows
    return tuple(reversed(above))
