"""Pictures, given to the platform before the intent to post is written: nobody sees them until a post names them."""

import asyncio
import logging
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from services.publisher.channels.channel import NoKey
from services.publisher.ground import Ground
from services.publisher.outcome import NO_KEY
from services.publisher.standing import UNTOLD_FIRST
from shared.clock import now
from shared.contracts.post_changed import Delivery
from shared.contracts.post_requested import Attachment
from shared.crash import passes
from shared.errors import NotAuthorised, RateLimited, Transient
from shared.media.store import Unavailable

logger = logging.getLogger(__name__)

KEEPS = timedelta(hours=1)
"""So long a platform certainly keeps a picture that no post names yet; X keeps it for a day."""

LOST = "A picture of a post that is due is not in the media store, or damaged there: IT has to bring it back."
"""Where exactly is for the log alone."""

TOO_SLOW = "A picture could not be read, or given to the platform, in time."


@dataclass(frozen=True, slots=True)
class _Given:
    id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class NotYet:
    """A post's pictures cannot be given now: when to try again, and why, for people."""

    until: datetime
    why: str


@dataclass(frozen=True)
class Uploads:
    """One account's; what was given once is not given again for each try of its post."""

    ground: Ground
    _given: dict[tuple[str, str, str], _Given] = field(default_factory=dict)
    _lost: dict[str, int] = field(default_factory=dict)
    """How often in a row a picture of that delivery was not to be had."""

    async def of(self, delivery: Delivery) -> tuple[str, ...] | NotYet:
        """The platform's ids of its pictures; NotYet puts off this post and no other, whatever the account does.

        Raises Permanent where the platform will never take one of them.
        """
        self._forget()
        try:
            given = tuple([await self._id_of(delivery.id, each) for each in delivery.content.media])
        except (Transient, NotAuthorised, TimeoutError) as error:
            return self._not_yet(delivery.id, error)
        self._lost.pop(delivery.id, None)
        return given

    async def _id_of(self, delivery: str, picture: Attachment) -> str:
        key = (delivery, picture.id, picture.alt_text)
        if key not in self._given:
            async with asyncio.timeout(self.ground.policy.answer_within.total_seconds()):
                data = await self.ground.tools.store.get(picture.id)  # a folder on another machine may hang
            passes("before_upload")
            async with asyncio.timeout(self.ground.policy.answer_within.total_seconds()):
                id_ = await self.ground.channel.upload(self.ground.account, picture, data)
            passes("after_upload")
            self._given[key] = _Given(id_, now())
        return self._given[key].id

    def _forget(self) -> None:
        old = [key for key, given in self._given.items() if now() - given.at >= KEEPS]
        for key in old:
            del self._given[key]
        waiting = {each.id for each in self.ground.deliveries.values() if each.state == "approved"}
        for id_ in self._lost.keys() - waiting:
            del self._lost[id_]

    def _not_yet(self, delivery: str, error: Exception) -> NotYet:
        """What is only this post's trouble stops no other; where it is the account's, others still go before it."""
        standing, at, why = self.ground.standing, now(), _words_for(error)
        match error:
            case Unavailable():
                logger.error("a picture is not to be had", extra={"delivery": delivery, "reason": why})
                tries = self._lost.get(delivery, 0)
                self._lost[delivery] = tries + 1
                return NotYet(at + standing.wait_after(tries), LOST)
            case RateLimited(retry_after=seconds, told=told):
                return NotYet(at + (timedelta(seconds=seconds) if told else UNTOLD_FIRST), why)
            case NotAuthorised():
                until = at + self.ground.tools.probe_every
                standing.stops(str(error), until, at)
            case _:
                until = standing.fails(why, at)
        return NotYet(until + standing.wait_after(0), why)


def _words_for(error: Exception) -> str:
    return NO_KEY if isinstance(error, NoKey) else str(error) or TOO_SLOW
