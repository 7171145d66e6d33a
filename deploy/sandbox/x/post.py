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

    def mentioned(self, handle: str) -> bool:
        """Whether it mentions this handle, however that is written."""
        return any(each.username.lower() == handle.lower() for each in self.mentions)
