"""What X charges for a post, as the budget of an account reckons it."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from shared.contracts.post_requested import Content, Summons
from tests.unit.publisher.channels.conftest import channel_to

AT = datetime(2026, 10, 1, 8, tzinfo=UTC)
ASKED = Summons(
    mention="m1",
    platform_id="7",
    accounts=("x_hastings",),
    conversation="7",
    link="https://x.com/jo/status/7",
    posted_at=AT,
    received_at=AT,
)


@pytest.mark.parametrize(
    ("text", "reply_to", "price"),
    [
        ("Road closed at Battle.", None, "0.015"),
        ("More: https://www.gov.uk/check-flooding", None, "0.20"),
        ("More on gov.uk/check-flooding", None, "0.20"),
        ("Please call 101.", ASKED, "0.01"),
        ("Please see https://www.gov.uk", ASKED, "0.20"),
    ],
)
def test_a_post_costs_what_x_lists(tmp_path: Path, text: str, reply_to: Summons | None, price: str) -> None:
    x = channel_to("https://api.x.com", tmp_path)
    assert x.price_of(Content(account="x_hastings", text=text, reply_to=reply_to)) == Decimal(price)


def test_what_goes_on_a_thread_costs_as_a_post(tmp_path: Path) -> None:
    x = channel_to("https://api.x.com", tmp_path)
    assert x.price_of(Content(account="x_hastings", text="Second part.", follows="d1")) == Decimal("0.015")
