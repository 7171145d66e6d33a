"""quixstreams, exactly once: plain JSON in and out, as its tutorials do it."""

import tempfile

from quixstreams import Application

from bench.work import scan
from bench.workers.task import Task

COMMIT_S = 1.0
"""A transaction each second: its default of 5 s was no faster."""


def main() -> None:
    """Works until SIGTERM, which quixstreams handles."""
    task = Task.from_command_line()
    with tempfile.TemporaryDirectory() as state:
        app = Application(
            broker_address=task.bootstrap,
            consumer_group=task.group,
            auto_offset_reset="earliest",
            auto_create_topics=False,
            processing_guarantee="exactly-once",
            commit_interval=COMMIT_S,
            state_dir=state,
            loglevel="WARNING",
        )
        mentions = app.dataframe(app.topic(task.input, value_deserializer="json"))
        mentions.apply(scan).to_topic(app.topic(task.output, value_serializer="json"))
        app.run()


if __name__ == "__main__":
    main()
