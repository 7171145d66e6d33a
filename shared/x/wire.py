"""Posts as X sends them, in the field names of its specification up to 2.166 and from 2.167; only what is used here.

All but the id is optional: a field that X leaves out, renames or nulls costs that field, not the post.
"""

from datetime import datetime
from typing import Annotated, Any

from pydantic import AliasChoices, BaseModel, BeforeValidator, ConfigDict, Field


def _absent_as_empty(value: object) -> object:
    return () if value is None else value


class Wire(BaseModel):
    """A part of an answer; what is not named here is passed over."""

    model_config = ConfigDict(frozen=True, extra="ignore", coerce_numbers_to_str=True)


class NamedUser(Wire):
    """An @mention in a text."""

    username: str = ""
    id: str | None = None


class Entities(Wire):
    """What X found in a text."""

    mentions: Annotated[tuple[NamedUser, ...], BeforeValidator(_absent_as_empty)] = ()


class LongText(Wire):
    """The whole text of a post beyond 280 characters."""

    text: str
    entities: Entities | None = None


class Reference(Wire):
    """A post that this one answers, quotes or repeats."""

    type: str
    id: str


class Attachments(Wire):
    """Keys of the media beside the post."""

    media_keys: Annotated[tuple[str, ...], BeforeValidator(_absent_as_empty)] = ()


class WirePost(Wire):
    """A post."""

    id: Annotated[str, Field(pattern=r"^[0-9]{1,20}$")]
    text: str = ""
    long_text: LongText | None = Field(None, validation_alias=AliasChoices("note_tweet", "note_post"))
    author_id: str | None = None
    conversation_id: str | None = None
    created_at: datetime | None = None
    in_reply_to_user_id: str | None = None
    lang: str | None = None
    entities: Entities | None = None
    attachments: Attachments | None = None
    versions: Annotated[tuple[str, ...], BeforeValidator(_absent_as_empty)] = Field(
        (), validation_alias=AliasChoices("edit_history_tweet_ids", "edit_history_post_ids")
    )
    references: Annotated[tuple[Reference, ...], BeforeValidator(_absent_as_empty)] = Field(
        (), validation_alias=AliasChoices("referenced_tweets", "referenced_posts")
    )


class WireUser(Wire):
    """Somebody's public profile."""

    id: str
    username: str
    name: str = ""


class WireMedia(Wire):
    """A picture or video."""

    media_key: str
    type: str
    url: str | None = None
    preview_image_url: str | None = None
    alt_text: str | None = None


class Envelope(Wire):
    """What surrounds posts, in the stream as in an answer; its parts are read one by one."""

    data: Any = None
    includes: dict[str, Any] | None = None
    errors: list[Any] | None = None
    meta: dict[str, Any] | None = None
