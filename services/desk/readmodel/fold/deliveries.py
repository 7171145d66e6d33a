"""Deliveries and what the platform counted of them, folded."""

from services.desk.domain.delivery import Expected
from services.desk.readmodel.fold.replies import weigh
from services.desk.readmodel.fold.tables import Tables
from services.desk.readmodel.store import epoch_ms
from shared.contracts.post_changed import Delivery
from shared.contracts.post_sampled import PostSample

_INSERT = """
INSERT INTO delivery VALUES (:id, :post, :account, :author, :state, :submitted_at, :at, :version, :changed_at,
    :replaces, :reply_to, :audience, :expected, :fact)
"""
_OVER = """
ON CONFLICT DO UPDATE SET state = excluded.state, at = excluded.at, version = excluded.version,
    changed_at = excluded.changed_at, audience = excluded.audience, expected = 0, fact = excluded.fact
WHERE excluded.version >= version OR excluded.changed_at >= changed_at
"""
"""What is older in every respect was replayed: an older time alone may be the clock of another machine."""


def changed(tables: Tables, fact: Delivery) -> None:
    """Its whole state."""
    tables.db.execute(_INSERT + _OVER, _row(tables, fact, expected=False))
    _touch(tables, fact.id, fact.replaces)
    _answer(tables, fact)


def expected(tables: Tables, fact: Expected) -> None:
    """As it will begin, until the publisher says how it stands."""
    tables.db.execute(_INSERT + "ON CONFLICT DO NOTHING", _row(tables, fact.delivery, expected=True))
    _touch(tables, fact.delivery.id, fact.delivery.replaces)
    _answer(tables, fact.delivery)


def sampled(tables: Tables, fact: PostSample) -> None:
    """The newest counts; older ones that come late change nothing."""
    newer = tables.db.execute(
        "INSERT INTO sample VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET at = excluded.at, fact = excluded.fact"
        " WHERE excluded.at >= at",
        (fact.delivery, epoch_ms(fact.at), fact.model_dump_json()),
    )
    if newer.rowcount:
        _touch(tables, fact.delivery)


def forgotten(tables: Tables, delivery: str) -> None:
    """The topics have it no more."""
    _touch(tables, delivery)
    tables.db.execute("DELETE FROM delivery WHERE id = ?", (delivery,))
    tables.db.execute("DELETE FROM sample WHERE delivery = ?", (delivery,))


def _row(tables: Tables, fact: Delivery, *, expected: bool) -> dict[str, object]:
    return {
        "id": fact.id,
        "post": fact.post,
        "account": fact.content.account,
        "author": fact.author,
        "state": fact.state,
        "submitted_at": epoch_ms(fact.submitted_at),
        "at": epoch_ms(fact.posted_at or fact.content.not_before or fact.submitted_at),
        "version": fact.version,
        "changed_at": epoch_ms(fact.changed_at),
        "replaces": fact.replaces,
        "reply_to": fact.content.reply_to.mention if fact.content.reply_to else None,
        "audience": tables.audience([fact.content.account]),
        "expected": expected,
        "fact": fact.model_dump_json(),
    }


def _answer(tables: Tables, fact: Delivery) -> None:
    """Whoever looks at the mention that it answers sees how the reply stands."""
    if fact.content.reply_to:
        weigh(tables, fact.content.reply_to.mention)
        tables.touch(fact.content.reply_to.mention)


def _touch(tables: Tables, *deliveries: str | None) -> None:
    for delivery in deliveries:
        row = tables.db.execute("SELECT audience FROM delivery WHERE id = ?", (delivery,)).fetchone()
        if row and delivery:
            tables.touched.posts[delivery] = frozenset(row["audience"].split())
