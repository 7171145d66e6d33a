"""`POST /2/tweets` and `DELETE /2/tweets/:id`: an account posts, and takes back what it posted."""

from datetime import timedelta
from typing import Annotated, Literal

from aiohttp import web
from pydantic import Field, ValidationError

from deploy.sandbox.control import times
from deploy.sandbox.control.body import Body, read_json
from deploy.sandbox.control.problem import Refusal
from deploy.sandbox.control.state import transaction
from deploy.sandbox.x import text as words
from deploy.sandbox.x import written
from deploy.sandbox.x.api.caller import SIGNER, USER_CONTEXT
from deploy.sandbox.x.api.endpoint import Endpoint, answer
from deploy.sandbox.x.api.lookup import not_there
from deploy.sandbox.x.api.noted import takes_effect
from deploy.sandbox.x.api.parameters import read_id
from deploy.sandbox.x.api.wrong import invalid_body, wrong_in
from deploy.sandbox.x.asked import read_asked
from deploy.sandbox.x.misbehaviour import DELETING
from deploy.sandbox.x.platform import Platform
from deploy.sandbox.x.post import Media, Named, Post
from deploy.sandbox.x.snowflake import LARGEST, first_at

ENGLISH = "en"
"""The language of what the accounts post: the stand-in does not detect any."""

NOT_HERE = (
    "poll",
    "quote_tweet_id",
    "geo",
    "card_uri",
    "community_id",
    "direct_message_deep_link",
    "edit_options",
)
"""What X's document knows and this stand-in does not do (yet)."""

Id = Annotated[str, Field(pattern=r"^[0-9]{1,19}$")]


class Reply(Body):
    """Which post is answered."""

    in_reply_to_tweet_id: Id
    exclude_reply_user_ids: list[Id] = Field([])
    auto_populate_reply_metadata: bool | None = None


class Shown(Body):
    """The pictures beside a post, by the ids that their upload was answered with."""

    media_ids: Annotated[list[Id], Field(min_length=1, max_length=4)]


class NewPost(Body):
    """The body of `POST /2/tweets`, as far as it is done here; what only marks a post is taken and not shown."""

    text: str = ""
    media: Shown | None = None
    reply: Reply | None = None
    reply_settings: Literal["following", "mentionedUsers", "subscribers", "verified"] | None = None
    made_with_ai: bool | None = None
    paid_partnership: bool | None = None
    nullcast: bool | None = None
    for_super_followers_only: bool | None = None
    share_with_followers: bool | None = None


async def post(request: web.Request, platform: Platform) -> web.Response:
    """Post as the account that signed; durable and on the streams when this answers."""
    wanted, author = await _read(request), request[SIGNER]
    _check_text(platform, wanted)
    media = _pictures(platform, author, wanted.media)
    answered = _answered(platform, author, wanted.reply)
    _check_new(platform, author, wanted.text, answered)
    made = _made(platform, author, wanted.text, answered, media)
    platform.publish(made)
    takes_effect(request)
    shown = platform.answers.about_one(made, read_asked({}, platform.dialect))
    return answer(platform, shown, 201)


async def take_back(request: web.Request, platform: Platform) -> web.Response:
    """Delete a post of the account that signed; what is not there (any more) is not found."""
    identifier = read_id("id", request.match_info["id"])
    found = platform.posts.visible(identifier)
    if found is None:
        raise not_there(platform.dialect, "tweet", "id", str(identifier))
    if found.author.id != request[SIGNER].id:
        raise _forbidden("This post is another account's: only its author may delete it.")
    with transaction(platform.state):
        platform.posts.delete(found)
    takes_effect(request)
    return answer(platform, {"data": {"deleted": True}})


ENDPOINTS = (
    Endpoint("POST", "/2/tweets", "post", 100, post, faults="post", callers=(USER_CONTEXT,)),
    Endpoint("DELETE", "/2/tweets/{id}", "delete", 50, take_back, faults=DELETING, callers=(USER_CONTEXT,)),
)


async def _read(request: web.Request) -> NewPost:
    if request.content_type != "application/json":
        raise invalid_body("A request with a body must have the content type application/json.")
    body = await read_json(request)
    try:
        return NewPost.model_validate(body, strict=True)
    except ValidationError as error:
        raise wrong_in(error, not_here=NOT_HERE) from None


def _check_text(platform: Platform, wanted: NewPost) -> None:
    match written.fault_of(wanted.text):
        case "empty" if wanted.media is None:
            raise invalid_body("$.text: a post needs a text, or pictures")
        case "characters":
            raise invalid_body("$.text: it has characters that no post may have")
        case "long":
            said = "Your Tweet text is too long."
            raise (
                invalid_body(said) if platform.settings.too_long == web.HTTPBadRequest.status_code else _forbidden(said)
            )
        case _:
            return


def _pictures(platform: Platform, author: Named, shown: Shown | None) -> tuple[Media, ...]:
    ids = [] if shown is None else shown.media_ids
    found = [platform.pictures.of(author, read_id("media_ids", each), platform.settings.media_expires) for each in ids]
    if None in found or len(set(ids)) < len(ids):
        raise invalid_body("Your media IDs are invalid.", parameters={"media.media_ids": ids})
    return tuple(each for each in found if each is not None)


def _answered(platform: Platform, author: Named, reply: Reply | None) -> Post | None:
    if reply is None:
        return None
    answered = platform.posts.visible(int(reply.in_reply_to_tweet_id))
    if answered is None:
        raise _forbidden("You attempted to reply to a Tweet that is deleted or not visible to you.")
    summoned = author.id in {answered.author.id, *(each.id for each in answered.mentions)}
    if platform.settings.replies == "summoned" and not summoned:
        raise _forbidden("You may not reply here: its author has neither mentioned nor quoted your account.")
    return answered


def _check_new(platform: Platform, author: Named, text: str, answered: Post | None) -> None:
    """Refuse what the account has said lately, to the same post or to none; what it took back it may say again."""
    since = first_at(times.now() - timedelta(seconds=platform.settings.duplicate_window))
    target = None if answered is None else answered.id
    lately = platform.posts.newest_first_of(author.id, since - 1, LARGEST)
    if any(each.replied_to == target and written.same(each.text, text) for each in lately):
        raise _forbidden("You are not allowed to create a Tweet with duplicate content.")


def _made(platform: Platform, author: Named, text: str, answered: Post | None, media: tuple[Media, ...]) -> Post:
    now = times.now()
    identifier = platform.ids.next(now)
    looks = written.written(text, identifier, answered, author.id)
    named = (platform.users.named(each.value) for each in words.mentions(looks.prefix + text))
    return Post(
        id=identifier,
        author=author,
        text=text,
        created_at=now,
        lang=ENGLISH,
        conversation_id=identifier if answered is None else answered.conversation_id,
        mentions=tuple({each.id: each for each in named if each is not None}.values()),
        replied_to=None if answered is None else answered.id,
        in_reply_to=None if answered is None else answered.author,
        written=looks,
        media=media,
    )


def _forbidden(detail: str) -> Refusal:
    return Refusal(403, "Forbidden", detail)
