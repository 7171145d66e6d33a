"""Labels are made with the encoder, without it where it fails or there is no time, and again once it is back."""

import asyncio
from collections import Counter
from pathlib import Path

from services.triage.domain.labeller import METHOD
from shared.contracts.labels import Basis
from shared.contracts.record import record_of
from tests.broker.triage.running import KNIFE, Running
from tests.support.waiting import wait_until
from tests.unit.triage.mentions import AT

WITHOUT = "triage-2, without the encoder"


async def test_the_encoder_reads_every_mention_and_what_the_words_missed_alerts(running: Running) -> None:
    async with running.triage():
        await running.receive("all quiet", KNIFE, "somewhere there is danger", "so loud", "DIE", "UNREADABLE")
        labelled = await running.all_labelled(6)
        assert [labelled[f"x:{number}"].labels.tags[0] for number in (1, 3, 4)] == [
            "chat",
            "emergency",
            "community_concern",
        ]
        assert {name: fact.basis.method for name, fact in labelled.items() if fact.basis.method == WITHOUT} == {
            "x:5": WITHOUT,
            "x:6": WITHOUT,
        }
        alerts = {alert.id: alert for alert in await running.alerted({"x:2", "x:3"})}
        assert {name: alert.because for name, alert in alerts.items()} == {"x:2": "words", "x:3": "model"}
        assert alerts["x:3"].occasion == "x:3"
        await running.says("whole")
        assert ("concern.raised", "noise") in await running.told()
        await running.receive("all quiet", first=7)
        await running.all_labelled(7)
    assert (await running.times_labelled()).keys() == {
        "mention.triaged"
    }  # one that it cannot read is not tried for ever


async def test_while_it_is_away_labels_wait_then_come_without_it_and_are_made_again_once_it_is_back(
    running: Running, tmp_path: Path
) -> None:
    back = tmp_path / "back"
    async with running.triage("once", str(back), wait_for_model_s=2):
        await running.receive(KNIFE, "somewhere there is danger", "so loud", "all quiet")
        await running.alerted({"x:1"})
        assert await running.labelled() == {}
        first = await running.all_labelled(4)
        assert {fact.basis.method for fact in first.values()} == {WITHOUT}
        await running.says("without_encoder")
        health = await running.health()
        assert health["ready"]
        assert "it does not start: there is no file" in health["checks"]["labelling"]["reason"]
        back.touch()
        again = await running.all_labelled(4, "mention.relabelled")
        assert [again[f"x:{number}"].labels.tags[0] for number in (2, 3, 4)] == [
            "emergency",
            "community_concern",
            "chat",
        ]
        assert {alert.because for alert in await running.alerted({"x:2"}) if alert.id == "x:2"} == {"model"}
        await running.says("whole")
        assert (await running.health())["checks"]["labelling"]["well"]
    told = [each for each in await running.told() if each[0] != "concern.heartbeat"]
    assert told == [("concern.raised", "parking"), ("concern.revised", "noise")]


async def test_what_came_too_late_is_labelled_without_it_and_again_when_there_is_time(running: Running) -> None:
    texts = [f"mention number {number}" for number in range(150)]
    await running.receive(*texts, "somewhere there is danger")
    await asyncio.sleep(0.6)
    async with running.triage(shed_after_s=0.5):
        late = await running.all_labelled(151)
        assert {fact.basis.method for fact in late.values()} == {WITHOUT}
        await running.says("shedding")
        assert (await running.alerted({"x:151"}))[0].because == "model"
        again = await running.all_labelled(151, "mention.relabelled")
        assert {fact.basis.method for fact in again.values()} == {"triage-2"}
        await running.says("whole")
    names = [f"x:{number}" for number in range(1, 152)]
    assert await running.times_labelled() == {"mention.triaged": Counter(names), "mention.relabelled": Counter(names)}


async def test_an_edit_a_correction_or_a_removal_meanwhile_leaves_nothing_owed(
    running: Running, tmp_path: Path
) -> None:
    back = tmp_path / "back"
    async with running.triage("once", str(back), wait_for_model_s=0.5):
        await running.receive("so loud", "so loud", "all quiet")
        await running.all_labelled(3)
        await running.broker.publish([running.received("all quiet now", 1, version=11), running.removed(2)])
        await running.all_labelled(3)

        async def edited() -> bool:
            return (await running.labelled())["x:1"].version == "x:11"

        await wait_until(edited)
        back.touch()
        again = await running.all_labelled(2, "mention.relabelled")
        await running.says("whole")
    assert {name: fact.version for name, fact in again.items()} == {"x:1": "x:11", "x:3": "x:3"}
    told = [each for each in await running.told() if each[0] != "concern.heartbeat"]
    assert sorted(told) == [
        ("concern.raised", "parking"),
        ("concern.raised", "parking"),
        ("concern.withdrawn", ""),
        ("concern.withdrawn", ""),
    ]
    stones = [each.key for each in await running.broker.read_all(running.topics.triaged.name) if each.value is None]
    assert stones == [b"x:2"]


async def test_labels_of_a_machine_that_came_to_stand_behind_a_persons_give_way(running: Running) -> None:
    topic = running.topics.triaged
    async with running.triage():
        await running.receive("so loud")
        machine = (await running.all_labelled(1))["x:1"]
        calm = machine.labels.model_copy(update={"tags": ("chat",), "concern": None})
        person = machine.model_copy(update={"labels": calm, "basis": Basis(kind="person", method="officer")})
        await running.broker.publish(
            [
                record_of(topic, name, fact, id=name, source="triage", time=AT)
                for name, fact in (("mention.corrected", person), ("mention.relabelled", machine))
            ]
        )

        async def settled() -> bool:
            return [event.fact for event in await running.events(topic)] == [machine, person, machine, person]

        await wait_until(settled, 30)
    assert ("concern.withdrawn", "") in await running.told()


async def test_without_a_model_words_alone_label_and_alert_and_it_is_said(running: Running) -> None:
    async with running.triage(paper=False, heartbeat_s=1):
        await running.receive(KNIFE, "all quiet")
        labelled = await running.all_labelled(2)
        assert {fact.basis.method for fact in labelled.values()} == {METHOD}
        await running.alerted({"x:1"})
        await running.says("without_encoder")
        assert "no files" in (await running.health())["checks"]["labelling"]["reason"]
        await running.heartbeats(owed_since=AT)


async def test_other_systems_hear_every_hour_that_triage_works_up_to_when_and_since_when_labels_are_owed(
    running: Running, tmp_path: Path
) -> None:
    back = tmp_path / "back"
    async with running.triage("once", str(back), wait_for_model_s=0.3, heartbeat_s=1):
        await running.receive("so loud", "all quiet")
        await running.all_labelled(2)
        await running.heartbeats(owed_since=AT)
        back.touch()
        await running.all_labelled(2, "mention.relabelled")
        told = await running.heartbeats(owed_since=None)
    assert len({beat.id for beat in told}) == len(told)
    assert all(beat.running_since <= beat.read_to <= beat.at for beat in told[1:])
    assert {beat.force for beat in told} == {"sussex"}
