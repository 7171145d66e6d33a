"""Joins the parts of ingest: the one writer of mentions, what the process before knew, the source, the reports."""

import asyncio
import logging
from contextlib import AsyncExitStack
from datetime import timedelta

from services.ingest.domain.accounts import OwnAccount, OwnAccounts
from services.ingest.domain.coverage import Coverage
from services.ingest.domain.intake import Intake
from services.ingest.domain.rules import PLATFORM
from services.ingest.domain.signals import Signal
from services.ingest.journal import SERVICE, Journal
from services.ingest.memory import Memory, recall
from services.ingest.reports import Reporter
from services.ingest.settings import IngestSettings
from services.ingest.sources.x import XSource
from shared.clock import now
from shared.health import Health
from shared.kafka.writer import IdempotentWriter, TransactionalWriter
from shared.registry import Registry
from shared.settings import CommonSettings
from shared.x.client import XClient

logger = logging.getLogger(__name__)

WRITER = f"{SERVICE}-{PLATFORM}"
"""The transactional id, and the reporter's name: one process at a time reads X, and a new one fences the old."""


async def run(common: CommonSettings, settings: IngestSettings, registry: Registry) -> None:
    """Serve until cancelled; a transaction under way is finished first."""
    token = common.secret("x_bearer_token")
    async with AsyncExitStack() as stack:
        health = Health(SERVICE)
        await health.serve(settings.health_port, common.health_host)
        stack.push_async_callback(health.close)
        health.check("stream").fails(f"waiting for Kafka at {common.kafka}")
        logger.info("waiting for Kafka", extra={"bootstrap": common.kafka})
        writer, reports = await _writers(common.kafka, stack)
        memory = await recall(common.kafka, PLATFORM, WRITER)
        client = await stack.enter_async_context(XClient(common.x_origin, token))
        intake = _intake(settings, registry, memory)
        signals: asyncio.Queue[Signal] = asyncio.Queue(settings.queue)
        source = XSource(client, settings, registry.force.id, intake, signals)
        reporter = Reporter(WRITER, intake, source.channel, reports, health.check("stream"), settings.report_every)
        reporter.recall(memory.reports)
        journal = Journal(intake, signals, writer, settings, health, source.covered)
        logger.info("ingest begins", extra={"registry": registry.hash, "known": len(intake.seen)})
        async with asyncio.TaskGroup() as parts:
            for part in (source, journal, reporter):
                parts.create_task(part.run())


async def _writers(bootstrap: str, stack: AsyncExitStack) -> tuple[TransactionalWriter, IdempotentWriter]:
    """From here on the process before can write no more: what is on the topics stays as it is."""
    writer = TransactionalWriter(bootstrap, WRITER)
    await writer.start()
    stack.push_async_callback(writer.stop)
    reports = IdempotentWriter(bootstrap, name=f"{WRITER}-reports")
    await reports.start()
    stack.push_async_callback(reports.stop)
    return writer, reports


def _intake(settings: IngestSettings, registry: Registry, memory: Memory) -> Intake:
    accounts = OwnAccounts(
        OwnAccount(account.id, account.handle, account.platform_user_id)
        for account in registry.accounts.values()
        if account.platform == PLATFORM and account.status == "active"
    )
    begin = now() - timedelta(seconds=settings.first_reach)
    return Intake(
        platform=PLATFORM,
        accounts=accounts,
        seen=memory.seen,
        coverage=Coverage(memory.checkpoint.newest_at if memory.checkpoint else begin),
        search_lag=timedelta(seconds=settings.search_lag),
    )
