"""Kafka's jars are used only with the bytes that the lock names."""

import hashlib
from pathlib import Path

import pytest

from deploy.local.jars import Jar, classpath, fetch_all, read_lock
from shared.errors import Misconfigured

GOOD = b"the very bytes"
JAR = Jar("org.example", "thing", "1.0", hashlib.sha256(GOOD).hexdigest())


class Repository:
    """A repository that serves `content`, and counts how often it was asked."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.asked = 0

    def fetch(self, jar: Jar, folder: Path) -> Path:
        """The content, whatever was asked for."""
        self.asked += 1
        arrived = folder / f"{jar.artifact}.part"
        arrived.write_bytes(self.content)
        return arrived


def test_a_good_jar_is_fetched_once(tmp_path: Path) -> None:
    repository = Repository(GOOD)
    assert fetch_all([JAR], tmp_path, repository.fetch) == 1
    assert fetch_all([JAR], tmp_path, repository.fetch) == 0
    assert (tmp_path / "thing-1.0.jar").read_bytes() == GOOD
    assert repository.asked == 1


def test_other_bytes_on_arrival_stop_everything_and_leave_nothing(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match=r"thing-1\.0\.jar does not have the hash"):
        fetch_all([JAR], tmp_path, Repository(b"other bytes").fetch)
    assert not list(tmp_path.rglob("*.jar"))
    assert not list(tmp_path.rglob("*.part"))


def test_a_jar_changed_later_is_deleted_and_refused_at_the_next_start(tmp_path: Path) -> None:
    repository = Repository(GOOD)
    fetch_all([JAR], tmp_path, repository.fetch)
    (tmp_path / "thing-1.0.jar").write_bytes(GOOD + b"!")
    with pytest.raises(Misconfigured, match="was deleted"):
        fetch_all([JAR], tmp_path, repository.fetch)
    assert not (tmp_path / "thing-1.0.jar").exists()
    assert fetch_all([JAR], tmp_path, repository.fetch) == 1


def test_an_interrupted_fetch_is_done_again(tmp_path: Path) -> None:
    (tmp_path / ".arriving").mkdir()
    (tmp_path / ".arriving" / "thing.part").write_bytes(GOOD[:3])
    assert fetch_all([JAR], tmp_path, Repository(GOOD).fetch) == 1
    assert not (tmp_path / ".arriving").exists()


def test_only_locked_jars_are_run(tmp_path: Path) -> None:
    fetch_all([JAR], tmp_path, Repository(GOOD).fetch)
    (tmp_path / "stray.jar").touch()
    assert classpath([JAR], tmp_path) == str(tmp_path / "thing-1.0.jar")


def test_a_missing_jar_is_named_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match=r"thing-1\.0\.jar.*make setup"):
        classpath([JAR], tmp_path)


@pytest.mark.parametrize(
    "line", ["org.example:thing sha256:" + "0" * 64, "org.example:thing:1.0 sha256:abc", "a:b:c:d"]
)
def test_a_broken_lock_names_its_line(tmp_path: Path, line: str) -> None:
    lock = tmp_path / "jars.lock"
    lock.write_text(f"org.example:thing:1.0 sha256:{JAR.sha256}\n{line}\n")
    with pytest.raises(Misconfigured, match=r"jars\.lock line 2"):
        read_lock(lock)


def test_the_lock_of_this_repository_names_each_jar_once_and_kafka_itself() -> None:
    jars = read_lock()
    assert len({(jar.group, jar.artifact) for jar in jars}) == len(jars)
    assert {jar.version for jar in jars if jar.group == "org.apache.kafka"} == {"4.3.1"}
    assert "kafka_2.13" in {jar.artifact for jar in jars}
