"""Days that a text names: the weekday that does not fit, the event that is over or hardly known in time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from shared.clock import LONDON
from shared.rules.guidance.looking import Found, Look
from shared.rules.guidance.rules import TimeRule
from shared.rules.guidance.words import Word

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_LETTERS = 3
"""Of a month or weekday at least: Sat, Nov."""
_OFF = timedelta(days=190)
"""A day without a year is the one within half a year."""


@dataclass(frozen=True, slots=True)
class Day:
    """A day as the text names it, with its weekday where it gives one."""

    at: date
    weekday: int | None
    start: int
    end: int


def times(rule: TimeRule, look: Look) -> Iterator[Found]:
    """What the rule finds wrong with the days and times."""
    match rule.which:
        case "weekday":
            yield from (Found(day.start, day.end) for day in days(look) if day.weekday not in (None, day.at.weekday()))
        case "same_minute":
            yield from _clashes(look)
        case "event_past" | "event_soon":
            if rule.events.find(look.text, look.names):
                yield from _events(rule, look)


def _clashes(look: Look) -> Iterator[Found]:
    due = look.draft.not_before
    if due and any(_minute(each) == _minute(due) for each in look.around.times):
        yield Found()


def _minute(moment: datetime) -> datetime:
    return moment.astimezone(LONDON).replace(second=0, microsecond=0)


def _events(rule: TimeRule, look: Look) -> Iterator[Found]:
    today = look.goes_out.date()
    named = days(look)
    if rule.which == "event_past":
        if named and all(day.at < today for day in named):
            yield Found(named[-1].start, named[-1].end)
        return
    soon = today + timedelta(hours=rule.lead_hours)
    yield from (Found(day.start, day.end) for day in named if today <= day.at <= soon and day.at != soon)
    for word in look.text.words:
        if word.form in ("today", "tonight") or (word.form == "tomorrow" and rule.lead_hours > 24):  # noqa: PLR2004 - a day
            yield Found(word.start, word.end)


def days(look: Look) -> list[Day]:
    """The days that the text names by day and month."""
    words = look.text.words
    found = [_named(words, at, look.goes_out.date()) for at in range(len(words))]
    return [day for day in found if day]


def _named(words: tuple[Word, ...], at: int, today: date) -> Day | None:
    """The day whose number is the word there, as in `Saturday 28 November 2026` or `November 28th`."""
    number = _number(words[at].form)
    if number is None:
        return None
    first = last = at
    month = _one_of(_MONTHS, words, at + 1)
    if month is not None:
        last = at + 1
    else:
        if words[at + 1 : at + 2] and words[at + 1].form == "of":
            month, last = _one_of(_MONTHS, words, at + 2), at + 2
        if month is None:
            month, first, last = _one_of(_MONTHS, words, at - 1), at - 1, at
    if month is None:
        return None
    year = _year(words, last + 1)
    weekday = _weekday_before(words, first)
    day = _date(number, month + 1, year, today)
    begin = first - 1 if weekday is not None and words[first - 1].form != "the" else first
    return Day(day, weekday, words[begin].start, words[last + (year is not None)].end) if day else None


def _number(form: str) -> int | None:
    digits = form[:-2] if form[-2:] in ("st", "nd", "rd", "th") else form
    return int(digits) if digits.isdecimal() and len(digits) <= 2 and 1 <= int(digits) <= 31 else None  # noqa: PLR2004 - days of a month


def _one_of(names: tuple[str, ...], words: tuple[Word, ...], at: int) -> int | None:
    form = words[at].form if 0 <= at < len(words) else ""
    full = next((place for place, name in enumerate(names) if name == form), None)
    if full is not None or len(form) < _LETTERS:
        return full
    short = {name[:size]: place for place, name in enumerate(names) for size in (3, 4)} | {"tues": 1, "thurs": 3}
    return short.get(form) if names is WEEKDAYS or form not in ("tues", "thurs") else None


def _year(words: tuple[Word, ...], at: int) -> int | None:
    form = words[at].form if at < len(words) else ""
    return int(form) if len(form) == 4 and form.startswith("20") and form.isdecimal() else None  # noqa: PLR2004 - a year


def _weekday_before(words: tuple[Word, ...], first: int) -> int | None:
    before = first - 2 if first > 1 and words[first - 1].form == "the" else first - 1
    return _one_of(WEEKDAYS, words, before)


def _date(number: int, month: int, year: int | None, today: date) -> date | None:
    try:
        if year is not None:
            return date(year, month, number)
        near = [date(today.year + shift, month, number) for shift in (-1, 0, 1)]
    except ValueError:
        return None
    return min(near, key=lambda each: abs(each - today))
