"""Posts and users as the platform holds them."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class User:
    """Somebody on the platform; the counts are as they are now."""

    id: int
    username: str
    name: str
    created_at: datetime
    followers: int = 0
    posts: int = 0


@dataclass(frozen=True)
class Named:
    """A user as a post names them."""

    id: int
    username: str


@dataclass(frozen=True)
class Engagement:
    """What others did with a post."""

    likes: int = 0
    replies: int = 0
    reposts: int = 0


@dataclass(frozen=True)
class Link:
    """A link in a text as it was written, `end` exclusive, and the short one that is shown in its place."""

    start: int
    end: int
    short: str


@dataclass(frozen=True)
class Written:
    """What the platform makes of a text that an app posts: whom a reply names in front of it, its links."""

    prefix: str = ""
    links: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Media:
    """A picture that an account gave the platform."""

    id: int
    media_type: str
    width: int
    height: int
    alt_text: str = ""

    @property
    def key(self) -> str:
        """The name it has beside posts: 3 is for pictures."""
        return f"3_{self.id}"


@dataclass(frozen=True)
class Post:
    """One post; it arrived when its id says, and says of itself that it was made at `created_at`."""

    id: int
    author: Named
    text: str
    created_at: datetime
    lang: str
    conversation_id: int
    mentions: tuple[Named, ...] = ()
    replied_to: int | None = None
    in_reply_to: Named | None = None
    engagement: Engagement = Engagement()
    deleted: bool = False
    written: Written | None = None
    media: tuple[Media, ...] = ()

    @property
    def address(self) -> str:
        """Where people see it."""
        return f"https://x.com/{self.author.username}/status/{self.id}"

    def mentioned(self, handle: str) -> bool:
        """Whether it mentions this handle, however that is written."""
        return any(each.username.lower() == handle.lower() for each in self.mentions)
