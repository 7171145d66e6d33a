"""A platform on paper, as the publisher's lanes see one: it holds what it was sent, and answers as a test says."""

import asyncio
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from services.publisher.channels.channel import CalledOff, MayLeave, Sent
from services.publisher.domain.matching import Candidate
from services.publisher.domain.world import OurAccount
from shared.clock import now, uptime
from shared.contracts.channel_reported import Limit
from shared.contracts.post_requested import Attachment, Content
from shared.errors import NotAuthorised, Transient


@dataclass(frozen=True)
class Answer:
    """How it answers one call: whether what was asked for is done, and what is raised after that."""

    makes_it: bool = True
    raises: Exception | None = None


@dataclass
class PaperPlatform:
    """What a platform holds, whoever asks; a channel of the publisher's Protocol."""

    platform: str = "x"
    repeat_safe: bool = False
    answers: list[Answer] = field(default_factory=list)
    """The next calls to send are answered so, first to last; after them all is well."""
    to_delete: list[Answer] = field(default_factory=list)
    """Likewise those to delete."""
    to_upload: list[Answer] = field(default_factory=list)
    """Likewise those to upload."""
    revoked: set[str] = field(default_factory=set)
    """Accounts whose keys are refused."""
    reads_only: set[str] = field(default_factory=set)
    """Accounts whose keys may read and not post."""
    trips_over: set[str] = field(default_factory=set)
    """Accounts on whose posts the program makes a mistake."""
    shows_nothing: bool = False
    """Timelines lag."""
    connects: asyncio.Event = field(default_factory=asyncio.Event)
    """Cleared: calls to send and delete wait for their connection, and nothing of them has left."""
    let_go: asyncio.Event = field(default_factory=asyncio.Event)
    """Cleared: calls to send hang once the post is made."""
    price: Decimal = Decimal("0.01")
    limits: tuple[Limit, ...] = ()
    """What it says of its limits with each post that is made."""
    posts: list[tuple[str, Candidate]] = field(default_factory=list)
    deleted: set[str] = field(default_factory=set)
    """Ids of posts that are gone."""
    reads: int = 0
    begun: int = 0
    """Calls to send that wait for their connection, or had it."""
    calls: list[str] = field(default_factory=list)
    """Texts that it was asked to post, made or not."""
    left_at: list[tuple[str, datetime]] = field(default_factory=list)
    """The account and the moment of each of them, as its request left."""
    deletions: list[str] = field(default_factory=list)
    """Ids that it was asked to delete, done or not."""
    pictures: list[tuple[str, bytes]] = field(default_factory=list)
    """Each that it has, with what it shows; its id is its place, from 1."""

    def __post_init__(self) -> None:
        self.connects.set()
        self.let_go.set()
        self._barred: set[str] = set()

    def body_of(self, content: Content, *, media: Sequence[str] = (), in_reply_to: str | None = None) -> str:
        """As a platform's JSON."""
        if content.account in self.trips_over:
            raise ZeroDivisionError
        return json.dumps({"text": content.text, "media": list(media), "in_reply_to": in_reply_to})

    def price_of(self, content: Content) -> Decimal:  # noqa: ARG002 - the same for all
        """What a test says."""
        return self.price

    async def upload(self, account: OurAccount, attachment: Attachment, data: bytes) -> str:
        """Keep the picture, unless a test says otherwise."""
        self._check_key(account)
        answer = self.to_upload.pop(0) if self.to_upload else Answer()
        if answer.makes_it:
            self.pictures.append((attachment.alt_text, data))
        if answer.raises:
            raise answer.raises
        return str(len(self.pictures))

    async def send(
        self,
        account: OurAccount,
        body: str,
        *,
        key: str | None,  # noqa: ARG002 - it knows no keys
        not_after: float,
        may_leave: MayLeave,
    ) -> Sent:
        """Make the post, unless a test says otherwise."""
        await self._leaves(not_after, may_leave)
        self.left_at.append((account.id, now()))
        self._check_key(account)
        if account.id in self.reads_only:
            self._barred.add(account.id)
            raise NotAuthorised("this key may not post")
        said = json.loads(body)
        self.calls.append(said["text"])
        answer = self.answers.pop(0) if self.answers else Answer()
        made = self._make(account, said) if answer.makes_it else None
        await self.let_go.wait()
        if made is None or answer.raises:
            raise answer.raises or Transient("nobody is there")
        return Sent(made.platform_id, made.link, self.limits)

    async def find(self, account: OurAccount, since: datetime) -> Sequence[Candidate]:
        """What it shows of the account now."""
        self.reads += 1
        self._check_key(account)
        if self.shows_nothing:
            return ()
        return [each for each in self.shown(account.id) if each.created_at >= since]

    def barred(self, account: OurAccount) -> str | None:
        """Whether it has said so of a key that is still there."""
        return "this key may not post" if account.id in self._barred & self.reads_only else None

    async def delete(self, account: OurAccount, platform_id: str, *, not_after: float, may_leave: MayLeave) -> None:
        """Delete the post, unless a test says otherwise; one that is gone is gone."""
        await self._leaves(not_after, may_leave)
        self._check_key(account)
        self.deletions.append(platform_id)
        answer = self.to_delete.pop(0) if self.to_delete else Answer()
        if answer.makes_it:
            self.deleted.add(platform_id)
        if answer.raises:
            raise answer.raises

    def shown(self, account: str) -> list[Candidate]:
        """The posts of an account that are still there."""
        return [post for owner, post in self.posts if owner == account and post.platform_id not in self.deleted]

    def times(self) -> Counter[str]:
        """How often it was made to hold each text."""
        return Counter(post.text for _, post in self.posts)

    async def _leaves(self, not_after: float, may_leave: MayLeave) -> None:
        self.begun += 1
        await self.connects.wait()
        if uptime() > not_after:
            raise Transient("its time had passed before it could be sent")
        if not may_leave():
            raise CalledOff("it was called off at the last moment")

    def _check_key(self, account: OurAccount) -> None:
        if account.id in self.revoked:
            raise NotAuthorised("the platform refuses this key")

    def _make(self, account: OurAccount, said: dict[str, Any]) -> Candidate:
        id_ = str(1_900_000_000_000_000_000 + len(self.posts))
        link = f"https://x.com/{account.handle}/status/{id_}"
        post = Candidate(id_, said["text"], now(), link, said["in_reply_to"], tuple(said["media"]))
        self.posts.append((account.id, post))
        return post
