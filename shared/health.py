"""Is this process alive, and is it ready? Answers for supervisors, and Prometheus metrics, on one small server.

Alive: the event loop turns and no loop of ours stands still; a broker's outage changes nothing about that, because
killing a process that waits for a broker cures nothing. Ready: every check that is needed
is well; the others are only told.
"""

import errno
import time
from dataclasses import dataclass, field
from datetime import datetime

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from shared.clock import now
from shared.errors import Misconfigured

STALLED_AFTER_S = 60.0
"""Longer than anything a loop may rightly wait for (an assignment: 25 s, a transaction: 8 s)."""


@dataclass(slots=True)
class Check:
    """One thing that has to be well before this process is ready."""

    name: str
    well: bool = False
    reason: str = "starting"
    needed: bool = True
    """False for what is told and mended, and keeps nobody from working meanwhile."""
    since: datetime = field(default_factory=now)

    def passes(self) -> None:
        """It is well."""
        self._becomes(well=True, reason="")

    def fails(self, reason: str) -> None:
        """It is not, and why, in words for the person who looks."""
        self._becomes(well=False, reason=reason)

    def _becomes(self, *, well: bool, reason: str) -> None:
        if (well, reason) != (self.well, self.reason):
            self.since = now() if well != self.well else self.since
            self.well, self.reason = well, reason


class Health:
    """The checks and loops of one process, and the server that tells of them."""

    def __init__(self, service: str) -> None:
        self.service = service
        self._checks: dict[str, Check] = {}
        self._beats: dict[str, float] = {}
        self._runner: web.AppRunner | None = None

    def check(self, name: str, *, needed: bool = True) -> Check:
        """The check of that name; a new one is not well until it is told so, unless it is not needed."""
        new = Check(name) if needed else Check(name, well=True, reason="", needed=False)
        return self._checks.setdefault(name, new)

    def beat(self, loop: str) -> None:
        """The loop of that name has just turned."""
        self._beats[loop] = time.monotonic()

    def ended(self, loop: str) -> None:
        """The loop of that name stopped for a reason that its check tells; it is alive no less for that."""
        self._beats.pop(loop, None)

    @property
    def ready(self) -> bool:
        """Every check that is needed is well."""
        return all(check.well for check in self._checks.values() if check.needed)

    @property
    def alive(self) -> bool:
        """No loop stands still."""
        return all(age < STALLED_AFTER_S for age in self._ages().values())

    async def serve(self, port: int, host: str = "127.0.0.1") -> None:
        """Answer `/health/live`, `/health/ready` and `/metrics` until `close`; raises Misconfigured on a taken port."""
        application = web.Application()
        application.router.add_get("/health/live", self._live)
        application.router.add_get("/health/ready", self._ready)
        application.router.add_get("/metrics", self._metrics)
        self._runner = web.AppRunner(application, access_log=None)
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, host, port).start()
        except OSError as error:
            await self.close()
            if error.errno != errno.EADDRINUSE:
                raise
            raise Misconfigured(
                f"Port {port} on {host}, for health and metrics of {self.service}, is taken by another process.",
                remedy="Stop that one, or move all ports with BLUELAMP_PORT_BASE.",
            ) from error

    async def close(self) -> None:
        """Stop answering."""
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    def _ages(self) -> dict[str, float]:
        return {loop: time.monotonic() - beat for loop, beat in self._beats.items()}

    async def _live(self, _: web.Request) -> web.Response:
        loops = {loop: round(age, 1) for loop, age in self._ages().items()}
        body = {"service": self.service, "alive": self.alive, "seconds_since_loops_turned": loops}
        return web.json_response(body, status=200 if self.alive else 503)

    async def _ready(self, _: web.Request) -> web.Response:
        checks = {
            check.name: {"well": check.well, "since": check.since.isoformat(), "reason": check.reason}
            for check in self._checks.values()
        }
        body = {"service": self.service, "ready": self.ready, "checks": checks}
        return web.json_response(body, status=200 if self.ready else 503)

    async def _metrics(self, _: web.Request) -> web.Response:
        return web.Response(body=generate_latest(), headers={"Content-Type": CONTENT_TYPE_LATEST})
