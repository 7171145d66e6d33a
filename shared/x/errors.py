"""X's refusals as errors of ours, by what the caller has to do about them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

from shared.errors import BlueLampError, NotAuthorised, OutcomeUnknown, Permanent, RateLimited, Transient

WINDOW_S = 15 * 60.0
"""X counts in windows of 15 minutes: what to wait where it does not say until when."""

CONNECTION_S = 60.0
"""A connection that died uncleanly stays in X's count for a while: X asks to wait a minute, then longer."""

CAP_S = 60 * 60.0
"""A spent cap is lifted by the month or by a person with a purse: looked at again every hour."""

NOTHING_DONE = frozenset({400, 401, 402, 403, 404, 405, 406, 410, 411, 413, 414, 415, 422, 429, 431, 451})
"""Answers that are given before anything is made; 408, 409 and 425 are not: the same call may be at work already."""

READS_ONLY = "oauth1-permissions"
"""A 403's type where the app had no right to write when the account's key was made."""

KEY_PROBLEMS = frozenset({READS_ONLY, "client-forbidden", "unsupported-authentication"})
"""Of a 403's types those that are about the key or the app, and so about every post of the account."""


class ConnectionTaken(RateLimited):
    """The one stream connection X allows is in use: by a dead process of ours, or by somebody else."""


class ReadsOnly(NotAuthorised):
    """The key may read and make no post: that reads succeed proves nothing about posts."""


class Duplicate(OutcomeUnknown):
    """X has this text on the account already: by this very call, or by another."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """An answer of X's that is not a success: status, headers, and the body where it is a JSON object."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Mapping[str, Any] = field(default_factory=dict)

    @property
    def says(self) -> str:
        """X's own words for it, without the request's."""
        said = dict.fromkeys((self.body.get("detail") or self.body.get("title"), _first_message(self.body)))
        return f"X answered {self.status}: {' '.join(str(each) for each in said if each) or 'no reason given'}"


def error_of(refusal: Refusal, now: datetime) -> BlueLampError:
    """What to raise for a refusal."""
    match refusal.status:
        case HTTPStatus.TOO_MANY_REQUESTS:
            return _too_many(refusal, now)
        case HTTPStatus.UNAUTHORIZED | HTTPStatus.FORBIDDEN | HTTPStatus.PAYMENT_REQUIRED:
            return NotAuthorised(refusal.says)
        case HTTPStatus.REQUEST_TIMEOUT:
            return Transient(refusal.says)
        case status if HTTPStatus.BAD_REQUEST <= status < HTTPStatus.INTERNAL_SERVER_ERROR:
            return Permanent(refusal.says)
        case _:
            return Transient(refusal.says)


def change_error_of(refusal: Refusal, now: datetime) -> BlueLampError:
    """What to raise for a refusal to make or delete a post: OutcomeUnknown unless it proves that nothing was done."""
    if refusal.status in NOTHING_DONE and _stands_already(refusal):
        return Duplicate(refusal.says, answered=True)
    if refusal.status not in NOTHING_DONE or (refusal.status == HTTPStatus.FORBIDDEN and not refusal.body):
        return OutcomeUnknown(refusal.says, answered=True)  # a page of a gateway with 403 says nothing at all
    if refusal.status == HTTPStatus.FORBIDDEN and not _about_the_account(refusal):
        return Permanent(refusal.says)
    if refusal.status == HTTPStatus.FORBIDDEN and _kind(refusal.body) == READS_ONLY:
        return ReadsOnly(refusal.says)
    return error_of(refusal, now)


def upload_error_of(refusal: Refusal, now: datetime) -> BlueLampError:
    """What to raise for a refusal of a picture: nobody sees it yet, so what is not certain may be repeated."""
    error = change_error_of(refusal, now)
    if isinstance(error, OutcomeUnknown) or refusal.status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}:
        return Transient(str(error))  # a picture that X does not find just after it took it is given again
    return error


def _stands_already(refusal: Refusal) -> bool:
    """X refuses a text that the account has posted, without saying where."""
    words = json.dumps(refusal.body, default=str).lower()
    return "duplicate" in words or "already" in words


def _about_the_account(refusal: Refusal) -> bool:
    words = refusal.says.lower()
    return _kind(refusal.body) in KEY_PROBLEMS or "suspended" in words or "locked" in words


def _too_many(refusal: Refusal, now: datetime) -> RateLimited:
    """429 has four meanings, and waiting for the window's reset cures only one of them."""
    if refusal.body.get("connection_issue") == "TooManyConnections":
        return ConnectionTaken(refusal.says, retry_after=CONNECTION_S)
    if _kind(refusal.body) == "usage-capped" or refusal.body.get("title") == "UsageCapExceeded":
        return RateLimited(f"{refusal.says} (usage cap)", retry_after=CAP_S)
    for prefix in ("x-app-limit-24hour", "x-user-limit-24hour"):
        if refusal.headers.get(f"{prefix}-remaining") == "0":
            return _limited(f"{refusal.says} (24 hours)", _until_reset(refusal, prefix, now), otherwise=CAP_S)
    return _limited(refusal.says, _until_reset(refusal, "x-rate-limit", now), otherwise=WINDOW_S)


def _limited(says: str, told: float | None, *, otherwise: float) -> RateLimited:
    return RateLimited(says, retry_after=otherwise if told is None else told, told=told is not None)


def _until_reset(refusal: Refusal, prefix: str, now: datetime) -> float | None:
    """Seconds until the limit is lifted; None where X does not say."""
    try:
        reset = datetime.fromtimestamp(int(refusal.headers[f"{prefix}-reset"]), UTC)
    except (KeyError, ValueError, OverflowError, OSError):
        return None
    return max((reset - now).total_seconds(), 0.0) + 1.0  # X tells whole seconds


def _kind(problem: Mapping[str, Any]) -> str:
    """The last part of a problem's type: its host changed between versions of X's specification."""
    return str(problem.get("type", "")).rpartition("/")[2]


def _first_message(body: Mapping[str, Any]) -> str:
    errors = body.get("errors")
    first = errors[0] if isinstance(errors, list) and errors else None
    if not isinstance(first, dict):
        return ""
    return str(first.get("detail") or first.get("message") or first.get("title") or "")
