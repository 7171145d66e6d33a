"""The Python environments of the peers, apart from the product's own, each installed from its lock with hashes."""

import hashlib
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from deploy.local.paths import CACHE, LOCAL, ROOT, VENV

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Environment:
    """A folder with a Python, and the lock that says what is in it."""

    folder: Path
    lock: Path

    @property
    def python(self) -> Path:
        """Its interpreter."""
        return self.folder / "bin" / "python"

    def install(self) -> None:
        """Brings the folder to what the lock says; no work when it is already there."""
        wanted = hashlib.sha256(self.lock.read_bytes()).hexdigest()
        stamp = self.folder / "installed.sha256"
        if stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted:
            return
        _uv("venv", "--clear", "--python", sys.executable, str(self.folder))
        _uv("pip", "sync", "--python", str(self.python), "--require-hashes", "--only-binary", ":all:", str(self.lock))
        stamp.write_text(wanted, encoding="utf-8")


PRODUCT = Environment(VENV, ROOT / "requirements.lock")
PEERS = Environment(LOCAL / "bench-venv" / "peers", HERE / "requirements.lock")
QUIXSTREAMS = Environment(LOCAL / "bench-venv" / "quixstreams", HERE / "quixstreams.lock")


def install_peers() -> None:
    """Installs what the peers need; the product's own environment is `make setup`'s."""
    for environment in (PEERS, QUIXSTREAMS):
        environment.install()


def _uv(*arguments: str) -> None:
    command = [str(VENV / "bin" / "uv"), "--quiet", *arguments]
    subprocess.run(command, check=True, env=os.environ | {"UV_CACHE_DIR": str(CACHE / "uv")})  # noqa: S603 - fixed words
