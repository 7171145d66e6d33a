"""X's calls as a test wants them answered."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from shared.errors import BlueLampError
from shared.x.client import Page, Rule, User, XClient
from shared.x.posts import Answer, Post, answer_of
from shared.x.snowflake import first_id_at


@dataclass
class FakeClient(XClient):
    """Searches find `posts` after `since_id`, two a page; whatever waits in `trouble` is raised first."""

    origin: str = ""
    token: str = ""
    posts: list[Post] = field(default_factory=list)
    trouble: list[BlueLampError] = field(default_factory=list)
    unreadable: int = 0
    standing: list[Rule] = field(default_factory=list)
    refused: tuple[str, ...] = ()
    calls: list[tuple[object, ...]] = field(default_factory=list)

    async def search_recent(
        self, query: str, *, since_id: str, until_id: str | None = None, next_token: str | None = None
    ) -> Page:
        """A page of what there is."""
        self.calls.append((query, since_id, until_id, next_token))
        self._raise()
        newest_first = sorted(self.posts, key=lambda post: int(post.id), reverse=True)
        found = [
            post
            for post in newest_first
            if int(since_id) < int(post.id) and (until_id is None or int(post.id) < int(until_id))
        ]
        begin = int(next_token or 0)
        more = str(begin + 2) if len(found) > begin + 2 else None
        return Page(Answer(tuple(found[begin : begin + 2]), self.unreadable, (), {}), more, ())

    async def rules(self) -> tuple[Rule, ...]:
        """What stands."""
        self.calls.append(("rules",))
        self._raise()
        return tuple(self.standing)

    async def add_rules(self, rules: Sequence[Rule]) -> tuple[str, ...]:
        """Let them stand, unless `refused` says why not."""
        self.calls.append(("add", *(rule.value for rule in rules)))
        if self.refused:
            return self.refused
        self.standing += [Rule(rule.value, rule.tag, str(len(self.standing))) for rule in rules]
        return ()

    async def delete_rules(self, ids: Sequence[str]) -> None:
        """Remove them."""
        self.calls.append(("delete", *ids))

    async def users(self, handles: Sequence[str]) -> tuple[User, ...]:
        """X knows only Hastings."""
        return tuple(User("1", handle) for handle in handles if handle == "sbx_hastings")

    async def close_connections(self) -> None:
        """Remember that it was asked."""
        self.calls.append(("close",))

    def _raise(self) -> None:
        if self.trouble:
            raise self.trouble.pop(0)


def x_post(moment: datetime, text: str = "@sbx_hastings hello") -> Post:
    """A post of X's that was made at that moment."""
    identifier = first_id_at(moment)
    (post,) = answer_of(f'{{"data":{{"id":"{identifier}","text":"{text}"}}}}').posts
    return post
