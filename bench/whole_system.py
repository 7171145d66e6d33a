"""Everything that `make run` starts, without the demo, in a folder and on ports of its own."""

import asyncio
import json
import os
import signal
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from bench.worker_process import WorkerFailed
from deploy.local.paths import ROOT

START_S = 180.0
END_S = 60.0
LOOK_S = 0.2


@asynccontextmanager
async def whole_system(folder: Path, port_base: int) -> AsyncIterator[dict[str, Any]]:
    """What its endpoints.json says, once it is ready; it is stopped as by Ctrl-C when the block ends."""
    endpoints, log = folder / "endpoints.json", folder / "run.log"
    environment = os.environ | {"BLUELAMP_HOME": str(folder), "BLUELAMP_PORT_BASE": str(port_base)}
    with log.open("wb") as said:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "deploy.local.run", "--no-demo"),
            cwd=ROOT,
            env=environment,
            stdout=said,
            stderr=said,
            start_new_session=True,
        )
    try:
        until = time.monotonic() + START_S
        while not endpoints.exists():
            if process.returncode is not None or time.monotonic() > until:
                raise WorkerFailed(f"the system did not start: {' / '.join(log.read_text().splitlines()[-5:])}")
            await asyncio.sleep(LOOK_S)
        yield json.loads(endpoints.read_bytes())
    finally:
        process.send_signal(signal.SIGINT)
        await asyncio.wait_for(process.wait(), END_S)
