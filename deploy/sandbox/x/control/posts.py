"""`GET /control/posts?account=`: posts as the platform holds them, deleted ones flagged."""

from typing import Any

from aiohttp import web

from deploy.sandbox.control import times
from deploy.sandbox.control.problem import json_answer, not_found
from deploy.sandbox.x.platform import PLATFORM
from deploy.sandbox.x.post import Media, Post


async def held_posts(request: web.Request) -> web.Response:
    """The posts of one account, or of everybody where none is named, oldest first."""
    platform = request.app[PLATFORM]
    handle = request.query.get("account")
    if handle is None:
        return json_answer({"posts": [_shown(each) for each in platform.posts.all_held()]})
    account = platform.users.account(handle)
    if account is None:
        raise not_found(f"account: {handle!r} is none of: {', '.join(platform.users.account_handles)}")
    return json_answer({"posts": [_shown(each) for each in platform.posts.held_of(account)]})


def add_posts(app: web.Application) -> None:
    """Serve this call."""
    app.router.add_get("/control/posts", held_posts)


def _picture(media: Media) -> dict[str, str]:
    return {"id": str(media.id), "media_type": media.media_type, "alt_text": media.alt_text}


def _shown(post: Post) -> dict[str, Any]:
    return {
        "id": str(post.id),
        "account": post.author.username,
        "author": post.author.username,
        "mentions": [each.username for each in post.mentions],
        "text": post.text,
        "created_at": times.written(post.created_at),
        "in_reply_to": None if post.replied_to is None else str(post.replied_to),
        "likes": post.engagement.likes,
        "replies": post.engagement.replies,
        "reposts": post.engagement.reposts,
        "media": [_picture(each) for each in post.media],
        "deleted": post.deleted,
        "url": post.address,
    }
