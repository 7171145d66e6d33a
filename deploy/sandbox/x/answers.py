"""Whole answers about posts: the posts, and beside them what the expansions ask for."""

from collections.abc import Iterable, Sequence
from typing import Any

from deploy.sandbox.x.asked import Asked
from deploy.sandbox.x.post import Media, Post
from deploy.sandbox.x.shape import shape_media, shape_post, shape_user
from deploy.sandbox.x.state.posts import Posts
from deploy.sandbox.x.state.users import Users


class Answers:
    """Writes answers about posts."""

    def __init__(self, posts: Posts, users: Users) -> None:
        self._posts = posts
        self._users = users

    def about(self, posts: Sequence[Post], asked: Asked) -> dict[str, Any]:
        """`data` with all these posts, and `includes`; neither where it would be empty."""
        answer: dict[str, Any] = {"data": [shape_post(each, asked) for each in posts]} if posts else {}
        return {**answer, **self._includes(posts, asked)}

    def about_one(self, post: Post, asked: Asked) -> dict[str, Any]:
        """`data` with this post alone, and `includes`."""
        return {"data": shape_post(post, asked), **self._includes([post], asked)}

    def _includes(self, posts: Sequence[Post], asked: Asked) -> dict[str, Any]:
        referenced = self._referenced(posts, asked)
        users = [self._users.by_id(each) for each in _people(posts, referenced, asked)]
        included = {
            "users": [shape_user(each, asked) for each in users if each is not None],
            "tweets": [shape_post(each, asked) for each in referenced],
            "media": [shape_media(each, asked) for each in _pictures(posts, asked)],
        }
        shown = {name: values for name, values in included.items() if values}
        return {"includes": shown} if shown else {}

    def _referenced(self, posts: Iterable[Post], asked: Asked) -> list[Post]:
        if not asked.expansions & {"referenced_tweets.id", "referenced_tweets.id.author_id"}:
            return []
        wanted = dict.fromkeys(each.replied_to for each in posts if each.replied_to is not None)
        found = (self._posts.visible(each) for each in wanted)
        return [each for each in found if each is not None]


def _pictures(posts: Iterable[Post], asked: Asked) -> Iterable[Media]:
    if "attachments.media_keys" not in asked.expansions:
        return ()
    return {each.id: each for post in posts for each in post.media}.values()


def _people(posts: Iterable[Post], referenced: Iterable[Post], asked: Asked) -> dict[int, None]:
    people: dict[int, None] = {}
    for post in posts:
        if "author_id" in asked.expansions:
            people[post.author.id] = None
        if "in_reply_to_user_id" in asked.expansions and post.in_reply_to is not None:
            people[post.in_reply_to.id] = None
        if asked.expansions & {"entities.mentions.username", "entities.note.mentions.username"}:
            people.update(dict.fromkeys(each.id for each in post.mentions))
    if "referenced_tweets.id.author_id" in asked.expansions:
        people.update(dict.fromkeys(each.author.id for each in referenced))
    return people
