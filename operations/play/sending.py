"""Sends mentions through the stand-in at a rate: each when the schedule says, however long the others take."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Iterator
from dataclasses import dataclass, field

from operations.play.mention import PlayedMention
from operations.play.rows import Unusable
from operations.stand_in import AT_ONCE, Refused, StandIn, Unsure

Posting = asyncio.Future[str | None]
"""The platform's id of a mention once it is there, None where it was refused."""

Pause = Callable[[float], Awaitable[None]]
"""Lets so many seconds go by; none where they are negative."""


@dataclass(slots=True)
class Sent:
    """What was sent so far: ids only."""

    ids: set[str] = field(default_factory=set)
    """Of mentions as the product names them: `x:<post id>`."""
    refused: int = 0
    unsure: int = 0


class Sending:
    """Sends what an iterable gives, and keeps count in `sent`; `refuse` hears of every line that is not sent."""

    def __init__(
        self, stand_in: StandIn, rate: float, refuse: Callable[[Unusable], None], *, pause: Pause = asyncio.sleep
    ) -> None:
        self.sent = Sent()
        self._stand_in = stand_in
        self._rate = rate
        self._refuse = refuse
        self._pause = pause
        self._named: dict[str, Posting] = {}
        self._under_way: set[asyncio.Task[None]] = set()

    async def all(self, lines: Iterable[PlayedMention | Unusable]) -> None:
        """Send every mention; returns when all are answered. Raises what made sending impossible."""
        begun = asyncio.get_running_loop().time()
        try:
            for turn, mention in enumerate(self._usable(lines)):
                await self._pause(begun + turn / self._rate - asyncio.get_running_loop().time())
                await self._begin(mention)
            while self._under_way:
                await self._one_done()
        finally:
            for task in self._under_way:
                task.cancel()

    def _usable(self, lines: Iterable[PlayedMention | Unusable]) -> Iterator[PlayedMention]:
        for line in lines:
            if isinstance(line, Unusable):
                self._refused(line)
            else:
                yield line

    async def _begin(self, mention: PlayedMention) -> None:
        while len(self._under_way) >= AT_ONCE:
            await self._one_done()
        answered = self._named.get(mention.reply_to) if mention.reply_to else None
        posting: Posting = asyncio.get_running_loop().create_future()
        if mention.name:
            self._named[mention.name] = posting
        self._under_way.add(asyncio.create_task(self._post(mention, answered, posting)))

    async def _one_done(self) -> None:
        done, self._under_way = await asyncio.wait(self._under_way, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()  # raises what made sending impossible

    async def _post(self, mention: PlayedMention, answered: Posting | None, posting: Posting) -> None:
        found: str | None = None
        try:
            found = await self._stand_in.mention(mention.body | await _reply(mention, answered))
            self.sent.ids.add(f"x:{found}")
        except Refused as refusal:
            self._refused(Unusable(mention.number, str(refusal)))
        except Unsure:
            self.sent.unsure += 1
        finally:
            posting.set_result(found)

    def _refused(self, line: Unusable) -> None:
        self.sent.refused += 1
        self._refuse(line)


async def _reply(mention: PlayedMention, answered: Posting | None) -> dict[str, str]:
    """The stand-in's `reply_to`: the id that an earlier line got, or the platform's own."""
    if mention.reply_to is None:
        return {}
    if answered is not None:
        if (earlier := await answered) is None:
            raise Refused(f"it answers {mention.reply_to!r}, which was not sent")
        return {"reply_to": earlier}
    if mention.reply_to.isdecimal():
        return {"reply_to": mention.reply_to}
    raise Refused(f"it answers {mention.reply_to!r}: no earlier line has that id, and it is none of the platform's")
