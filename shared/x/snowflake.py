"""X's ids tell the time at which a thing was made, to the millisecond."""

from datetime import UTC, datetime, timedelta

EPOCH_MS = 1_288_834_974_657
"""The first millisecond of X's ids: 2010-11-04T01:42:54.657Z."""

SEQUENCE_BITS = 22
"""Machine and sequence number, below the milliseconds."""

_UNIX = datetime(1970, 1, 1, tzinfo=UTC)


def time_of(id_: str) -> datetime:
    """When the post with that id was made; raises ValueError for what is no id."""
    return _UNIX + timedelta(milliseconds=(int(id_) >> SEQUENCE_BITS) + EPOCH_MS)


def first_id_at(moment: datetime) -> str:
    """The smallest id of that millisecond: every later post has a greater one."""
    since_epoch = (moment - _UNIX) // timedelta(milliseconds=1) - EPOCH_MS
    return str(max(since_epoch, 0) << SEQUENCE_BITS)
