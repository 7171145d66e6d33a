"""The desk process: `python -m services.desk`."""

import asyncio
import sys

from services.desk.app import Desk
from services.desk.settings import DeskSettings
from shared.process import run_service
from shared.registry import load_registry
from shared.settings import CommonSettings, read_settings


async def _serve(stop: asyncio.Event) -> None:
    common = read_settings(CommonSettings)
    await Desk(common, read_settings(DeskSettings), load_registry(common.registry)).run(stop)


def main() -> int:
    """Run until told to stop; what a person has set wrong ends it with one clear line."""
    return run_service("desk", _serve)


if __name__ == "__main__":
    sys.exit(main())
