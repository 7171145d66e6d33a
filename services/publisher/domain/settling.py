"""What a person who looked on the platform says became of a post that nobody knows about."""

import math
from datetime import UTC, datetime, timedelta

from services.publisher.domain.change import moved
from services.publisher.domain.matching import claimed_by
from services.publisher.domain.words import clock
from services.publisher.domain.world import Case, OurAccount
from shared.contracts.post_changed import Delivery
from shared.contracts.post_requested import Settle
from shared.rules.approving import why_not_settle
from shared.rules.settling import platform_id_at, why_not_found_at

_FIRST = datetime(2010, 11, 4, 1, 42, 54, 657_000, tzinfo=UTC)
"""X's ids count milliseconds from here, above 22 bits of machine and number: shared.x.snowflake, which does more."""


def settle(delivery: Delivery, command: Settle, case: Case) -> Delivery | str:
    """Posted where the address leads to a post of the account that no other delivery has; else abandoned."""
    account = case.world.accounts.get(delivery.content.account)
    districts = account.districts if account else ()
    if why := why_not_settle(case.world.staff.get(command.by), districts, case.today):
        return why
    who = case.world.name_of(command.by)
    if command.outcome == "posted":
        return _found(delivery, command, case, account)
    if command.outcome == "not_posted" and (why := _why_not_yet(delivery, case)):
        return why
    told = {
        "not_posted": f"{who} looked on the platform: it is not there.",
        "abandoned": f"{who} gave it up; whether it was posted is not known.",
    }[command.outcome]
    again = command.replaced_by if command.outcome == "not_posted" else None
    return moved(delivery, "abandoned", case.now, why=told, by=command.by, replaced_by=again)


def _why_not_yet(delivery: Delivery, case: Case) -> str | None:
    """A request that nobody answered may arrive yet: what is not there now may be there in a moment.

    Another machine's clock may have written the deadline; the request began before the delivery became unknown.
    """
    attempt, policy = delivery.attempt, case.world.policy
    if attempt is None or attempt.answered_at:
        return None
    became = (step.at + policy.deadline for step in delivery.history if step.transition == "post.unknown")
    quiet = min(attempt.deadline, *became) + policy.answer_within
    if case.now >= quiet:
        return None
    seconds = math.ceil((quiet - case.now).total_seconds())
    return f"Its request had no answer, and may still arrive: look again in {seconds} seconds."


def _found(delivery: Delivery, command: Settle, case: Case, account: OurAccount | None) -> Delivery | str:
    if account is None or account.platform != "x":
        return "Only posts on X can be settled by their address: give it up instead."
    if why := why_not_found_at(command.url or "", account.handle):
        return why
    platform_id = platform_id_at(command.url or "")
    if platform_id in claimed_by(case.beside.values(), but=delivery.id):
        return "That post belongs to another delivery already: look for one more."
    if why := _why_not_of_then(delivery, platform_id, case):
        return why
    told = f"{case.world.name_of(command.by)} found it on the platform."
    return moved(delivery, "posted", case.now, why=told, by=command.by, **_where(delivery, account, platform_id))


def _why_not_of_then(delivery: Delivery, platform_id: str, case: Case) -> str | None:
    """A post that was there before this one was sent, or is not there yet, proves nothing about it."""
    made_at, differ = _FIRST + timedelta(milliseconds=int(platform_id) >> 22), case.world.policy.clocks_differ
    if made_at > case.now + differ:
        return "There is no post with that number yet: copy the address from the platform once more."
    if delivery.attempt and made_at < delivery.attempt.begun_at - differ:
        sent = clock(delivery.attempt.begun_at)
        return f"That post is from {clock(made_at)}, and this one was sent at {sent}: it is another one."
    return None


def _where(delivery: Delivery, account: OurAccount, platform_id: str) -> dict[str, object]:
    return {
        "platform_id": platform_id,
        "link": f"https://x.com/{account.handle}/status/{platform_id}",
        # The one request that there was went out within seconds of this.
        "posted_at": delivery.attempt.begun_at if delivery.attempt else None,
    }
