"""A record that cannot be understood takes back what was said before it: nothing is sent, nobody approves, on that."""

from collections.abc import Iterable
from typing import Any

import pytest
from aiokafka import ConsumerRecord

from services.publisher.book import Book
from services.publisher.roster import Roster
from shared.contracts.post_changed import POST_CHANGED, Delivery
from shared.contracts.record import Record, record_of
from shared.contracts.staff_changed import STAFF_CHANGED, Person
from shared.health import Health
from tests.unit.publisher.posts import NOW, STAFF, in_state

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
    roster = Roster("127.0.0.1:1", Health("publisher"), within=1)
    roster._take(read(records))
    return roster.people


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


def test_what_is_put_is_found_by_account_and_forgotten_with_it() -> None:
    book = Book()
    book.put(APPROVED)
    assert book.of_account("x_hastings") == {"d1": APPROVED}
    assert book.of_account("x_rother") == {}
    assert list(book.accounts()) == ["x_hastings"]
    book.forget()
    assert book.of_account("x_hastings") == {}
