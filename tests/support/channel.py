"""A platform on paper, as the publisher's lanes see one: it holds what it was sent, and answers as a test says."""

import asyncio
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from services.publisher.channels.channel import Sent
from services.publisher.domain.matching import Candidate
from services.publisher.domain.world import OurAccount
from shared.clock import now, uptime
from shared.contracts.post_requested import Content
from shared.errors import NotAuthorised, Transient


@dataclass(frozen=True)
class Answer:
    """How it answers one call: whether the post is made, and what is raised after that."""

    makes_it: bool = True
    raises: Exception | None = None


@dataclass
class PaperPlatform:
    """What a platform holds, whoever asks; a channel of the publisher's Protocol."""

    platform: str = "x"
    repeat_safe: bool = False
    answers: list[Answer] = field(default_factory=list)
    """The next calls to send are answered so, first to last; after them all is well."""
    revoked: set[str] = field(default_factory=set)
    """Accounts whose keys are refused."""
    reads_only: set[str] = field(default_factory=set)
    """Accounts whose keys may read and not post."""
    trips_over: set[str] = field(default_factory=set)
    """Accounts on whose posts the program makes a mistake."""
    shows_nothing: bool = False
    """Timelines lag."""
    let_go: asyncio.Event = field(default_factory=asyncio.Event)
    """Cleared: calls to send hang once the post is made."""
    posts: list[tuple[str, Candidate]] = field(default_factory=list)
    reads: int = 0
    calls: list[str] = field(default_factory=list)
    """Texts that it was asked to post, made or not."""

    def __post_init__(self) -> None:
        self.let_go.set()
        self._barred: set[str] = set()

    def body_of(self, content: Content) -> str:
        """As a platform's JSON."""
        if content.account in self.trips_over:
            raise ZeroDivisionError
        return json.dumps({"text": content.text})

    async def send(self, account: OurAccount, body: str, *, key: str | None, not_after: float) -> Sent:  # noqa: ARG002 - it knows no keys
        """Make the post, unless a test says otherwise."""
        if uptime() > not_after:
            raise Transient("its time had passed before it could be sent")
        if account.id in self.revoked:
            raise NotAuthorised("the platform refuses this key")
        if account.id in self.reads_only:
            self._barred.add(account.id)
            raise NotAuthorised("this key may not post")
        text = json.loads(body)["text"]
        self.calls.append(text)
        answer = self.answers.pop(0) if self.answers else Answer()
        made = self._make(account, text) if answer.makes_it else None
        await self.let_go.wait()
        if made is None or answer.raises:
            raise answer.raises or Transient("nobody is there")
        return Sent(made.platform_id, made.link)

    async def find(self, account: OurAccount, since: datetime) -> Sequence[Candidate]:
        """What it shows of the account now."""
        self.reads += 1
        if account.id in self.revoked:
            raise NotAuthorised("the platform refuses this key")
        if self.shows_nothing:
            return ()
        return [post for owner, post in self.posts if owner == account.id and post.created_at >= since]

    def barred(self, account: OurAccount) -> str | None:
        """Whether it has said so of a key that is still there."""
        return "this key may not post" if account.id in self._barred & self.reads_only else None

    async def delete(self, account: OurAccount, platform_id: str) -> None:
        """Not asked for yet."""
        raise NotImplementedError

    def times(self) -> Counter[str]:
        """How often it holds each text."""
        return Counter(post.text for _, post in self.posts)

    def _make(self, account: OurAccount, text: str) -> Candidate:
        id_ = str(1_900_000_000_000_000_000 + len(self.posts))
        post = Candidate(id_, text, now(), f"https://x.com/{account.handle}/status/{id_}")
        self.posts.append((account.id, post))
        return post
