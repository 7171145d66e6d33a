"""The whole system, started as `make run` starts it, and the words to ask it from outside."""

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from aiokafka import AIOKafkaConsumer, TopicPartition

from shared.settings import CHECKOUT
from tests.support.ports import free_block

START_DEADLINE_S = 120
"""Generous: a busy machine of two cores starts Kafka and four Python services at once."""
PORTS = 40
"""A system listens on fewer, from its base on."""
STOP_DEADLINE_S = 40


@dataclass
class System:
    """A running system: where it is, and its process."""

    home: Path
    process: subprocess.Popen[bytes]

    @property
    def endpoints(self) -> dict[str, Any]:
        """What endpoints.json says now."""
        found: dict[str, Any] = json.loads((self.home / "endpoints.json").read_text(encoding="utf-8"))
        return found

    def client(self, person: str = "supervisor") -> httpx.AsyncClient:
        """A client of the desk, signed in by the token of the person's demo link."""
        token = self.endpoints["sign_in"][person].split("token=")[1]
        return httpx.AsyncClient(
            base_url=self.endpoints["desk"], headers={"Authorization": f"Bearer {token}"}, timeout=20
        )

    async def mention(self, text: str, *, account: str = "sbx_hastings", author: str = "somebody") -> str:
        """Somebody mentions an account on the stand-in; answers the mention's id in the product."""
        async with httpx.AsyncClient(base_url=self.endpoints["sandbox"]["x"], timeout=20) as x:
            answer = await x.post("/control/mentions", json={"account": account, "author": author, "text": text})
            answer.raise_for_status()
            return f"x:{answer.json()['id']}"

    async def fault(self, on: str, kind: str, **more: object) -> None:
        """Arm a fault of the stand-in."""
        async with httpx.AsyncClient(base_url=self.endpoints["sandbox"]["x"], timeout=20) as x:
            (await x.post("/control/faults", json={"on": on, "kind": kind, **more})).raise_for_status()

    def kill(self, process: str) -> int:
        """Kill -9 of one process; answers the pid it had."""
        pid = int(self.endpoints["pids"][process])
        os.kill(pid, signal.SIGKILL)
        return pid

    def log(self) -> str:
        """Everything that the run printed."""
        return (self.home / "run.out").read_text(encoding="utf-8", errors="replace")


async def keys_on(bootstrap: str, topic: str, *, without: str = "") -> Counter[str]:
    """How often each key stands on a topic now, read committed, as any plain consumer sees it.

    Events of the type `without` are not counted.
    """
    consumer = AIOKafkaConsumer(
        bootstrap_servers=bootstrap, isolation_level="read_committed", auto_offset_reset="earliest"
    )
    try:
        await consumer.start()
        await consumer._client.set_topics([topic])
        places = [TopicPartition(topic, number) for number in consumer.partitions_for_topic(topic) or ()]
        consumer.assign(places)
        ends = await consumer.end_offsets(places)
        seen: Counter[str] = Counter()
        while any([await consumer.position(place) < end for place, end in ends.items()]):
            for records in (await consumer.getmany(timeout_ms=200)).values():
                seen.update(
                    record.key.decode()
                    for record in records
                    if record.key and record.value is not None and dict(record.headers)["ce_type"] != without.encode()
                )
        return seen
    finally:
        await consumer.stop()


def start_system(home: Path, *, port_base: int, arguments: str = "--no-demo") -> System:
    """Start everything and wait until it is ready."""
    home.mkdir(parents=True, exist_ok=True)
    environment = {**os.environ, "BLUELAMP_HOME": str(home), "BLUELAMP_PORT_BASE": str(port_base)}
    with (home / "run.out").open("ab") as out:
        process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-m", "deploy.local.run", *arguments.split()],
            cwd=CHECKOUT,
            env=environment,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    system = System(home, process)
    deadline = time.monotonic() + START_DEADLINE_S
    while not (home / "endpoints.json").exists():
        if process.poll() is not None or time.monotonic() > deadline:
            stop_system(system)
            pytest.fail(f"the system did not get ready:\n{system.log()[-4000:]}")
        time.sleep(0.1)
    return system


def stop_system(system: System) -> int:
    """Ctrl-C, as a person would; answers the exit status."""
    if system.process.poll() is None:
        system.process.send_signal(signal.SIGINT)
    try:
        return system.process.wait(STOP_DEADLINE_S)
    except subprocess.TimeoutExpired:
        os.killpg(system.process.pid, signal.SIGKILL)
        pytest.fail(f"the system did not stop within {STOP_DEADLINE_S} s:\n{system.log()[-4000:]}")


@pytest.fixture(scope="session")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    """One running system for every test that only looks or adds."""
    running = start_system(tmp_path_factory.mktemp("system"), port_base=free_port_base())
    yield running
    stop_system(running)


def free_port_base() -> int:
    """A port with room for all that a system listens on above it."""
    return free_block(PORTS)
