"""Adds contributions up to measures of districts, and tells them on district.measured: a Faust application."""

import asyncio

from services.metrics.aggregator.app import run
from services.metrics.settings import AggregatorSettings
from shared.process import run_service
from shared.registry import load_registry
from shared.settings import CommonSettings, read_settings


async def _serve(stop: asyncio.Event) -> None:
    common = read_settings(CommonSettings)
    await run(common, read_settings(AggregatorSettings), load_registry(common.registry), stop)


def main() -> int:
    """Run until told to stop."""
    return run_service("metrics-aggregator", _serve)
