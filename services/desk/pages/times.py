"""Times as people read them: Europe/London, relative and exact."""

from datetime import date, datetime, timedelta

from shared.clock import LONDON

MINUTE, HOUR, DAY = 60, 3_600, 86_400


def ago(moment: datetime, now: datetime) -> str:
    """How long ago, in the largest fitting unit; what lies a little ahead of our clock is just now."""
    seconds = (now - moment).total_seconds()
    if seconds < MINUTE:
        return "just now" if seconds < 10 else f"{int(seconds)} s ago"  # noqa: PLR2004 - nobody counts ten seconds
    if seconds < HOUR:
        return f"{int(seconds // MINUTE)} min ago"
    if seconds < DAY:
        return f"{int(seconds // HOUR)} h ago"
    days = int(seconds // DAY)
    return f"{days} day{'s' if days > 1 else ''} ago"


def ahead(moment: datetime, now: datetime) -> str:
    """How long until then; what has come is due now."""
    seconds = (moment - now).total_seconds()
    if seconds <= 0:
        return "due now"
    if seconds < MINUTE:
        return "in less than a minute"
    if seconds < HOUR:
        return f"in {int(seconds // MINUTE)} min"
    if seconds < DAY:
        hours, rest = divmod(int(seconds), HOUR)
        return f"in {hours} h {rest // MINUTE} min"
    days = int(seconds // DAY)
    return f"in {days} day{'s' if days > 1 else ''}"


def clock(moment: datetime, now: datetime) -> str:
    """The exact time, with its day where that is not today."""
    local, today = moment.astimezone(LONDON), now.astimezone(LONDON).date()
    if local.date() == today:
        return f"{local:%H:%M}"
    year = "" if local.year == today.year else f" {local.year}"
    return f"{local:%H:%M}, {local.day} {local:%b}{year}"


def exact(moment: datetime) -> str:
    """The whole time, to the second."""
    local = moment.astimezone(LONDON)
    return f"{local:%A} {local.day} {local:%B %Y}, {local:%H:%M:%S %Z}"


def day(when: date) -> str:
    """A date."""
    return f"{when.day} {when:%B %Y}"


def lasting(moment: datetime, now: datetime) -> str:
    """How long it has been so: "for 3 min"."""
    said = ago(moment, now)
    return "since a moment ago" if said == "just now" else f"for {said.removesuffix(' ago')}"


def minutes(duration: timedelta) -> str:
    """A duration as it is set: whole minutes, or hours where it is whole hours."""
    count = round(duration.total_seconds() / MINUTE)
    number, unit = (count // 60, "hour") if count and count % 60 == 0 else (count, "minute")
    return f"{number} {unit}{'s' if number != 1 else ''}"
