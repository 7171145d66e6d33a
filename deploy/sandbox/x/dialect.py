"""Field names of X's two OpenAPI generations: 2.166 says tweet and retweet, 2.167 says post and repost.

Inside, everything has its 2.166 name; questions are translated when they come in, answers when they go out.
"""

from dataclasses import dataclass
from typing import Literal

_NEW_NAMES = {
    "edit_history_tweet_ids": "edit_history_post_ids",
    "note_tweet": "note_post",
    "referenced_tweets": "referenced_posts",
    "retweet_count": "repost_count",
    "tweet_count": "post_count",
    "tweets": "posts",
}

_OLD_NAMES = {new: old for old, new in _NEW_NAMES.items()} | {
    "post.fields": "tweet.fields",
    "referenced_posts": "referenced_tweets.id",
}
"""Names in questions; as an expansion `referenced_posts` means the referenced posts themselves."""


@dataclass(frozen=True)
class Dialect:
    """The names that one OpenAPI version uses on the wire."""

    version: Literal["2.166", "2.167"]

    def problem_type(self, name: str) -> str:
        """The URI of a kind of problem; `about:blank` where it has no name."""
        if not name:
            return "about:blank"
        host = "api.twitter.com" if self.version == "2.166" else "api.x.com"
        return f"https://{host}/2/problems/{name}"

    def asked(self, name: str) -> str:
        """The inner name of a parameter, field or expansion; 2.167 understands the old names too."""
        return name if self.version == "2.166" else _OLD_NAMES.get(name, name)

    def answer(self, payload: object) -> object:
        """A payload in this version's names."""
        return payload if self.version == "2.166" else _renamed(payload)

    def count(self, number: int) -> int | str:
        """A count of rules: the newer document writes it as text."""
        return number if self.version == "2.166" else str(number)


def _renamed(payload: object) -> object:
    if isinstance(payload, dict):
        return {_NEW_NAMES.get(key, key): _renamed(value) for key, value in payload.items()}
    if isinstance(payload, list):
        return [_renamed(each) for each in payload]
    return payload
