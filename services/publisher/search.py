"""Looks for posts of unknown outcome on one account's timeline; it only reads, and absence decides nothing."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from services.publisher.counts import FOUND, UNKNOWN
from services.publisher.domain.effect import settled_by_timeline, unknown_of
from services.publisher.domain.matching import Candidate, claimed_by, matches
from services.publisher.ground import Ground
from services.publisher.looks import Looks
from services.publisher.standing import LONGEST_WAIT
from shared.clock import now
from shared.contracts.record import Record
from shared.crash import passes
from shared.errors import BlueLampError, NotAuthorised, RateLimited

logger = logging.getLogger(__name__)

MARGIN = timedelta(minutes=1)
"""The platform's clock may be behind ours, and a time yet to come is a bad request: such a key would never be tried.
What is too old for an attempt is sorted out by matching."""


@dataclass(frozen=True)
class Search:
    """One account's."""

    ground: Ground
    looks: Looks

    async def look(self) -> bool:
        """Look for what is unknown, where a look is due; whether there was one."""
        unknown = unknown_of(self.ground.deliveries)
        UNKNOWN.labels(self.ground.account.id).set(len(unknown))
        due = self.looks.due(unknown, now())
        if not due:
            return False
        found = await self._timeline(min(each.attempt.begun_at for each in due if each.attempt) - MARGIN)
        self.looks.looked(due, now())
        if found:
            for each in due:
                await self._settle(each.id, found)
        return True

    async def probe(self) -> None:
        """Try key and connection, without posting anything; a key that is refused still is tried again later."""
        self.ground.standing.untried = False
        if await self._timeline(now() - MARGIN) is None and self.ground.standing.stopped:
            self.ground.standing.blocks(now() + self.ground.tools.probe_every)

    async def _timeline(self, since: datetime) -> Sequence[Candidate] | None:
        """None where it cannot be read now."""
        standing = self.ground.standing
        try:
            passes("before_look")
            async with asyncio.timeout(self.ground.policy.answer_within.total_seconds()):
                found = await self.ground.channel.find(self.ground.account, since)
            passes("after_look")
        except RateLimited as error:
            self.looks.leave_alone_until(now() + min(timedelta(seconds=error.retry_after), LONGEST_WAIT))
            standing.silent(str(error), now())
        except NotAuthorised as error:
            standing.stops(str(error), now() + self.ground.tools.probe_every, now())
        except (BlueLampError, TimeoutError) as error:
            standing.silent(str(error) or "the timeline could not be read in time", now())
        else:
            self._answers()
            return found
        return None

    def _answers(self) -> None:
        """A key that may read is not accepted for posts where the platform has said so of it."""
        standing = self.ground.standing
        if why := self.ground.channel.barred(self.ground.account):
            standing.stops(why, now() + self.ground.tools.probe_every, now())
        else:
            standing.answers(now())

    async def _settle(self, id_: str, found: Sequence[Candidate]) -> None:
        """Each by itself: a mistake on the second must not leave the first settled in the book and not on Kafka."""
        settled: Record | None = None

        def decide() -> Sequence[Record]:
            nonlocal settled
            settled = self._settled(id_, found)
            return [settled] if settled else ()

        await self.ground.write(decide)
        if settled:
            passes("after_settled")

    def _settled(self, id_: str, found: Sequence[Candidate]) -> Record | None:
        """A person may have settled it meanwhile; what another delivery has is not this one's."""
        deliveries = self.ground.deliveries
        if deliveries[id_].state != "unknown":
            return None
        matched = matches(deliveries[id_], found, claimed_by(deliveries.values(), but=id_))
        after = settled_by_timeline(deliveries[id_], now(), matched)
        if after is None:
            return None
        passes("before_settled")
        if after.state == "posted":
            FOUND.inc()
            logger.info("a post of unknown outcome was found", extra={"delivery": id_})
        return self.ground.changed(after)
