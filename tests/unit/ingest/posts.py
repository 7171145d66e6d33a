"""Posts for tests, as plain as may be."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from shared.contracts.mention_changed import Author, Media
from shared.x.snowflake import first_id_at

NOW = datetime(2026, 10, 1, 8, tzinfo=UTC)

ADA = Author(id="7", handle="ada", name="Ada")


@dataclass(frozen=True)
class User:
    """Somebody named."""

    username: str
    id: str | None = None


@dataclass(frozen=True)
class FakePost:
    """A post by Ada that names sbx_hastings, unless said otherwise."""

    id: str = "100"
    versions: tuple[str, ...] = ()
    text: str = "Hello"
    author: Author = ADA
    conversation: str = "100"
    posted_at: datetime = NOW
    link: str = "https://x.com/ada/status/100"
    named: tuple[User, ...] = (User("sbx_hastings"),)
    in_reply_to: str | None = None
    in_reply_to_user: str | None = None
    in_reply_to_text: str | None = None
    quoted_user: str | None = None
    repost: bool = False
    language: str | None = "en"
    media: tuple[Media, ...] = field(default=())

    def __post_init__(self) -> None:
        if not self.versions:
            object.__setattr__(self, "versions", (self.id,))


def post_at(moment: datetime) -> FakePost:
    """A post whose id tells that moment."""
    return FakePost(id=first_id_at(moment), posted_at=moment)
