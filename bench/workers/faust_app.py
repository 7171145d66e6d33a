"""Faust, at least once (its exactly-once doubles): an agent with plain JSON in and out, one send for each record."""

import sys
import tempfile
from typing import Any

import faust

from bench.work import scan
from bench.workers.task import Task


def create_app(task: Task, folder: str) -> faust.App:
    """One agent from the input to the output."""
    app = faust.App(
        task.group,
        broker=f"kafka://{task.bootstrap}",
        processing_guarantee="at_least_once",
        consumer_auto_offset_reset="earliest",
        topic_disable_leader=True,
        datadir=folder,
    )
    mentions = app.topic(task.input, value_serializer="json")
    scanned = app.topic(task.output, value_serializer="json")

    @app.agent(mentions, name="scan")
    async def scan_mentions(stream: Any) -> None:  # noqa: ANN401 - Faust has no types of its own for it
        async for key, fields in stream.items():
            await scanned.send(key=key, value=scan(fields))

    return app


def main() -> None:
    """Works until SIGTERM, which Faust handles."""
    task = Task.from_command_line()
    with tempfile.TemporaryDirectory() as folder:
        sys.argv = [task.group, "worker", "--without-web", "--loglevel", "warn"]
        create_app(task, folder).main()


if __name__ == "__main__":
    main()
