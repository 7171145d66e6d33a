"""A record of a fact, and the fact of a record: CloudEvents in Kafka's binary mode, the value as JSON."""

from collections.abc import Iterable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Generic, NamedTuple

import orjson
from pydantic import ValidationError

from shared.contracts.partition import partition_of
from shared.contracts.topic import FactT, Topic
from shared.errors import InvalidMessage

Headers = list[tuple[str, bytes]]


class Record(NamedTuple):
    """What is written: a place on a topic, and bytes. A `value` of None is a tombstone."""

    topic: str
    partition: int
    key: bytes
    value: bytes | None
    headers: Headers


class Event(NamedTuple, Generic[FactT]):
    """What is read: the fact, the transition that led to it, and the headers, which are decoded when asked for."""

    transition: str
    fact: FactT
    headers: dict[str, bytes]

    @property
    def id(self) -> str:
        """Unique together with the source; like every header, InvalidMessage is raised when it is missing."""
        return self._header("ce_id")

    @property
    def source(self) -> str:
        """Which service of ours said it."""
        return self._header("ce_source")

    @property
    def time(self) -> datetime:
        """When it was said."""
        try:
            return datetime.fromisoformat(self._header("ce_time"))
        except ValueError as error:
            raise InvalidMessage(f"{self.transition}: header ce_time cannot be read: {error}") from error

    @property
    def traceparent(self) -> str | None:
        """The trace it belongs to, where there is one."""
        traceparent = self.headers.get("traceparent")
        return traceparent.decode() if traceparent else None

    def _header(self, name: str) -> str:
        try:
            return self.headers[name].decode()
        except KeyError as error:
            raise InvalidMessage(f"{self.transition}: header {name} is missing") from error
        except UnicodeDecodeError as error:
            raise InvalidMessage(f"{self.transition}: header {name} cannot be read: {error}") from error


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
    headers = [("ce_id", id.encode()), ("ce_time", _rfc_3339(time)), *_fixed_headers(transition, source)]
    if traceparent:
        headers.append(("traceparent", traceparent.encode()))
    return Record(
        topic.name,
        partition_of(topic.scope(fact), topic.partitions),
        topic.key(fact).encode(),
        fact.__pydantic_serializer__.to_json(fact),
        headers,
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
        return Event(transition, model.__pydantic_validator__.validate_json(value, extra="ignore"), head)
    except KeyError as error:
        raise InvalidMessage(f"{topic.name}: header {error} is missing") from error
    except ValidationError as error:
        raise InvalidMessage(f"{topic.name}: {_places(error)}") from error
    except UnicodeDecodeError as error:
        raise InvalidMessage(f"{topic.name}: header ce_type cannot be read: {error}") from error


@lru_cache(maxsize=1_000)
def _fixed_headers(transition: str, source: str) -> tuple[tuple[str, bytes], ...]:
    return (
        ("ce_type", transition.encode()),
        ("ce_source", f"/bluelamp/{source}".encode()),
        ("ce_specversion", b"1.0"),
        ("content-type", b"application/json"),
    )


def _rfc_3339(time: datetime) -> bytes:
    """As `isoformat` in UTC, in a quarter of its time."""
    return orjson.dumps(time if time.tzinfo is UTC else time.astimezone(UTC))[1:-1]


def _places(error: ValidationError) -> str:
    """Where the bytes break the contract, without repeating what they say: that may be a person's words."""
    return "; ".join(
        f"{'.'.join(str(part) for part in problem['loc']) or 'value'}: {problem['msg']}"
        for problem in error.errors(include_input=False, include_url=False, include_context=False)[:5]
    )
