"""Runs the node under the supervisor: `python -m deploy.local.kafka`.

The process becomes Java itself, so that a signal for it reaches Kafka.
"""

import logging
import os
import sys

from deploy.local.kafka.java import command
from deploy.local.kafka.properties import Node
from deploy.local.kafka.storage import prepare
from deploy.local.layout import Layout
from deploy.local.processes import KAFKA
from shared.errors import BlueLampError
from shared.settings import read_settings


def main() -> None:
    """Never returns: ends with a clear message, or goes on as Kafka."""
    logging.basicConfig(format="%(levelname)s %(message)s")
    layout = read_settings(Layout)
    node = Node(layout.kafka, *(layout.port(offset) for offset in KAFKA.ports.values()))
    try:
        prepare(node)
        line = command("kafka.Kafka", str(node.properties), folder=node.folder)
    except (BlueLampError, OSError) as error:
        sys.exit(f"ERROR {error}")
    os.execv(line[0], line)  # noqa: S606 - no shell is wanted between the supervisor and Java


if __name__ == "__main__":
    main()
