"""Signed in: tokens of the demonstration, sessions, and the proof that a form came from our own page."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

SESSION_LASTS = timedelta(hours=12)
"""One long shift; after it everybody signs in again."""


@dataclass(frozen=True, slots=True)
class Session:
    """A browser that somebody signed in with; `id` is the hash of its secret, and may be logged."""

    id: str
    person: str
    started_at: datetime

    def over(self, now: datetime) -> bool:
        """Whether it has run out."""
        return now - self.started_at >= SESSION_LASTS


def sign_in_token(person: str, key: str) -> str:
    """The token of a demonstration's sign-in link: usable many times, for exactly this person."""
    return f"{person}.{_mac(key, person)}"


def person_of(token: str, key: str) -> str | None:
    """Whose token it is, or None where it was not made with this key."""
    person, _, mac = token.rpartition(".")
    return person if person and hmac.compare_digest(mac.encode(), _mac(key, person).encode()) else None


def session_id(secret: str, key: str) -> str:
    """The id under which a session's secret is kept: who reads the disk cannot sign in with it."""
    return _mac(key, f"session:{secret}")[:32]


def form_token(session: str, key: str) -> str:
    """What every form of a session carries: no other site can know it."""
    return _mac(key, f"form:{session}")


def is_form_token(given: str, session: str, key: str) -> bool:
    """Whether it is that session's."""
    return hmac.compare_digest(given.encode(), form_token(session, key).encode())


def _mac(key: str, text: str) -> str:
    return hmac.new(key.encode(), text.encode(), hashlib.sha256).hexdigest()
