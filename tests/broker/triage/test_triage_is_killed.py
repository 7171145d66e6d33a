"""Triage is killed -9 in the middle of its work: no alert is missing, and every label is there exactly once."""

import asyncio
import contextlib
import dataclasses
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from shared.settings import CHECKOUT
from tests.broker.triage.running import KNIFE, Running
from tests.support.triage_process import Death, Work
from tests.support.waiting import wait_until

MENTIONS = 600
BY_WORDS = range(10, MENTIONS, 50)
BY_MODEL = range(20, MENTIONS, 50)

OWED = 300
DEATHS = (
    Death(moment="written", transaction=5),
    Death(moment="counted", transaction=5),
    Death(moment="committed", transaction=5),
)
"""Six partitions have their transactions side by side: one that dies leaves others in whatever state they are in."""


@asynccontextmanager
async def process(running: Running, dies: Death | None = None) -> AsyncIterator[asyncio.subprocess.Process]:
    """One life of it; killed -9 at the end."""
    names = {each.name: getattr(running.topics, each.name).name for each in dataclasses.fields(running.topics)}
    work = Work(
        bootstrap=running.broker.bootstrap,
        home=running.home,
        port=running.port,
        crew=running.crew,
        topics=names,
        dies=dies,
    )
    triage = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.support.triage_process", work.model_dump_json(), cwd=CHECKOUT
    )
    try:
        yield triage
    finally:
        with contextlib.suppress(ProcessLookupError):  # it has done so itself
            triage.kill()
        await triage.wait()


def encoders_of(pid: int) -> list[int]:
    """The encoders' processes of a triage, as long as they live."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            after_name = (folder / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
            if int(after_name[1]) == pid and after_name[0] != "Z":
                found.append(int(folder.name))
    return found


async def some_labelled(running: Running, count: int) -> None:
    async def there() -> bool:
        return len(await running.broker.read_all(running.topics.triaged.name)) >= count

    await wait_until(there, 40, what=f"{count} labels")


async def test_killed_in_mid_batch_it_loses_no_alert_and_labels_everything_once(running: Running) -> None:
    texts = ["all quiet"] * MENTIONS
    for number in BY_WORDS:
        texts[number - 1] = KNIFE
    for number in BY_MODEL:
        texts[number - 1] = "somewhere there is danger"
    async with process(running) as first:
        await running.receive(*texts[: MENTIONS // 2])
        await some_labelled(running, 1)
        (encoder,) = encoders_of(first.pid)
    await wait_until(lambda: not Path(f"/proc/{encoder}").exists(), what="the encoder's end after its parent's")
    async with process(running):
        await running.receive(*texts[MENTIONS // 2 :], first=MENTIONS // 2 + 1)
        await some_labelled(running, MENTIONS // 2 + 60)
    async with process(running):
        await running.all_labelled(MENTIONS)
        alerts = await running.alerted({f"x:{number}" for number in (*BY_WORDS, *BY_MODEL)})
    (labelled,) = [times for name, times in (await running.times_labelled()).items() if name == "mention.triaged"]
    assert labelled == Counter(f"x:{number}" for number in range(1, MENTIONS + 1))
    known = {(alert.id, alert.occasion): alert.because for alert in alerts}
    assert known == {(f"x:{number}", f"x:{number}"): "words" for number in BY_WORDS} | {
        (f"x:{number}", f"x:{number}"): "model" for number in BY_MODEL
    }


async def test_killed_while_labels_are_made_again_it_makes_each_of_them_again_once(running: Running) -> None:
    texts = ["somewhere there is danger", "so loud", *["all quiet"] * 8] * (OWED // 10)
    async with running.triage("no-start", wait_for_model_s=0.3):
        await running.receive(*texts)
        await running.all_labelled(OWED)
    for death in DEATHS:
        async with process(running, death) as life:
            assert await asyncio.wait_for(life.wait(), 90) == -signal.SIGKILL, f"it never was at {death}"
    async with process(running):
        before = len(await running.labelled("mention.relabelled"))
        await running.all_labelled(OWED, "mention.relabelled")
    assert 0 < before < OWED
    each_once = Counter(f"x:{number}" for number in range(1, OWED + 1))
    assert await running.times_labelled() == {"mention.triaged": each_once, "mention.relabelled": each_once}
    dangers, loud = ({f"x:{number}" for number in range(first, OWED, 10)} for first in (1, 2))
    assert Counter(alert.id for alert in await running.alerts()) == Counter(dangers)
    told = [event for event in await running.events(running.topics.concerns) if event.transition != "concern.heartbeat"]
    assert Counter((event.transition, event.fact.mention) for event in told) == Counter(
        (transition, name) for transition in ("concern.raised", "concern.revised") for name in loud
    )
