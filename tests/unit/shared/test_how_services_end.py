"""Every service ends with a code that says what to do, and one line of JSON; a traceback is in that line or nowhere."""

import asyncio
import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest

from shared.exits import FAULT, PERSON, RESTART
from shared.settings import CHECKOUT
from tests.support.ports import free_ports
from tests.support.waiting import wait_until

PROCESSES = {
    "INGEST": ("services.ingest",),
    "TRIAGE": ("services.triage",),
    "METRICS_SAMPLER": ("services.metrics", "sampler"),
    "METRICS_AGGREGATOR": ("services.metrics", "aggregator"),
    "DESK": ("services.desk",),
}
"""Module and arguments of each, by what the variable of its health port begins with."""

FAILING = """
import asyncio
from shared.errors import Misconfigured, Transient
from shared.process import run_service

async def fail(error):
    raise error

async def serve(stop):
    async with asyncio.TaskGroup() as outer:
        outer.create_task(within({error}))

async def within(error):
    async with asyncio.TaskGroup() as inner:
        inner.create_task(fail(error))
        inner.create_task(fail(Transient('a consequence')))

raise SystemExit(run_service('sample', serve))
"""


async def ended(*arguments: str, **environment: str) -> tuple[int | None, list[dict[str, Any]]]:
    """The exit code, and what was written to standard error; fails on a line that is no JSON."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, *arguments, cwd=CHECKOUT, env=os.environ | environment, stderr=asyncio.subprocess.PIPE
    )
    _, said = await asyncio.wait_for(process.communicate(), 30)
    return process.returncode, [json.loads(line) for line in said.splitlines()]


@pytest.mark.parametrize(
    ("error", "code", "says"),
    [
        ("Misconfigured('The key is wrong.', remedy='Mend it.')", PERSON, "The key is wrong. Mend it."),
        ("LookupError('gone')", FAULT, "a fault of its own"),
        ("Transient('Kafka is away')", RESTART, "starts again"),
    ],
)
async def test_a_failure_within_groups_is_one_line(error: str, code: int, says: str) -> None:
    returned, (line,) = await ended("-c", FAILING.format(error=error))
    assert (returned, line["exit_code"], line["others"]) == (code, code, ["Transient"])
    assert says in line["message"]
    assert line.get("exception", "").endswith("LookupError: gone") == (code == FAULT)


async def test_each_service_names_what_a_person_has_to_set_right(tmp_path: Path) -> None:
    surroundings = {"BLUELAMP_HOME": str(tmp_path), "BLUELAMP_REGISTRY": str(tmp_path / "nowhere")}
    starts = (ended("-m", *arguments, **surroundings) for arguments in PROCESSES.values())
    for code, (line,) in await asyncio.gather(*starts):
        assert code == PERSON
        assert "BLUELAMP_REGISTRY" in line["message"]


async def test_each_service_stops_when_told_while_kafka_is_away(tmp_path: Path) -> None:
    await asyncio.gather(*(_starts_and_stops(name, tmp_path / name) for name in PROCESSES))


async def _starts_and_stops(name: str, home: Path) -> None:
    kafka, health, page = free_ports(3)
    secrets = home / "secrets"
    secrets.mkdir(parents=True)
    for secret in ("x_bearer_token", "desk_session_key", "demo_sign_in_key"):
        (secrets / secret).write_text("a-key-for-tests-that-is-long-enough", encoding="utf-8")
    surroundings = {
        "BLUELAMP_HOME": str(home),
        "BLUELAMP_SECRETS": str(secrets),
        "BLUELAMP_KAFKA": f"127.0.0.1:{kafka}",
        f"{name}_HEALTH_PORT": str(health),
        "DESK_PORT": str(page),
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", *PROCESSES[name], cwd=CHECKOUT, env=os.environ | surroundings
    )

    async def waits() -> bool:
        assert process.returncode is None
        try:
            async with httpx.AsyncClient() as client:
                return str(kafka) in (await client.get(f"http://127.0.0.1:{health}/health/ready")).text
        except httpx.TransportError:
            return False

    try:
        await wait_until(waits, 60, what=f"{name} waits for Kafka")
        process.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(process.wait(), 10) == 0
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
