"""The commands as an operator types them, against a real Kafka."""

import asyncio
import json
import os
import signal
import sys
import uuid
from pathlib import Path
from typing import Any

import pytest

from operations.exits import USAGE
from operations.staff.present import present_staff
from shared.contracts.audit_recorded import AUDIT_RECORDED
from shared.contracts.record import Record
from shared.contracts.staff_changed import Grant
from shared.kafka.topics import declared
from shared.settings import CHECKOUT
from tests.support.broker import RealBroker

DEADLINE_S = 60


@pytest.fixture
def name() -> str:
    """Of a person or topic that no other test has."""
    return f"t{uuid.uuid4().hex[:10]}"


async def _begin(broker: RealBroker, home: Path, *arguments: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "operations",
        *arguments,
        cwd=CHECKOUT,
        env={**os.environ, "BLUELAMP_KAFKA": broker.bootstrap, "BLUELAMP_HOME": str(home)},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


async def _done(broker: RealBroker, home: Path, *arguments: str) -> tuple[int, str, str]:
    process = await _begin(broker, home, *arguments)
    out, err = await asyncio.wait_for(process.communicate(), DEADLINE_S)
    assert process.returncode is not None
    return process.returncode, out.decode(), err.decode()


async def test_topics_are_made_once_and_stay(broker: RealBroker, tmp_path: Path) -> None:
    assert (await _done(broker, tmp_path, "topics", "apply"))[0] == 0
    status, out, _ = await _done(broker, tmp_path, "topics", "apply")
    assert (status, out) == (0, f"{len(declared(1))} topics are as the contracts say\n")


async def test_a_person_is_added_changed_on_request_and_audited(broker: RealBroker, tmp_path: Path, name: str) -> None:
    await _done(broker, tmp_path, "topics", "apply")
    add = ["staff", "add", "--id", name, "--name", "Invented Person", "--role", "officer", "--district", "hastings"]
    assert (await _done(broker, tmp_path, *add))[0] == 0
    status, _, err = await _done(broker, tmp_path, *add)
    assert status == USAGE
    assert "is there already" in err
    assert (await _done(broker, tmp_path, *add, "--grant", "media:*", "--replace"))[0] == 0
    person = (await present_staff(broker.bootstrap))[name]
    assert person.grants == (Grant(role="officer", district="hastings"), Grant(role="media", district="*"))
    entries = [json.loads(record.value or b"{}") for record in await broker.read_all(AUDIT_RECORDED.name)]
    ours = [entry for entry in entries if entry["on"] == [name]]
    assert [entry["act"] for entry in ours] == ["staff.add", "staff.change"]
    assert all(entry["who"].startswith("operator:") for entry in ours)


async def test_a_file_of_people_can_be_given_again_and_again(broker: RealBroker, tmp_path: Path, name: str) -> None:
    await _done(broker, tmp_path, "topics", "apply")
    file = tmp_path / "staff.toml"
    file.write_text(f'[[person]]\nid = "{name}"\nname = "Invented"\ngrants = ["it:*"]\n')
    for says in ("added", "is there already"):
        status, out, _ = await _done(broker, tmp_path, "staff", "add", "--from", str(file))
        assert status == 0
        assert says in out
    entries = [json.loads(record.value or b"{}") for record in await broker.read_all(AUDIT_RECORDED.name)]
    assert len([entry for entry in entries if entry["on"] == [name]]) == 1


async def test_nothing_is_written_where_one_of_many_is_wrong(broker: RealBroker, tmp_path: Path, name: str) -> None:
    await _done(broker, tmp_path, "topics", "apply")
    file = tmp_path / "staff.toml"
    people = [(name, "it:*"), (f"{name}2", "it:nowhere")]
    file.write_text("".join(f'[[person]]\nid = "{one}"\nname = "I"\ngrants = ["{grant}"]\n' for one, grant in people))
    status, _, err = await _done(broker, tmp_path, "staff", "add", "--from", str(file))
    assert status == USAGE
    assert "nowhere" in err
    assert name not in await present_staff(broker.bootstrap)


async def test_a_topic_is_printed_from_its_start_to_its_end(broker: RealBroker, tmp_path: Path) -> None:
    topic = await broker.topic("printed.v1", partitions=2)
    headers = [("ce_type", b"a.b"), ("ce_id", b"1")]
    await broker.publish([Record(topic, 0, b"k", b'{"a":1}', headers), Record(topic, 1, b"k", None, [])])
    status, out, _ = await _done(broker, tmp_path, "tail", topic, "--once")
    lines: list[dict[str, Any]] = sorted(
        (json.loads(line) for line in out.splitlines()), key=lambda line: line["partition"]
    )
    assert status == 0
    assert [(line["key"], line["type"], line["value"]) for line in lines] == [("k", "a.b", {"a": 1}), ("k", None, None)]


async def test_an_unknown_topic_is_answered_with_those_that_are_there(broker: RealBroker, tmp_path: Path) -> None:
    topic = await broker.topic("there")
    status, _, err = await _done(broker, tmp_path, "tail", "nonsense", "--once")
    assert status == USAGE
    assert topic in err


async def test_following_ends_quietly_at_ctrl_c_and_at_a_closed_pipe(broker: RealBroker, tmp_path: Path) -> None:
    topic = await broker.topic("followed")
    await broker.publish([Record(topic, 0, b"k", b"{}", [])])
    process = await _begin(broker, tmp_path, "tail", topic)
    assert process.stdout is not None
    assert b'"offset": 0' in await asyncio.wait_for(process.stdout.readline(), DEADLINE_S)
    await broker.publish([Record(topic, 0, b"k", b"{}", [])])
    assert b'"offset": 1' in await asyncio.wait_for(process.stdout.readline(), DEADLINE_S)
    process.send_signal(signal.SIGINT)
    _, err = await asyncio.wait_for(process.communicate(), DEADLINE_S)
    assert (process.returncode, err) == (0, b"")

    command = f"{sys.executable} -m operations tail {topic} | head -1"
    environment = {**os.environ, "BLUELAMP_KAFKA": broker.bootstrap, "BLUELAMP_HOME": str(tmp_path)}
    shell = await asyncio.create_subprocess_shell(
        command, cwd=CHECKOUT, env=environment, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    out, err = await asyncio.wait_for(shell.communicate(), DEADLINE_S)
    assert out.count(b"\n") == 1
    assert err == b""


async def test_dead_letters_of_all_services_are_listed(broker: RealBroker, tmp_path: Path) -> None:
    await _done(broker, tmp_path, "topics", "apply")
    status, out, _ = await _done(broker, tmp_path, "dead", "list")
    assert status == 0
    assert "triage: no dead letters" in out
    assert "desk: no dead letters" in out


async def test_a_letter_that_does_not_exist_is_not_shown(broker: RealBroker, tmp_path: Path) -> None:
    await _done(broker, tmp_path, "topics", "apply")
    status, _, err = await _done(broker, tmp_path, "dead", "show", "triage", "a|0|0")
    assert status == USAGE
    assert "There is no letter a:0:0" in err
