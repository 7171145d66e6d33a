"""A Python environment beside the product's own, installed from a lock with hashes: for peers and for the workshop."""

import hashlib
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from deploy.local.paths import CACHE, VENV


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
        if not self._has_changed():
            return
        _uv("venv", "--clear", "--python", sys.executable, str(self.folder))
        _uv("pip", "sync", "--python", str(self.python), "--require-hashes", "--only-binary", ":all:", str(self.lock))
        self._note()

    def unpack(self) -> None:
        """Brings the folder the files of the lock's packages alone: neither what they ask for, nor an interpreter."""
        if not self._has_changed():
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        chosen = ["--target", str(self.folder), "--python", sys.executable, "--no-deps", "--require-hashes"]
        _uv("pip", "install", *chosen, "--only-binary", ":all:", "-r", str(self.lock))
        self._note()

    def _has_changed(self) -> bool:
        stamp = self.folder / "installed.sha256"
        return not stamp.is_file() or stamp.read_text(encoding="utf-8") != self._wanted()

    def _note(self) -> None:
        (self.folder / "installed.sha256").write_text(self._wanted(), encoding="utf-8")

    def _wanted(self) -> str:
        return hashlib.sha256(self.lock.read_bytes()).hexdigest()


def _uv(*arguments: str) -> None:
    command = [str(VENV / "bin" / "uv"), "--quiet", *arguments]
    subprocess.run(command, check=True, env=os.environ | {"UV_CACHE_DIR": str(CACHE / "uv")})  # noqa: S603 - fixed words
