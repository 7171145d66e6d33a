"""A post that is about an account of ours, as the fact that goes onto mention.changed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from services.ingest.domain.post import Post
from shared.contracts.mention_changed import Mention

Via = Literal["stream", "search"]

LONGEST_TEXT = 50_000
"""Characters; twice what any platform allows. What is longer is garbage, and would not fit into a record."""


def mention_of(platform: str, post: Post, accounts: Sequence[str], *, via: Via, received_at: datetime) -> Mention:
    """The fact; its id is that of the post's first version, `platform_id` that of this one."""
    return Mention(
        id=f"{platform}:{post.versions[0]}",
        platform=platform,
        platform_id=post.id,
        accounts=tuple(accounts),
        conversation=f"{platform}:{post.conversation}",
        author=post.author,
        text=_bounded(post.text),
        link=post.link,
        posted_at=post.posted_at,
        received_at=received_at,
        in_reply_to=f"{platform}:{post.in_reply_to}" if post.in_reply_to else None,
        in_reply_to_text=_bounded(post.in_reply_to_text) if post.in_reply_to_text else None,
        platform_language=post.language,
        media=tuple(post.media),
        recovered=via == "search",
        via=via,
    )


def _bounded(text: str) -> str:
    return text if len(text) <= LONGEST_TEXT else text[:LONGEST_TEXT] + "…"
