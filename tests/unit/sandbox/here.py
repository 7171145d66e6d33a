"""The stand-in of X in the test's own process: the same application over the same HTTP, without a process to start."""

from aiohttp import web

from deploy.sandbox.x.app import make_app
from deploy.sandbox.x.platform import Platform
from deploy.sandbox.x.settings import Settings
from tests.support.sandbox import XStandIn


class XHere(XStandIn):
    """A stand-in that cannot be killed, but starts in no time."""

    _runner: web.AppRunner | None = None

    async def start(self) -> None:
        """Serve, from what the folder holds."""
        self.write_token()
        settings = Settings.model_validate({"home": self.home, "secrets": self.secrets, **self.settings})
        self._runner = web.AppRunner(make_app(Platform(settings)), handler_cancellation=True, shutdown_timeout=3)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self.port).start()

    async def stop(self) -> int | None:
        """Stop cleanly."""
        if self._runner is not None:
            await self._runner.cleanup()
        return 0
