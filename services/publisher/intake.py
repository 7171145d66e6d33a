"""What the publisher writes for each command: the ruling on its delivery, and a line of the audit log."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from aiokafka import ConsumerRecord

from services.publisher.book import Book
from services.publisher.domain.ruling import Ruling, rule_on
from services.publisher.domain.world import World
from services.publisher.topics import SERVICE, Topics
from shared.clock import new_id, now
from shared.contracts.audit_recorded import AuditEntry
from shared.contracts.post_changed import Delivery
from shared.contracts.post_requested import Command, Submit
from shared.contracts.record import Event, Record, event_of, record_of
from shared.crash import passes
from shared.errors import Permanent
from shared.kafka.batches import MAX_RECORD_BYTES, size_of

MOST_BYTES = MAX_RECORD_BYTES // 4
"""Of a delivery after a command: what attempts and time add to it later always fits. No platform takes such a text."""

ID_TAKEN = "A delivery of another account has this id: a new one needs a new id."
"""On post.changed one of the two would be lost to compaction."""


class Intake:
    """The handler of commands (T0).

    It changes the book at once, before its records are committed: commands of one batch build on each other. Nobody
    else sees that early, because lanes read the book under the lock that is held until the commit (Stateful.write);
    and where the commit fails the process ends, and the book with it.
    """

    def __init__(self, book: Book, world: World, topics: Topics) -> None:
        self._book = book
        self._world = world
        self._topics = topics

    def __call__(self, record: ConsumerRecord) -> Iterable[Record]:
        """Raises InvalidMessage for bytes that are no command, Permanent for one that came by a wrong partition."""
        event = event_of(self._topics.requests, record.value, record.headers)
        if event is None:
            return []
        self._check_place(event.fact, record.partition)
        beside, at = self._book.of_account(event.fact.account), now()
        before = beside.get(event.fact.delivery)
        ruling = self._ruling(event, before, beside, at)
        if ruling == Ruling():
            return []
        written = self._written(event, ruling, before, at)
        if ruling.delivery:
            self._book.put(ruling.delivery)
        passes("before_t0_commit")
        return written

    def _ruling(
        self, event: Event[Command], before: Delivery | None, beside: Mapping[str, Delivery], at: datetime
    ) -> Ruling:
        command = event.fact
        if isinstance(command, Submit) and self._book.is_another_accounts(command.delivery, command.account):
            return Ruling(refused=ID_TAKEN)
        return rule_on(before, event.transition, command, self._world, at, beside=beside)

    def _check_place(self, command: Command, partition: int) -> None:
        """The state of an account is on one partition, whose owner alone decides about it."""
        if partition != self._book.number_of(command.account):
            raise Permanent(f"command {command.id} came by partition {partition}, where its account does not belong")

    def _written(self, event: Event[Command], ruling: Ruling, before: Delivery | None, at: datetime) -> list[Record]:
        records = [self._audit(event, ruling, before, at)]
        if ruling.delivery and ruling.transition:
            changed = changed_record(self._topics, ruling.transition, ruling.delivery, at, event.traceparent)
            if size_of(changed) > MOST_BYTES:
                raise Permanent(f"command {event.fact.id} makes its delivery larger than {MOST_BYTES:,} bytes")
            records.insert(0, changed)
        return records

    def _audit(self, event: Event[Command], ruling: Ruling, before: Delivery | None, at: datetime) -> Record:
        command = event.fact
        entry = AuditEntry(
            id=new_id(),
            at=at,
            who=command.by,
            act=event.transition,
            on=(command.delivery, command.id),
            outcome="refused" if ruling.refused else "done",
            why=self._without_names(ruling.refused or "", command, before),
        )
        return record_of(self._topics.audit, "audit.recorded", entry, id=entry.id, source=SERVICE, time=at)

    def _without_names(self, why: str, command: Command, delivery: Delivery | None) -> str:
        """The reason with ids in place of those whom it may name: the audit log outlives people's time here."""
        for person in (command.by, *(_involved(delivery) if delivery else ())):
            why = why.replace(self._world.name_of(person), person)
        return why


def _involved(delivery: Delivery) -> Iterable[str]:
    yield delivery.author
    if approval := delivery.approval:
        yield from (each for each in (approval.by, approval.second) if each)
    if down := delivery.take_down:
        yield from (each for each in (down.by, down.reviewed_by) if each)


def changed_record(
    topics: Topics, transition: str, delivery: Delivery, at: datetime, traceparent: str | None = None
) -> Record:
    """How a delivery stands now, as post.changed has it."""
    return record_of(
        topics.deliveries, transition, delivery, id=new_id(), source=SERVICE, time=at, traceparent=traceparent
    )
