"""Which posts on an account's timeline may be the one that an attempt left behind."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import unescape

from shared.contracts.post_changed import Delivery

CLOCKS_DIFFER = timedelta(seconds=5)
"""The platform's clock may be so much behind ours: a post of our attempt is not older than this before it."""

_SCHEME = re.compile(r"\bhttps?://", re.IGNORECASE)
_NAMES = re.compile(r"(?:\s*@\w+(?=\s|$))+\s*", re.ASCII)
_SLASH_AT_END = re.compile(r"(?<=\w)/(?=\s|$)")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A post of our account as the platform shows it; the channel puts back the addresses that were shortened."""

    platform_id: str
    text: str
    created_at: datetime
    link: str
    in_reply_to: str | None = None
    media: tuple[str, ...] = ()


def matches(delivery: Delivery, candidates: Iterable[Candidate], claimed: Collection[str]) -> tuple[Candidate, ...]:
    """Those with its text, pictures and what it answers, made since its attempt began, that belong to no other."""
    attempt = delivery.attempt
    if attempt is None:
        return ()
    text, since = _compared(delivery.content.text, attempt.in_reply_to), attempt.begun_at - CLOCKS_DIFFER
    fitting = {
        each.platform_id: each
        for each in candidates
        if each.created_at >= since and each.platform_id not in claimed
        if each.in_reply_to == attempt.in_reply_to and set(each.media) == set(attempt.media)
        if _compared(each.text, attempt.in_reply_to) == text
    }
    return tuple(sorted(fitting.values(), key=lambda each: (each.created_at, each.platform_id)))


def claimed_by(deliveries: Iterable[Delivery], *, but: str = "") -> frozenset[str]:
    """The platform's ids that deliveries other than `but` already have."""
    return frozenset(each.platform_id for each in deliveries if each.platform_id and each.id != but)


def links_of(candidates: Sequence[Candidate]) -> tuple[str, ...]:
    """What a person opens to see which it is."""
    return tuple(each.link for each in candidates)


def without_names(text: str) -> str:
    """The text without the names at its beginning: in front of a reply a platform puts those whom it answers."""
    return text[found.end() :] if (found := _NAMES.match(text)) else text


def normalised(text: str) -> str:
    """What stays of a text when a platform has escaped it, shortened and expanded addresses, and set its spaces."""
    while (plain := unescape(text)) != text:
        text = plain
    text = " ".join(unicodedata.normalize("NFC", text).split())
    return _SLASH_AT_END.sub("", _SCHEME.sub("", text))


def _compared(text: str, in_reply_to: str | None) -> str:
    return normalised(text if in_reply_to is None else without_names(text))
