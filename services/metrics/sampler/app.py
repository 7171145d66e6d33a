"""Joins the parts of the sampler."""

import asyncio

from services.metrics.settings import SamplerSettings
from shared.registry import Registry
from shared.settings import CommonSettings


async def run(common: CommonSettings, settings: SamplerSettings, registry: Registry, stop: asyncio.Event) -> None:
    """Count until `stop` is set."""
    del common, settings, registry
    await stop.wait()
