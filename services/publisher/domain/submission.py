"""A delivery's beginning, another time for it, and its end before it was sent."""

import unicodedata
from datetime import datetime

from services.publisher.domain.beforehand import approved_beforehand, why_not_from_template
from services.publisher.domain.change import decided, moved
from services.publisher.domain.command import asked_at, is_stale
from services.publisher.domain.thread import why_not_follow
from services.publisher.domain.words import clock, sentence
from services.publisher.domain.world import Case
from shared.contracts.post_changed import Delivery, State, Step
from shared.contracts.post_requested import Command, Content, Edit, Reschedule, Submit, Withdraw
from shared.rules.approving import why_not_draft
from shared.rules.pictures import why_not_shown

MAY_BE_OUT: frozenset[State] = frozenset(
    {"submitted", "approved", "sending", "unknown", "posted", "deleting", "delete_unknown"}
)
"""Another try of one of these could put the same post on the platform twice."""

OVER: frozenset[State] = frozenset({"void", "refused", "abandoned"})
"""Nothing more comes of it by itself; it may be written anew, once."""

CHANGED_MEANWHILE = "It changed after you looked at it: look at it again."
"""What somebody is told whose command names another version."""


def submit(command: Submit, case: Case) -> Delivery | str:
    """A new delivery: submitted; void where it can never be posted; missed where it comes out of a lost past."""
    if command.content.account != command.account:
        return "The content is for another account than the command."
    if why := _why_never(command, case):
        return _begun(command, case, "void", why)
    if is_stale(command, case):
        return _begun(
            command,
            case,
            "missed",
            f"It was submitted at {clock(command.at)}, and read too late: give it another time.",
        )
    begun = _begun(command, case, "submitted", "")
    return approved_beforehand(begun, command, case) if command.template else begun


def _begun(command: Submit, case: Case, state: State, why: str) -> Delivery:
    account = case.world.accounts.get(command.account)
    fresh = Delivery(
        id=command.delivery,
        post=command.post,
        platform=account.platform if account else "unknown",
        content=command.content,
        hash=command.content.hash,
        version=1,
        state=state,
        author=command.by,
        submitted_at=asked_at(command, case),
        findings=command.findings,
        guidance=command.guidance,
        template=command.template,
        reason=why,
        replaces=command.replaces,
        history=(Step(transition=f"post.{state}", at=case.now, by=command.by, why=why),),
        changed_at=case.now,
    )
    return decided(fresh, command)


def _why_never(command: Submit, case: Case) -> str | None:
    districts = case.world.districts_of(command.account)
    return (
        _why_not_account(command.account, case)
        or why_not_draft(case.world.staff.get(command.by), districts, case.today)
        or _why_not_content(command.content, asked_at(command, case), case)
        or why_not_follow(command.content, command.post, command.delivery, case.beside)
        or (why_not_from_template(command, case) if command.template else None)
        or _why_not_instead(command, case)
    )


def _why_not_account(account: str, case: Case) -> str | None:
    known = case.world.accounts.get(account)
    if known is None:
        return f"There is no account {account} here: choose one of the list."
    return None if known.active else f"The account @{known.handle} is retired: choose another."


def _why_not_content(content: Content, asked: datetime, case: Case) -> str | None:
    return (
        _why_not_text(content, case)
        or _why_not_time(content.not_before, asked, case)
        or why_not_shown(content.media, max(content.not_before or asked, asked))
        or _why_not_reply(content, case)
    )


def _why_not_reply(content: Content, case: Case) -> str | None:
    """A reply answers somebody who turned to this very account: anything else would be unasked for."""
    summons, account = content.reply_to, case.world.accounts[content.account]
    if summons is None:
        return None
    if summons.mention.partition(":")[0] != account.platform:
        return f"The message that it answers is not on {account.platform.title()}, as @{account.handle} is."
    if account.id not in summons.accounts:
        return f"The message that it answers did not name @{account.handle}: answer from an account that it named."
    return None


def _why_not_text(content: Content, case: Case) -> str | None:
    if not content.text.strip():
        return "It has no text: write one."
    if not unicodedata.is_normalized("NFC", content.text):
        return "Its text is not in Unicode's form NFC: write it at the desk, which sees to that."
    return case.world.too_long(case.world.accounts[content.account].platform, content.text)


def _why_not_time(not_before: datetime | None, asked: datetime, case: Case) -> str | None:
    if not_before is None:
        return None
    if asked - not_before > case.world.policy.clocks_differ:
        return f"Its time, {clock(not_before)}, had passed when it was asked for: choose one to come."
    if not_before - asked > case.world.policy.at_most_ahead:
        return f"Its time, {clock(not_before)}, is too far away: choose one within {_days(case)} days."
    return None


def _days(case: Case) -> int:
    return case.world.policy.at_most_ahead.days


def _why_not_instead(command: Submit, case: Case) -> str | None:
    """One place is taken once: by the delivery that the accepted Edit or Settle named, which was read before this.

    Two people who change a post at the same time both send their new one: the other's command was refused, and so is
    what came with it.
    """
    if command.replaces is None:
        return None
    before = case.beside.get(command.replaces)
    if before is None:
        return "The one that it should replace is not known on this account: write it as a post of its own."
    if before.state in MAY_BE_OUT:
        return f"The one that it should replace is {before.state}, and both might be posted: look at that one first."
    if before.replaced_by == command.delivery:
        return None
    return taken_by(before) or f"The one that it should replace was not given up for it: see {before.id}."


def taken_by(delivery: Delivery) -> str | None:
    """Who asks too late is told which one took its place; None where none has."""
    if delivery.replaced_by is None:
        return None
    done = "settled" if delivery.state == "abandoned" else "edited"
    return f"It was {done} meanwhile: see {delivery.replaced_by}, which took its place."


def reschedule(delivery: Delivery, command: Reschedule, case: Case) -> Delivery | str:
    """Another time is another content: submitted anew, and approved anew."""
    content = delivery.content.model_copy(update={"not_before": command.not_before})
    if why := _why_not_rescheduled(delivery, command, content, case):
        return why
    when = f"for {clock(command.not_before)}" if command.not_before else "for as soon as it is approved"
    told = f"{case.world.name_of(command.by)} rescheduled it {when}."
    anew = {"content": content, "hash": content.hash, "approval": None}
    return moved(delivery, "submitted", case.now, why=told, by=command.by, **anew)


def _why_not_rescheduled(delivery: Delivery, command: Reschedule, content: Content, case: Case) -> str | None:
    if command.version != delivery.version:
        return CHANGED_MEANWHILE
    if is_stale(command, case):
        return f"This was asked at {clock(command.at)}, and read too late: ask again."
    return (
        _why_not_account(content.account, case)
        or _why_not_content(content, asked_at(command, case), case)
        or why_not_change(delivery, command, case)
    )


def edit(delivery: Delivery, command: Edit, case: Case) -> Delivery | str:
    """Void: what was approved is not what would be posted; the edited one needs its own approval."""
    if why := why_not_change(delivery, command, case):
        return why
    if delivery.state in OVER:
        return delivery.model_copy(update={"replaced_by": command.replaced_by, "changed_at": case.now})
    told = f"{case.world.name_of(command.by)} edited it: the new version is another post."
    return moved(delivery, "void", case.now, why=told, by=command.by, replaced_by=command.replaced_by)


def withdraw(delivery: Delivery, command: Withdraw, case: Case) -> Delivery | str:
    """Void: it is not to be posted after all."""
    if why := why_not_change(delivery, command, case):
        return why
    told = sentence(f"{case.world.name_of(command.by)} withdrew it{': ' if command.reason else ''}{command.reason}")
    return moved(delivery, "void", case.now, why=told, by=command.by)


def why_not_change(delivery: Delivery, command: Command, case: Case) -> str | None:
    """Its author, or who may draft for the account, may take it back or give it another time."""
    person = case.world.staff.get(command.by)
    if person and person.active and person.id == delivery.author:
        return None
    return why_not_draft(person, case.world.districts_of(delivery.content.account), case.today)
