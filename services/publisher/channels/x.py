"""X as a channel: it takes no key for an attempt, so nothing is ever sent twice, and what is unknown is looked for."""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from decimal import Decimal

import orjson

from services.publisher.channels.channel import CalledOff, MayLeave, NoKey, SaidAlready, Sent
from services.publisher.domain.matching import Candidate, without_names
from services.publisher.domain.world import OurAccount
from shared.contracts.post_requested import Attachment, Content
from shared.errors import Misconfigured, NotAuthorised
from shared.x.counting import addresses
from shared.x.errors import Duplicate, ReadsOnly
from shared.x.posts import Post
from shared.x.signed import Keys, TakenBack
from shared.x.user import XUser

logger = logging.getLogger(__name__)

TOKEN = "x_access_token_"  # noqa: S105 - the beginning of a file's name
"""Before the account's id; the names of the secrets are also those that the sandbox writes."""

TOKEN_SECRET = "x_access_token_secret_"  # noqa: S105 - as above

PRICE = Decimal("0.015")
"""US dollars for a post, by X's list of 2026: with a contract of its own a force reckons in these all the same."""

PRICE_WITH_ADDRESS = Decimal("0.20")
"""X charges more for a post that leads away from it, a reply among them: what is not sure is taken for dearer."""

PRICE_OF_REPLY = Decimal("0.01")
"""To somebody who addressed the account."""

READS_ONLY = (
    "This key may read and not post: nothing is posted until another is in its place, or the publisher starts anew. "
    "Let the app write at X, make the access token anew there, and put it into {token}."
)
"""A token keeps the rights that the app had when it was made."""


class XChannel:
    """X at `origin`; `secret` gives the secret of a name or raises Misconfigured."""

    platform = "x"
    repeat_safe = False

    def __init__(self, origin: str, secret: Callable[[str], str], answer_within: timedelta) -> None:
        self._origin = origin
        self._secret = secret
        self._answer_s = answer_within.total_seconds()
        self._barred: dict[str, tuple[Keys, str]] = {}

    def body_of(self, content: Content, *, media: Sequence[str] = (), in_reply_to: str | None = None) -> str:
        """The JSON of a post: the text, the pictures in their order, and what it answers; nothing else."""
        whole: dict[str, object] = {"text": content.text}
        if media:
            whole["media"] = {"media_ids": list(media)}
        if in_reply_to is not None:
            whole["reply"] = {"in_reply_to_tweet_id": in_reply_to}
        return orjson.dumps(whole).decode()

    def price_of(self, content: Content) -> Decimal:
        """By X's list, for each post by itself."""
        if addresses(content.text):
            return PRICE_WITH_ADDRESS
        return PRICE if content.reply_to is None else PRICE_OF_REPLY

    async def upload(self, account: OurAccount, attachment: Attachment, data: bytes) -> str:
        """Give X the picture and its words, as `Channel` promises."""
        return await self._user(account).upload(data, attachment.alt_text)

    async def send(
        self,
        account: OurAccount,
        body: str,
        *,
        key: str | None,  # noqa: ARG002 - X has no such key
        not_after: float,
        may_leave: MayLeave,
    ) -> Sent:
        """Make the post, as `Channel` promises."""
        user = self._user(account)
        try:
            made = await user.post(body, not_after=not_after, may_leave=may_leave)
        except ReadsOnly as error:
            why = f"{error}. {READS_ONLY.format(token=TOKEN + account.id)}"
            self._barred[account.id] = (user.keys, why)
            raise NotAuthorised(why) from error
        except Duplicate as error:
            raise SaidAlready(str(error), answered=error.answered) from error
        except TakenBack as error:
            raise CalledOff(str(error)) from error
        return Sent(made.id, _link(account, made.id), made.limits)

    async def find(self, account: OurAccount, since: datetime) -> Sequence[Candidate]:
        """The account's timeline, as `Channel` promises."""
        posts = await self._user(account).timeline(since)
        return tuple(
            Candidate(
                post.id, _said_in(post), post.posted_at, _link(account, post.id), post.in_reply_to, post.media_ids
            )
            for post in posts
        )

    def barred(self, account: OurAccount) -> str | None:
        """As `Channel` promises."""
        refused = self._barred.get(account.id)
        if refused is None:
            return None
        keys, why = refused
        try:
            return why if self._user(account).keys == keys else None
        except NotAuthorised as error:
            return str(error)

    async def delete(self, account: OurAccount, platform_id: str, *, not_after: float, may_leave: MayLeave) -> None:
        """Delete the post, as `Channel` promises."""
        try:
            await self._user(account).delete(platform_id, not_after=not_after, may_leave=may_leave)
        except TakenBack as error:
            raise CalledOff(str(error)) from error

    def _user(self, account: OurAccount) -> XUser:
        """X for the account; its keys are read anew, so that one which is replaced counts at once."""
        token = f"{TOKEN}{account.id}"
        keys = Keys(
            app_key=self._key("x_app_key"),
            app_secret=self._key("x_app_secret"),
            token=self._key(token),
            token_secret=self._key(f"{TOKEN_SECRET}{account.id}"),
        )
        if not keys.user_id:
            raise NoKey(
                f"The secret {token} is no access token of X's: those begin with the account's number and a hyphen. "
                "Put the access token there that X shows for the account under this app."
            )
        return XUser(self._origin, keys, self._answer_s)

    def _key(self, name: str) -> str:
        """The secret of that name; where it lies is for the log alone, the name for people."""
        try:
            return self._secret(name)
        except Misconfigured as error:
            logger.warning("%s", error)
            raise NoKey(f"The secret {name} is missing or empty. Put it there: it counts at once.") from error


def _link(account: OurAccount, platform_id: str) -> str:
    return f"https://x.com/{account.handle}/status/{platform_id}"


def _said_in(post: Post) -> str:
    """What was written: X puts those whom a reply answers in front of it, and does not say whether it did."""
    return post.as_written if post.in_reply_to is None else without_names(post.as_written)
