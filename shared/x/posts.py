"""A post of X's as plain values, from an answer or a line of the stream, old field names or new."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from shared.contracts.mention_changed import Author, Media
from shared.errors import InvalidMessage
from shared.x.snowflake import time_of
from shared.x.wire import Entities, Envelope, NamedUser, WireMedia, WirePost, WireUser, readable

ESCAPED = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))
"""The three characters that X escapes in every text; the ampersand last, so that nothing is undone twice."""


@dataclass(frozen=True, slots=True)
class Post:
    """One version of a post; `versions` are the ids of all, the first first."""

    id: str
    versions: tuple[str, ...]
    text: str
    author: Author
    conversation: str
    posted_at: datetime
    link: str
    named: tuple[NamedUser, ...]
    in_reply_to: str | None
    in_reply_to_user: str | None
    in_reply_to_text: str | None
    quoted_user: str | None
    repost: bool
    language: str | None
    media: tuple[Media, ...]
    addresses: tuple[tuple[str, str], ...] = ()
    """X's own short ones, each with the one that was written: nothing where X has added it for a picture."""
    media_ids: tuple[str, ...] = ()
    """Those of its pictures and films, whether X told more of them or not."""

    @property
    def as_written(self) -> str:
        """The text with the addresses that its writer gave, in the form in which X tells them, and without X's own."""
        written = dict(self.addresses)
        if not written:
            return self.text
        longest_first = sorted(map(re.escape, written), key=len, reverse=True)  # one may begin another
        text = re.sub("|".join(longest_first), lambda found: written[found.group()], self.text)
        return text if all(written.values()) else text.rstrip()


@dataclass(frozen=True, slots=True)
class Answer:
    """What an answer or a line holds: posts, how many could not be read, and the titles of X's own notices."""

    posts: tuple[Post, ...]
    unreadable: int
    notices: tuple[str, ...]
    meta: Mapping[str, Any]


def answer_of(content: bytes | str) -> Answer:
    """The answer in these bytes; raises InvalidMessage when they are no JSON object."""
    envelope = _envelope(content)
    included = _Included(envelope.includes or {})
    items = envelope.data if isinstance(envelope.data, list) else [] if envelope.data is None else [envelope.data]
    wire = tuple(readable(WirePost, items))
    return Answer(
        posts=tuple(_post(each, included) for each in wire),
        unreadable=len(items) - len(wire),
        notices=tuple(_title(problem) for problem in envelope.errors or ()),
        meta=envelope.meta or {},
    )


def _envelope(content: bytes | str) -> Envelope:
    try:
        return Envelope.model_validate_json(content)
    except ValidationError:
        pass  # most likely garbage; but half a character in one text, which strict readers refuse, costs no post
    try:
        text = content if isinstance(content, str) else content.decode(errors="replace")
        return Envelope.model_validate_json(json.dumps(json.loads(text), ensure_ascii=False).encode(errors="replace"))
    except (ValueError, RecursionError) as error:
        raise InvalidMessage(f"X sent {len(content)} characters that are no JSON object") from error


class _Included:
    """What X sent beside the posts, by id; whatever is missing or unreadable there is simply not known."""

    def __init__(self, includes: Mapping[str, Any]) -> None:
        self.users = {user.id: user for user in readable(WireUser, includes.get("users"))}
        self.media = {media.media_key: media for media in readable(WireMedia, includes.get("media"))}
        posts = (*readable(WirePost, includes.get("tweets")), *readable(WirePost, includes.get("posts")))
        self.posts = {post.id: post for post in posts}


def _post(wire: WirePost, included: _Included) -> Post:
    author = included.users.get(wire.author_id or "")
    answered = _referenced(wire, "replied_to")
    quoted = included.posts.get(_referenced(wire, "quoted") or "")
    above = included.posts.get(answered or "")
    return Post(
        id=wire.id,
        versions=wire.versions or (wire.id,),
        text=_text(wire),
        author=Author(
            id=wire.author_id or "unknown",
            handle=author.username if author else "",
            name=author.name if author else "",
        ),
        conversation=wire.conversation_id or wire.id,
        posted_at=wire.created_at or time_of(wire.id),
        link=f"https://x.com/{author.username if author else 'i'}/status/{wire.id}",
        named=tuple(_named(wire)),
        in_reply_to=answered,
        in_reply_to_user=wire.in_reply_to_user_id or (above.author_id if above else None),
        in_reply_to_text=_text(above) if above else None,
        quoted_user=quoted.author_id if quoted else None,
        repost=_referenced(wire, "retweeted") is not None,
        language=wire.lang,
        media=tuple(_media(_media_keys(wire), included)),
        addresses=tuple(_addresses(wire)),
        media_ids=tuple(key.rpartition("_")[2] for key in _media_keys(wire)),
    )


def _text(wire: WirePost) -> str:
    text = wire.long_text.text if wire.long_text else wire.text
    for escaped, character in ESCAPED:
        text = text.replace(escaped, character)
    return text


def _named(wire: WirePost) -> Iterator[NamedUser]:
    for entities in _entities(wire):
        yield from entities.mentions


def _addresses(wire: WirePost) -> Iterator[tuple[str, str]]:
    for entities in _entities(wire):
        for each in entities.urls:
            if each.url and (each.media_key or _shows_its_own(each.expanded_url, wire.id)):
                yield each.url, ""
            elif each.url and each.expanded_url:
                yield each.url, each.expanded_url


def _shows_its_own(address: str | None, id_: str) -> bool:
    """Whether it leads to a picture of this very post: nobody can have written that into it."""
    return re.search(rf"/status/{id_}/(photo|video)/\d+$", address or "") is not None


def _media_keys(wire: WirePost) -> tuple[str, ...]:
    return wire.attachments.media_keys if wire.attachments else ()


def _entities(wire: WirePost) -> Iterator[Entities]:
    """Those of the short text and those of the long one: one address may stand in both."""
    for entities in (wire.entities, wire.long_text.entities if wire.long_text else None):
        if entities:
            yield entities


def _referenced(wire: WirePost, kind: str) -> str | None:
    return next((reference.id for reference in wire.references if reference.type == kind), None)


def _media(keys: Iterable[str], included: _Included) -> Iterator[Media]:
    for key in keys:
        if media := included.media.get(key):
            yield Media(kind=media.type, url=media.url or media.preview_image_url, alt_text=media.alt_text)


def _title(problem: object) -> str:
    return str(problem.get("title") or "untitled") if isinstance(problem, dict) else "untitled"
