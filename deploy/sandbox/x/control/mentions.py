"""`/control/mentions`: somebody mentions one of our accounts, or takes that back.

The text is delivered exactly as given. Where it does not name the account, the mention stands in the post's entities
alone, at its start and with no width, and the post counts as addressed to the account.
"""

from typing import Annotated

from aiohttp import web
from pydantic import AwareDatetime, Field, field_validator

from deploy.sandbox.control import times
from deploy.sandbox.control.body import Body, read_body
from deploy.sandbox.control.problem import json_answer, not_found
from deploy.sandbox.control.state import transaction
from deploy.sandbox.x import text as words
from deploy.sandbox.x.platform import PLATFORM, Platform
from deploy.sandbox.x.post import Named, Post

UNDETERMINED = "und"
"""The language where nobody said: the stand-in does not detect any."""


class NewMention(Body):
    """The body of `POST /control/mentions`."""

    account: str
    author: Annotated[str, Field(pattern=r"^@?[A-Za-z0-9_]{1,15}$")]
    text: str
    reply_to: Annotated[str, Field(pattern=r"^[0-9]{1,19}$")] | None = None
    at: AwareDatetime | None = None
    lang: Annotated[str, Field(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$")] | None = None

    @field_validator("text")
    @classmethod
    def _can_be_posted(cls, text: str) -> str:
        if not text.strip():
            raise ValueError("it is empty; a post needs a text")
        if len(text) > words.LONGEST:
            raise ValueError(f"it has {len(text)} characters; X's longest post has {words.LONGEST}")
        return text


async def mention(request: web.Request) -> web.Response:
    """Publish a mention; durable and on its way when this answers."""
    wanted = await read_body(request, NewMention)
    platform = request.app[PLATFORM]
    account = platform.users.account(wanted.account)
    if account is None:
        known = ", ".join(platform.users.account_handles)
        raise not_found(f"account: {wanted.account!r} is none of: {known}")
    post = _post(platform, wanted, account, _answered(platform, wanted))
    platform.publish(post)
    return json_answer({"id": str(post.id)}, 201)


async def take_back(request: web.Request) -> web.Response:
    """Its author deletes a mention; from now on it is found nowhere."""
    platform = request.app[PLATFORM]
    identifier = int(request.match_info["id"])
    post = platform.posts.held(identifier)
    if post is None:
        raise not_found(f"There is no post {identifier}.")
    if not post.deleted:
        with transaction(platform.state):
            platform.posts.delete(post)
    return json_answer({"id": str(identifier), "deleted": True})


def add_mentions(app: web.Application) -> None:
    """Serve these calls."""
    app.router.add_post("/control/mentions", mention)
    app.router.add_delete(r"/control/mentions/{id:[0-9]{1,19}}", take_back)


def _answered(platform: Platform, wanted: NewMention) -> Post | None:
    if wanted.reply_to is None:
        return None
    answered = platform.posts.visible(int(wanted.reply_to))
    if answered is None:
        raise not_found(f"reply_to: there is no post {wanted.reply_to}, or it is deleted.")
    return answered


def _post(platform: Platform, wanted: NewMention, account: Named, answered: Post | None) -> Post:
    now = times.now()
    identifier = platform.ids.next(now)
    mentioned = _mentioned(platform, wanted.text, account)
    return Post(
        id=identifier,
        author=platform.users.invent(wanted.author.removeprefix("@")),
        text=wanted.text,
        created_at=wanted.at or now,
        lang=wanted.lang or UNDETERMINED,
        conversation_id=answered.conversation_id if answered else identifier,
        mentions=mentioned,
        replied_to=answered.id if answered else None,
        in_reply_to=answered.author if answered else _addressee(wanted.text, account, mentioned),
    )


def _mentioned(platform: Platform, text: str, account: Named) -> tuple[Named, ...]:
    """Everybody the text names who exists on the platform, and the account, each once."""
    named = (platform.users.named(each.value) for each in words.mentions(text))
    found = {each.id: each for each in named if each is not None}
    return tuple({**found, account.id: account}.values())


def _addressee(text: str, account: Named, mentioned: tuple[Named, ...]) -> Named | None:
    """Whom a post that answers no other speaks to: who is named first of all in it, as X has it."""
    spans = list(words.mentions(text))
    if all(each.value.lower() != account.username.lower() for each in spans):
        return account
    if spans[0].start > 0:
        return None
    return next((each for each in mentioned if each.username.lower() == spans[0].value.lower()), None)
