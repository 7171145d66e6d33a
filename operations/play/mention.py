"""A mention of a file, checked: everything that no platform could hold is refused with its reason."""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime

from operations.play.rows import NOT_UTF8, Row, Unusable
from shared.registry import Account, Registry

LONGEST_TEXT = 25_000
"""Characters of the longest post that X takes."""

HANDLE = re.compile(r"@?[A-Za-z0-9_]{1,15}")

NOBODY = "somebody"
"""The author of a mention that names none."""

ESCAPED_BYTES = ("\udc80", "\udcff")
"""What Python reads a byte as that is not UTF-8."""

FORCE = "force"
"""Names the account that serves the force as a whole, as triage's command line does."""


@dataclass(frozen=True, slots=True)
class PlayedMention:
    """One mention to send; `body` is the stand-in's, but for `reply_to`, which may be the `name` of an earlier one."""

    number: int
    body: dict[str, str]
    name: str | None
    reply_to: str | None


class Mentions:
    """Turns rows into mentions by one registry; `accounts` may be handles, account ids or district ids."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        active = [account for account in registry.accounts.values() if account.status == "active"]
        self._by_name = {district: account for account in reversed(active) for district in account.districts}
        self._by_name |= [(FORCE, account) for account in reversed(active) if not account.districts]
        self._by_name |= {account.id: account for account in active}

    def of(self, row: Row) -> PlayedMention | Unusable:
        """The mention in a row, or why there is none."""
        try:
            text = _text(row.fields.get("text"))
            body = {"account": self._account(row.fields.get("account")).handle, "text": text}
            body["author"] = _author(row.fields.get("author"))
            if at := _at(row.fields.get("at")):
                body["at"] = at
            return PlayedMention(row.number, body, _name(row.fields.get("id")), _name(row.fields.get("reply_to")))
        except ValueError as error:
            return Unusable(row.number, str(error))

    def _account(self, given: object) -> Account:
        if not isinstance(given, str) or not given.strip():
            raise ValueError("it names no account")
        account = self._registry.account_by_handle(given.strip()) or self._by_name.get(given.strip().lower())
        if account is None:
            raise ValueError(f"{given!r} is neither a handle, an account's id nor a district of the registry")
        return account


def _text(given: object) -> str:
    if not isinstance(given, str) or not given.strip():
        raise ValueError("it has no text")
    if "\0" in given:
        raise ValueError("its text has a NUL character, which no platform takes")
    if any("\ud800" <= mark <= "\udfff" for mark in given):
        if any(ESCAPED_BYTES[0] <= mark <= ESCAPED_BYTES[1] for mark in given):
            raise ValueError(NOT_UTF8)
        raise ValueError("its text has half a character (a lone surrogate), which no platform takes")
    if len(given) > LONGEST_TEXT:
        raise ValueError(f"its text has {len(given):,} characters, and X takes {LONGEST_TEXT:,}")
    return given


def _author(given: object) -> str:
    """A handle of X's form: the author's own where it has it, else one that stays the same for the same author."""
    author = str(given or "").strip()
    if not author:
        return NOBODY
    if HANDLE.fullmatch(author):
        return author.removeprefix("@")
    return f"by_{hashlib.sha256(author.encode(errors='replace')).hexdigest()[:12]}"


def _at(given: object) -> str | None:
    if given in (None, ""):
        return None
    try:
        moment = datetime.fromisoformat(str(given).strip())
    except ValueError:
        raise ValueError(f"its time {given!r} is not RFC 3339, such as 2026-11-02T09:30:00Z") from None
    if moment.tzinfo is None:
        raise ValueError(f"its time {given!r} has no zone; add Z for UTC")
    return moment.isoformat()


def _name(given: object) -> str | None:
    return str(given).strip() or None if isinstance(given, (str, int)) and not isinstance(given, bool) else None
