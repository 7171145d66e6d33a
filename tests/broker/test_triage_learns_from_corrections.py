"""From corrections on Kafka to the labels of the next message: a refit, a promotion, and a labeller that runs."""

import asyncio
import dataclasses
import os
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from services.triage.app import area_of, labeller_of
from services.triage.domain.labeller import Question
from services.triage.model.loading import load_learnt
from services.triage.promoted import watching
from services.triage.promoted.entries import SHIPPED
from services.triage.promoted.store import Store
from services.triage.promoted.watching import Watch
from services.triage.refit.night import NIGHTLY, Means, learn, refit
from shared.contracts.audit_recorded import AUDIT_RECORDED
from shared.contracts.mention_changed import MENTION_CHANGED, Mention, MentionRemoved
from shared.contracts.record import Record, record_of
from shared.contracts.topic import Topic
from shared.contracts.work_changed import WORK_CHANGED, WorkFact
from shared.health import Health
from shared.kafka.topics import apply
from shared.registry import load_registry
from shared.settings import CHECKOUT
from tests.support.broker import RealBroker, wait_until
from tests.unit.triage.mentions import AT
from tests.unit.triage.refit.small import NEW, build, gathered, means_of, news, sense

NOW = datetime(2026, 11, 23, 3, 40, tzinfo=UTC)


@dataclasses.dataclass
class Learning:
    """Topics of this test's own, and a labeller that runs with its watch."""

    broker: RealBroker
    mentions: Topic[Mention | MentionRemoved]
    work: Topic[WorkFact]
    means: Means
    health: Health

    async def correct(self, count: int) -> None:
        """People correct so many mentions; one more is removed after it was corrected."""
        records: list[Record] = []
        for number, each in enumerate(news(count + 1)):
            said, correction = each.mention, each.correction
            records += [
                record_of(self.mentions, "mention.received", said, id=f"m{number}", source="ingest", time=AT),
                record_of(self.work, "labels.corrected", correction, id=f"c{number}", source="desk", time=AT),
            ]
        gone = MentionRemoved(id="x:1", conversation="x:1", reason="removed by its author", removed_at=NOW)
        records.append(record_of(self.mentions, "mention.removed", gone, id="r", source="ingest", time=NOW))
        await self.broker.publish(records)

    def says(self) -> tuple[str, ...]:
        """The tags of a message that nobody has seen, by the labeller that runs."""
        text = f"along all of {NEW} avenue once more"
        return self.means.labeller.label(Question(text, ()), sense(text)).tags


@pytest.fixture
async def learning(broker: RealBroker, tmp_path: Path) -> Learning:
    registry = load_registry(CHECKOUT / "deploy" / "force")
    labeller = labeller_of(registry)
    folder = tmp_path / "model"
    folder.mkdir()
    build(folder, labeller)
    mentions, work = await broker.topic_for(MENTION_CHANGED), await broker.topic_for(WORK_CHANGED)
    means = means_of(folder, Store(tmp_path / "heads"), labeller, area_of(registry))
    means = dataclasses.replace(means, bootstrap=broker.bootstrap, mentions=mentions, work=work)
    return Learning(broker, mentions, work, means, Health("triage"))


async def test_what_people_corrected_is_in_force_without_a_restart_and_out_of_it_by_an_undo(
    learning: Learning, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "LOOK_S", 0.05)
    means, stop = learning.means, asyncio.Event()
    shipped = load_learnt(means.folder)
    watch = Watch(means.store, means.labeller, shipped, learning.health.check("heads", needed=False))
    running = asyncio.create_task(watch.run(stop))
    assert "community_concern" not in learning.says()

    await learning.correct(30)
    said = await refit(means, by=NIGHTLY, at=NOW)
    assert "from 30 corrections promoted" in said.sentence
    await wait_until(lambda: learning.says() == ("community_concern",))
    assert "1 (words no longer there)" in next((means.store.folder / "reports").glob("*.txt")).read_text("utf-8")

    means.store.undo("operator:somebody", NOW, lambda version: watching.fits(means.store, version, shipped.model))
    await wait_until(lambda: "community_concern" not in learning.says())
    again = await refit(means, by=NIGHTLY, at=NOW + timedelta(days=1))
    assert "No correction is newer" in again.sentence
    assert means.store.pointer().version == SHIPPED
    stop.set()
    await running


async def bluelamp(learning: Learning, *arguments: str) -> tuple[int, str]:
    """The command as an operator types it: its status, and what it said."""
    told = {
        "BLUELAMP_KAFKA": learning.broker.bootstrap,
        "TRIAGE_HEADS": str(learning.means.store.folder),
        "TRIAGE_MODEL": str(learning.means.folder),
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "operations",
        "triage",
        *arguments,
        cwd=CHECKOUT,
        env={**os.environ, **told},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await process.communicate()
    return process.returncode or 0, said.decode()


async def test_an_operator_looks_and_undoes_with_one_command_that_is_audited(learning: Learning) -> None:
    await apply(learning.broker.bootstrap, replication=1)
    learn(learning.means, gathered(news(30)), by=NIGHTLY, at=NOW)
    version = learning.means.store.pointer().version
    status, said = await bluelamp(learning, "heads")
    assert status == 0
    assert f"In force: {version}" in said
    assert "promoted  shipped -> " in said
    status, said = await bluelamp(learning, "undo")
    assert status == 0, said
    assert f"Back from {version} to shipped" in said
    assert learning.means.store.pointer().version == SHIPPED
    status, said = await bluelamp(learning, "undo")
    assert status == 1
    assert "nothing to undo" in said
    audited = [record.value for record in await learning.broker.read_all(AUDIT_RECORDED.name)]
    outcomes = [b'"outcome":"done"' in value for value in audited if value and b"triage.undo" in value]
    assert outcomes == [True, False]
