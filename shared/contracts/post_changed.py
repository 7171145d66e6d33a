"""Deliveries as they stand: each record is the whole state of one, and its transition says what led to it."""

from typing import Literal, get_args

from shared.contracts.fact import Fact, Id, Moment
from shared.contracts.post_requested import Content, Finding, TemplateUse
from shared.contracts.topic import Kept, Topic

State = Literal[
    "submitted",
    "approved",
    "returned",
    "void",
    "missed",
    "sending",
    "posted",
    "refused",
    "unknown",
    "abandoned",
    "deleting",
    "deleted",
    "delete_unknown",
]
"""`refused`: the platform's certain no. `unknown`: it may be on the platform, and is looked for, never sent again."""

COMMAND_REFUSED = "post.command_refused"
"""The transition of a record that changes nothing but `refusals`."""

REVIEWED = "post.reviewed"
"""The transition of a record that changes nothing but `take_down`: a second person has looked at it."""


class Approval(Fact):
    """Who put their name to the content, and until when that counts."""

    by: Id
    at: Moment
    hash: str
    expires_at: Moment
    incident: str | None = None
    """A supervisor approved it under this incident: it may pass a hold that names the same."""
    second: Id | None = None
    """The other person, where it was approved beforehand by two: as a reply from a template."""


class Attempt(Fact):
    """One call to the platform, written down before it is made."""

    number: int
    begun_at: Moment
    deadline: Moment
    """The request is not begun after this."""
    body: str
    """The bytes that are sent, frozen."""
    key: str | None = None
    """What the platform knows the attempt by, where it takes such a key."""
    staff_offset: int
    """staff.changed was folded up to here before the call was allowed."""
    hold_offset: int | None = None
    """hold.changed, likewise; None in records of a time without holds."""
    media: tuple[Id, ...] = ()
    """The platform's ids of the pictures, uploaded before."""
    in_reply_to: Id | None = None
    """The platform's id of what it answers or continues."""
    answered_at: Moment | None = None
    """An answer came then that did not say what became of it; where none came, the request may arrive yet."""


class Step(Fact):
    """One line of a delivery's history; `by` None is the publisher itself."""

    transition: str
    at: Moment
    by: Id | None = None
    why: str = ""


class CommandRefused(Fact):
    """A command that changed nothing, and why."""

    command: Id
    asked: str
    """The command's transition, such as post.approve."""
    by: Id
    at: Moment
    why: str


class TakenDown(Fact):
    """Somebody had it deleted, at once and alone; a second person looks at that afterwards."""

    by: Id
    at: Moment
    reason: str
    review_by: Moment
    """When the second person should have looked."""
    reviewed_by: Id | None = None
    reviewed_at: Moment | None = None
    verdict: Literal["right", "wrong"] | None = None
    remark: str = ""


class Delivery(Fact):
    """One post on one account."""

    id: Id
    post: Id
    platform: str
    content: Content
    hash: str
    version: int
    """Grows with every change of state; 1 once it is submitted."""
    state: State
    author: Id
    submitted_at: Moment
    approval: Approval | None = None
    attempt: Attempt | None = None
    """The last one; it stays when its outcome is known."""
    retry_at: Moment | None = None
    """Approved, and not to be tried before: the platform asked to wait, or could not be reached."""
    platform_id: str | None = None
    link: str | None = None
    posted_at: Moment | None = None
    candidates: tuple[str, ...] = ()
    """Links of posts that may be this one, where more than one may be: a person decides."""
    findings: tuple[Finding, ...] = ()
    guidance: str | None = None
    """What the guidance check said when it was submitted, and by which version of its rules."""
    template: TemplateUse | None = None
    take_down: TakenDown | None = None
    deletion: Attempt | None = None
    """The last request to delete it; `body` is empty."""
    reason: str = ""
    """Why it is in this state, in words for people."""
    replaces: Id | None = None
    replaced_by: Id | None = None
    commands: tuple[Id, ...] = ()
    """The last hundred commands that were decided, whichever way: each is decided once."""
    refusals: tuple[CommandRefused, ...] = ()
    """The last ten."""
    history: tuple[Step, ...] = ()
    """The last hundred steps."""
    changed_at: Moment


POST_CHANGED: Topic[Delivery] = Topic(
    name="post.changed.v1",
    what="The whole state of a delivery and the transition that led to it.",
    writers=("publisher",),
    readers=("publisher", "desk", "metrics"),
    partitions=3,
    kept=Kept("compact", lag_days=35),
    transitions={
        **{f"post.{state}": Delivery for state in get_args(State)},
        COMMAND_REFUSED: Delivery,
        REVIEWED: Delivery,
    },
    key=lambda delivery: delivery.id,
    scope=lambda delivery: delivery.content.account,
)
