"""The log of the calls that came in on the platform's own HTTP: what a test asks to see what really happened."""

import logging
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime

from aiohttp import web

from deploy.sandbox.control import times
from deploy.sandbox.control.problem import for_want_of_space, json_answer, unprocessable

logger = logging.getLogger(__name__)

SCHEMA = """
CREATE TABLE IF NOT EXISTS calls (
    at_ms INTEGER NOT NULL, method TEXT NOT NULL, path TEXT NOT NULL, query TEXT NOT NULL,
    account TEXT, status INTEGER NOT NULL, took_effect INTEGER NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS calls_by_time ON calls (at_ms);
"""

KEPT = 100_000
"""Some days of a busy stand-in; older calls go when it starts."""

BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Call:
    """One call; it took effect when the platform did what it asks, whatever was answered."""

    method: str
    path: str
    query: str
    account: str | None
    status: int
    took_effect: bool


class CallLog:
    """Every call since the state was made, up to a bound."""

    def __init__(self, state: sqlite3.Connection) -> None:
        self._state = state
        state.execute("DELETE FROM calls WHERE rowid <= (SELECT max(rowid) FROM calls) - ?", (KEPT,))

    def write(self, call: Call) -> None:
        """Note a call, now; on a full disk it is answered all the same, and its note is lost."""
        try:
            self._insert(call)
        except sqlite3.OperationalError as error:
            if not for_want_of_space(error):
                raise
            logger.error("The disk is full: a call is not in the log of calls", extra={"path": call.path})  # noqa: TRY400 - it says all

    def _insert(self, call: Call) -> None:
        self._state.execute(
            "INSERT INTO calls VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                times.to_ms(times.now()),
                call.method,
                call.path,
                call.query,
                call.account,
                call.status,
                call.took_effect,
            ),
        )

    def since(self, moment: datetime) -> list[dict[str, object]]:
        """The calls that came at or after a moment, in their order."""
        rows = self._state.execute(
            "SELECT at_ms, method, path, query, account, status, took_effect FROM calls "
            "WHERE at_ms >= ? ORDER BY rowid",
            (times.to_ms(moment),),
        )
        return [
            {
                "time": times.written(times.from_ms(at_ms)),
                "method": method,
                "path": path,
                "query": query,
                "account": account,
                "status": status,
                "took_effect": bool(took_effect),
            }
            for at_ms, method, path, query, account, status, took_effect in rows
        ]


def add_calls(app: web.Application, log: CallLog) -> None:
    """Serve `GET /control/calls?since=`."""

    async def calls(request: web.Request) -> web.Response:
        try:
            since = times.read(request.query["since"]) if "since" in request.query else BEGINNING
        except ValueError:
            raise unprocessable("since must be a time of RFC 3339 with its zone, 2026-10-01T08:00:00Z") from None
        return json_answer({"calls": log.since(since)})

    app.router.add_get("/control/calls", calls)
