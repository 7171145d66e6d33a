"""The platform as a whole: what it holds, who listens, what it gets wrong."""

import asyncio

from aiohttp import web

from deploy.sandbox.control import calls
from deploy.sandbox.control.calls import CallLog
from deploy.sandbox.control.state import open_state, transaction
from deploy.sandbox.x.accounts import load_accounts
from deploy.sandbox.x.answers import Answers
from deploy.sandbox.x.connection import Connection
from deploy.sandbox.x.dialect import Dialect
from deploy.sandbox.x.hub import Hub
from deploy.sandbox.x.limits import Limits
from deploy.sandbox.x.lines import post_line
from deploy.sandbox.x.misbehaviour import Misbehaviour
from deploy.sandbox.x.post import Post
from deploy.sandbox.x.settings import Settings
from deploy.sandbox.x.signature import Keys
from deploy.sandbox.x.snowflake import Snowflakes
from deploy.sandbox.x.state import media, posts, rules, users
from deploy.sandbox.x.state.media import Pictures
from deploy.sandbox.x.state.posts import Posts
from deploy.sandbox.x.state.rules import Rules
from deploy.sandbox.x.state.users import Users


class Platform:
    """X, as far as it is imitated; everything in it happens on one event loop."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.state = open_state(
            settings.home / "sandbox-x" / "state.sqlite",
            *(each.SCHEMA for each in (users, posts, media, rules, calls)),
        )
        self.keys = Keys(settings.secrets)
        self.dialect = Dialect(settings.field_names)
        self.calls = CallLog(self.state)
        self.users = Users(self.state, load_accounts())
        self.posts = Posts(self.state)
        self.pictures = Pictures(self.state)
        self.rules = Rules(self.state, settings.rule_delay)
        self.ids = Snowflakes(max(each.last_id() for each in (self.posts, self.pictures, self.rules)))
        self.answers = Answers(self.posts, self.users)
        self.limits = Limits(settings.window, settings.limits)
        self.hub = Hub(settings)
        self.unfinished: set[asyncio.Future[web.StreamResponse]] = set()
        self.faults = Misbehaviour(self.hub, self.users, self.dialect)

    def publish(self, post: Post) -> None:
        """A new post: durable first, then on the streams whose rules it matches."""
        with transaction(self.state):
            self.posts.add(post)
            self.pictures.show_with(post)
        matching = self.rules.matching(post)
        if not matching or not self.hub.live():
            return

        def line(connection: Connection) -> bytes:
            return post_line(self.answers.about_one(post, connection.asked), matching, self.dialect)

        for _ in range(self.faults.copies(post)):
            self.hub.send(line)


PLATFORM = web.AppKey("platform", Platform)
"""Where the application keeps it."""
