"""What a call asks to be shown: fields and expansions, refused where X knows no such name."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from deploy.sandbox.control.problem import Refusal
from deploy.sandbox.x.dialect import Dialect

FIELD_PARAMETERS = frozenset(
    {"tweet.fields", "expansions", "user.fields", "media.fields", "poll.fields", "place.fields"}
)
"""What every call that answers posts may carry."""

USER_PARAMETERS = frozenset({"user.fields", "expansions", "tweet.fields"})
"""What every call that answers users may carry."""

FILE = Path(__file__).with_name("fields.toml")

_KNOWN = {name: frozenset(names) for name, names in tomllib.loads(FILE.read_text(encoding="utf-8")).items()}
"""By parameter, the names that X knows, in their 2.166 form."""

_BROUGHT_BY = {
    "author_id": "author_id",
    "attachments.media_keys": "attachments",
    "in_reply_to_user_id": "in_reply_to_user_id",
    "entities.mentions.username": "entities",
    "referenced_tweets.id": "referenced_tweets",
    "referenced_tweets.id.author_id": "referenced_tweets",
}
"""An expansion shows the field that it expands as well."""

_ALWAYS = frozenset({"id", "text", "edit_history_tweet_ids"})
"""What a post has without asking."""


@dataclass(frozen=True)
class Asked:
    """The fields of posts, users and media, and the expansions, that a call asked for."""

    post: frozenset[str]
    user: frozenset[str]
    media: frozenset[str]
    expansions: frozenset[str]


def invalid(parameter: str, value: str, message: str) -> Refusal:
    """A parameter is wrong, in X's form."""
    return Refusal(
        400,
        "Invalid Request",
        f"{parameter}: {message}",
        "invalid-request",
        {"errors": [{"parameters": {parameter: [value]}, "message": f"{parameter}: {message}"}]},
    )


def read_asked(query: Mapping[str, str], dialect: Dialect) -> Asked:
    """What the parameters of a call ask for."""
    expansions = _names(query, "expansions", dialect)
    fields = _names(query, "tweet.fields", dialect)
    brought = frozenset(_BROUGHT_BY[each] for each in expansions if each in _BROUGHT_BY)
    users, media = (_names(query, name, dialect) for name in ("user.fields", "media.fields"))
    return Asked(_ALWAYS | fields | brought, users, media, expansions)


def _names(query: Mapping[str, str], parameter: str, dialect: Dialect) -> frozenset[str]:
    given = next((value for name, value in query.items() if dialect.asked(name) == parameter), None)
    if given is None:
        return frozenset()
    names = [dialect.asked(each) for each in given.split(",")]
    for each in names:
        if each not in _KNOWN[parameter]:
            raise invalid(parameter, each, f"{each!r} is none of: {', '.join(sorted(_KNOWN[parameter]))}")
    return frozenset(names)
