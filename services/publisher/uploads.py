"""Pictures, given to the platform before the intent to post is written: nobody sees them until a post names them."""

import asyncio
import logging
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from services.publisher.channels.channel import NoKey
from services.publisher.ground import Ground
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


@dataclass(frozen=True, slots=True)
class _Given:
    id: str
    at: datetime


@dataclass(frozen=True)
class Uploads:
    """One account's; what was given once is not given again for each try of its post."""

    ground: Ground
    _given: dict[tuple[str, str, str], _Given] = field(default_factory=dict)

    async def of(self, delivery: Delivery) -> tuple[str, ...] | None:
        """The platform's ids of its pictures; None where they cannot be given now, which the account's standing tells.

        Raises Permanent where the platform will never take one of them.
        """
        self._forget()
        try:
            return tuple([await self._id_of(delivery.id, each) for each in delivery.content.media])
        except (Transient, NotAuthorised, TimeoutError) as error:
            self._tell(error)
            return None

    async def _id_of(self, delivery: str, picture: Attachment) -> str:
        key = (delivery, picture.id, picture.alt_text)
        if key not in self._given:
            data = await self.ground.tools.store.get(picture.id)
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

    def _tell(self, error: Exception) -> None:
        standing, at = self.ground.standing, now()
        match error:
            case Unavailable():
                logger.error("a picture is not to be had", extra={"reason": str(error)})
                standing.fails(LOST, at)
            case RateLimited(retry_after=seconds, told=told):
                standing.limits(str(error), at + timedelta(seconds=seconds) if told else None, at)
            case NotAuthorised() | NoKey():
                standing.stops(str(error), at + self.ground.tools.probe_every, at)
            case _:
                standing.fails(str(error) or "a picture could not be given to the platform in time", at)
