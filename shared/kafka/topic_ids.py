"""The id that Kafka gives each topic when it is made: one that was deleted and made again is another topic.

aiokafka asks for metadata in a version without ids (0.14), so that the newer request is spelled out here.
"""

from collections.abc import Iterable
from io import BytesIO
from uuid import UUID

from aiokafka.client import AIOKafkaClient
from aiokafka.errors import KafkaConnectionError, KafkaError
from aiokafka.protocol.api import Request, RequestStruct, Response
from aiokafka.protocol.types import (
    AbstractType,
    Boolean,
    CompactArray,
    CompactString,
    Int16,
    Int32,
    Schema,
    TaggedFields,
)

from shared.errors import Transient

UUID_BYTES = 16


class _Uuid(AbstractType):  # type: ignore[misc]  # aiokafka ships no types
    @classmethod
    def encode(cls, value: UUID) -> bytes:
        return value.bytes

    @classmethod
    def decode(cls, data: BytesIO) -> UUID:
        return UUID(bytes=data.read(UUID_BYTES))


_PARTITION = (
    ("error_code", Int16),
    ("partition", Int32),
    ("leader", Int32),
    ("leader_epoch", Int32),
    ("replicas", CompactArray(Int32)),
    ("isr", CompactArray(Int32)),
    ("offline", CompactArray(Int32)),
    ("tags", TaggedFields),
)
_TOPIC = (
    ("error_code", Int16),
    ("name", CompactString("utf-8")),
    ("id", _Uuid),
    ("is_internal", Boolean),
    ("partitions", CompactArray(*_PARTITION)),
    ("authorized_operations", Int32),
    ("tags", TaggedFields),
)
_BROKER = (
    ("id", Int32),
    ("host", CompactString("utf-8")),
    ("port", Int32),
    ("rack", CompactString("utf-8")),
    ("tags", TaggedFields),
)


class _MetadataResponse(Response):  # type: ignore[misc]  # as above
    API_KEY = 3
    API_VERSION = 12
    SCHEMA = Schema(
        ("throttle_time_ms", Int32),
        ("brokers", CompactArray(*_BROKER)),
        ("cluster_id", CompactString("utf-8")),
        ("controller_id", Int32),
        ("topics", CompactArray(*_TOPIC)),
        ("tags", TaggedFields),
    )


class _MetadataStruct(RequestStruct):  # type: ignore[misc]  # as above
    API_KEY = 3
    API_VERSION = 12
    FLEXIBLE_VERSION = True
    RESPONSE_TYPE = _MetadataResponse
    SCHEMA = Schema(
        ("topics", CompactArray(("id", _Uuid), ("name", CompactString("utf-8")), ("tags", TaggedFields))),
        ("allow_auto_topic_creation", Boolean),
        ("include_authorized_operations", Boolean),
        ("tags", TaggedFields),
    )


class _MetadataRequest(Request[_MetadataStruct]):  # type: ignore[misc]  # as above
    API_KEY = 3

    def __init__(self, names: Iterable[str]) -> None:
        self._names = list(names)

    def build(self, request_struct_class: type[_MetadataStruct]) -> _MetadataStruct:
        topics: list[tuple[UUID, str, dict[int, bytes]]] = [(UUID(int=0), name, {}) for name in self._names]
        return request_struct_class(topics, False, False, {})


async def topic_ids(client: AIOKafkaClient, names: Iterable[str]) -> dict[str, UUID]:
    """The ids of those topics that exist, from a bootstrapped client; raises Transient where no broker answers."""
    node = client.get_random_node()
    if node is None:
        raise Transient("no broker is known")
    try:
        if not await client.ready(node):
            raise Transient("no broker answers")
        answer = await client.send(node, _MetadataRequest(names))
    except (KafkaError, KafkaConnectionError, OSError, TimeoutError) as error:
        raise Transient(f"no broker answers: {error!r}") from error
    return {topic[1]: topic[2] for topic in answer.topics if topic[0] == 0}
