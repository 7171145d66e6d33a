"""Posts as X sends them, in the field names of its specification up to 2.166 and from 2.167; only what is used here.

All but the id is optional: a field that X leaves out, renames or nulls costs that field, not the post.
"""

from collections.abc import Iterator
from typing import Annotated, Any, TypeVar

from pydantic import (
    AliasChoices,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)

ValueT = TypeVar("ValueT")


def _or_nothing(value: object, validate: ValidatorFunctionWrapHandler) -> object:
    try:
        return validate(value)
    except ValidationError:
        return None


def _or_none_of_them(value: object, validate: ValidatorFunctionWrapHandler) -> object:
    try:
        return validate(value)
    except ValidationError:
        return ()


Perhaps = Annotated[ValueT | None, WrapValidator(_or_nothing)]
"""None where X sends nothing, or something else than it documents."""

Some = Annotated[tuple[ValueT, ...], WrapValidator(_or_none_of_them)]
"""Empty likewise."""

PostId = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,19}$")]
"""Signed 64-bit numbers, written as text."""

Name = Annotated[str, StringConstraints(min_length=1, max_length=100)]
"""An id or handle of anything else."""


class Wire(BaseModel):
    """A part of an answer; what is not named here is passed over."""

    model_config = ConfigDict(frozen=True, extra="ignore", coerce_numbers_to_str=True)


class NamedUser(Wire):
    """An @mention in a text."""

    username: str = ""
    id: Perhaps[Name] = None


class Address(Wire):
    """An address in a text, which X has put one of its own in place of, or which X has added for a picture."""

    url: str = ""
    expanded_url: Perhaps[str] = None
    media_key: Perhaps[str] = None


class Entities(Wire):
    """What X found in a text."""

    mentions: Some[NamedUser] = ()
    urls: Some[Address] = ()


class LongText(Wire):
    """The whole text of a post beyond 280 characters."""

    text: str
    entities: Perhaps[Entities] = None


class Reference(Wire):
    """A post that this one answers, quotes or repeats."""

    type: str
    id: PostId


class Attachments(Wire):
    """Keys of the media beside the post."""

    media_keys: Some[str] = ()


class WirePost(Wire):
    """A post."""

    id: PostId
    text: str = ""
    long_text: Perhaps[LongText] = Field(None, validation_alias=AliasChoices("note_tweet", "note_post"))
    author_id: Perhaps[Name] = None
    conversation_id: Perhaps[PostId] = None
    created_at: Perhaps[AwareDatetime] = None
    in_reply_to_user_id: Perhaps[Name] = None
    lang: Perhaps[str] = None
    entities: Perhaps[Entities] = None
    attachments: Perhaps[Attachments] = None
    versions: Some[PostId] = Field((), validation_alias=AliasChoices("edit_history_tweet_ids", "edit_history_post_ids"))
    references: Some[Reference] = Field((), validation_alias=AliasChoices("referenced_tweets", "referenced_posts"))


class WireUser(Wire):
    """Somebody's public profile."""

    id: Name
    username: Name
    name: str = ""


class WireMedia(Wire):
    """A picture or video."""

    media_key: str
    type: str
    url: Perhaps[str] = None
    preview_image_url: Perhaps[str] = None
    alt_text: Perhaps[str] = None


class Envelope(Wire):
    """What surrounds posts, in the stream as in an answer; its parts are read one by one."""

    data: Any = None
    includes: Perhaps[dict[str, Any]] = None
    errors: Perhaps[list[Any]] = None
    meta: Perhaps[dict[str, Any]] = None


class WireRule(Wire):
    """A rule of the filtered stream."""

    id: Name
    value: str
    tag: Perhaps[str] = None


WireT = TypeVar("WireT", bound=Wire)


def readable(model: type[WireT], items: object) -> Iterator[WireT]:
    """Those of the items that are what X documents; none where it sent no list."""
    for item in items if isinstance(items, list) else ():
        try:
            yield model.model_validate(item)
        except ValidationError:
            continue
