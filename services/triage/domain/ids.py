"""Ids that follow from what they are of: whoever makes them again makes the same."""

import hashlib
from datetime import datetime
from uuid import UUID

_VERSION = 0x7 << 76
_VARIANT = 0b10 << 62


def derived_id(what: str, moment: datetime) -> str:
    """A UUIDv7 with the milliseconds of `moment`, its random bits taken from the digest of `what`."""
    milliseconds = int(moment.timestamp() * 1000) & ((1 << 48) - 1)
    digest = int.from_bytes(hashlib.sha256(what.encode()).digest()[:10], "big")
    high, low = digest >> 68, digest & ((1 << 62) - 1)
    return str(UUID(int=milliseconds << 80 | _VERSION | high << 64 | _VARIANT | low))
