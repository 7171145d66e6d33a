"""The product's own runtime, exactly once; typed work. Run as a service runs it: under uvloop, with its metrics."""

import asyncio
import signal
from collections.abc import Iterable

import uvloop
from aiokafka import ConsumerRecord

from bench.typed import typed_scan
from bench.workers.task import Task
from shared.contracts.record import Record
from shared.kafka.transform import Transform


async def work(task: Task) -> None:
    """Works until SIGTERM."""
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    scan = typed_scan(task.output)

    def handle(record: ConsumerRecord) -> Iterable[Record]:
        return (scan(record.value, record.headers),)

    transform = Transform(
        bootstrap=task.bootstrap, service="bench", group=task.group, inputs=[task.input], handler=handle
    )
    await transform.run(stop)


if __name__ == "__main__":
    uvloop.run(work(Task.from_command_line()))
