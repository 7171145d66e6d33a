"""Which pictures a post may carry, and for how long: judged alike by desk and publisher."""

from collections.abc import Sequence
from datetime import datetime

from shared.contracts.post_requested import Attachment
from shared.unseen import nothing_to_see

MOST = 4
"""What X takes."""

TYPES = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif"})
"""Pictures that stand still; what is in the bytes, the media store has seen to."""

ALT_LIMIT = 1_000
"""Characters of the words for those who cannot see it: as X takes them."""

RUN_OUT = "Its picture may not be shown any more: take another."
"""From the time on that its owner, or the law, set."""


def why_not_shown(pictures: Sequence[Attachment], at: datetime) -> str | None:
    """None where a post that goes out then may carry these, else why not, in a sentence."""
    if len(pictures) > MOST:
        return f"It has {len(pictures)} pictures, and {MOST} is the most: leave some out."
    if len({each.id for each in pictures}) < len(pictures):
        return "It has the same picture twice: leave one out."
    return next((why for number, each in enumerate(pictures, 1) if (why := _why_not(number, each, at))), None)


def run_out(pictures: Sequence[Attachment], at: datetime) -> bool:
    """Whether one of them may not be shown any more."""
    return any(each.expires_at is not None and each.expires_at <= at for each in pictures)


def _why_not(number: int, picture: Attachment, at: datetime) -> str | None:
    if picture.media_type not in TYPES:
        return f"Picture {number} is {picture.media_type}: take a JPEG, PNG, WebP or still GIF."
    if nothing_to_see(picture.alt_text):
        return f"Picture {number} has no words for those who cannot see it: say what it shows."
    if len(picture.alt_text) > ALT_LIMIT:
        return f"The words for picture {number} are too long: {ALT_LIMIT:,} characters is the most."
    if run_out([picture], at):
        return f"Picture {number} may not be shown any more when it goes out: take another."
    return None
