"""The message that the other examples are about, and their moment."""

from datetime import UTC, datetime

from shared.contracts.mention_changed import Author, Media, Mention

AT = datetime(2026, 3, 29, 0, 59, 59, 123456, tzinfo=UTC)
"""A second before London's clocks go forward: times that depend on a zone would show."""

MENTION = Mention(
    id="x:1850000000000000001",
    platform="x",
    platform_id="1850000000000000001",
    accounts=("x_hastings",),
    conversation="x:1850000000000000000",
    author=Author(id="42", handle="invented_one", name="Invented One"),
    text="Cars racing on Bexhill seafront 🚗 «every Friday»",
    link="https://x.com/i/status/1850000000000000001",
    posted_at=AT,
    received_at=AT,
    in_reply_to="x:1850000000000000000",
    in_reply_to_text="What bothers you most where you live?",
    platform_language="en",
    media=(Media(kind="photo", url="https://example.org/a.jpg", alt_text="A road"),),
    recovered=True,
    via="search",
)
