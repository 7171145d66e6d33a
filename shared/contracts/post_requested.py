"""What people ask the publisher to do with a delivery: one post on one account. It alone decides what comes of it."""

import hashlib
from typing import Literal

import orjson

from shared.contracts.fact import Fact, Id, Moment
from shared.contracts.topic import Kept, Topic


class Attachment(Fact):
    """One picture of a post, as the media store keeps it."""

    id: Id
    """SHA-256 of its bytes, in hexadecimal."""
    media_type: str
    """By its bytes, such as image/jpeg."""
    alt_text: str
    """What it shows, for those who cannot see it."""
    expires_at: Moment | None = None
    """From then on it may not be published any more."""


class Summons(Fact):
    """The public message that a reply answers, and the proof that its author asked for one."""

    mention: Id
    platform_id: Id
    accounts: tuple[Id, ...]
    """Our accounts that it named, replied to or quoted, as ingest read it."""
    conversation: Id
    link: str
    posted_at: Moment
    received_at: Moment


class Content(Fact):
    """What an approval is bound to: a character, an account, a picture or a time that differs is another post."""

    account: Id
    text: str
    """In Unicode's form NFC, exactly as the platform will get it."""
    not_before: Moment | None = None
    """Due then; None is as soon as it is approved."""
    media: tuple[Attachment, ...] = ()
    """In the order in which they are shown."""
    reply_to: Summons | None = None
    follows: Id | None = None
    """The delivery on the same account that this one continues: it goes out as a reply to that one, and after it."""
    incident: str | None = None
    """A major incident that it is about, as holds name it: under a supervisor's approval it may pass their hold."""

    @property
    def hash(self) -> str:
        """SHA-256 of all of it, in hexadecimal; what came later to this contract counts only where it is there."""
        later = {"reply_to": self.reply_to, "follows": self.follows, "incident": self.incident}
        whole = {
            "account": self.account,
            "text": self.text,
            "not_before": self.not_before,
            "media": [each.model_dump() for each in self.media],
            **{name: said.model_dump() if isinstance(said, Fact) else said for name, said in later.items() if said},
        }
        return hashlib.sha256(orjson.dumps(whole, option=orjson.OPT_SORT_KEYS | orjson.OPT_UTC_Z)).hexdigest()


class Finding(Fact):
    """What the guidance check said of a draft, and what its author answered."""

    rule: Id
    level: Literal["blocks", "asks", "hints"]
    says: str
    """The reason, in a sentence for the author."""
    source: str
    """Where the rule comes from: an address, or the name of a document."""
    start: int | None = None
    end: int | None = None
    """The characters of the text that led to it, where some did."""
    answer: str = ""
    """To one that asks; to one that blocks, why somebody of the media team lets it pass."""


class TemplateUse(Fact):
    """A reply built from an approved template: everything that its text follows from."""

    template: Id
    hash: str
    """Of the template as it was approved."""
    language: str
    route: Id | None = None
    """The registry's, where the template leaves room for one."""
    handle: str | None = None
    """Whom it addresses, where the template leaves room for them."""


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
    findings: tuple[Finding, ...] = ()
    guidance: str | None = None
    """The version of the rules that were checked: the registry's hash of them."""
    template: TemplateUse | None = None
    """Approved beforehand by the two people who approved the template: it waits for nobody."""


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
    """It is to be deleted on the platform, at once; a second person reviews that within the hour."""

    reason: str


class Review(Command):
    """A second person has looked at a take-down, and says whether it was right."""

    verdict: Literal["right", "wrong"]
    remark: str = ""


POST_REQUESTED: Topic[Command] = Topic(
    name="post.requested.v1",
    what="Commands about a delivery: submit, approve, send back, edit, withdraw, reschedule, settle, take down, "
    "review a take-down.",
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
        "post.review": Review,
    },
    key=lambda command: command.delivery,
    scope=lambda command: command.account,
)
