"""A time as somebody types it: a day and an hour in London; one that does not exist is refused with words."""

from datetime import UTC, date, datetime, time

from services.desk.domain.refusal import Refused
from shared.clock import LONDON


def due(day: str, clock: str, now: datetime) -> datetime:
    """The moment of that day (2026-11-22) and hour (02:14) in London, in UTC; raises Refused, saying what to type.

    The hour that comes twice on the night the clocks go back means its first coming.
    """
    local = datetime.combine(_day(day), _clock(clock), LONDON)
    moment = local.astimezone(UTC)
    if moment.astimezone(LONDON).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise Refused(
            "invalid",
            f"{local:%H:%M} does not exist on {local.day} {local:%B %Y}: the clocks go forward from 01:00 to 02:00.",
            "Choose a time before 01:00, or 02:00 or later.",
        )
    if moment <= now:
        raise Refused(
            "invalid", f"{local:%H:%M} on {local.day} {local:%B %Y} has passed.", "Choose a time that is still to come."
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
