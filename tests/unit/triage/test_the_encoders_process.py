"""The encoder's process may die, hang and talk nonsense: who asks gets an answer in time, and no process is left."""

import asyncio
import contextlib
import gc
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from services.triage.model import wire
from services.triage.model.company import Asked, Company, Nobody, Patience, Unread, command_of
from services.triage.model.pipes import Child
from tests.support.encoder_process import COMMAND, CWD, sense_of
from tests.support.waiting import wait_until

QUICK = Patience(answer=0.3, start=5, away=8, first_pause=0.05, longest_pause=0.2)


@asynccontextmanager
async def company(*how: str, patience: Patience = QUICK) -> AsyncIterator[Company]:
    kept, stop = Company((*COMMAND, *how), cwd=CWD, patience=patience), asyncio.Event()
    running = asyncio.create_task(kept.run(stop))
    try:
        yield kept
    finally:
        stop.set()
        await running


async def lengths(kept: Company, *texts: str) -> list[float | None]:
    """The fake's answers: how long each message is."""
    senses = await kept.ask([Asked(f"x:{number}", text) for number, text in enumerate(texts)])
    return [None if isinstance(sense, Unread) else float(sense.vector[0]) for sense in senses]


def children() -> list[int]:
    """Processes of the fake that this one has, dead ones that nobody buried included."""
    return [int(folder.name) for folder in Path("/proc").glob("[0-9]*") if _is_ours(folder)]


def _is_ours(folder: Path) -> bool:
    with contextlib.suppress(OSError):
        parent = int((folder / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()[1])
        command = (folder / "cmdline").read_bytes()
        return parent == os.getpid() and (b"encoder_process" in command or not command)  # a zombie's is empty
    return False


async def test_many_questions_get_their_own_answers_in_order() -> None:
    async with company() as kept:
        texts = ["x" * number for number in range(1, 200)]
        assert await lengths(kept, *texts) == list(range(1, 200))
        assert kept.away_since is None


async def test_two_who_ask_at_once_get_their_own_answers() -> None:
    async with company() as kept:
        one, other = await asyncio.gather(lengths(kept, *["x"] * 50), lengths(kept, *["xx"] * 50))
        assert (one, other) == ([1.0] * 50, [2.0] * 50)


@pytest.mark.parametrize("message", ["DIE", "HANG", "NONSENSE", "WRONG"])
async def test_a_message_that_it_fails_at_twice_goes_without_and_the_others_do_not(
    message: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        async with company() as kept:
            assert await lengths(kept, "one", f"{message} secret", "three", "four") == [3.0, None, 5.0, 4.0]
    (told,) = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert told.__dict__["mention"] == "x:1"
    assert "secret" not in caplog.text
    assert children() == []


async def test_a_message_that_it_cannot_read_costs_no_process() -> None:
    async with company() as kept:
        assert await lengths(kept, "one", "UNREADABLE", "three") == [3.0, None, 5.0]
        assert kept._strikes == {}


async def test_one_that_is_killed_from_outside_is_started_again_and_nothing_asked_is_lost() -> None:
    async with company() as kept:
        await lengths(kept, "one")
        asking = asyncio.create_task(lengths(kept, *["x"] * 300))
        await asyncio.sleep(0)
        (pid,) = children()
        os.kill(pid, signal.SIGKILL)
        assert await asking == [1.0] * 300
        (another,) = children()
        assert another != pid
    assert children() == []


async def test_one_that_was_stopped_is_noticed_and_replaced() -> None:
    async with company() as kept:
        await lengths(kept, "one")
        os.kill(children()[0], signal.SIGSTOP)
        began = time.monotonic()
        assert await lengths(kept, "two") == [3.0]
        assert time.monotonic() - began < 4


async def test_one_that_stood_still_with_us_and_answers_then_is_not_blamed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.triage.model.company.LOOKS_S", 10)
    async with company() as kept:
        await lengths(kept, "one")
        before = children()
        os.kill(before[0], signal.SIGSTOP)
        asking = asyncio.create_task(lengths(kept, "two"))
        await wait_until(lambda: bool(kept._flight))
        time.sleep(2 * QUICK.answer)  # noqa: ASYNC251 - it is the whole machine that stands still
        asyncio.get_running_loop().call_later(0.05, os.kill, before[0], signal.SIGCONT)  # we are the first to go on
        assert await asking == [3.0]
        assert (children(), kept._strikes) == (before, {})


@pytest.mark.parametrize(
    ("how", "why"),
    [
        ("no-start", "it does not start: there is no file"),
        ("never-ready", "it was not ready within 0.3 s"),
        ("other-version", "it is of another version: 38 outputs where 37 are wanted"),
    ],
)
async def test_where_none_comes_up_nobody_waits_longer_than_patience(how: str, why: str) -> None:
    start = 0.3 if how == "never-ready" else 5
    patience = Patience(start=start, away=0.8, first_pause=0.05, longest_pause=0.1)
    async with company(how, patience=patience) as kept:
        began = time.monotonic()
        assert await lengths(kept, "one", "two") == [None, None]
        assert patience.away - 0.1 <= time.monotonic() - began < patience.away + 2
        assert kept.given_up
        assert kept.away_since is not None
        await wait_until(lambda: kept.why == why, what=why)
        began = time.monotonic()
        assert await lengths(kept, "three") == [None]
        assert time.monotonic() - began < 0.1
    assert children() == []


async def test_a_program_that_is_not_there_is_said_to_be_missing() -> None:
    kept, stop = Company(("/no/such/python",), cwd=CWD, patience=QUICK), asyncio.Event()
    running = asyncio.create_task(kept.run(stop))
    await wait_until(lambda: "No such file" in kept.why)
    stop.set()
    await running


async def test_who_stops_asking_leaves_nothing_behind() -> None:
    async with company() as kept:
        await lengths(kept, "one")
        asking = asyncio.create_task(lengths(kept, "HANG", "two"))
        await wait_until(lambda: bool(kept._flight))
        asking.cancel()
        assert await lengths(kept, "three") == [5.0]


async def test_nobody_answers_at_once() -> None:
    assert await Nobody("no files").ask([Asked("x:1", "one")]) == [Unread.NOT_ASKED]


def test_it_ends_with_its_parent() -> None:
    """The real worker's own arrangements; a parent that is killed -9 can tell nobody."""
    worker = "from services.triage.model import worker\nimport os, sys, time\nworker._live_and_die_with(os.getppid())\n"
    child = f"{worker}print(os.getpid(), flush=True)\ntime.sleep(60)"
    parent = f"import subprocess, sys, time\nsubprocess.Popen([sys.executable, '-c', {child!r}])\ntime.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", parent], cwd=CWD, stdout=subprocess.PIPE) as process:  # noqa: S603 - our own
        assert process.stdout is not None
        pid = int(process.stdout.readline())
        process.kill()
    deadline = time.monotonic() + 5
    while Path(f"/proc/{pid}").exists() and time.monotonic() < deadline:
        if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
            break  # dead; whoever adopted it has not looked yet
        time.sleep(0.02)
    else:
        assert not Path(f"/proc/{pid}").exists()


def test_the_real_worker_says_why_it_cannot_work(tmp_path: Path) -> None:
    done = subprocess.run(  # noqa: S603 - our own
        command_of(tmp_path), cwd=CWD, stdin=subprocess.DEVNULL, capture_output=True, check=False
    )
    said = wire.read_told(done.stdout[4:])
    assert isinstance(said, wire.Failed)
    assert "card.json cannot be read: No such file or directory" in said.why


@pytest.mark.parametrize("broken", [b"", b"A", b"A123", b"R1", b"?", wire.told(wire.Answer(1, sense_of("x")))[:-1]])
def test_bytes_that_are_no_answer_are_known_for_it(broken: bytes) -> None:
    with pytest.raises(wire.Garbage):
        wire.read_told(broken)


def test_numbers_that_are_none_are_garbage() -> None:
    sense = sense_of("x")
    sense.logits[3] = float("nan")
    with pytest.raises(wire.Garbage, match="numbers that are none"):
        wire.read_told(wire.told(wire.Answer(1, sense)))


@pytest.mark.parametrize("answered", [None, "", "żółw"])
def test_a_question_comes_as_it_went(answered: str | None) -> None:
    assert wire.read_asked(wire.asked(7, "Łódź 😀 \ud800", answered)) == (7, "Łódź 😀 ?", answered)


if sys.platform != "linux":
    pytestmark = pytest.mark.skip(reason="looks into /proc")


async def test_a_question_to_one_that_has_ended_is_no_mistake_of_ours(caplog: pytest.LogCaptureFixture) -> None:
    """Python 3.11.2 would log the broken pipe as an error, later ones do not."""
    async with Child.started(["sleep", "60"], Path("/")) as child:
        os.kill(child.pid, signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):  # a watcher was quicker
            os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)  # noqa: ASYNC222 - the loop must not hear of it yet
        child.send(b"anybody there?")
    del child
    await asyncio.sleep(0)
    gc.collect()
    assert caplog.text == ""
