"""One kind of call for counts: made when X allows it, and every way in which it may fail comes to its gate."""

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, Protocol

from services.metrics.domain.budget import Budget, Thing
from services.metrics.domain.gate import Gate
from services.metrics.sampler import counts
from services.metrics.sampler.faring import Faring, State
from services.metrics.settings import SamplerSettings
from shared.clock import now
from shared.errors import BlueLampError, NotAuthorised, RateLimited
from shared.x.counts import AccountCounts, Counted, CountsT, PostCounts

logger = logging.getLogger(__name__)

PLATFORM = "x"


class Client(Protocol):
    """What is needed of X."""

    async def follower_counts(self, handles: Sequence[str]) -> Counted[AccountCounts]:
        """Of the accounts with these handles."""

    async def post_counts(self, ids: Sequence[str]) -> Counted[PostCounts]:
        """Of the posts with these ids."""


@dataclass(frozen=True, slots=True)
class Told(Generic[CountsT]):
    """X's answer, and when it came."""

    counted: Counted[CountsT]
    at: datetime


class Asking(Generic[CountsT]):
    """Asks for `of`, which is followers or posts; everything read goes on the bill, and how it went into the report."""

    def __init__(
        self,
        of: str,
        call: Callable[[Sequence[str]], Awaitable[Counted[CountsT]]],
        settings: SamplerSettings,
        budget: Budget,
        faring: Faring,
    ) -> None:
        self.of = of
        self.gate = Gate(timedelta(seconds=settings.retry_first), timedelta(seconds=settings.retry_most))
        self._call = call
        self._refused = timedelta(seconds=settings.refused)
        self._budget = budget
        self._faring = faring

    async def ask(self, things: Mapping[str, Thing]) -> Told[CountsT] | None:
        """What X says about things, by what it calls them; None where it says nothing, and then the gate is shut."""
        try:
            counted = await self._call(list(things))
        except BlueLampError as error:
            self._failed(error, things)
            return None
        at = now()
        self._budget.read([things[name] for name in counted.found], at)
        self.gate.answered(counted.limits, at)
        self._faring.works(self.of, counted.limits)
        counts.CALLS.labels(PLATFORM, self.of, "answered").inc()
        counts.MISSING.labels(PLATFORM, self.of).inc(len(counted.missing))
        return Told(counted, at)

    def _failed(self, error: BlueLampError, things: Mapping[str, Thing]) -> None:
        at = now()
        state: State = "down"
        match error:
            case RateLimited():
                self.gate.shut(at, timedelta(seconds=error.retry_after))
                state = "recovering"
            case NotAuthorised():
                self.gate.shut(at, self._refused)
                state = "refused"
            case _:
                self.gate.failed(at)
                self._budget.read(things.values(), at)  # the answer may have been lost on its way, and be charged
        self._faring.fails(self.of, state, f"no counts of {self.of}: {error}")
        counts.CALLS.labels(PLATFORM, self.of, type(error).__name__).inc()
        logger.warning("X gives no counts", extra={"of": self.of, "reason": str(error), "until": self.gate.opens_at})
