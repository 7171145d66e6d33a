"""How a connection to a platform fares, per account and reporter."""

from typing import Literal

from shared.contracts.fact import Fact, Id, Moment
from shared.contracts.topic import Kept, Topic


class Limit(Fact):
    """A limit of the platform's as its last answer told it."""

    name: str
    limit: int
    remaining: int
    resets_at: Moment


class Gap(Fact):
    """A time in which mentions may be missing, because the platform could not give them again."""

    since: Moment
    until: Moment
    why: str


class ChannelReport(Fact):
    """What one reporter last knew of one account."""

    account: Id
    reporter: Id
    state: Literal["up", "recovering", "down", "refused"]
    """`refused`: the platform does not accept our key; a person has to act."""
    since: Moment
    """In this state since."""
    detail: str = ""
    last_mention_at: Moment | None = None
    token_expires_at: Moment | None = None
    limits: tuple[Limit, ...] = ()
    spend_usd_today: float | None = None
    gaps: tuple[Gap, ...] = ()
    holds_read_to: int | None = None
    """The publisher's: hold.changed is folded before this offset, and no call begins on the account against it."""
    in_flight: Id | None = None
    """The delivery whose request had left for the platform when this was said; its answer was not there yet."""
    reported_at: Moment


CHANNEL_REPORTED: Topic[ChannelReport] = Topic(
    name="channel.reported.v1",
    what="How a connection to a platform fares: stream, token, limits, spend, gaps.",
    writers=("ingest", "publisher", "metrics"),
    readers=("desk", "ingest", "operations", "monitoring"),
    partitions=1,
    kept=Kept("compact"),
    transitions={"channel.reported": ChannelReport},
    key=lambda report: f"{report.account}|{report.reporter}",
    scope=lambda _: "channels",
)
