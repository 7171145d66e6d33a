"""A record of a fact, and the fact of a record: CloudEvents in Kafka's binary mode, the value as JSON."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Generic

from pydantic import ValidationError

from shared.contracts.partition import partition_of
from shared.contracts.topic import FactT, Topic
from shared.errors import InvalidMessage

Headers = list[tuple[str, bytes]]


@dataclass(frozen=True, slots=True)
class Record:
    """What is written: a place on a topic, and bytes. A `value` of None is a tombstone."""

    topic: str
    partition: int
    key: bytes
    value: bytes | None
    headers: Headers


@dataclass(frozen=True, slots=True)
class Event(Generic[FactT]):
    """What is read: the fact and the transition that led to it."""

    transition: str
    fact: FactT
    id: str
    source: str
    time: datetime
    traceparent: str | None


def record_of(
    topic: Topic[FactT],
    transition: str,
    fact: FactT,
    *,
    id: str,  # noqa: A002 - CloudEvents' own name for it
    source: str,
    time: datetime,
    traceparent: str | None = None,
) -> Record:
    """The record that says `fact`; raises KeyError for a transition the topic does not have."""
    expected = topic.transitions[transition]
    if type(fact) is not expected:
        message = f"{topic.name}: {transition} carries {expected.__name__}, not {type(fact).__name__}"
        raise TypeError(message)
    headers = [
        ("ce_id", id.encode()),
        ("ce_time", time.astimezone(UTC).isoformat().encode()),
        *_fixed_headers(transition, source),
    ]
    if traceparent:
        headers.append(("traceparent", traceparent.encode()))
    return Record(
        topic=topic.name,
        partition=partition_of(topic.scope(fact), topic.partitions),
        key=topic.key(fact).encode(),
        value=fact.__pydantic_serializer__.to_json(fact),
        headers=headers,
    )


def tombstone_of(topic: Topic[FactT], *, key: str, scope: str) -> Record:
    """The record that lets compaction forget an entity."""
    return Record(topic.name, partition_of(scope, topic.partitions), key.encode(), None, [])


def event_of(topic: Topic[FactT], value: bytes | None, headers: Iterable[tuple[str, bytes]]) -> Event[FactT] | None:
    """The event in a record, or None for a tombstone or a transition newer than this reader.

    Fields that this version does not know are ignored. Raises InvalidMessage when the bytes do not hold the contract.
    """
    if value is None:
        return None
    head = dict(headers)
    try:
        transition = head["ce_type"].decode()
        model = topic.transitions.get(transition)
        if model is None:
            return None
        fact = model.__pydantic_validator__.validate_json(value, extra="ignore")
        traceparent = head.get("traceparent")
        return Event(
            transition=transition,
            fact=fact,
            id=head["ce_id"].decode(),
            source=head["ce_source"].decode(),
            time=datetime.fromisoformat(head["ce_time"].decode()),
            traceparent=traceparent.decode() if traceparent else None,
        )
    except KeyError as error:
        raise InvalidMessage(f"{topic.name}: header {error} is missing") from error
    except ValidationError as error:
        raise InvalidMessage(f"{topic.name}: {_places(error)}") from error
    except ValueError as error:
        raise InvalidMessage(f"{topic.name}: a header cannot be read: {error}") from error


@lru_cache(maxsize=1_000)
def _fixed_headers(transition: str, source: str) -> tuple[tuple[str, bytes], ...]:
    return (
        ("ce_type", transition.encode()),
        ("ce_source", f"/bluelamp/{source}".encode()),
        ("ce_specversion", b"1.0"),
        ("content-type", b"application/json"),
    )


def _places(error: ValidationError) -> str:
    """Where the bytes break the contract, without repeating what they say: that may be a person's words."""
    return "; ".join(
        f"{'.'.join(str(part) for part in problem['loc']) or 'value'}: {problem['msg']}"
        for problem in error.errors(include_input=False, include_url=False, include_context=False)[:5]
    )
