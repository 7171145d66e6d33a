"""What an account's story allows, told as simply as it can be: from what happened, and without the fold's own rules."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from shared.contracts.hold_changed import Hold
from shared.contracts.post_changed import Approval, Delivery, State
from shared.contracts.post_requested import Approve, Command, Review, TakeDown
from tests.unit.publisher.posts import minutes

Book = Mapping[str, Delivery]

LASTS, GRACE, THREAD_WAITS, WINDOW, POSTS = minutes(15), minutes(5), minutes(60), minutes(15), 4
"""The policy of the machine, as people would say it."""

HERE = frozenset({"force", "division:east_sussex", "district:hastings", "account:x_hastings"})
"""The scopes that stop this account."""

SUPERVISOR = "boss"
MAY_APPROVE = frozenset({"approver", SUPERVISOR})

NEXT: Mapping[State | None, frozenset[State]] = {
    None: frozenset({"submitted", "approved", "void", "missed"}),
    "submitted": frozenset({"submitted", "approved", "returned", "void"}),
    "approved": frozenset({"submitted", "returned", "void", "missed", "sending"}),
    "returned": frozenset({"submitted", "void"}),
    "missed": frozenset({"submitted", "void"}),
    "sending": frozenset({"approved", "missed", "void", "posted", "refused", "unknown"}),
    "unknown": frozenset({"posted", "abandoned"}),
    "posted": frozenset({"deleting"}),
    "deleting": frozenset({"deleting", "deleted", "delete_unknown", "posted"}),
    "delete_unknown": frozenset({"deleting"}),
}
"""The table; what is not named here has no next state."""


@dataclass
class Model:
    """One account."""

    now: datetime
    away: set[str] = field(default_factory=set)
    holds: dict[str, Hold] = field(default_factory=dict)
    template_stands: bool = True
    sender: dict[str, str] = field(default_factory=dict)
    caught: dict[str, set[str]] = field(default_factory=dict)
    """Approved deliveries that fell due under a hold, with its scope."""
    retry_at: dict[str, datetime] = field(default_factory=dict)
    posted_since: dict[str, datetime] = field(default_factory=dict)
    begun: dict[str, datetime] = field(default_factory=dict)
    """Requests that the platform may have counted."""

    # When

    def due(self, it: Delivery) -> datetime:
        """By its own time."""
        return it.content.not_before or approval(it).at

    def ends(self, it: Delivery) -> datetime:
        """A thread's later part has as long after the one before it as any has, and waits for an hour at the most."""
        time = it.content.not_before
        own, lasts = (time + GRACE, GRACE) if time else (approval(it).at + LASTS, LASTS)
        if it.content.follows is None:
            return own
        known = self.posted_since.get(it.content.follows)
        return min(own + THREAD_WAITS, max(own, known + lasts)) if known else own + THREAD_WAITS

    # Holds

    def time_moves(self, by: timedelta, book: Book) -> None:
        """A clock that is set back makes things fall due once more."""
        self.now += by
        self.holds_catch(book)

    def held(self, hold: Hold, book: Book) -> None:
        """The topic keeps the last word of each scope: what an earlier hold caught unseen is judged by this one."""
        self.holds[hold.scope] = hold
        for scopes in self.caught.values():
            scopes.discard(hold.scope)
        self.holds_catch(book)

    def holds_catch(self, book: Book) -> None:
        """What is approved and due while a hold stands that it may not pass."""
        before, self.caught = self.caught, {}
        for it in book.values():
            if it.state in ("approved", "sending") and self.due(it) <= self.now:
                self.caught[it.id] = before.get(it.id, set()) | self.stopping(it)

    def stopping(self, it: Delivery) -> set[str]:
        """The scopes of the holds that stand and that it may not pass: only a supervisor's word lets it."""
        theirs = it.content.incident if approval(it).by == SUPERVISOR else None
        return {
            scope
            for scope, hold in self.holds.items()
            if scope in HERE and hold.released_at is None and not (theirs and theirs == hold.incident)
        }

    # What may begin, and what must not be any more

    def why_not(self, it: Delivery, book: Book) -> str | None:
        """Why a request for it may not begin now; None where it must."""
        first = book.get(it.content.follows or "")
        return next(
            why
            for why, so in {
                "not yet": self.now < max(self.due(it), self.retry_at.get(it.id, self.due(it))),
                "too late": self.now >= self.ends(it),
                "held": bool(self.caught.get(it.id)),
                "never": self.never(it, book),
                "after the first part": first is not None and first.state != "posted",
                "a twin": any(same_words(it, each) for each in book.values() if each.state == "unknown"),
                "the window is full": sum(at > self.now - WINDOW for at in self.begun.values()) >= POSTS,
                None: True,
            }.items()
            if so
        )

    def never(self, it: Delivery, book: Book) -> bool:
        """Whether it must become void, waiting or approved."""
        people = {it.author} | ({it.approval.by, it.approval.second} if it.approval else set())
        pictures = any(each.expires_at and each.expires_at <= self.now for each in it.content.media)
        template = bool(it.approval and it.approval.second) and not self.template_stands
        return bool(people & self.away) or pictures or template or self.thread_ended(it, book)

    def thread_ended(self, it: Delivery, book: Book) -> bool:
        """Whether what it continues will not be there."""
        if it.content.follows is None:
            return False
        first = book.get(it.content.follows)
        gone = ("void", "refused", "abandoned", "deleting", "deleted", "delete_unknown")
        return first is None or first.state in gone or first.take_down is not None

    def missed(self, it: Delivery, book: Book) -> bool:
        """Whether it may become missed."""
        first = book.get(it.content.follows or "")
        late = bool(it.content.not_before) and self.now >= self.ends(it)
        return late or self.stopped(it) or (first is not None and first.state == "missed")

    def stopped(self, it: Delivery) -> bool:
        """Whether a hold may keep it: one stands, one did when it fell due, or one ended by the clock after that."""
        ended = (each.released_at for scope, each in self.holds.items() if scope in HERE)
        return bool(self.stopping(it) or self.caught.get(it.id)) or any(at and at >= self.due(it) for at in ended)

    # Commands

    def takes(self, command: Command, it: Delivery) -> bool | None:
        """Whether it must be accepted, or refused; None where the model does not say."""
        may = command.by in MAY_APPROVE - self.away
        match command:
            case Approve():
                own = command.by in (it.author, self.sender[it.id]) or it.author in self.away
                seen = (command.hash, command.version) == (it.content.hash, it.version)
                time, at = it.content.not_before, min(command.at, self.now)
                in_time = self.now < time + GRACE if time else self.now - at < LASTS
                return may and not own and seen and in_time and it.state == "submitted"
            case TakeDown():
                return may and it.state == "posted"
            case Review():
                down = it.take_down
                return may and down is not None and down.reviewed_by is None and down.by != command.by
            case _:
                return None


def approval(it: Delivery) -> Approval:
    """It must have one."""
    assert it.approval, f"{it.id} is {it.state} without an approval"
    return it.approval


def same_words(one: Delivery, other: Delivery) -> bool:
    """As a timeline shows them."""
    return one.content.text.split() == other.content.text.split()
