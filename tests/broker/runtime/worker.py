"""A process that copies numbered records exactly once, and hurts itself where a test says so.

Its one argument is a JSON object; the fields are those of `Work`.
"""

import asyncio
import os
import signal
import sys
import time
from collections.abc import Awaitable, Callable
from typing import Literal

from aiokafka import ConsumerRecord
from pydantic import BaseModel

from shared.contracts.partition import partition_of
from shared.contracts.record import Record
from shared.errors import InvalidMessage
from shared.kafka import transaction, transform
from shared.kafka.batches import Packing
from shared.kafka.timing import Timing
from shared.logging import log_to_stderr

Hurt = Literal["none", "kill_when_delivered", "kill_when_committed", "freeze_when_delivered"]


class Work(BaseModel):
    """What to copy, and where to get hurt."""

    bootstrap: str
    group: str
    service: str
    source: str
    target: str
    target_partitions: int
    timing: dict[str, float] = {}
    hurt: Hurt = "none"
    at: int = 0
    """At which transaction of this process."""
    slow: float = 0.0
    """Seconds for each record: what a service does with it."""


HURTS = {
    "kill_when_delivered": (Packing, "deliver", signal.SIGKILL),
    "freeze_when_delivered": (Packing, "deliver", signal.SIGSTOP),
    "kill_when_committed": (transaction, "transact", signal.SIGKILL),
}


def copy(work: Work) -> Callable[[ConsumerRecord], list[Record]]:
    """The same record on the target; partitions follow the key up to its bar. Fillers are dropped."""

    def handler(record: ConsumerRecord) -> list[Record]:
        if record.value == b"unreadable":
            raise InvalidMessage("it cannot be read")
        if record.value == b"mistake":
            return [Record(work.target, 0, record.key, b"%d" % (1 // 0), [])]
        if record.value == b"filler":
            return []
        if work.slow:
            time.sleep(work.slow)
        value = b"x" * 1_200_000 if record.value == b"huge" else record.value
        partition = partition_of(record.key.decode().partition("|")[0], work.target_partitions)
        return [Record(work.target, partition, record.key, value, list(record.headers))]

    return handler


def hurt_at(work: Work) -> None:
    """Make the process kill or freeze itself in the middle, or right after, its n-th transaction."""
    seen = 0

    def hurting(step: Callable[..., Awaitable[None]], how: signal.Signals) -> Callable[..., Awaitable[None]]:
        async def and_then_hurt(*args: object, **options: object) -> None:
            nonlocal seen
            await step(*args, **options)
            seen += 1
            if seen == work.at:
                os.kill(os.getpid(), how)

        return and_then_hurt

    if work.hurt != "none":
        place, step, how = HURTS[work.hurt]
        setattr(place, step, hurting(getattr(place, step), how))


async def main(work: Work) -> None:
    """Copy until SIGTERM."""
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    await transform.Transform(
        bootstrap=work.bootstrap,
        service=work.service,
        group=work.group,
        inputs=[work.source],
        handler=copy(work),
        timing=Timing(**work.timing),
    ).run(stop)


if __name__ == "__main__":
    log_to_stderr("copier")
    given = Work.model_validate_json(sys.argv[1])
    hurt_at(given)
    asyncio.run(main(given))
