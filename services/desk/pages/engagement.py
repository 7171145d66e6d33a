"""What people did with the newest posts of a district, as the platform last said."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time

from services.desk.domain.delivery import DeskDelivery
from services.desk.pages.sheet import Cell
from services.desk.pages.site import Site, Visitor
from services.desk.pages.standing import accounts_of
from services.desk.readmodel import deliveries
from shared.clock import LONDON
from shared.contracts.post_sampled import PostSample

AT_MOST = 20
"""Posts of the table: some weeks of a busy district; the list of posts has all."""

HEADER = ("delivery", "account", "link", "posted_at", "likes", "replies", "reposts", "engagement", "as_of")


def newest(site: Site, visitor: Visitor, district: str, since: date) -> list[DeskDelivery]:
    """The newest published posts of a district that this person may see."""
    return deliveries.published(
        site.office.model.store.db,
        visitor.acting.viewer,
        [each.id for each in accounts_of(site, district)],
        since=datetime.combine(since, time.min, LONDON),
        limit=AT_MOST,
    )


def engagement(counts: PostSample | None) -> int | None:
    """Likes, replies and reposts together; None where one of them is not known."""
    each = (counts.likes, counts.replies, counts.reposts) if counts else (None,)
    known = [number for number in each if number is not None]
    return sum(known) if len(known) == len(each) else None


def cells(item: DeskDelivery) -> Sequence[Cell]:
    """One line of the table; the words of the post stay on its page."""
    posted, counts = item.delivery.posted_at, item.counts
    return (
        item.id,
        item.account,
        item.delivery.link,
        _in_utc(posted) if posted else None,
        *((counts.likes, counts.replies, counts.reposts) if counts else (None, None, None)),
        engagement(counts),
        _in_utc(counts.at) if counts else None,
    )


def _in_utc(moment: datetime) -> str:
    """As the other tables have their times."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
