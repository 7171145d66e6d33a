"""X as a source of mentions: the stream for speed, search for what the stream misses."""

import asyncio
import logging
from collections.abc import Iterator, Sequence
from itertools import islice

from services.ingest.domain.coverage import Coverage
from services.ingest.domain.intake import Intake
from services.ingest.domain.rules import queries_for, rules_for, tag_of
from services.ingest.domain.signals import Signal
from services.ingest.settings import IngestSettings
from services.ingest.sources.channel import Channel
from services.ingest.sources.x_rules import RuleKeeper
from services.ingest.sources.x_search import Searcher
from services.ingest.sources.x_stream import StreamReader
from shared.errors import BlueLampError
from shared.x.client import LOOKUP, XClient

logger = logging.getLogger(__name__)


class XSource:
    """Tells everything that X says about the intake's accounts into `signals`, for as long as it runs."""

    def __init__(
        self, client: XClient, settings: IngestSettings, force: str, intake: Intake, signals: asyncio.Queue[Signal]
    ) -> None:
        handles = [account.handle for account in intake.accounts.all]
        self.channel = Channel()
        self._client = client
        self._intake = intake
        self._every = settings.refused
        self._complete = False
        rules = RuleKeeper(client, rules_for(handles), tag_of(force), settings.rules_take, self.channel)
        self._reader = StreamReader(client, settings, rules, signals, self.channel)
        self._searcher = Searcher(
            client,
            settings,
            queries_for(handles),
            signals,
            self.channel,
            coverage=intake.coverage,
            lacks=intake.lacks,
            reconnect=self._reader.reconnect,
        )

    def covered(self, coverage: Coverage) -> None:
        """What has been delivered, and committed, up to now."""
        self._searcher.covered(coverage)
        if coverage.complete != self._complete:
            self._complete = coverage.complete
            self.channel.changed.set()

    async def run(self) -> None:
        """Go on until cancelled; whatever X does, this does not end."""
        async with asyncio.TaskGroup() as parts:
            parts.create_task(self._reader.run())
            parts.create_task(self._searcher.run())
            parts.create_task(self._learn_user_ids())

    async def _learn_user_ids(self) -> None:
        """Ask for the ids of our own accounts: answers and quotes name their addressee by id alone."""
        handles = [account.handle for account in self._intake.accounts.all]
        while True:
            try:
                users = [user for some in _portions(handles) for user in await self._client.users(some)]
            except BlueLampError as error:
                logger.warning("X does not tell our accounts' ids", extra={"reason": str(error)})
                await asyncio.sleep(self._every)
                continue
            break
        known = {user.handle.lower(): user.id for user in users}
        self._intake.accounts = self._intake.accounts.with_user_ids(known)
        for account in self._intake.accounts.all:
            if account.handle.lower() not in known:
                self.channel.troubles[account.id] = f"X has no account @{account.handle}"
                self.channel.changed.set()
                logger.error("X has no such account", extra={"account": account.id, "handle": account.handle})


def _portions(handles: Sequence[str]) -> Iterator[list[str]]:
    rest = iter(handles)
    while some := list(islice(rest, LOOKUP)):
        yield some
