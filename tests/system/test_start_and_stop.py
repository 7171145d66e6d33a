"""Start, stop, start again: nothing stays behind, and the data are still there."""

import os
import socket
from pathlib import Path

import httpx
import pytest

from shared.contracts.mention_changed import MENTION_CHANGED
from tests.support.system import free_port_base, keys_on, start_system, stop_system
from tests.support.waiting import wait_until


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.timeout(300)
async def test_data_stay_and_processes_do_not(tmp_path: Path) -> None:
    base = free_port_base()
    first = start_system(tmp_path, port_base=base)
    sent = await first.mention("Sea fog or did I leave the kettle on?")

    async def _stored() -> bool:
        return sent in await keys_on(first.endpoints["kafka"], MENTION_CHANGED.name)

    await wait_until(_stored, 20, what="the mention is stored")
    pids = first.endpoints["pids"]
    assert {"kafka", "sandbox-x", "ingest", "triage", "desk"} <= set(pids)
    assert stop_system(first) == 0
    assert not (tmp_path / "endpoints.json").exists()
    assert {name for name, pid in pids.items() if _lives(pid)} == set()

    second = start_system(tmp_path, port_base=base)
    try:
        assert (await keys_on(second.endpoints["kafka"], MENTION_CHANGED.name))[sent] == 1
        async with second.client() as desk:
            assert (await desk.get(f"/mentions/{sent}")).status_code == httpx.codes.OK
    finally:
        assert stop_system(second) == 0


def test_a_taken_port_is_named(tmp_path: Path) -> None:
    base = free_port_base()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", base))
        taken.listen()
        with pytest.raises(pytest.fail.Exception, match=str(base)):
            start_system(tmp_path, port_base=base)
