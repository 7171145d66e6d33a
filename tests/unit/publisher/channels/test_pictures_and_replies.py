"""The channel and the stand-in of X: pictures, answers, threads and deletions, with every fault on their way."""

import asyncio
import io
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PIL import Image

from services.publisher.channels.channel import CalledOff, SaidAlready, Sent
from services.publisher.channels.x import XChannel
from services.publisher.domain.matching import Candidate, normalised, without_names
from shared.clock import uptime
from shared.contracts.post_requested import Attachment, Content
from shared.errors import BlueLampError, NotAuthorised, OutcomeUnknown, Permanent, RateLimited, Transient
from shared.media.pictures import admit
from shared.settings import CommonSettings
from shared.x.once import always
from tests.support.sandbox import XStandIn
from tests.unit.publisher.channels.conftest import HASTINGS, channel_to
from tests.unit.sandbox.here import XHere
from tests.unit.sandbox.signed import HASTINGS as GRANTED

BOTH_DIALECTS = pytest.mark.parametrize("stand_in", ["2.166", "2.167"], indirect=True)

WORDS = "A map: the A259 is “closed” & diverted."


def picture(colour: str = "navy") -> Attachment:
    """What the media store would have of it."""
    kept = admit(given(colour))
    return Attachment(id=kept.id, media_type=kept.media_type, alt_text=WORDS)


def given(colour: str = "navy") -> bytes:
    """A picture as somebody chose it, with a place hidden in it."""
    said = Image.Exif()
    said[0x010F] = "Secretphone"
    written = io.BytesIO()
    Image.new("RGB", (60, 40), colour).save(written, "JPEG", exif=said)
    return written.getvalue()


@pytest.fixture
async def stand_in(tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[XStandIn]:
    """A stand-in with Hastings' keys."""
    one = XHere(tmp_path / "x", field_names=getattr(request, "param", "2.166"))
    await one.start()
    one.keys(GRANTED)
    yield one
    await one.close()


@pytest.fixture
def x(stand_in: XStandIn) -> XChannel:
    """The channel to it, with patience for a busy machine."""
    return XChannel(stand_in.origin, CommonSettings(secrets=stand_in.secrets).secret, timedelta(seconds=1.5))


async def upload(x: XChannel, colour: str = "navy") -> str:
    """Give X a picture as the media store has it."""
    return await x.upload(HASTINGS, picture(colour), admit(given(colour)).bytes)


async def send(x: XChannel, text: str, *media: str, to: str | None = None) -> Sent:
    """Send it now."""
    body = x.body_of(Content(account=HASTINGS.id, text=text), media=media, in_reply_to=to)
    return await x.send(HASTINGS, body, key=None, not_after=uptime() + 2, may_leave=always)


async def delete(x: XChannel, platform_id: str) -> None:
    """Delete it now."""
    await x.delete(HASTINGS, platform_id, not_after=uptime() + 2, may_leave=always)


async def found(x: XChannel) -> list[Candidate]:
    """What the timeline shows, the oldest first."""
    return list(await x.find(HASTINGS, datetime.now(UTC) - timedelta(minutes=1)))[::-1]


@BOTH_DIALECTS
@pytest.mark.parametrize("text", ["Diverted.", "Map & more: https://www.gov.uk/check-flooding", "x" * 280])
async def test_a_post_with_pictures_is_found_by_its_text_and_its_pictures(
    stand_in: XStandIn, x: XChannel, text: str
) -> None:
    one, other = await upload(x), await upload(x, "red")
    sent = await send(x, text, one, other)
    (held,) = await stand_in.posts()
    assert [(each["id"], each["alt_text"]) for each in held["media"]] == [(one, WORDS), (other, WORDS)]
    (candidate,) = await found(x)
    assert (candidate.platform_id, candidate.media) == (sent.platform_id, (one, other))
    assert normalised(candidate.text) == normalised(text)


async def test_the_platform_gets_the_picture_without_anything_hidden_in_it(stand_in: XStandIn, x: XChannel) -> None:
    assert b"Secretphone" in given()
    there = await stand_in.picture(await upload(x))
    assert there == admit(given()).bytes
    assert b"Secretphone" not in there


async def test_a_picture_may_be_given_again(stand_in: XStandIn, x: XChannel) -> None:
    first, again = await upload(x), await upload(x)
    assert first != again
    await send(x, "Diverted.", again)
    assert len(await stand_in.posts()) == 1


async def test_a_picture_that_the_platform_does_not_have_is_refused_with_its_words(
    stand_in: XStandIn, x: XChannel
) -> None:
    with pytest.raises(Permanent, match="Your media IDs are invalid"):
        await send(x, "Diverted.", "4711")
    assert await stand_in.posts() == []


@BOTH_DIALECTS
@pytest.mark.parametrize("text", ["Thank you, please call 101.", "@jo please call 101", "With @sbx_rother now"])
async def test_an_answer_is_found_by_what_it_answers(stand_in: XStandIn, x: XChannel, text: str) -> None:
    asked = await stand_in.mention("sbx_hastings", "@sbx_hastings is the A259 open?", "jo")
    sent = await send(x, text, await upload(x), to=asked)
    (held,) = await stand_in.posts("sbx_hastings")
    assert (held["in_reply_to"], held["text"]) == (asked, text)
    (candidate,) = await found(x)
    assert (candidate.platform_id, candidate.in_reply_to) == (sent.platform_id, asked)
    assert normalised(candidate.text) == normalised(without_names(text))


async def test_an_answer_to_somebody_who_did_not_ask_is_refused_with_the_platforms_words(
    stand_in: XStandIn, x: XChannel
) -> None:
    asked = await stand_in.mention("sbx_rother", "@sbx_rother is the A259 open?", "jo")
    with pytest.raises(Permanent, match="neither mentioned nor quoted"):
        await send(x, "It is.", to=asked)
    assert await stand_in.posts("sbx_hastings") == []


async def test_an_answer_to_what_was_taken_back_is_refused(stand_in: XStandIn, x: XChannel) -> None:
    asked = await stand_in.mention("sbx_hastings", "@sbx_hastings is the A259 open?", "jo")
    await stand_in.take_back(asked)
    with pytest.raises(Permanent, match="deleted or not visible"):
        await send(x, "It is.", to=asked)


async def test_a_thread_goes_on_from_its_own_parts(stand_in: XStandIn, x: XChannel) -> None:
    first = await send(x, "Part one.")
    second = await send(x, "Part two.", to=first.platform_id)
    with pytest.raises(SaidAlready):
        await send(x, "Part two.", to=first.platform_id)
    assert [(each.text, each.in_reply_to) for each in await found(x)] == [
        ("Part one.", None),
        ("Part two.", first.platform_id),
    ]
    assert [each["id"] for each in await stand_in.posts()] == [first.platform_id, second.platform_id]


async def test_the_answer_to_a_post_tells_the_limit(x: XChannel) -> None:
    one, other = await send(x, "One."), await send(x, "Two.")
    (first,), (second,) = one.limits, other.limits
    assert (first.limit, first.remaining, second.remaining) == (100, 99, 98)
    assert timedelta(0) < second.resets_at - datetime.now(UTC) <= timedelta(minutes=15, seconds=1)


async def test_a_day_that_is_used_up_is_waited_for_to_its_end(tmp_path: Path) -> None:
    stand_in = XHere(tmp_path / "x", limits={"post_24hour": 1})
    await stand_in.start()
    stand_in.keys(GRANTED)
    x = channel_to(stand_in.origin, stand_in.secrets)
    window, day = (await send(x, "One.")).limits
    assert (window.name, window.remaining, day.name, day.remaining) == ("post", 99, "post app 24 h", 0)
    with pytest.raises(RateLimited) as raised:
        await send(x, "Two.")
    assert 86_000 < raised.value.retry_after <= 86_402
    await stand_in.close()


UPLOADS: dict[str, tuple[dict[str, str | float], type[BlueLampError]]] = {
    "503 after success": ({"kind": "503_after_success"}, Transient),
    "a reset after success": ({"kind": "reset_after_success"}, Transient),
    "a slow answer": ({"kind": "slow", "seconds": 8.0}, Transient),
    "garbage": ({"kind": "garbage"}, Transient),
    "503": ({"kind": "503"}, Transient),
    "a reset": ({"kind": "disconnect"}, Transient),
    "down": ({"kind": "down", "seconds": 3600}, Transient),
    "a revoked token": ({"kind": "unauthorised"}, NotAuthorised),
    "a limit that says until when": ({"kind": "rate_limit"}, RateLimited),
    "a limit that does not": ({"kind": "rate_limit", "reset": False}, RateLimited),
}


@pytest.mark.parametrize(("fault", "error"), UPLOADS.values(), ids=UPLOADS)
async def test_a_picture_that_was_not_taken_is_given_again_and_shown_once(
    stand_in: XStandIn, x: XChannel, fault: dict[str, str | float], error: type[BlueLampError]
) -> None:
    await stand_in.fault("media", account="sbx_hastings", **fault)  # type: ignore[arg-type] # as a fault takes it
    with pytest.raises(BlueLampError) as raised:
        await upload(x)
    assert type(raised.value) is error
    await stand_in.clear_faults()
    await send(x, "Diverted.", await upload(x))
    (held,) = await stand_in.posts()
    assert len(held["media"]) == 1


DELETIONS: dict[str, tuple[dict[str, str | float], type[BlueLampError], bool]] = {
    "503 after success": ({"kind": "503_after_success"}, OutcomeUnknown, True),
    "a reset after success": ({"kind": "reset_after_success"}, OutcomeUnknown, True),
    "a slow answer": ({"kind": "slow", "seconds": 8.0}, OutcomeUnknown, True),
    "garbage": ({"kind": "garbage"}, OutcomeUnknown, True),
    "503": ({"kind": "503"}, OutcomeUnknown, False),
    "a reset": ({"kind": "disconnect"}, OutcomeUnknown, False),
    "down": ({"kind": "down", "seconds": 3600}, OutcomeUnknown, False),
    "a revoked token": ({"kind": "unauthorised"}, NotAuthorised, False),
    "a limit that says until when": ({"kind": "rate_limit"}, RateLimited, False),
    "a limit that does not": ({"kind": "rate_limit", "reset": False}, RateLimited, False),
}


@pytest.mark.parametrize(("fault", "error", "gone"), DELETIONS.values(), ids=DELETIONS)
async def test_a_deletion_is_repeated_until_it_is_done(
    stand_in: XStandIn, x: XChannel, fault: dict[str, str | float], error: type[BlueLampError], *, gone: bool
) -> None:
    sent = await send(x, "To be taken down.")
    await stand_in.fault("delete", account="sbx_hastings", **fault)  # type: ignore[arg-type] # as a fault takes it
    with pytest.raises(BlueLampError) as raised:
        await delete(x, sent.platform_id)
    assert type(raised.value) is error
    await stand_in.clear_faults()
    assert [each["deleted"] for each in await stand_in.posts()] == [gone]
    await asyncio.gather(delete(x, sent.platform_id), delete(x, sent.platform_id))
    assert [each["deleted"] for each in await stand_in.posts()] == [True]


async def test_what_is_called_off_or_too_late_leaves_no_trace(stand_in: XStandIn, x: XChannel) -> None:
    sent = await send(x, "Stays.")
    before = len(await stand_in.calls())
    with pytest.raises(CalledOff):
        await x.delete(HASTINGS, sent.platform_id, not_after=uptime() + 2, may_leave=lambda: False)
    with pytest.raises(Transient, match="time had passed"):
        await x.delete(HASTINGS, sent.platform_id, not_after=uptime() - 1, may_leave=always)
    with pytest.raises(CalledOff):
        await x.send(HASTINGS, '{"text": "Never"}', key=None, not_after=uptime() + 2, may_leave=lambda: False)
    assert len(await stand_in.calls()) == before
    assert [each["deleted"] for each in await stand_in.posts()] == [False]


async def test_another_accounts_post_is_not_ours_to_delete(stand_in: XStandIn, x: XChannel) -> None:
    theirs = await stand_in.mention("sbx_hastings", "@sbx_hastings hello")
    with pytest.raises(Permanent, match="only its author"):
        await delete(x, theirs)
