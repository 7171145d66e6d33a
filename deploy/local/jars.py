"""The jars of Apache Kafka: fetched by coordinates, and used only when their hashes are those of `jars.lock`."""

import hashlib
import shutil
import sys
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from deploy.local.paths import HERE, JARS
from shared.errors import Misconfigured, Transient

LOCK = HERE / "jars.lock"

THREADS = 8
"""Cold 5 to 7 s for 46 files; more threads gain nothing."""

FETCH_TIMEOUT_S = 60

DIGEST_LENGTH = 64
"""Of a sha256 in hexadecimal."""


@dataclass(frozen=True)
class Jar:
    """One line of the lock: coordinates and the hash its bytes must have."""

    group: str
    artifact: str
    version: str
    sha256: str

    @property
    def file_name(self) -> str:
        """The name under which Maven knows the file."""
        return f"{self.artifact}-{self.version}.jar"


Fetch = Callable[[Jar, Path], Path]
"""Brings one jar into a folder and says where it is."""


def read_lock(path: Path = LOCK) -> list[Jar]:
    """The jars of a lock file, whose lines are `group:artifact:version sha256:<hex>`."""
    jars = []
    for number, line in enumerate(path.read_text().splitlines(), start=1):
        coordinates, _, digest = line.partition(" sha256:")
        group, artifact, version, *rest = [*coordinates.split(":"), "", ""]
        if not version or any(rest) or len(digest) != DIGEST_LENGTH:
            raise Misconfigured(
                f"{path.name} line {number} is not 'group:artifact:version sha256:<64 hex digits>'.",
                remedy="Restore the file from git.",
            )
        jars.append(Jar(group, artifact, version, digest))
    return jars


def make_complete() -> None:
    """Check every jar that is here, at each start of the set-up, and fetch what is missing."""
    jars = read_lock()
    if not all((JARS / jar.file_name).exists() for jar in jars):
        sys.stderr.write(f"Set-up: Apache Kafka, {len(jars)} jars\n")
        sys.stderr.flush()
    fetch_all(jars)


def classpath(jars: Iterable[Jar], folder: Path = JARS) -> str:
    """Exactly the locked jars, so that a stray file in the folder is never run."""
    paths = [folder / jar.file_name for jar in jars]
    missing = [path.name for path in paths if not path.is_file()]
    if missing:
        raise Misconfigured(f"Jars of Kafka are missing: {', '.join(missing[:3])}.", remedy="Run `make setup`.")
    return ":".join(str(path) for path in paths)


def fetch_all(jars: list[Jar], folder: Path = JARS, fetch: Fetch | None = None) -> int:
    """Make `folder` hold every jar with the right hash; returns how many were fetched.

    A jar with other bytes is deleted and stops everything, whether it was fetched now or lay there before.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with ThreadPoolExecutor(THREADS) as pool:
        for jar, right in zip(jars, pool.map(lambda jar: _is_right(folder / jar.file_name, jar), jars), strict=True):
            if right is False:
                _refuse(jar, folder / jar.file_name)
        missing = [jar for jar in jars if not (folder / jar.file_name).exists()]
        if missing:
            _fetch_missing(pool, missing, folder, fetch or _from_maven)
    return len(missing)


def _fetch_missing(pool: ThreadPoolExecutor, missing: list[Jar], folder: Path, fetch: Fetch) -> None:
    arriving = folder / ".arriving"
    shutil.rmtree(arriving, ignore_errors=True)  # an interrupted fetch is done again
    arriving.mkdir()
    for jar, fetched in zip(missing, pool.map(lambda jar: fetch(jar, arriving), missing), strict=True):
        if not _is_right(fetched, jar):
            _refuse(jar, fetched)
        fetched.replace(folder / jar.file_name)
    shutil.rmtree(arriving)


def _is_right(path: Path, jar: Jar) -> bool | None:
    """None where there is no such file."""
    if not path.exists():
        return None
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == jar.sha256


def _refuse(jar: Jar, path: Path) -> None:
    path.unlink()
    raise Misconfigured(
        f"{jar.file_name} does not have the hash of jars.lock and was deleted: its bytes were changed on the way.",
        remedy="Run `make setup` again; if it happens twice, do not trust the network's Maven repository.",
    )


def _from_maven(jar: Jar, folder: Path) -> Path:
    from jgo.maven import MavenContext  # noqa: PLC0415 - slow to import, and not installed yet when set-up begins

    context = MavenContext(repo_cache=folder, timeout=FETCH_TIMEOUT_S)
    try:
        artifact = context.project(jar.group, jar.artifact).at_version(jar.version).artifact()
        return Path(artifact.resolve())
    except Exception as error:
        raise Transient(
            f"{jar.file_name} could not be fetched from Maven Central ({type(error).__name__}). "
            "Check the network, then run `make setup` again."
        ) from error
