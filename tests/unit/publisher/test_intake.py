"""A command becomes a delivery and a line of the audit log, or nothing of either."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import pytest
from aiokafka import ConsumerRecord

from services.publisher.book import Book
from services.publisher.domain.world import World
from services.publisher.intake import ID_TAKEN, Intake
from services.publisher.topics import Topics
from shared.clock import now
from shared.contracts.audit_recorded import AUDIT_RECORDED, AuditEntry
from shared.contracts.post_changed import TakenDown
from shared.contracts.post_requested import POST_REQUESTED, Command, Review, SendBack
from shared.contracts.record import Record, event_of, record_of
from shared.errors import InvalidMessage, Permanent
from tests.unit.publisher.posts import KINDS, NOW, approves, asks, in_state, person, submits, world
from tests.unit.publisher.test_the_last_word_counts import read

OFFICER = person("officer", "officer", until=date(2099, 1, 1))
"""In training whenever this runs: the intake asks the machine for the time."""
WORLD = world(OFFICER)


def came(command: Command, **changes: object) -> ConsumerRecord:
    transition = KINDS[type(command)]
    said = record_of(
        POST_REQUESTED, transition, command, id=command.id, source="desk", time=NOW, traceparent="00-1-2-01"
    )
    (record,) = read([said._replace(**changes)])  # type: ignore[arg-type] # whatever a test breaks
    return record


def fresh(text: str = "Queens Road is closed.") -> Command:
    """Submitted a moment ago: what is older is taken for a replay."""
    return submits(text).model_copy(update={"at": now()})


def audited(records: Iterable[Record]) -> AuditEntry:
    (entry,) = [each for each in records if each.topic == AUDIT_RECORDED.name]
    event = event_of(AUDIT_RECORDED, entry.value, entry.headers)
    assert event
    return event.fact


def test_a_decided_command_is_in_the_book_and_in_the_audit_log() -> None:
    book = Book()
    changed, entry = Intake(book, WORLD, Topics())(came(fresh()))
    assert book.of_account("x_hastings")["d1"].state == "submitted"
    assert dict(changed.headers)["ce_type"] == b"post.submitted"
    assert dict(changed.headers)["traceparent"] == b"00-1-2-01"
    assert (audited([entry]).act, audited([entry]).outcome) == ("post.submit", "done")


def test_the_same_command_again_is_nothing() -> None:
    intake, command = Intake(Book(), WORLD, Topics()), fresh()
    assert len(list(intake(came(command)))) == 2
    assert list(intake(came(command))) == []


def test_a_refusal_names_nobody_in_the_audit_log() -> None:
    book = Book()
    intake = Intake(book, WORLD, Topics())
    intake(came(fresh()))
    entry = audited(intake(came(approves(book.of_account("x_hastings")["d1"], "lapsed", at=now()))))
    assert entry.outcome == "refused"
    assert "lapsed has no training" in entry.why
    assert "Lapsed" not in entry.why
    assert entry.on[0] == "d1"


def test_who_took_it_down_is_named_to_people_and_not_in_the_audit_log() -> None:
    book = Book()
    intake = Intake(book, WORLD, Topics())
    down = TakenDown(by="boss", at=NOW, reason="It names somebody.", review_by=NOW, reviewed_by="approver")
    book.put(in_state("posted").model_copy(update={"take_down": down}))
    entry = audited(intake(came(asks(Review, "boss", verdict="right", at=now()))))
    assert (entry.act, entry.outcome) == ("post.review", "refused")
    assert "approver" in entry.why
    assert "Approver" not in entry.why


def test_a_command_on_nothing_is_audited_alone() -> None:
    records = list(Intake(Book(), WORLD, Topics())(came(asks(SendBack, "approver", version=1, reason="No"))))
    assert [each.topic for each in records] == [AUDIT_RECORDED.name]
    assert audited(records).outcome == "refused"


def test_what_cannot_be_read_or_came_by_a_wrong_way_changes_nothing() -> None:
    book = Book()
    intake = Intake(book, WORLD, Topics())
    with pytest.raises(InvalidMessage):
        intake(came(fresh(), value=b"no JSON"))
    with pytest.raises(Permanent, match="does not belong"):
        intake(came(fresh(), partition=(book.number_of("x_hastings") + 1) % 3))
    assert book.of_account("x_hastings") == {}


def test_an_id_that_another_account_of_the_partition_has_is_refused_and_audited() -> None:
    book, hastings = Book(), WORLD.accounts["x_hastings"]
    beside = next(name for n in range(99) if book.number_of(name := f"x_{n}") == book.number_of(hastings.id))
    accounts = {**WORLD.accounts, beside: replace(hastings, id=beside)}
    intake = Intake(book, replace(WORLD, accounts=accounts), Topics())
    intake(came(fresh()))
    records = list(intake(came(submits(account=beside).model_copy(update={"at": now()}))))
    assert (audited(records).outcome, audited(records).why) == ("refused", ID_TAKEN)
    assert [each.topic for each in records] == [AUDIT_RECORDED.name]
    assert book.of_account(beside) == {}
    assert list(intake(came(submits(account=beside, delivery="d2").model_copy(update={"at": now()}))))
    assert book.of_account(beside)["d2"].state == "submitted"


def test_a_delivery_without_room_to_grow_is_never_begun() -> None:
    book = Book()
    boundless = World(WORLD.accounts, WORLD.staff, WORLD.policy, lambda _platform, _text: None)
    with pytest.raises(Permanent, match="larger than"):
        Intake(book, boundless, Topics())(came(fresh("x" * 300_000)))
    assert book.of_account("x_hastings") == {}
