"""The channel and the stand-in of X, which know nothing of each other: signatures, texts, timelines, faults."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from services.publisher.channels.channel import Sent
from services.publisher.channels.x import XChannel
from services.publisher.domain.matching import normalised
from services.publisher.domain.world import OurAccount
from shared.clock import uptime
from shared.contracts.post_requested import Content
from shared.errors import BlueLampError, NotAuthorised, OutcomeUnknown, Permanent, RateLimited, Transient
from shared.x.client import XClient
from shared.x.once import always
from tests.support.sandbox import TOKEN, XStandIn
from tests.unit.publisher.channels.conftest import HASTINGS, channel_to
from tests.unit.sandbox.here import XHere
from tests.unit.sandbox.signed import HASTINGS as GRANTED

LONG_ADDRESS = "https://www.gov.uk/check-flooding?" + "&".join(f"part{number}={number}" for number in range(20))

TEXTS = {
    "plain": "Road closed at Battle. Please avoid the area.",
    "characters that X escapes": "A & B < C > D &amp; &lt;p&gt;",
    "an address": "Check the floods: https://www.gov.uk/check-flooding",
    "an address without a protocol": "More on gov.uk/check-flooding, or by telephone",
    "a long address": f"More: {LONG_ADDRESS}",
    "two addresses, one twice": "https://gov.uk https://gov.uk/a https://gov.uk",
    "emoji, lines and other writing": "🚔 Straße\n\n警察 — “it’s over” 👩‍👩‍👧‍👦",  # noqa: RUF001 - as people write
    "a name and a tag": "Thank you @sbx_rother #Battle",
}


BOTH_DIALECTS = pytest.mark.parametrize("stand_in", ["2.166", "2.167"], indirect=True)


@pytest.fixture
async def stand_in(tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[XStandIn]:
    """A stand-in with Hastings' keys, in X's older field names unless the test says otherwise."""
    one = XHere(tmp_path / "x", field_names=getattr(request, "param", "2.166"))
    await one.start()
    one.keys(GRANTED)
    yield one
    await one.close()


@pytest.fixture
def x(stand_in: XStandIn) -> XChannel:
    """The channel to it."""
    return channel_to(stand_in.origin, stand_in.secrets)


async def send(x: XChannel, text: str, account: OurAccount = HASTINGS) -> Sent:
    """Send it now."""
    body = x.body_of(Content(account=account.id, text=text))
    return await x.send(account, body, key=None, not_after=uptime() + 2, may_leave=always)


async def delete(x: XChannel, platform_id: str) -> None:
    """Delete it now."""
    await x.delete(HASTINGS, platform_id, not_after=uptime() + 2, may_leave=always)


def since() -> datetime:
    """Before the test began."""
    return datetime.now(UTC) - timedelta(minutes=1)


@BOTH_DIALECTS
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
async def test_what_was_sent_is_found_again(stand_in: XStandIn, x: XChannel, text: str) -> None:
    sent = await send(x, text)
    (held,) = await stand_in.posts("sbx_hastings")
    assert (held["text"], held["url"]) == (text, sent.link)
    (found,) = await x.find(HASTINGS, since())
    assert (found.platform_id, found.link, found.in_reply_to) == (sent.platform_id, sent.link, None)
    assert normalised(found.text) == normalised(text)


@BOTH_DIALECTS
async def test_a_post_is_deleted_and_its_counts_are_missing_then(stand_in: XStandIn, x: XChannel) -> None:
    sent = await send(x, TEXTS["plain"])
    await stand_in.engage(sent.platform_id, likes=3, reposts=2)
    await stand_in.follow("sbx_hastings", 17)
    async with XClient(stand_in.origin, TOKEN) as app:
        counts = (await app.post_counts([sent.platform_id])).found[sent.platform_id]
        assert (counts.likes, counts.reposts) == (3, 2)
        accounts = await app.follower_counts(["sbx_hastings", "sbx_nobody"])
        assert accounts.found["sbx_hastings"].followers == 17
        assert "sbx_nobody" in accounts.missing["sbx_nobody"]
        await delete(x, sent.platform_id)
        await delete(x, sent.platform_id)
        assert set((await app.post_counts([sent.platform_id])).missing) == {sent.platform_id}
    assert await x.find(HASTINGS, since()) == ()


async def test_the_same_text_again_is_unknown_and_made_once(stand_in: XStandIn, x: XChannel) -> None:
    await send(x, TEXTS["plain"])
    with pytest.raises(OutcomeUnknown):
        await send(x, TEXTS["plain"])
    assert len(await stand_in.posts("sbx_hastings")) == 1


async def test_a_text_that_is_too_long_is_refused(stand_in: XStandIn, x: XChannel) -> None:
    with pytest.raises(Permanent):
        await send(x, "a" * 281)
    assert await stand_in.posts("sbx_hastings") == []


@pytest.mark.parametrize(
    ("fault", "error", "stands"),
    [
        ({"kind": "503_after_success"}, OutcomeUnknown, True),
        ({"kind": "reset_after_success"}, OutcomeUnknown, True),
        ({"kind": "garbage", "count": 3}, OutcomeUnknown, True),
        ({"kind": "slow", "seconds": 2.0}, OutcomeUnknown, True),
        ({"kind": "disconnect"}, OutcomeUnknown, False),
        ({"kind": "down", "seconds": 60}, OutcomeUnknown, False),
        ({"kind": "503"}, OutcomeUnknown, False),
        ({"kind": "rate_limit"}, RateLimited, False),
        ({"kind": "rate_limit", "reset": False}, RateLimited, False),
        ({"kind": "unauthorised"}, NotAuthorised, False),
    ],
    ids=str,
)
async def test_a_fault_of_the_platform_costs_no_post_and_makes_none_twice(
    stand_in: XStandIn, x: XChannel, fault: dict[str, str | float], error: type[BlueLampError], *, stands: bool
) -> None:
    await stand_in.fault("post", **fault)  # type: ignore[arg-type] # what a fault takes differs by its kind
    with pytest.raises(BlueLampError) as raised:
        await send(x, TEXTS["plain"])
    assert type(raised.value) is error
    await stand_in.clear_faults()
    assert len(await x.find(HASTINGS, since())) == stands
    posts = [call for call in await stand_in.calls() if call["method"] == "POST"]
    assert len(posts) <= 1


@pytest.mark.parametrize("token", ["4711-of-nobody", f"{GRANTED.user}-another"])
async def test_a_token_that_the_platform_does_not_know_is_not_authorised(
    stand_in: XStandIn, secrets: Path, token: str
) -> None:
    (secrets / "x_access_token_x_hastings").write_text(token, encoding="utf-8")
    x = channel_to(stand_in.origin, secrets)
    with pytest.raises(NotAuthorised):
        await send(x, "hello")
    with pytest.raises(NotAuthorised):
        await x.find(HASTINGS, since())
    with pytest.raises(NotAuthorised):
        await delete(x, "5")


async def test_a_platform_that_is_away_was_not_written_to(stand_in: XStandIn, x: XChannel) -> None:
    await stand_in.stop()
    with pytest.raises(Transient) as raised:
        await send(x, TEXTS["plain"])
    assert type(raised.value) is Transient
