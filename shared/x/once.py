"""One call that is made at most once: the last look at clock and leave before it goes, and what became of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from types import SimpleNamespace

import aiohttp

from shared.clock import uptime
from shared.crash import passes


class TooLate(Exception):
    """The call's time has passed; nothing of it was written."""


class NoLeave(Exception):
    """Whoever asked for the call takes it back; nothing of it was written."""


class MadeBefore(Exception):
    """aiohttp makes some calls again when the connection breaks, and this one is made once."""


class Refused(Exception):
    """The answer, which was kept, is no success: tweepy stumbles over some of those, and has nothing to add."""


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer that was read to its end."""

    status: int
    headers: Mapping[str, str]
    body: str

    @property
    def good(self) -> bool:
        """Whether the other side calls it a success."""
        return HTTPStatus.OK <= self.status < HTTPStatus.MULTIPLE_CHOICES


def always() -> bool:
    """Nobody takes the call back."""
    return True


@dataclass
class OneCall:
    """Follows one call through aiohttp; `left` is False where certainly not a byte of it was written.

    aiohttp keeps a request's head back until the first part of the body is written, and calls the hook for that part
    just before: between the look at clock and leave there and the socket nothing waits. What remains is the rest of
    that turn of the loop, and a process that is stopped within it. A request without a body is looked at when its head
    is made. Where aiohttp should ever change that, the tests of this say so, and `left`, true from the head on, errs to
    the side of "may have left".
    """

    not_after: float
    """By `clock`: it does not begin to leave later."""
    clock: Callable[[], float] = uptime
    may_leave: Callable[[], bool] = always
    """Asked as late as the clock."""
    point: str = ""
    """Where a process under test ends itself: the last look is behind it, and the request is not written."""
    left: bool = False
    taken_back: bool = False
    """`may_leave` said no."""
    answer: Answered | None = None
    _leaving: bool = False

    @property
    def seconds_left(self) -> float:
        """Until the call may not begin any more; never negative."""
        return max(self.not_after - self.clock(), 0.0)

    def hooks(self) -> aiohttp.TraceConfig:
        """For the session of this one call."""
        trace = aiohttp.TraceConfig()
        trace.on_request_headers_sent.append(self._head)
        trace.on_request_chunk_sent.append(self._body)
        trace.on_request_end.append(self._answered)
        return trace

    async def _head(self, _: aiohttp.ClientSession, __: SimpleNamespace, ___: object) -> None:
        if self.left:
            raise MadeBefore
        self._look()
        self.left = True

    async def _body(self, _: aiohttp.ClientSession, __: SimpleNamespace, ___: object) -> None:
        if self._leaving:
            return
        self.left = False
        self._look()
        self.left = self._leaving = True

    def _look(self) -> None:
        if self.clock() > self.not_after:
            raise TooLate
        if not self.may_leave():
            self.taken_back = True
            raise NoLeave
        passes(self.point)

    async def _answered(
        self, _: aiohttp.ClientSession, __: SimpleNamespace, answer: aiohttp.TraceRequestEndParams
    ) -> None:
        response = answer.response
        body = await response.text(encoding="utf-8", errors="replace")
        self.answer = Answered(response.status, response.headers, body)
        if not self.answer.good:
            raise Refused


def words_for(failure: Exception | None) -> str:
    """What went wrong with a call that has no answer, for the person who reads of it."""
    match failure:
        case TimeoutError():
            return "it took too long"
        case aiohttp.ClientConnectorDNSError():
            return "its name leads nowhere"
        case aiohttp.ClientSSLError():
            return "its encryption cannot be trusted"
        case aiohttp.ClientConnectorError():
            return "nobody takes the connection"
        case aiohttp.ClientOSError() | aiohttp.ServerDisconnectedError() | aiohttp.ClientPayloadError() | MadeBefore():
            return "the connection broke"
        case _:
            return f"its answer cannot be read ({type(failure).__name__})"
