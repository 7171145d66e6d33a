"""Which of the force's accounts a post is about, and whether one of them wrote it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from services.ingest.domain.post import Post

HANDLE = re.compile(r"(?<![A-Za-z0-9_@])@([A-Za-z0-9_]{1,15})")
"""An @mention in a text, for posts that came without the platform's own list of whom they name."""


@dataclass(frozen=True, slots=True)
class OwnAccount:
    """An account of the force on one platform."""

    id: str
    handle: str
    user_id: str | None = None


class OwnAccounts:
    """All of the force's accounts on one platform; handles are the same in any case."""

    def __init__(self, accounts: Iterable[OwnAccount]) -> None:
        self.all = tuple(accounts)
        self._order = {account.id: number for number, account in enumerate(self.all)}
        self._by_handle = {account.handle.lower(): account.id for account in self.all}
        self._by_user = {account.user_id: account.id for account in self.all if account.user_id}

    def with_user_ids(self, user_ids: Mapping[str, str]) -> "OwnAccounts":
        """The same accounts, with the platform's user ids by handle in lower case; ids known before stay."""
        return OwnAccounts(
            replace(account, user_id=account.user_id or user_ids.get(account.handle.lower())) for account in self.all
        )

    def wrote(self, post: Post) -> bool:
        """Whether one of these accounts is its author: our own words are no mention."""
        return post.author.handle.lower() in self._by_handle or post.author.id in self._by_user

    def addressed_by(self, post: Post) -> tuple[str, ...]:
        """Ids of the accounts that it names, answers or quotes, in the registry's order; empty when there is none."""
        found = {self._by_handle.get(user.username.lower()) for user in post.named}
        found |= {self._by_user.get(user.id) for user in post.named if user.id}
        found |= {self._by_user.get(post.in_reply_to_user or ""), self._by_user.get(post.quoted_user or "")}
        if not found - {None}:
            found = {self._by_handle.get(handle.lower()) for handle in HANDLE.findall(post.text)}
        return tuple(sorted((account for account in found if account), key=self._order.__getitem__))
