"""A time as somebody types it: a day and an hour in London; one that does not exist is refused with words."""

from datetime import UTC, date, datetime, time

from services.desk.domain.refusal import Refused
from shared.clock import LONDON


def due(day: str, clock: str, now: datetime, *, second: bool = False) -> datetime:
    """The moment of that day (2026-11-22) and hour (02:14) in London, in UTC; raises Refused, saying what to type.

    The hour that comes twice on the night the clocks go back means its first coming, or its `second`.
    """
    moment = _moment(_day(day), _clock(clock), second=second)
    if moment <= now:
        there = moment.astimezone(LONDON)
        raise Refused(
            "invalid",
            f"{there:%H:%M} on {there.day} {there:%B %Y} has passed.",
            "Choose a time that is still to come.",
            field="not_before",
        )
    return moment


def local(typed: str) -> datetime:
    """The moment that a browser's field for day and time names (2026-11-22T02:14), in London; raises Refused."""
    day, _, clock = typed.partition("T")
    return _moment(_day(day), _clock(clock), second=False)


def _moment(day: date, clock: time, *, second: bool) -> datetime:
    there = datetime.combine(day, clock.replace(fold=int(second)), LONDON)
    moment = there.astimezone(UTC)
    if moment.astimezone(LONDON).replace(tzinfo=None, fold=0) != there.replace(tzinfo=None, fold=0):
        raise Refused(
            "invalid",
            f"{there:%H:%M} does not exist on {there.day} {there:%B %Y}: the clocks go forward from 01:00 to 02:00.",
            "Choose a time before 01:00, or 02:00 or later.",
            field="not_before",
        )
    return moment


def comes_twice(moment: datetime) -> bool:
    """Whether the clocks of London show this moment's hour twice, because they go back that night."""
    local = moment.astimezone(LONDON)
    return local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()


def typed_as(moment: datetime) -> tuple[str, str]:
    """A moment as the form's fields have it: day and hour in London."""
    local = moment.astimezone(LONDON)
    return f"{local:%Y-%m-%d}", f"{local:%H:%M}"


def _day(said: str) -> date:
    try:
        return date.fromisoformat(said.strip())
    except ValueError as error:
        raise Refused("invalid", "The day is missing or is no day.", "Enter one such as 2026-11-30.") from error


def _clock(said: str) -> time:
    try:
        return time.fromisoformat(said.strip()).replace(second=0, microsecond=0, tzinfo=None)
    except ValueError as error:
        raise Refused("invalid", "The time is missing or is no time of day.", "Enter one such as 17:30.") from error
