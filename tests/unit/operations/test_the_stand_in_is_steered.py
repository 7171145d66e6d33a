"""The calls by which the demo steers the stand-in do what they say, on the stand-in itself."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from operations.stand_in import Refused, StandIn
from tests.unit.sandbox.here import XHere
from tests.unit.sandbox.signed import HASTINGS, signed_by


@pytest.fixture
async def platform(tmp_path: Path) -> AsyncIterator[XHere]:
    """The platform."""
    here = XHere(tmp_path)
    await here.start()
    yield here
    await here.close()


async def test_posts_counts_and_faults_are_as_told(platform: XHere) -> None:
    async with StandIn(platform.origin) as stand_in, signed_by(platform, HASTINGS) as hastings:
        await stand_in.fault({"on": "post", "kind": "503_after_success", "account": "sbx_hastings"})
        assert (await hastings.post("/2/tweets", json={"text": "Road closed"})).status_code == 503
        (held,) = await stand_in.posts("sbx_hastings")
        await stand_in.engagement(held["id"], likes=7, replies=2)
        await stand_in.engagement(held["id"], reposts=1)
        await stand_in.followers("sbx_hastings", 474, datetime(2012, 1, 1, tzinfo=UTC))
        await stand_in.followers("sbx_hastings", 625)
        await stand_in.fault({"on": "post", "kind": "503", "seconds": 60})
        await stand_in.clear_faults()
        (held,) = await stand_in.posts("sbx_hastings")
        assert (held["text"], held["likes"], held["replies"], held["reposts"]) == ("Road closed", 7, 2, 1)
        assert await _followers(hastings) == 625
        assert (await hastings.post("/2/tweets", json={"text": "Road open"})).status_code == 201
        with pytest.raises(Refused, match="sbx_nowhere"):
            await stand_in.posts("sbx_nowhere")


async def _followers(client: httpx.AsyncClient) -> int:
    asked = {"usernames": "sbx_hastings", "user.fields": "public_metrics"}
    return int((await client.get("/2/users/by", params=asked)).json()["data"][0]["public_metrics"]["followers_count"])
