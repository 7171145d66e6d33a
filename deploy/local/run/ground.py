"""What must be true before anything starts: free ports, space on the disk, a folder of its own, secrets."""

import fcntl
import secrets
import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.local.layout import HOST, Layout
from deploy.local.run import grants
from shared.errors import Misconfigured

SECRETS = ("x_bearer_token", "desk_session_key", "demo_sign_in_key", "supervisor_password")
"""Each made once, at random: these guard a sandbox, and still nobody should guess them."""

SPACE_NEEDED = 500_000_000
"""Bytes. Kafka stops, and with it everything, when it cannot write."""

STEP = 100
"""Between two bases that are tried when one is suggested."""


@contextmanager
def one_at_a_time(layout: Layout) -> Iterator[None]:
    """Hold the installation's folder; raises Misconfigured when another `make run` holds it."""
    try:
        layout.home.mkdir(parents=True, exist_ok=True)
        file = (layout.home / "run.lock").open("w")
    except OSError as error:
        raise Misconfigured(
            f"The folder {layout.home} cannot be used: {error.strerror}.", remedy="Set BLUELAMP_HOME to one that can."
        ) from error
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise Misconfigured(
                f"Another `make run` uses {layout.home} already.",
                remedy="Stop it with Ctrl-C, or set BLUELAMP_HOME and BLUELAMP_PORT_BASE to run a second copy.",
            ) from error
        yield


def check_ports(layout: Layout) -> None:
    """Raises Misconfigured, naming each taken port, who needs it, and a base that is free."""
    taken = {port: who for port, who in layout.ports_needed().items() if not is_free(port)}
    if taken:
        named = ", ".join(f"port {port} (for {who})" for port, who in taken.items())
        raise Misconfigured(
            f"Taken by another program: {named}.",
            remedy=f"Stop that program, or move all ports: BLUELAMP_PORT_BASE={free_base(layout)} make run",
        )


def free_base(layout: Layout) -> int:
    """The next base whose ports are all free."""
    for base in range(layout.port_base + STEP, 65_000, STEP):
        other = layout.model_copy(update={"port_base": base})
        if all(is_free(port) for port in other.ports_needed()):
            return base
    return 18_400


def is_free(port: int) -> bool:
    """Whether nobody listens there."""
    with socket.socket() as candidate:
        candidate.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # what was closed a moment ago is free
        try:
            candidate.bind((HOST, port))
        except OSError:
            return False
        return True


def space_left(folder: Path) -> str | None:
    """A sentence when the disk is nearly full, else None."""
    free = shutil.disk_usage(folder).free
    if free >= SPACE_NEEDED:
        return None
    return f"The disk of {folder} is nearly full ({free // 1_000_000} MB free)."


def check_space(layout: Layout) -> None:
    """Raises Misconfigured when the disk is nearly full."""
    if full := space_left(layout.home):
        raise Misconfigured(full, remedy="Free some space, or set BLUELAMP_HOME to a folder on another disk.")


def prepare_folders(layout: Layout) -> None:
    """The folders, and the secrets where there are none yet."""
    for folder in (layout.kafka, layout.logs, layout.secrets):
        folder.mkdir(parents=True, exist_ok=True)
    layout.secrets.chmod(0o700)
    for name in SECRETS:
        _keep(layout.secrets / name, secrets.token_hex(32))
    for name, key in grants.keys(layout.registry):
        _keep(layout.secrets / name, key)


def _keep(file: Path, secret: str) -> None:
    """Put a secret where there is none; one that is there stays."""
    if not file.exists():
        file.touch(mode=0o600)
    if not file.stat().st_size:
        file.write_text(secret)
