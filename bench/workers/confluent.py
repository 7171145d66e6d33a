"""confluent-kafka, exactly once: one transaction for each batch that `consume` gives, offsets inside it; typed work."""

import signal
import threading

from confluent_kafka import Consumer, Producer

from bench.typed import Scan, typed_scan
from bench.workers.task import Task

BATCH = 10_000
"""Records in a transaction at most: larger ones were no faster."""
WAIT_S = 0.1
"""For a batch to fill; it bounds latency when little comes in."""
QUEUE = 200_000
"""Messages that the producer may hold: more than a batch makes, so that `produce` never has to wait."""


def _consumer(task: Task) -> Consumer:
    consumer = Consumer(
        {
            "bootstrap.servers": task.bootstrap,
            "group.id": task.group,
            "auto.offset.reset": "earliest",
            "enable.auto.commit": False,
            "isolation.level": "read_committed",
        }
    )
    consumer.subscribe([task.input])
    return consumer


def _producer(task: Task) -> Producer:
    producer = Producer(
        {
            "bootstrap.servers": task.bootstrap,
            "transactional.id": task.group,
            "linger.ms": 5,
            "queue.buffering.max.messages": QUEUE,
        }
    )
    producer.init_transactions()
    return producer


def _handle_batch(consumer: Consumer, producer: Producer, handle: Scan) -> None:
    messages = consumer.consume(BATCH, WAIT_S)
    if not messages:
        return
    producer.begin_transaction()
    for message in messages:
        if message.error():
            raise RuntimeError(str(message.error()))
        record = handle(message.value(), message.headers() or [])
        producer.produce(
            record.topic, record.value, record.key, partition=record.partition, headers=list(record.headers)
        )
    producer.send_offsets_to_transaction(consumer.position(consumer.assignment()), consumer.consumer_group_metadata())
    producer.commit_transaction()


def main() -> None:
    """Works until SIGTERM."""
    task = Task.from_command_line()
    told_to_end = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: told_to_end.set())
    consumer, producer, handle = _consumer(task), _producer(task), typed_scan(task.output)
    while not told_to_end.is_set():
        _handle_batch(consumer, producer, handle)
    consumer.close()


if __name__ == "__main__":
    main()
