"""Times as the stand-ins read and write them: aware, in UTC, RFC 3339 with milliseconds."""

from datetime import UTC, datetime


def now() -> datetime:
    """The present, aware, in UTC."""
    return datetime.now(UTC)


def written(moment: datetime) -> str:
    """`2026-10-01T08:00:00.000Z`."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def read(text: str) -> datetime:
    """The moment an RFC 3339 text names; raises ValueError where it is none, or says no time zone."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"{text!r} says no time zone")
    return moment.astimezone(UTC)


def to_ms(moment: datetime) -> int:
    """Milliseconds since 1970, as the state keeps times."""
    return round(moment.timestamp() * 1000)


def from_ms(milliseconds: int) -> datetime:
    """The moment that `to_ms` made this of."""
    return datetime.fromtimestamp(milliseconds / 1000, UTC)
