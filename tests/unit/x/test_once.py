"""A call that is made at most once: the last look at the clock, and that nothing leaves after it."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from itertools import chain, repeat
from typing import cast

import pytest
import uvloop

from shared import crash
from shared.errors import OutcomeUnknown, Transient
from shared.x.once import always
from shared.x.signed import Keys, TakenBack
from shared.x.user import XUser
from tests.support.misbehaving import Misbehaving, answers, hangs, misbehaving, resets
from tests.support.waiting import wait_until

KEYS = Keys("the-app", "secret-of-the-app", "4711-the-token", "secret-of-the-token")
BODY = '{"text":"Road closed at Battle."}'
MADE = answers(201, '{"data":{"id":"5"}}')
LATE = 100.0


@pytest.fixture
async def platform() -> AsyncIterator[Misbehaving]:
    async with misbehaving() as one:
        yield one


def late_from(look: int) -> Callable[[], float]:
    """A clock that is past LATE from this look on, as after a pause of the process just before."""
    told: Iterator[float] = chain(repeat(LATE - 1, look), repeat(LATE + 1))
    return lambda: next(told)


def taken_back_from(look: int) -> Callable[[], bool]:
    """Leave that is given until this look, as where a hold is declared meanwhile."""
    told: Iterator[bool] = chain(repeat(True, look), repeat(False))
    return lambda: next(told)


async def looks_of(platform: Misbehaving) -> int:
    """How often the clock is asked until a post is made."""
    asked = 0

    def clock() -> float:
        nonlocal asked
        asked += 1
        return LATE - 1

    await XUser(platform.origin, KEYS, clock=clock).post(BODY, not_after=LATE, may_leave=always)
    return asked


async def nothing_is_written_late() -> None:
    """Let the time pass before every look but the last, and count what reaches the platform."""
    async with misbehaving() as platform:
        platform.then = MADE
        looks = await looks_of(platform)
        assert looks >= 3, "before connecting, at the head, at the body"
        for look in range(looks):
            with pytest.raises(Transient) as raised:
                await XUser(platform.origin, KEYS, clock=late_from(look)).post(BODY, not_after=LATE, may_leave=always)
            assert type(raised.value) is Transient
            assert "time had passed" in str(raised.value)
        assert platform.connections == 3, "the first, and those whose time passed on the connection: at head and body"
        await XUser(platform.origin, KEYS, clock=late_from(looks)).post(BODY, not_after=LATE, may_leave=always)
        await wait_until(lambda: platform.open == 0)
        assert (platform.connections, len(platform.requests)) == (4, 2)
        assert platform.octets == sum(request.octets for request in platform.requests), "and not a byte more"


@pytest.mark.parametrize("run", [asyncio.run, uvloop.run], ids=["asyncio", "uvloop, as in production"])
def test_whenever_the_time_passes_before_the_last_look_nothing_is_written(
    run: Callable[[Coroutine[None, None, None]], None],
) -> None:
    run(nothing_is_written_late())


async def nothing_is_written_without_leave() -> None:
    """Take the leave back before every time that it is asked for, and count what reaches the platform."""
    async with misbehaving() as platform:
        platform.then = MADE
        user, asked = XUser(platform.origin, KEYS), 0

        def counting() -> bool:
            nonlocal asked
            asked += 1
            assert not platform.octets, "asked before the first byte"
            return True

        await user.post(BODY, not_after=float("1e12"), may_leave=counting)
        written = platform.octets
        assert asked == 2, "at the head, and immediately before the bytes"
        for look in range(asked):
            with pytest.raises(TakenBack, match="called off before it could be sent"):
                await user.post(BODY, not_after=float("1e12"), may_leave=taken_back_from(look))
        with pytest.raises(TakenBack):
            await user.delete("5", not_after=float("1e12"), may_leave=taken_back_from(0))
        await wait_until(lambda: platform.open == 0)
        assert (len(platform.requests), platform.octets) == (1, written), "and not a byte more"


@pytest.mark.parametrize("run", [asyncio.run, uvloop.run], ids=["asyncio", "uvloop, as in production"])
def test_whenever_leave_is_taken_back_before_the_last_look_nothing_is_written(
    run: Callable[[Coroutine[None, None, None]], None],
) -> None:
    run(nothing_is_written_without_leave())


async def test_only_a_post_passes_the_point_before_its_call_and_before_its_first_byte(platform: Misbehaving) -> None:
    platform.then = MADE
    user = XUser(platform.origin, KEYS)
    struck: list[int] = []
    crash.arm("before_call", lambda: struck.append(platform.octets))
    await user.post(BODY, not_after=float("1e12"), may_leave=always)
    await user.upload(b"a picture", "what it shows")
    platform.then = answers(200, '{"data":{"deleted":true}}')
    await user.delete("5", not_after=float("1e12"), may_leave=always)
    crash.arm(None)
    assert len(platform.requests) == 4
    assert set(struck) == {0}


async def test_a_delete_is_not_made_again_by_the_library(platform: Misbehaving) -> None:
    platform.then = resets
    with pytest.raises(OutcomeUnknown):
        await XUser(platform.origin, KEYS).delete("5", not_after=float("1e12"), may_leave=always)
    assert len(platform.requests) == 1


async def test_a_call_that_is_cancelled_ends_at_once_and_is_not_made_again(platform: Misbehaving) -> None:
    platform.then = hangs
    call = asyncio.ensure_future(XUser(platform.origin, KEYS).post(BODY, not_after=float("1e12"), may_leave=always))
    await wait_until(lambda: bool(platform.requests))
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call
    assert len(platform.requests) == 1


async def test_a_fault_of_our_own_is_no_answer_of_the_platforms(platform: Misbehaving) -> None:
    with pytest.raises(TypeError):
        await XUser(platform.origin, KEYS).post(cast("str", object()), not_after=float("1e12"), may_leave=always)
    assert platform.octets == 0


async def test_no_key_and_no_signature_is_in_any_log_line(
    platform: Misbehaving, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    platform.then = answers(403, '{"detail":"no"}')
    with pytest.raises(Exception, match="no") as raised:
        await XUser(platform.origin, KEYS).post(BODY, not_after=float("1e12"), may_leave=always)
    said = caplog.text + repr(KEYS) + repr(raised.value) + repr(XUser(platform.origin, KEYS))
    for secret in ("the-app", "secret-of", "the-token", "oauth_signature"):
        assert secret not in said


@pytest.mark.parametrize(
    ("token", "number"), [("4711-abc", "4711"), ("4711", ""), ("-abc", ""), ("four-abc", ""), ("٤-abc", ""), ("", "")]
)
def test_an_access_token_tells_whose_it_is(token: str, number: str) -> None:
    assert Keys("", "", token, "").user_id == number
