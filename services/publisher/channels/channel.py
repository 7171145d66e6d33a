"""What the publisher needs of a platform, and what each failure proves about the post."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Protocol

from services.publisher.domain.matching import Candidate
from services.publisher.domain.world import OurAccount
from shared.contracts.channel_reported import Limit
from shared.contracts.post_requested import Attachment, Content
from shared.errors import NotAuthorised, OutcomeUnknown, Transient

MayLeave = Callable[[], bool]
"""Asked beside the deadline, immediately before the request is written: whether it still may be."""


@dataclass(frozen=True, slots=True)
class Sent:
    """The platform has the post under this id."""

    platform_id: str
    link: str
    limits: tuple[Limit, ...] = ()
    """What its answer said of how many more it takes, and until when; it counts more than what we think."""


class CalledOff(Transient):
    """`may_leave` said no: not a byte of the request was written, and nothing is wrong with the platform."""


class NoKey(NotAuthorised):
    """The account's key is missing here: nothing was asked of the platform."""


class SaidAlready(OutcomeUnknown):
    """The platform has this text on the account already, and does not say whether this attempt put it there."""


class Channel(Protocol):
    """A platform; each call is one attempt, without retries and redirects, and ends by itself."""

    platform: str
    repeat_safe: bool
    """True where the same key and bytes sent again never make a second post."""

    def body_of(self, content: Content, *, media: Sequence[str] = (), in_reply_to: str | None = None) -> str:
        """The bytes that `send` will be given: written down before the call, and for ever what was sent.

        `media` are the platform's ids from `upload`, in the order of `content.media`.
        """

    def price_of(self, content: Content) -> Decimal:
        """What the platform charges for making this post, in US dollars; nothing where it is free."""

    async def upload(self, account: OurAccount, attachment: Attachment, data: bytes) -> str:
        """Give the platform one picture with its description; answers its id there.

        Nobody sees it before a post names it, so that it may always be repeated, whatever became of the last try.
        Raises Permanent, RateLimited, NotAuthorised or Transient, never OutcomeUnknown.
        """

    async def send(
        self, account: OurAccount, body: str, *, key: str | None, not_after: float, may_leave: MayLeave
    ) -> Sent:
        """Make the post; no byte of the request leaves once `shared.clock.uptime()` is past `not_after`.

        Raises, by what is certain:
        - CalledOff: `may_leave` said no immediately before the request was written; there is no post.
        - Permanent: the platform refused this post; there is none.
        - RateLimited: it refused for now; there is no post.
        - NotAuthorised: it refused, or there is no key to ask it with; there is no post, and the account stops.
        - Transient: the request was certainly never written; it may be tried later.
        - OutcomeUnknown: nobody can tell; look for the post, never send it again. A cancelled call is one of these.
        """

    async def find(self, account: OurAccount, since: datetime) -> Sequence[Candidate]:
        """All posts of the account since then that the platform shows now, their addresses as they were written.

        A new post may be missing for minutes. Raises NotAuthorised, RateLimited or Transient, never half a list.
        """

    def barred(self, account: OurAccount) -> str | None:
        """Why the key that the account has now posts nothing, though it reads; None where nobody has said so of it.

        Known from a refusal by `send`, until the key's text is another or the process ends.
        """

    async def delete(self, account: OurAccount, platform_id: str, *, not_after: float, may_leave: MayLeave) -> None:
        """Delete the post; one that is gone already is deleted. Raises as `send` does; may always be repeated."""
