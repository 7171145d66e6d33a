"""What came of a call, as what it makes of its delivery, and of how its account fares."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from services.publisher.channels.channel import Sent
from services.publisher.domain.effect import called_off, posted, refused, try_again, unknown
from services.publisher.domain.world import Policy
from services.publisher.standing import Standing
from shared.clock import now
from shared.contracts.post_changed import Delivery
from shared.errors import NotAuthorised, OutcomeUnknown, Permanent, RateLimited, Transient

logger = logging.getLogger(__name__)

Outcome = Callable[[Delivery, datetime], Delivery]
"""From `sending` to what it is now."""

CALLED_OFF = "The publisher was about to stop, or stood still for too long: nothing was sent."


def call_off(policy: Policy) -> Outcome:
    """The request was not even begun."""
    return lambda delivery, at: called_off(delivery, at, CALLED_OFF, policy)


def outcome_of(came: Sent | Exception, standing: Standing, policy: Policy, *, probe_every: timedelta) -> Outcome:
    """What is certain after a call, by what it returned or raised; anything that is not certain is unknown."""
    at = now()
    match came:
        case Sent(platform_id=platform_id, link=link):
            standing.works(at)
            return lambda delivery, noted_at: posted(delivery, noted_at, platform_id, link)
        case RateLimited(retry_after=seconds):
            until = standing.limits(str(came), at + timedelta(seconds=seconds), at)
            return partial(_again, at=until, why=str(came), policy=policy)
        case Transient():
            return partial(_again, at=standing.fails(str(came), at), why=str(came), policy=policy)
        case NotAuthorised():
            standing.stops(str(came), at + probe_every, at)
            return lambda delivery, noted_at: refused(delivery, noted_at, str(came))
        case Permanent():
            standing.works(at)
            return lambda delivery, noted_at: refused(delivery, noted_at, str(came))
        case _:
            return _unknown(came, standing, at)


def _unknown(came: Exception, standing: Standing, at: datetime) -> Outcome:
    why = str(came) if isinstance(came, OutcomeUnknown) else "no answer in time"
    if not isinstance(came, OutcomeUnknown | TimeoutError):
        logger.error("a channel failed in a way that it should not", exc_info=came)
        why = f"a mistake in the program: {type(came).__name__}"
    standing.silent(why, at)
    return lambda delivery, noted_at: unknown(delivery, noted_at, why)


def _again(delivery: Delivery, noted_at: datetime, *, at: datetime, why: str, policy: Policy) -> Delivery:
    return try_again(delivery, noted_at, at, why, policy)
