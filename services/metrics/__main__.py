"""The two processes of metrics: `python -m services.metrics sampler` and `python -m services.metrics aggregator`."""

import asyncio
import sys

from services.metrics.settings import SamplerSettings, SandboxSamplerSettings
from shared.process import run_service
from shared.registry import load_registry
from shared.settings import CommonSettings, read_settings

USAGE = "Usage: python -m services.metrics sampler|aggregator\n"


async def _sample(stop: asyncio.Event) -> None:
    from services.metrics.sampler.app import run  # noqa: PLC0415 - neither process loads what only the other needs

    common = read_settings(CommonSettings)
    settings = read_settings(SandboxSamplerSettings if common.sandbox else SamplerSettings)
    await run(common, settings, load_registry(common.registry), stop)


def main() -> int:
    """Run until told to stop; what a person has set wrong ends it with one clear line."""
    match sys.argv[1:]:
        case ["sampler"]:
            return run_service("metrics-sampler", _sample)
        case ["aggregator"]:
            from services.metrics.aggregator import main as aggregate  # noqa: PLC0415 - Faust takes a second to load

            return aggregate()
        case _:
            sys.stderr.write(USAGE)
            return 2


if __name__ == "__main__":
    sys.exit(main())
