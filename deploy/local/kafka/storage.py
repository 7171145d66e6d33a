"""The node's data folder: formatted once, recognised for ever, never formatted over messages."""

import logging
import shutil
import subprocess
import uuid
from base64 import urlsafe_b64encode
from enum import Enum
from pathlib import Path

from deploy.local.kafka.java import command
from deploy.local.kafka.properties import LOGGING, Node, server_properties
from shared.errors import Misconfigured

log = logging.getLogger(__name__)

FORMAT_TIMEOUT_S = 60
"""Takes about a second; a loaded machine may need many."""


class State(Enum):
    """What a data folder is found to be."""

    NEW = "nothing there"
    FORMATTED = "formatted"
    HALF_WRITTEN = "a format was cut short, and it holds no messages"
    DAMAGED = "holds messages, but not the file that says whose they are"


def state_of(logs: Path) -> State:
    """What is in a folder that Kafka may have written."""
    if _names_its_cluster(logs / "meta.properties"):
        return State.FORMATTED
    if not logs.exists() or not any(logs.iterdir()):
        return State.NEW
    own = {"__cluster_metadata-0", "bootstrap.checkpoint", "meta.properties", "meta.properties.tmp"}
    partitions = [entry for entry in logs.iterdir() if entry.is_dir() and entry.name not in own]
    return State.DAMAGED if partitions else State.HALF_WRITTEN


def prepare(node: Node) -> None:
    """Write the settings, and format the data folder if that was never finished."""
    node.scratch.mkdir(parents=True, exist_ok=True)
    (node.folder / "log4j2.properties").write_text(LOGGING)
    node.properties.write_text(server_properties(node, node.logs))
    state = state_of(node.logs)
    if state is State.DAMAGED:
        raise Misconfigured(
            f"Kafka's data in {node.logs} cannot be used: it {state.value} (meta.properties).",
            remedy=f"Put the file back from a backup, or move {node.logs} away to start empty.",
        )
    if state is State.HALF_WRITTEN:
        log.warning("kafka format was cut short, formatting again", extra={"folder": str(node.logs)})
        shutil.rmtree(node.logs)
    if state is not State.FORMATTED:
        _format(node)


def _format(node: Node) -> None:
    """Format beside the place and move there: a folder at its place is a finished one."""
    coming = node.folder / "logs.coming"
    shutil.rmtree(coming, ignore_errors=True)
    settings = node.folder / "format.properties"
    settings.write_text(server_properties(node, coming))
    cluster = urlsafe_b64encode(uuid.uuid4().bytes).rstrip(b"=").decode().replace("-", "A", 1)
    arguments = ("format", "-t", cluster, "-c", str(settings), "--standalone")
    done = subprocess.run(  # noqa: S603 - our own Java with our own arguments
        command("kafka.tools.StorageTool", *arguments, folder=node.folder),
        capture_output=True,
        text=True,
        timeout=FORMAT_TIMEOUT_S,
        check=False,
    )
    if done.returncode != 0:
        raise Misconfigured(
            f"Kafka could not format {node.logs}: {_last_line(done.stdout + done.stderr)}",
            remedy="Check that the folder is writable and the disk has space, then start again.",
        )
    coming.replace(node.logs)
    settings.unlink()


def _names_its_cluster(meta: Path) -> bool:
    try:
        lines = meta.read_text().splitlines()
    except (OSError, UnicodeDecodeError):
        return False
    names = {line.partition("=")[0] for line in lines if line.partition("=")[2]}
    return {"cluster.id", "node.id", "directory.id"} <= names


def _last_line(output: str) -> str:
    lines = [line for line in output.splitlines() if line.strip() and not line.startswith("\tat ")]
    return lines[-1] if lines else "it said nothing"
