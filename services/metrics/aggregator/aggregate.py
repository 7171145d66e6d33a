"""Contributions in, measures out: the table, what follows from it, and what of that is written."""

import asyncio
import logging
from collections.abc import Iterable, MutableMapping, Sequence
from dataclasses import dataclass
from datetime import date

from aiokafka import ConsumerRecord
from faust.types import TP, AppT

from services.metrics.aggregator import numbers
from services.metrics.aggregator.board import Board, today
from services.metrics.aggregator.faust_app import ANSWER_S
from services.metrics.aggregator.intake import Intake
from services.metrics.aggregator.table import GONE, Table
from services.metrics.domain.measures_index import Cell, Contributions
from shared.contracts.contribution_changed import CONTRIBUTION_CHANGED, Contribution
from shared.contracts.district_measured import DISTRICT_MEASURED, Measured
from shared.contracts.record import Record
from shared.contracts.topic import Topic
from shared.errors import InvalidMessage
from shared.kafka.follow import Follower, read_to_end

logger = logging.getLogger(__name__)

READ_BACK_S = 50.0
"""Years of a force are read in seconds. Beyond this a broker is away: a new start waits for it and says so."""


@dataclass(frozen=True)
class Topics:
    """Where contributions come from and measures go to; tests put their own in place of them."""

    contributions: Topic[Contribution] = CONTRIBUTION_CHANGED
    measures: Topic[Measured] = DISTRICT_MEASURED


class Aggregator:
    """Keeps district.measured at what follows from the contributions, for as long as their partition is its own.

    Everything it writes is absolute: what is written twice, or read twice, changes nothing.
    """

    def __init__(
        self,
        app: AppT,
        table: Table,
        topics: Topics,
        *,
        board: Board,
        reading: Follower,
        intake: Intake,
        bootstrap: str,
    ) -> None:
        """`reading` brings what is on the topic of measures to the board, also while another process owns them."""
        self.source = TP(topics.contributions.name, 0)
        self._app = app
        self._table = table
        self._topics = topics
        self._board = board
        self._reading = reading
        self._doubted: frozenset[str] = frozenset()
        self._intake = intake
        self._bootstrap = bootstrap
        self._contributions = Contributions()
        self._beyond: dict[bytes, bytes] = {}
        """What the table did not have at the last recovery, by key."""
        self._turn = asyncio.Lock()
        """Held while something is written."""
        self._told_on: date | None = None
        """The day for which everything was told; None while the partition is another process's."""

    @property
    def owns(self) -> bool:
        """Whether the contributions are ours to add up; a process that stands by owns nothing."""
        return self.source in self._app.consumer.assignment()

    async def recover(self) -> None:
        """Begin anew from the table, the contributions, and what stands: to be called after every assignment.

        The table comes back from its changelog by Faust's doing. That nothing is missing from it is not taken on
        trust: contribution.changed keeps everything, so what it has beyond the table is taken in as well.
        """
        async with self._turn:
            self._contributions = Contributions()
            for key, value in self._table.items():
                self._load(key, value)
            from_table = len(self._contributions)
            self._beyond.clear()
            async with asyncio.timeout(READ_BACK_S):
                await read_to_end(self._bootstrap, [self._topics.contributions], self._catch_up)
                await self._reading.caught_up.wait()
                await self._reading.reach_end(within=READ_BACK_S)
            for key, value in self._beyond.items():  # the last word of each: there may be a thousand of one
                self._table[key] = value
            self._board.believe(self._board.in_doubt())
            await self._tell_all()
        numbers.recovered(from_table, len(self._beyond))
        logger.info("measures follow", extra={"from_changelog": from_table, "beyond_it": len(self._beyond)})

    async def take(self, records: Sequence[ConsumerRecord]) -> None:
        """Take these contributions in, and return when all that follows is acknowledged.

        Those that Faust still gives out after it lost the partition are left to whoever recovers it.
        """
        async with self._turn:
            taken = self._intake.take(records)
            await self._write(taken.letters)
            changed: set[Cell] = set()
            for key, value, contribution in taken.contributions if self._told_on else ():
                changed |= self._put(self._table, key, value, contribution)
            await self._tell(changed)

    async def look_at_the_date(self) -> None:
        """On a new day, let go of the days that are no longer kept."""
        async with self._turn:
            if self._told_on is not None and self._told_on != today():
                await self._tell_all()

    async def look_at_what_stands(self) -> None:
        """Write again what another process wrote over our words, as one does that was paused while it owned them.

        What was read may also be an older word of ours, or we may be the one that was paused: both are known by the
        next look.
        """
        before, self._doubted = self._doubted, self._board.in_doubt() if self._told_on else frozenset()
        keys = before & self._doubted
        async with self._turn:
            if keys and self._told_on is not None:
                logger.warning(
                    "Another process wrote over measures; they are told again", extra={"measures": len(keys)}
                )
                await self._tell(self._board.believe(keys))

    async def lose(self) -> None:
        """The partition may be another's from now on: returns when nothing is being written any more."""
        async with self._turn:
            self._told_on = None

    def _load(self, key: bytes, value: bytes) -> None:
        if value != GONE:
            try:
                self._contributions.take(Contribution.model_validate_json(value, extra="ignore"))
            except ValueError:
                logger.exception("An entry of the table cannot be read", extra={"entity": key.decode(errors="replace")})

    def _catch_up(self, records: Sequence[ConsumerRecord]) -> None:
        for record in records:
            try:
                contribution = self._intake.read(record)
            except InvalidMessage:
                continue  # it was put aside, or will be, when its turn comes
            if contribution or record.value is None:
                self._put(self._beyond, record.key, record.value or GONE, contribution)

    def _put(
        self, into: MutableMapping[bytes, bytes], key: bytes, value: bytes, contribution: Contribution | None
    ) -> frozenset[Cell]:
        if contribution is None:
            changed = self._contributions.forget(key.decode(errors="replace"))
        else:
            changed = self._contributions.take(contribution)
        if changed:
            into[key] = value
        return changed

    async def _tell_all(self) -> None:
        day = today()
        await self._tell({*self._contributions.cells(), *self._board.cells()}, day)
        self._told_on = day

    async def _tell(self, cells: Iterable[Cell], day: date | None = None) -> None:
        for cell in cells:  # one after another, so that a year of measures is not held at once
            await self._write(list(self._board.differences(self._contributions, [cell], day or today())))
        async with asyncio.timeout(ANSWER_S):
            await self._table.written()
        numbers.CONTRIBUTIONS.set(len(self._contributions))

    async def _write(self, records: Sequence[Record]) -> None:
        """Return when these records are acknowledged; raises what kept one from it."""
        send = self._app.producer.send
        async with asyncio.timeout(ANSWER_S):
            sent = [
                await send(each.topic, each.key, each.value, each.partition, None, list(each.headers))
                for each in records
            ]
            await asyncio.gather(*sent)
        numbers.wrote(records)
