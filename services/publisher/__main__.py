"""The publisher process: `python -m services.publisher`; with `crash-points` it lists where it can be killed."""

import asyncio
import sys

from services.publisher.app import run
from services.publisher.settings import CRASH_POINTS, CrashSettings, PublisherSettings, SandboxPublisherSettings
from shared import crash
from shared.errors import Misconfigured
from shared.process import run_service
from shared.registry import load_registry
from shared.settings import CommonSettings, read_settings

USAGE = "Usage: python -m services.publisher [crash-points]\n"


async def _serve(stop: asyncio.Event) -> None:
    common = read_settings(CommonSettings)
    settings = read_settings(SandboxPublisherSettings if common.sandbox else PublisherSettings)
    crash_at = read_settings(CrashSettings).crash_at
    if crash_at and not common.sandbox:
        raise Misconfigured(
            "BLUELAMP_CRASH_AT is set, and this is no sandbox.", remedy="Unset it: it is for tests of a stand-in."
        )
    crash.arm(crash_at)
    await run(common, settings, load_registry(common.registry), stop)


def _list() -> int:
    width = max(len(point) for point in CRASH_POINTS)
    sys.stdout.writelines(f"{point:<{width}}  {what}\n" for point, what in CRASH_POINTS.items())
    return 0


def main() -> int:
    """Run until told to stop; what a person has set wrong ends it with one clear line."""
    if sys.argv[1:] == ["crash-points"]:
        return _list()
    if sys.argv[1:]:
        sys.stderr.write(USAGE)
        return 2
    return run_service("publisher", _serve)


if __name__ == "__main__":
    sys.exit(main())
