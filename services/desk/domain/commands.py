"""What a person may do with a mention, as the fact that it makes; or a refusal that says what to do instead."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import get_args

from services.desk.domain.mention import DeskMention
from services.desk.domain.refusal import Refused
from services.desk.domain.words import typed
from shared.contracts.work_changed import Claim, Closing, ClosingReason, Note

NOTE_LIMIT = 2_000
"""Characters: a remark for colleagues, not a report."""

CLOSING_WORDS: Mapping[ClosingReason, str] = {
    "answered": "Answered",
    "redirected": "Redirected to the right channel",
    "passed_on": "Passed on to a colleague or another force",
    "none_needed": "No answer needed",
    "duplicate": "Duplicate of another message",
    "removed": "Removed by its author",
}
"""The reasons for which a mention is done, in words."""


def claim(item: DeskMention, *, by: str, now: datetime, lasts: timedelta, names: Mapping[str, str]) -> Claim:
    """It is theirs for a while; their own claim is renewed, somebody else's stands."""
    _still_open(item)
    holder = item.claimed_by(now)
    if holder not in (None, by):
        raise Refused("conflict", f"{names.get(holder or '', holder)} answers this mention already.", _WAIT_OR_ASK)
    return Claim(mention=item.id, by=by, at=now, until=now + lasts)


def release(item: DeskMention, *, by: str, now: datetime) -> Claim:
    """Given back, so that somebody else may answer."""
    if item.claimed_by(now) != by:
        raise Refused("conflict", "You do not hold this mention.", "There is nothing to give back.")
    return Claim(mention=item.id, by=None, at=now, until=None)


def note(item: DeskMention, *, by: str, now: datetime, text: str, note_id: str) -> Note:
    """A remark for colleagues; a closed mention may still be remarked on."""
    words = typed(text)
    if not words:
        raise Refused("invalid", "The note is empty.", "Write what a colleague should know.")
    if len(words) > NOTE_LIMIT:
        raise Refused("invalid", f"The note has {len(words)} characters.", f"Keep it to {NOTE_LIMIT}.")
    return Note(id=note_id, mention=item.id, by=by, at=now, text=words)


def close(item: DeskMention, *, by: str, now: datetime, reason: str, names: Mapping[str, str]) -> Closing:
    """Done, for one of the known reasons; not over the head of a colleague who answers it."""
    known = next((value for value in get_args(ClosingReason) if value == reason), None)
    if known is None:
        raise Refused("invalid", "Choose why it is done.", f"One of: {', '.join(get_args(ClosingReason))}.")
    if item.closed:
        raise Refused("conflict", "This mention is closed already.", "Open it again if something is left to do.")
    holder = item.claimed_by(now)
    if holder not in (None, by):
        raise Refused("conflict", f"{names.get(holder or '', holder)} answers this mention.", _WAIT_OR_ASK)
    return Closing(mention=item.id, by=by, at=now, reason=known)


def reopen(item: DeskMention, *, by: str, now: datetime) -> Closing:
    """Something is left to do after all."""
    if not item.closed:
        raise Refused("conflict", "This mention is open.", "There is nothing to open again.")
    return Closing(mention=item.id, by=by, at=now, reason=None)


_WAIT_OR_ASK = "Ask them, or wait until their claim runs out."


def _still_open(item: DeskMention) -> None:
    if item.closed:
        raise Refused("conflict", "This mention is closed.", "Open it again first.")
