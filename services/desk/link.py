"""The desk's link to Kafka: is it there, are the topics the same as ever, and may something be written now?"""

import asyncio
import logging
from collections.abc import Mapping, Sequence

from aiokafka.client import AIOKafkaClient
from aiokafka.errors import KafkaError

from services.desk.readmodel.freshness import Freshness
from services.desk.readmodel.store import Store
from services.desk.readmodel.topics import DeskTopics
from shared.clock import now
from shared.contracts.record import Record
from shared.errors import Permanent, Transient
from shared.health import Check
from shared.kafka.topic_ids import topic_ids
from shared.kafka.writer import TransactionalWriter

logger = logging.getLogger(__name__)

LOOK_EVERY_S = 1.0
"""A page says within this, and a time-out, that Kafka is out of reach."""
ANSWER_WITHIN_S = 2.0
"""A broker on the same network answers in milliseconds."""


class Link:
    """Looks every second; before a write it looks once more, so that a transaction is not begun in vain."""

    def __init__(self, bootstrap: str, topics: DeskTopics, store: Store, freshness: Freshness, check: Check) -> None:
        self._bootstrap = bootstrap
        self._names = topics.needed()
        self._store = store
        self._freshness = freshness
        self._check = check
        self._client: AIOKafkaClient | None = None
        self._turn = asyncio.Lock()
        """One look at a time: each would make a client of its own."""
        self._known = asyncio.Event()
        self._writer: TransactionalWriter | None = None
        self.changed = asyncio.Event()
        """Set when a topic was deleted and made again: the desk has to start afresh."""

    async def run(self) -> None:
        """Look until cancelled."""
        try:
            while True:
                try:
                    await self.look()
                except Transient as error:
                    self._lost(error)
                await asyncio.sleep(LOOK_EVERY_S)
        finally:
            await self._forget_client()

    async def topics_known(self) -> None:
        """Return when the read model is known to be of the topics that are there."""
        await self._known.wait()

    def writes_with(self, writer: TransactionalWriter) -> None:
        """The writer has started: what people do can be written."""
        self._writer = writer

    async def look(self) -> None:
        """Ask for the topics' ids; raises Transient where nobody answers in time."""
        async with self._turn:
            try:
                async with asyncio.timeout(ANSWER_WITHIN_S):
                    client = await self._bootstrapped()
                    ids = await topic_ids(client, self._names)
            except (TimeoutError, KafkaError, OSError) as error:
                await self._forget_client()
                raise Transient(f"no broker answers at {self._bootstrap}: {error!r}") from error
        if set(ids) < set(self._names):
            missing = ", ".join(sorted(set(self._names) - set(ids)))
            raise Transient(f"topic {missing} does not exist; `bluelamp topics apply` creates it")
        self.found({f"topic:{name}": str(uuid) for name, uuid in ids.items()})
        self._freshness.reached()
        self._check.passes()

    async def write(self, records: Sequence[Record]) -> None:
        """Write in one transaction; raises Transient, with nothing written, while Kafka is out of reach."""
        if self._writer is None:
            raise Transient("the writer has not started: no broker has answered yet")
        try:
            await self.look()
        except Transient as error:
            self._lost(error)
            raise
        try:
            await self._writer.write(records)
        except Permanent as error:
            raise Transient(str(error)) from error

    def found(self, ids: Mapping[str, str]) -> None:
        """These topics are there: at the start the read model is made theirs; later ones of other ids set `changed`.

        While the desk runs its read model stays as it is: what is being read would fill the new file with old offsets.
        """
        if not self._known.is_set():
            self._store.belongs_to(ids)
            self._known.set()
        elif not self._store.still_of(ids):
            logger.error("a topic was made anew while the desk ran; it starts again")
            self.changed.set()

    def _lost(self, error: Transient) -> None:
        if self._freshness.lost_since is None:
            logger.warning("Kafka is out of reach", extra={"why": str(error)})
        self._freshness.lost(now())
        self._check.fails(str(error))

    async def _bootstrapped(self) -> AIOKafkaClient:
        if self._client is None:
            client = AIOKafkaClient(bootstrap_servers=self._bootstrap, request_timeout_ms=int(ANSWER_WITHIN_S * 1000))
            try:
                await client.bootstrap()
            except BaseException:
                await client.close()
                raise
            self._client = client
        return self._client

    async def _forget_client(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            await client.close()
