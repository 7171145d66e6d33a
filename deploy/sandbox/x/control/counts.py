"""`/control/engagement` and `/control/followers`: what others do with a post, and who follows an account."""

from typing import Annotated

from aiohttp import web
from pydantic import AwareDatetime, Field

from deploy.sandbox.control import times
from deploy.sandbox.control.body import Body, read_body
from deploy.sandbox.control.problem import json_answer, not_found
from deploy.sandbox.x.platform import PLATFORM

Count = Annotated[int, Field(ge=0, le=10**12)]
"""More than there are people, and what SQLite can hold."""


class NewEngagement(Body):
    """The body of `POST /control/engagement`: the counts as they are from now on."""

    post: Annotated[str, Field(pattern=r"^[0-9]{1,19}$")]
    likes: Count | None = None
    replies: Count | None = None
    reposts: Count | None = None


class NewFollowers(Body):
    """The body of `POST /control/followers`: the count, from a time on."""

    account: str
    count: Count
    at: AwareDatetime | None = None


async def engage(request: web.Request) -> web.Response:
    """Set the counts of a post that are given."""
    wanted = await read_body(request, NewEngagement)
    posts = request.app[PLATFORM].posts
    identifier = int(wanted.post)
    if posts.held(identifier) is None:
        raise not_found(f"post: there is no post {wanted.post}.")
    posts.engage(identifier, wanted.likes, wanted.replies, wanted.reposts)
    return json_answer(wanted.model_dump(exclude_none=True))


async def follow(request: web.Request) -> web.Response:
    """Set how many follow an account."""
    wanted = await read_body(request, NewFollowers)
    users = request.app[PLATFORM].users
    account = users.account(wanted.account)
    if account is None:
        raise not_found(f"account: {wanted.account!r} is none of: {', '.join(users.account_handles)}")
    moment = wanted.at or times.now()
    users.set_followers(account, wanted.count, moment)
    return json_answer({"account": account.username, "count": wanted.count, "at": times.written(moment)})


def add_counts(app: web.Application) -> None:
    """Serve these calls."""
    app.router.add_post("/control/engagement", engage)
    app.router.add_post("/control/followers", follow)
