"""Past followers in a file: every line is checked before one is believed."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time

from operations.play.rows import NOT_UTF8, Holds, Row, Unusable
from shared.clock import LONDON
from shared.contracts.account_sampled import AccountSample
from shared.registry import Account, Registry

HOLDS = Holds("followers", ("account", "at", "followers"))

MOST = 10**10
"""More than there are people: a larger number is a slip."""

EARLIEST = datetime(2006, 3, 21, tzinfo=UTC)
"""Nobody had followers before X's first post: an earlier time is a slip."""

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBER = re.compile(r"[0-9]{1,20}")
_UNREADABLE = re.compile("[\ud800-\udfff]")
"""What bytes become that are not UTF-8."""


@dataclass(slots=True)
class Followers:
    """What a file says: the counts, and every line that cannot be used."""

    samples: list[AccountSample] = field(default_factory=list)
    unusable: list[Unusable] = field(default_factory=list)


def read_followers(rows: Iterable[Row | Unusable], registry: Registry, now: datetime) -> Followers:
    """All rows of a file; two for one account and moment contradict each other, even where they agree."""
    found = Followers()
    lines: dict[tuple[str, datetime], int] = {}
    for row in rows:
        if isinstance(row, Unusable):
            found.unusable.append(row)
            continue
        try:
            sample = _sample(row, registry, now)
        except ValueError as error:
            found.unusable.append(Unusable(row.number, str(error)))
            continue
        first = lines.setdefault((sample.account, sample.at), row.number)
        if first == row.number:
            found.samples.append(sample)
        else:
            reason = f"line {first} has the same account and time already; remove one of them"
            found.unusable.append(Unusable(row.number, reason))
    return found


def _sample(row: Row, registry: Registry, now: datetime) -> AccountSample:
    account = _account(_text(row, "account"), registry)
    at = _moment(_text(row, "at"), now)
    return AccountSample(
        account=account.id, platform=account.platform, at=at, followers=_number(_text(row, "followers")), via="import"
    )


def _text(row: Row, name: str) -> str:
    found = row.fields.get(name)
    given = "" if found is None else str(found).strip()
    if not given:
        raise ValueError(f"it has no {name}; a day without a count is left out, it stays a gap")
    if _UNREADABLE.search(given):
        raise ValueError(NOT_UTF8)
    return given


def _account(given: str, registry: Registry) -> Account:
    account = registry.accounts.get(given) or registry.account_by_handle(given)
    if account is None:
        raise ValueError(f"{given!r} is neither an account's id nor a handle of the registry (accounts.toml)")
    return account


def _number(given: str) -> int:
    if not _NUMBER.fullmatch(given):
        raise ValueError(f"{given!r} is no number of followers; write digits alone, such as 1204")
    if (number := int(given)) > MOST:
        raise ValueError(f"{given} followers are more than there are people; correct it")
    return number


def _moment(given: str, now: datetime) -> datetime:
    """The time; of a date the last second of that day in London."""
    at = _read(given)
    if at.tzinfo is None:
        raise ValueError(f"its time {given!r} has no zone; add Z for UTC")
    if at > now:
        hint = "; a date counts at the end of its day, so give a time for today" if _DATE.fullmatch(given) else ""
        raise ValueError(f"its time {given!r} is yet to come{hint}")
    if at < EARLIEST:
        raise ValueError(f"its time {given!r} is before there was anything to follow; correct it")
    return at.astimezone(UTC)


def _read(given: str) -> datetime:
    try:
        if _DATE.fullmatch(given):
            return datetime.combine(date.fromisoformat(given), time(23, 59, 59), LONDON)
        return datetime.fromisoformat(given)
    except ValueError:
        raise ValueError(
            f"its time {given!r} is neither a date, such as 2026-05-01, nor RFC 3339, such as 2026-05-01T12:00:00Z"
        ) from None
