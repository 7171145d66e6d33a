"""Questions about deliveries; none is answered beyond the districts that the viewer may see, save where it says so."""

import sqlite3
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from services.desk.domain.composing import bare_words
from services.desk.domain.delivery import DeskDelivery
from services.desk.domain.inbox import PAGE_SIZE
from services.desk.readmodel.store import epoch_ms
from services.desk.readmodel.wanted import Condition, Viewer, in_sight
from shared.contracts.post_changed import Delivery, State
from shared.contracts.post_sampled import PostSample

_SELECT = """
SELECT d.fact, d.audience, d.expected, s.fact AS counts,
    (SELECT max(id) FROM delivery WHERE replaces = d.id AND state <> 'void') AS on_its_way
FROM delivery d LEFT JOIN sample s ON s.delivery = d.id
"""


_PUBLISHED: Sequence[State] = ("posted",)
_WAITING: Sequence[State] = ("submitted", "approved", "sending", "unknown")
SAME_WITHIN = timedelta(hours=24)
"""X refuses what the account said shortly before; for how long, it does not say."""
MOST_ELSEWHERE = 500
"""Posts of other accounts that a text is compared with: more than a force writes in a day."""
CLOSE_BY = timedelta(minutes=5)
"""Two posts of an account that stand so close together look like one minute to the guidance check."""


def find(db: sqlite3.Connection, delivery: str) -> DeskDelivery | None:
    """A delivery by its id, whoever asks: the caller judges whether they may see it."""
    row = db.execute(f"{_SELECT} WHERE d.id = ?", (delivery,)).fetchone()
    return _item(row) if row else None


def of_post(db: sqlite3.Connection, post: str) -> list[DeskDelivery]:
    """The deliveries of one approval, in the order of their making, whoever asks."""
    return [_item(row) for row in db.execute(f"{_SELECT} WHERE d.post = ? ORDER BY d.rowid", (post,))]


def listed(
    db: sqlite3.Connection,
    viewer: Viewer,
    *,
    states: Collection[State] = (),
    district: str = "",
    account: str = "",
    author: str = "",
    post: str = "",
    due_from: datetime | None = None,
    due_until: datetime | None = None,
    next_first: bool = False,
    limit: int = PAGE_SIZE,
    offset: int = 0,
) -> list[DeskDelivery]:
    """The deliveries that the viewer asks for: the newest first, or with `next_first` in the order of their times.

    The time of one is when it went out, else when it is due, else when it was submitted.
    """
    condition = _wanted(viewer, states, district, account)
    for column, value in (("author", author), ("post", post)):
        if value:
            condition.add(f"d.{column} = ?", value)
    if due_from:
        condition.add("d.at >= ?", epoch_ms(due_from))
    if due_until:
        condition.add("d.at < ?", epoch_ms(due_until))
    order = "d.at, d.id" if next_first else "d.submitted_at DESC, d.id DESC"
    sql = f"{_SELECT} WHERE {condition.sql} ORDER BY {order} LIMIT ? OFFSET ?"
    return [_item(row) for row in db.execute(sql, [*condition.arguments, limit, offset])]


def changed_since(
    db: sqlite3.Connection, viewer: Viewer, since: datetime, *, states: Collection[State], limit: int
) -> list[DeskDelivery]:
    """Those in these states that changed since a moment, the last changed first."""
    condition = _wanted(viewer, states, "", "")
    condition.add("d.changed_at >= ?", epoch_ms(since))
    sql = f"{_SELECT} WHERE {condition.sql} ORDER BY d.changed_at DESC, d.id DESC LIMIT ?"
    return [_item(row) for row in db.execute(sql, [*condition.arguments, limit])]


def taken_down(db: sqlite3.Connection, viewer: Viewer, *, limit: int) -> list[DeskDelivery]:
    """Those that somebody took down and no second person has looked at, whatever became of the deletion."""
    condition = _wanted(viewer, (), "", "")
    condition.add("d.fact ->> '$.take_down' IS NOT NULL AND d.fact ->> '$.take_down.verdict' IS NULL")
    sql = f"{_SELECT} WHERE {condition.sql} ORDER BY d.changed_at, d.id LIMIT ?"
    return [_item(row) for row in db.execute(sql, [*condition.arguments, limit])]


def published(
    db: sqlite3.Connection, viewer: Viewer, accounts: Collection[str], *, since: datetime, limit: int
) -> list[DeskDelivery]:
    """Those of these accounts that went out since a moment and are on the platform, the newest first."""
    condition = _wanted(viewer, _PUBLISHED, "", "")
    condition.add(f"d.account IN ({', '.join('?' for _ in accounts)})", *accounts)
    condition.add("d.at >= ?", epoch_ms(since))
    sql = f"{_SELECT} WHERE {condition.sql} ORDER BY d.at DESC, d.id DESC LIMIT ?"
    return [_item(row) for row in db.execute(sql, [*condition.arguments, limit])]


def same_words(
    db: sqlite3.Connection, viewer: Viewer, account: str, text: str, now: datetime, *, but: Collection[str]
) -> DeskDelivery | None:
    """One of the account's that says the same, or nearly: out in the last day, or waiting to be; None where none."""
    bare = bare_words(text)
    out = published(db, viewer, [account], since=now - SAME_WITHIN, limit=PAGE_SIZE)
    others = [*out, *listed(db, viewer, states=_WAITING, account=account, limit=PAGE_SIZE)]
    return next((each for each in others if bare and each.id not in but and bare_words(each.text) == bare), None)


def elsewhere(db: sqlite3.Connection, account: str, now: datetime, *, but: Collection[str]) -> list[DeskDelivery]:
    """What other accounts said in the last day, or wait to say, the newest first, whoever asks.

    The platforms' rule against the same words on several accounts knows no districts.
    """
    states = ", ".join("?" for _ in _WAITING)
    sql = (
        f"{_SELECT} WHERE d.account <> ? AND ((d.state = 'posted' AND d.at >= ?) OR d.state IN ({states}))"
        " ORDER BY d.submitted_at DESC, d.id DESC LIMIT ?"
    )
    rows = db.execute(sql, [account, epoch_ms(now - SAME_WITHIN), *_WAITING, MOST_ELSEWHERE])
    return [item for item in map(_item, rows) if item.id not in but]


def around(db: sqlite3.Connection, account: str, moment: datetime, *, but: Collection[str]) -> list[datetime]:
    """When other posts of the account go out, or went, within a few minutes of a moment."""
    sql = f"{_SELECT} WHERE d.account = ? AND d.at BETWEEN ? AND ? AND d.state IN ('submitted', 'approved', 'posted')"
    rows = db.execute(sql, (account, epoch_ms(moment - CLOSE_BY), epoch_ms(moment + CLOSE_BY)))
    times = ((item, item.delivery.posted_at or item.due_at) for item in map(_item, rows))
    return [time for item, time in times if time and item.id not in but]


def with_picture(db: sqlite3.Connection, viewer: Viewer, picture: str) -> DeskDelivery | None:
    """The newest delivery in sight of this viewer that has the picture."""
    condition = _wanted(viewer, (), "", "")
    condition.add("instr(d.fact, ?)", f'"{picture}"')
    sql = f"{_SELECT} WHERE {condition.sql} ORDER BY d.submitted_at DESC LIMIT 1"
    row = db.execute(sql, condition.arguments).fetchone()
    return _item(row) if row else None


def count(
    db: sqlite3.Connection, viewer: Viewer, *, states: Collection[State] = (), district: str = "", account: str = ""
) -> int:
    """How many there are."""
    condition = _wanted(viewer, states, district, account)
    sql = f"SELECT count(*) FROM delivery d WHERE {condition.sql}"  # noqa: S608 - clauses are our own, values are bound
    return int(db.execute(sql, condition.arguments).fetchone()[0])


def never_taken(db: sqlite3.Connection, than: datetime) -> list[str]:
    """The ids of those that were asked for before a moment, and that the publisher has not taken."""
    rows = db.execute("SELECT id FROM delivery WHERE expected AND submitted_at < ?", (epoch_ms(than),))
    return [row["id"] for row in rows]


def _wanted(viewer: Viewer, states: Collection[State], district: str, account: str) -> Condition:
    condition = Condition(["1"], [])
    in_sight(condition, viewer, "d.audience")
    if states:
        condition.add(f"d.state IN ({', '.join('?' for _ in states)})", *states)
    if district:
        condition.add("instr(d.audience, ?)", f" {district} ")
    if account:
        condition.add("d.account = ?", account)
    return condition


def _item(row: sqlite3.Row) -> DeskDelivery:
    fact = Delivery.model_validate_json(row["fact"])
    return DeskDelivery(
        delivery=fact,
        audience=frozenset(row["audience"].split()),
        counts=PostSample.model_validate_json(row["counts"]) if row["counts"] else None,
        expected=bool(row["expected"]),
        successor=fact.replaced_by or row["on_its_way"],
    )
