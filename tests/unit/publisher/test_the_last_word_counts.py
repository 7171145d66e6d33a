"""A record that cannot be understood takes back what was said before it: nothing is sent, nobody approves, on that."""

from collections.abc import Iterable
from typing import Any

import pytest
from aiokafka import ConsumerRecord

from services.publisher.book import Book
from services.publisher.domain.struck import stopped_by
from services.publisher.orders import UNREADABLE, Orders
from shared.contracts.hold_changed import HOLD_CHANGED, Hold
from shared.contracts.post_changed import POST_CHANGED, Delivery
from shared.contracts.record import Record, record_of
from shared.contracts.staff_changed import STAFF_CHANGED, Person
from shared.contracts.work_changed import WORK_CHANGED, Claim, Template
from shared.health import Health
from tests.unit.publisher.posts import NOW, STAFF, in_state, world

APPROVED = in_state("approved")
BROKEN: dict[str, dict[str, Any]] = {
    "bytes that are no JSON": {"value": b"no JSON"},
    "a transition of a later version": {"headers": [("ce_type", b"post.framed")]},
    "a tombstone": {"value": None},
}


def said(delivery: Delivery) -> Record:
    return record_of(POST_CHANGED, f"post.{delivery.state}", delivery, id="1", source="publisher", time=NOW)


def employed(person: Person) -> Record:
    return record_of(STAFF_CHANGED, "person.changed", person, id="1", source="operations", time=NOW)


def read(records: Iterable[Record]) -> list[ConsumerRecord]:
    """As a consumer gives them."""
    return [
        ConsumerRecord(
            topic=each.topic,
            partition=each.partition,
            offset=offset,
            timestamp=0,
            timestamp_type=1,
            key=each.key,
            value=each.value,
            checksum=None,
            serialized_key_size=0,
            serialized_value_size=0,
            headers=tuple(each.headers),
        )
        for offset, each in enumerate(records)
    ]


def standing(*records: Record) -> dict[bytes, Delivery]:
    book, found = Book(), dict[bytes, Delivery]()
    for record in read(records):
        book._fold(record, found)
    return found


def people(*records: Record) -> dict[str, Person]:
    return orders(*records).people


def orders(*records: Record) -> Orders:
    """What publishers know after these."""
    known = Orders("127.0.0.1:1", Health("publisher"), within=1)
    known.take(read(records))
    return known


def held(scope: str, **fields: object) -> Record:
    hold = Hold.model_validate({"id": "h1", "scope": scope, "reason": "Flood", "by": "boss", "at": NOW} | fields)
    transition = "hold.released" if hold.released_at else "hold.begun"
    return record_of(HOLD_CHANGED, transition, hold, id="1", source="desk", time=NOW)


def worked(fact: Template | Claim) -> Record:
    transition = "template.changed" if isinstance(fact, Template) else "claim.changed"
    return record_of(WORK_CHANGED, transition, fact, id="1", source="desk", time=NOW)


def test_the_last_state_of_a_delivery_is_kept() -> None:
    posted = in_state("posted")
    assert standing(said(APPROVED), said(posted)) == {b"d1": posted}


@pytest.mark.parametrize("broken", BROKEN)
def test_a_delivery_whose_last_word_is_lost_is_not_sent_on_the_one_before(broken: str) -> None:
    assert standing(said(APPROVED), said(APPROVED)._replace(**BROKEN[broken])) == {}


@pytest.mark.parametrize("broken", BROKEN)
def test_a_person_whose_last_word_is_lost_is_nobody(broken: str) -> None:
    officer = STAFF[0]
    assert people(employed(officer)) == {officer.id: officer}
    assert people(employed(officer), employed(officer)._replace(**BROKEN[broken])) == {}


def test_how_each_scope_stands_is_known_and_up_to_where_that_was_read() -> None:
    known = orders(held("force"), held("account:x_hastings"), held("force", released_by="boss", released_at=NOW))
    assert {scope: hold.holds for scope, hold in known.holds.items()} == {"account:x_hastings": True, "force": False}
    assert (known.holds_read_to, known.read.hold_offset) == (3, 3)


@pytest.mark.parametrize("broken", ["bytes that are no JSON", "a transition of a later version"])
def test_a_hold_whose_last_word_is_lost_holds(broken: str) -> None:
    released = held("district:hastings", released_by="boss", released_at=NOW)
    (hold,) = orders(released, released._replace(**BROKEN[broken])).holds.values()
    assert (hold.scope, hold.holds, hold.reason) == ("district:hastings", True, UNREADABLE)


@pytest.mark.parametrize("key", [b"", b"district:" + b"x" * 1_000, b"\xff"])
def test_a_hold_whose_very_scope_cannot_be_read_holds_everything(key: bytes) -> None:
    known = orders(held("force")._replace(key=key, value=b"no JSON"))
    assert stopped_by(APPROVED, world(holds=known.holds.values()))
    assert known.holds_read_to == 1


def test_a_hold_that_was_wiped_away_holds_no_more() -> None:
    assert orders(held("force"), held("force")._replace(value=None)).holds == {}


@pytest.mark.parametrize("broken", BROKEN)
def test_a_template_whose_last_word_is_lost_is_none(broken: str) -> None:
    template = Template(id="t1", name="Fines", accounts=(), texts={}, author="officer", written_at=NOW, at=NOW)
    assert orders(worked(template)).templates == {"t1": template}
    assert orders(worked(template), worked(template)._replace(**BROKEN[broken])).templates == {}


def test_whoever_listens_hears_of_changes_and_not_of_what_else_people_work_on() -> None:
    known, heard = Orders("127.0.0.1:1", Health("publisher"), within=1), list[int]()
    known.heard = lambda: heard.append(1)
    known.take(read([worked(Claim(mention="m1", by="officer", at=NOW, until=NOW))]))
    assert heard == []
    known.take(read([employed(STAFF[0]), held("force")]))
    assert heard == [1]


def test_what_is_put_is_found_by_account_and_forgotten_with_it() -> None:
    book = Book()
    book.put(APPROVED)
    assert book.of_account("x_hastings") == {"d1": APPROVED}
    assert book.of_account("x_rother") == {}
    assert list(book.accounts()) == ["x_hastings"]
    book.forget()
    assert book.of_account("x_hastings") == {}
