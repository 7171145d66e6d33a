"""Keeps one connection to X's filtered stream, and tells what comes over it."""

import asyncio
import logging
import random
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NoReturn

from services.ingest.domain.backoff import BackOff, Cause
from services.ingest.domain.rules import PLATFORM
from services.ingest.domain.signals import Alive, Connected, Doubted, Lost, Posted, Signal
from services.ingest.settings import IngestSettings
from services.ingest.sources.channel import Channel
from services.ingest.sources.counts import CONNECTS, NOTICES, UNREADABLE
from services.ingest.sources.timing import pace_of
from services.ingest.sources.x_rules import RuleKeeper
from shared.clock import now
from shared.errors import BlueLampError, InvalidMessage, NotAuthorised, RateLimited, Transient
from shared.x.client import POST_FIELDS, XClient
from shared.x.errors import ConnectionTaken
from shared.x.limits import ConnectBudget, limits_of
from shared.x.posts import answer_of
from shared.x.stream import Ending, stream_once

logger = logging.getLogger(__name__)


class StreamReader:
    """Connects, listens, and connects again as X asks for it; never ends by itself."""

    def __init__(
        self,
        client: XClient,
        settings: IngestSettings,
        rules: RuleKeeper,
        signals: asyncio.Queue[Signal],
        channel: Channel,
    ) -> None:
        self._client = client
        self._silence = settings.silence
        self._rules = rules
        self._signals = signals
        self._channel = channel
        self._back_off = BackOff(pace_of(settings))
        self._budget = ConnectBudget()
        self._connection: asyncio.Task[Ending] | None = None
        self._connected_at: datetime | None = None

    async def run(self) -> NoReturn:
        """Go on for ever."""
        while True:
            ending = await self._one_connection()
            await self._signals.put(Lost(now()))
            await asyncio.sleep(await self._wait_after(ending))

    def reconnect(self) -> None:
        """Leave the connection there is, for a new one."""
        if self._connection is not None:
            self._connection.cancel()

    async def connected(self, headers: Mapping[str, str]) -> None:
        """X accepts the connection."""
        limits = limits_of("stream connects", headers)
        self._channel.told(limits)
        for limit in limits[:1]:
            self._budget.told(limit)
        self._connected_at = now()
        await self._signals.put(Connected(max(self._connected_at, self._rules.in_effect or self._connected_at)))
        self._channel.becomes("up")
        logger.info("stream connected")

    async def line(self, line: bytes) -> None:
        """A line came: posts, a notice of X's, something newer than this code, or garbage."""
        at = now()
        try:
            answer = answer_of(line)
        except InvalidMessage as error:
            logger.warning("unreadable line in the stream", extra={"reason": str(error)})
            await self._doubt(at)
            return
        for notice in answer.notices:
            NOTICES.labels(PLATFORM, notice).inc()
            logger.warning("notice in the stream", extra={"title": notice})
        for post in answer.posts:
            await self._signals.put(Posted(post, "stream", at))
        if answer.unreadable:
            logger.warning("unreadable post in the stream", extra={"bytes": len(line)})
            await self._doubt(at)

    async def keep_alive(self) -> None:
        """X is there, and has nothing to say."""
        await self._signals.put(Alive(now()))

    async def _doubt(self, at: datetime) -> None:
        UNREADABLE.labels(PLATFORM, "stream").inc()
        await self._signals.put(Doubted(at))

    async def _one_connection(self) -> Ending:
        self._connected_at = None
        try:
            await self._rules.reconcile()
        except NotAuthorised as error:
            return Ending("refusal", error)
        except BlueLampError as error:  # rules outlive connections: those that stand are better than none
            logger.warning("stream rules could not be checked", extra={"reason": str(error)})
        await self._within_budget()
        self._connection = asyncio.create_task(
            stream_once(self._client.origin, self._client.token, self, silence=self._silence, fields=POST_FIELDS)
        )
        try:
            await asyncio.wait({self._connection})
        finally:
            self._connection.cancel()
        if self._connection.cancelled():
            return Ending("closed", Transient("left: it withheld posts"))
        ending = self._connection.result()
        if not ending.reached:
            self._budget.refund()
        return ending

    async def _within_budget(self) -> None:
        wait = self._budget.wait(now())
        if wait > timedelta(0):
            self._channel.becomes("down", "X's limit of connects is used up for now")
            logger.warning("connects are used up", extra={"wait_s": wait.total_seconds()})
            await asyncio.sleep(wait.total_seconds())
        self._budget.spend(now())

    async def _wait_after(self, ending: Ending) -> float:
        """Seconds until the next connect; tells why it has ended."""
        if self._connected_at is not None:
            self._back_off.lived((now() - self._connected_at).total_seconds())
        cause, asked = _cause(ending)
        if isinstance(ending.error, ConnectionTaken) and not self._back_off.failures("limit"):
            await self._end_ghosts()
            asked = 0.0
        wait = self._back_off.after(cause, jitter=random.random(), asked=asked)  # noqa: S311 - no secret
        CONNECTS.labels(PLATFORM, type(ending.error).__name__ if ending.cause == "refusal" else ending.cause).inc()
        logger.warning("stream ended", extra={"cause": ending.cause, "reason": str(ending.error), "wait_s": wait})
        if cause == "refused":
            self._channel.becomes("refused", str(ending.error))
        else:
            self._channel.becomes("down" if wait else "connecting", str(ending.error))
        return wait

    async def _end_ghosts(self) -> None:
        """X still counts the connection of a process of ours that was killed."""
        try:
            await self._client.close_connections()
        except BlueLampError as error:
            logger.info("old connections could not be ended", extra={"reason": str(error)})


def _cause(ending: Ending) -> tuple[Cause, float | None]:
    match ending.error:
        case NotAuthorised():
            return "refused", None
        case ConnectionTaken():
            return "limit", None
        case RateLimited(retry_after=seconds):
            return "limit", seconds
        case _:
            return ("http" if ending.cause == "refusal" else "broken"), None
