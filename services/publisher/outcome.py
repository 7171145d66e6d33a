"""What came of a call, as what it makes of its delivery, and of how its account fares."""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial

from services.publisher.channels.channel import CalledOff, NoKey, SaidAlready, Sent
from services.publisher.domain.change import moved, only_from
from services.publisher.domain.effect import called_off, duplicate, posted, refused, try_again, unknown
from services.publisher.domain.struck import held
from services.publisher.domain.world import Policy
from services.publisher.standing import Standing
from shared.clock import now
from shared.contracts.hold_changed import Hold
from shared.contracts.post_changed import Delivery
from shared.errors import BlueLampError, NotAuthorised, OutcomeUnknown, Permanent, RateLimited, Transient

logger = logging.getLogger(__name__)

Outcome = Callable[[Delivery, datetime], Delivery]
"""From `sending` to what it is now."""

CALLED_OFF = "The publisher was about to stop, or stood still for too long: nothing was sent."

NO_KEY = "The account's key is missing on the server, so that the platform was not asked. IT has to put it there."


def call_off(policy: Policy) -> Outcome:
    """The request was not even begun."""
    return lambda delivery, at: called_off(delivery, at, CALLED_OFF, policy)


def held_back(hold: Hold) -> Outcome:
    """A hold began after the intent was written, and before the request was."""
    return lambda delivery, at: held(delivery, at, hold)


def not_taken(delivery: Delivery, at: datetime, why: str) -> Delivery:
    """Approved -> refused: the platform's certain no to a picture of it, before the post was asked for."""
    only_from(delivery, "approved")
    return moved(delivery, "refused", at, why=why)


def outcome_of(
    came: Sent | Exception,
    standing: Standing,
    policy: Policy,
    *,
    probe_every: timedelta,
    beside: Mapping[str, Delivery],
) -> Outcome:
    """What is certain after a call, by what it returned or raised; anything that is not certain is unknown.

    `beside` are the account's deliveries as they will be when the outcome is noted.
    """
    at = now()
    match came:
        case Sent(platform_id=platform_id, link=link, limits=told):
            standing.works(at, told)
            return lambda delivery, noted_at: posted(delivery, noted_at, platform_id, link)
        case Transient() | NoKey():
            until, why = _waits(came, standing, at, probe_every)
            return partial(_again, at=until, why=why, policy=policy)
        case NotAuthorised():
            standing.stops(str(came), at + probe_every, at)
            return lambda delivery, noted_at: refused(delivery, noted_at, str(came))
        case Permanent():
            standing.works(at)
            return lambda delivery, noted_at: refused(delivery, noted_at, str(came))
        case SaidAlready():
            standing.fails(str(came), at)
            return lambda delivery, noted_at: duplicate(delivery, noted_at, str(came), beside.values())
        case _:
            return _unknown(came, standing, at)


def _waits(came: Transient | NoKey, standing: Standing, at: datetime, probe_every: timedelta) -> tuple[datetime, str]:
    """Nothing was posted, and may be later: when to try again, and why not now."""
    match came:
        case CalledOff():
            return at, CALLED_OFF
        case NoKey():
            standing.stops(str(came), at + probe_every, at)
            return at + probe_every, NO_KEY
        case RateLimited(retry_after=seconds, told=told):
            return standing.limits(str(came), at + timedelta(seconds=seconds) if told else None, at), str(came)
        case _:
            return standing.fails(str(came), at), str(came)


def words_for(came: Exception) -> str:
    """What went wrong, for people; a mistake of ours goes to the log, without its words to anybody else."""
    if isinstance(came, BlueLampError):
        return str(came)
    if isinstance(came, TimeoutError):
        return "no answer in time"
    logger.error("a channel failed in a way that it should not", exc_info=came)
    return f"a mistake in the program: {type(came).__name__}"


def _unknown(came: Exception, standing: Standing, at: datetime) -> Outcome:
    why = words_for(came)
    standing.fails(why, at)  # the next post waits until the platform has answered something, or for a while
    answered = isinstance(came, OutcomeUnknown) and came.answered
    return lambda delivery, noted_at: unknown(delivery, noted_at, why, answered=answered)


def _again(delivery: Delivery, noted_at: datetime, *, at: datetime, why: str, policy: Policy) -> Delivery:
    return try_again(delivery, noted_at, at, why, policy)
