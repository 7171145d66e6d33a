"""The guard around transactions: a request whose fate is unknown ends the process.

aiokafka sends such a request again by itself. When the first copy was only late, it then acts inside the *next*
transaction: a late EndTxn tears it, a late TxnOffsetCommit moves the offset back. A new process gets a new epoch
from the broker, and with it whatever is still on its way is refused.
"""

import asyncio
from typing import Any

from aiokafka import AIOKafkaProducer
from aiokafka.errors import NodeNotReadyError
from aiokafka.protocol.transaction import (
    AddOffsetsToTxnRequest,
    AddPartitionsToTxnRequest,
    EndTxnRequest,
    TxnOffsetCommitRequest,
)

from shared.kafka.client import new_producer, start
from shared.kafka.fatal import End
from shared.kafka.timing import Timing

FATEFUL = (AddPartitionsToTxnRequest, AddOffsetsToTxnRequest, TxnOffsetCommitRequest, EndTxnRequest)
"""Requests without a sequence number: the broker cannot tell a late copy from a new one. (Produce has one.)"""


async def fenced_producer(bootstrap: str, transactional_id: str, *, timing: Timing, end: End) -> AIOKafkaProducer:
    """A started, guarded producer; every earlier one with this id can do nothing any more."""
    producer = new_producer(bootstrap, transactional_id=transactional_id, timing=timing)
    guard(producer, transactional_id, end)
    await start(producer, timing=timing)
    return producer


def guard(producer: AIOKafkaProducer, transactional_id: str, end: End) -> None:
    """End the process when this producer's transaction may or may not have heard a request."""
    send = producer.client.send

    async def guarded(node: int, request: object, **options: Any) -> object:  # noqa: ANN401 - aiokafka's own options
        try:
            return await send(node, request, **options)
        except (NodeNotReadyError, asyncio.CancelledError):
            raise  # it was never sent; or this producer is never used again
        except BaseException as error:
            if isinstance(request, FATEFUL):
                end(
                    f"{type(request).__name__} of {transactional_id} has an unknown fate: {error!r}.",
                    remedy="The process starts again and goes on from what was committed.",
                )
            raise

    producer.client.send = guarded
