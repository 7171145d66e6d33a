"""A stand-in that cannot start says which thing is wrong and what to do, and nothing else."""

import asyncio
import os
import sys
from pathlib import Path

import pytest

from tests.support.ports import free_ports
from tests.support.sandbox import CHECKOUT, XStandIn
from tests.unit.sandbox.listener import add_rule, client_of, listening


async def start_with(**environment: str) -> tuple[int | None, str]:
    """The exit status, and what it said."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "deploy.sandbox.x",
        cwd=CHECKOUT,
        env={**os.environ, **environment},
        stderr=asyncio.subprocess.PIPE,
    )
    _, said = await asyncio.wait_for(process.communicate(), 20)
    return process.returncode, said.decode()


async def test_it_stops_cleanly_while_somebody_listens(x_process: XStandIn) -> None:
    async with client_of(x_process) as client:
        await add_rule(client, "@sbx_lewes", "lewes")
        async with listening(client) as stream:
            assert await x_process.stop() == 0
            await stream.ended.wait()
    assert not stream.broken


async def test_two_cannot_share_a_home(x_process: XStandIn) -> None:
    status, said = await start_with(**{**x_process.environment(), "SANDBOX_X_PORT": str(free_ports(1)[0])})
    assert status == 1
    assert said.startswith(f"The state of the stand-in in {x_process.home}")
    assert "BLUELAMP_HOME" in said


async def test_a_taken_port_is_named(x_process: XStandIn, tmp_path: Path) -> None:
    base = {"BLUELAMP_HOME": str(tmp_path / "other"), "BLUELAMP_PORT_BASE": str(x_process.port - 3)}
    status, said = await start_with(**base)
    assert status == 1
    assert said.startswith(f"The stand-in of X cannot listen on 127.0.0.1:{x_process.port}")
    assert "Traceback" not in said


@pytest.mark.parametrize(
    ("name", "value"),
    [("SANDBOX_X_KEEP_ALIVE", "99"), ("SANDBOX_X_LIMITS", "{"), ("BLUELAMP_PORT_BASE", "x"), ("SANDBOX_X_GHOST", "-1")],
)
async def test_a_wrong_setting_is_named(tmp_path: Path, name: str, value: str) -> None:
    status, said = await start_with(**{"BLUELAMP_HOME": str(tmp_path), name: value})
    assert status == 78
    assert name in said
    assert "Traceback" not in said


async def test_a_broken_state_is_named(tmp_path: Path) -> None:
    file = tmp_path / "sandbox-x" / "state.sqlite"
    file.parent.mkdir()
    file.write_bytes(b"this is no database" * 100)
    status, said = await start_with(BLUELAMP_HOME=str(tmp_path))
    assert status == 1
    assert str(file) in said
    assert "move the file away" in said
