"""Runs the node under the supervisor: `python -m deploy.local.kafka FOLDER PORT CONTROLLER_PORT`.

The process becomes Java itself, so that a signal for it reaches Kafka.
"""

import logging
import os
import sys
from pathlib import Path

from deploy.local.kafka.java import command
from deploy.local.kafka.properties import Node
from deploy.local.kafka.storage import prepare
from shared.errors import BlueLampError


def main(arguments: list[str]) -> None:
    """Never returns: ends with a clear message, or as Kafka."""
    logging.basicConfig(format="%(levelname)s %(message)s")
    folder, port, controller_port = arguments
    node = Node(Path(folder), int(port), int(controller_port))
    try:
        prepare(node)
        line = command("kafka.Kafka", str(node.properties), folder=node.folder)
    except (BlueLampError, OSError) as error:
        sys.exit(f"ERROR {error}")
    os.execv(line[0], line)  # noqa: S606 - no shell is wanted between the supervisor and Java


if __name__ == "__main__":
    main(sys.argv[1:])
