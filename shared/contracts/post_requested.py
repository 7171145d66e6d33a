"""What people ask the publisher to do with a delivery: one post on one account. It alone decides what comes of it."""

import hashlib
from typing import Literal

import orjson

from shared.contracts.fact import Fact, Id, Moment
from shared.contracts.topic import Kept, Topic


class Content(Fact):
    """What an approval is bound to: a character, an account or a time that differs is another post."""

    account: Id
    text: str
    """In Unicode's form NFC, exactly as the platform will get it."""
    not_before: Moment | None = None
    """Due then; None is as soon as it is approved."""

    @property
    def hash(self) -> str:
        """SHA-256 of account, text, media (none yet) and time, in hexadecimal."""
        whole = self.model_dump() | {"media": []}
        return hashlib.sha256(orjson.dumps(whole, option=orjson.OPT_SORT_KEYS | orjson.OPT_UTC_Z)).hexdigest()


class Command(Fact):
    """Somebody asks; the same `id` again changes nothing."""

    id: Id
    delivery: Id
    account: Id
    by: Id
    at: Moment


class Submit(Command):
    """A draft is done: the delivery begins here, and waits for another person's approval."""

    post: Id
    """What several deliveries of one approval have in common."""
    content: Content
    replaces: Id | None = None
    """The delivery that this one is an edit, or another try, of; it must have been told so, and name this one."""


class Approve(Command):
    """Somebody puts their name to exactly this content, as they saw it."""

    hash: str
    version: int


class SendBack(Command):
    """It needs work, for this reason."""

    version: int
    reason: str


class Edit(Command):
    """Its content was changed: this delivery is void, and `replaced_by`, which needs an approval, takes its place.

    One that is over already stays what it is, and is written anew.
    """

    replaced_by: Id
    version: int | None = None
    """Of one that was over when it was looked at; None is for one that was not, and is refused once it is."""


class Withdraw(Command):
    """It is not to be posted after all."""

    reason: str = ""


class Reschedule(Command):
    """Another time for one that was missed; it needs a new approval."""

    version: int
    not_before: Moment | None


class Settle(Command):
    """A person has looked on the platform: it is there (`url` leads to it), it is not, or it matters no more."""

    outcome: Literal["posted", "not_posted", "abandoned"]
    url: str | None = None
    replaced_by: Id | None = None
    """Where it is not there: the delivery that tries again."""


class TakeDown(Command):
    """It is to be deleted on the platform, at once."""

    reason: str


POST_REQUESTED: Topic[Command] = Topic(
    name="post.requested.v1",
    what="Commands about a delivery: submit, approve, send back, edit, withdraw, reschedule, settle, take down.",
    writers=("desk",),
    readers=("publisher",),
    partitions=3,
    kept=Kept("delete", days=90),
    transitions={
        "post.submit": Submit,
        "post.approve": Approve,
        "post.send_back": SendBack,
        "post.edit": Edit,
        "post.withdraw": Withdraw,
        "post.reschedule": Reschedule,
        "post.settle": Settle,
        "post.take_down": TakeDown,
    },
    key=lambda command: command.delivery,
    scope=lambda command: command.account,
)
