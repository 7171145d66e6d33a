"""tweepy posts, reads the timeline and deletes, signed by an account; it takes the stand-in for X."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import tweepy

from tests.support.sandbox import XStandIn
from tests.unit.sandbox.signed import HASTINGS, tweepy_as


@pytest.fixture
async def hastings(x_stand_in: XStandIn) -> AsyncIterator[Any]:
    """Tweepy with Hastings' token."""
    async with tweepy_as(x_stand_in, HASTINGS) as client:
        yield client


async def test_tweepy_posts_reads_and_deletes(x_stand_in: XStandIn, hastings: Any) -> None:  # noqa: ANN401 - tweepy ships no types
    made = (await hastings.create_tweet(text="Road closed & busy: https://www.gov.uk/check-flooding")).data
    assert made["edit_history_tweet_ids"] == [made["id"]]
    page = await hastings.get_users_tweets(
        HASTINGS.user, user_auth=True, tweet_fields=["created_at", "entities", "public_metrics"], max_results=5
    )
    (shown,) = page.data
    assert (str(shown.id), shown.text) == (made["id"], made["text"])
    (link,) = shown.entities["urls"]
    assert shown.text == f"Road closed &amp; busy: {link['url']}"
    assert link["url"].startswith("https://t.co/")
    assert link["expanded_url"] == "https://www.gov.uk/check-flooding"
    assert link["display_url"] == "gov.uk/check-flooding"
    (held,) = await x_stand_in.posts("sbx_hastings")
    assert held["text"] == "Road closed & busy: https://www.gov.uk/check-flooding"
    assert held["url"] == f"https://x.com/sbx_hastings/status/{made['id']}"
    assert (await hastings.delete_tweet(made["id"])).data == {"deleted": True}
    with pytest.raises(tweepy.NotFound):
        await hastings.delete_tweet(made["id"])
    assert (await hastings.get_users_tweets(HASTINGS.user, user_auth=True)).data is None
    (held,) = await x_stand_in.posts("sbx_hastings")
    assert held["deleted"]
    assert [each["took_effect"] for each in await x_stand_in.calls()] == [True, True, True, False, True]
