"""Mentions as ingest writes them."""

from datetime import UTC, datetime

from shared.contracts.mention_changed import Author, Mention

AT = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)


def mention(text: str, *, number: int = 1, accounts: tuple[str, ...] = ("x_hastings",)) -> Mention:
    """A mention with that text."""
    return Mention(
        id=f"x:{number}",
        platform="x",
        platform_id=str(number),
        accounts=accounts,
        conversation=f"x:{number}",
        author=Author(id="1", handle="somebody", name="Somebody"),
        text=text,
        link=f"https://x.example/{number}",
        posted_at=AT,
        received_at=AT,
    )
