"""`bluelamp metrics import`: past followers reach the contributions once, and the same file again changes nothing."""

import asyncio
import json
import os
import sys
from pathlib import Path

from operations.exits import BAD_DATA
from shared.contracts.audit_recorded import AUDIT_RECORDED
from shared.contracts.contribution_changed import CONTRIBUTION_CHANGED
from shared.settings import CHECKOUT
from tests.broker.metrics.process import Sampler


async def imported(sampler: Sampler, folder: Path, *rows: tuple[str, str, object]) -> tuple[int, str, str]:
    """The status, and what it said."""
    file = folder / "followers.csv"
    file.write_text("account,at,followers\n" + "".join(f"{','.join(map(str, row))}\n" for row in rows))
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "operations", "metrics", "import", str(file)),
        cwd=CHECKOUT,
        env={
            **os.environ,
            "BLUELAMP_KAFKA": sampler.broker.bootstrap,
            "BLUELAMP_HOME": str(folder),
            "BLUELAMP_REGISTRY": str(sampler.registry),
        },
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await asyncio.wait_for(process.communicate(), 60)
    return int(process.returncode or 0), out.decode(), err.decode()


async def written(sampler: Sampler, entity: str) -> int:
    """How often an entity's contribution was written."""
    return sum(each.key == entity.encode() for each in await sampler.broker.read_all(CONTRIBUTION_CHANGED.name))


async def test_a_file_is_counted_once_however_often_it_is_imported(sampler: Sampler, tmp_path: Path) -> None:
    await sampler.start()
    hastings = sampler.id("hastings")
    rows = [(hastings, "2026-05-01", 600), ("@sbx_hastings", "2026-05-08T12:00:00Z", 627)]
    assert await imported(sampler, tmp_path, *rows) == (0, "2 counts of 1 account imported\n", "")
    assert (await sampler.contributed(f"account:{hastings}|2026-05-01", followers=600)).districts == ("hastings",)
    await sampler.contributed(f"account:{hastings}|2026-05-08", followers=627)

    later = [(hastings, "2026-05-01T09:00:00Z", 590), (hastings, "2026-05-15", 651)]
    await imported(sampler, tmp_path, *rows)
    await imported(sampler, tmp_path, *later)
    await sampler.contributed(f"account:{hastings}|2026-05-15", followers=651)
    assert await written(sampler, f"account:{hastings}|2026-05-01") == 1, "neither the same nor an older one"
    assert await written(sampler, f"account:{hastings}|2026-05-08") == 1

    await imported(sampler, tmp_path, (hastings, "2026-05-15", 652))
    await sampler.contributed(f"account:{hastings}|2026-05-15", followers=652)
    entries = [json.loads(record.value or b"{}") for record in await sampler.broker.read_all(AUDIT_RECORDED.name)]
    acts = [entry["act"] for entry in entries if hastings in entry["on"]]
    assert acts == ["metrics.import"] * 4


async def test_nothing_of_a_file_is_written_where_one_line_is_wrong(sampler: Sampler, tmp_path: Path) -> None:
    rows = [(sampler.id("lewes"), "2026-05-01", 600), ("x_nobody", "2026-05-01", 1)]
    status, _, err = await imported(sampler, tmp_path, *rows)
    assert status == BAD_DATA
    assert "line 3: 'x_nobody' is neither" in err
    assert await sampler.followers("lewes") == []
