"""Where pictures are kept, each under the hash of its bytes: what comes out is what went in, or nothing does."""

import asyncio
import hashlib
import os
import re
import tempfile
from pathlib import Path
from typing import Protocol

from shared.errors import Transient

_ID = re.compile(r"[0-9a-f]{64}")


class Unavailable(Transient):
    """A picture cannot be kept, or given out, at the moment; the message names it and says what to do."""


class MediaStore(Protocol):
    """Pictures by their hash: nothing is ever changed, and to put one again changes nothing."""

    async def put(self, data: bytes) -> str:
        """Keep these bytes, and return their id; they are durable then. Raises Unavailable."""

    async def get(self, id_: str) -> bytes:
        """Exactly the bytes that this id was given for; raises Unavailable where they are not there, or not whole."""

    async def has(self, id_: str) -> bool:
        """Whether there is something under this id; only `get` looks whether it is whole."""


class FolderStore:
    """A `MediaStore` in a folder that its users share: one file for each picture, in 65,536 folders of two levels."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def put(self, data: bytes) -> str:
        """As `MediaStore` promises."""
        return await asyncio.to_thread(self._put, data)

    async def get(self, id_: str) -> bytes:
        """As `MediaStore` promises."""
        return await asyncio.to_thread(self._get, id_)

    async def has(self, id_: str) -> bool:
        """As `MediaStore` promises."""
        return _ID.fullmatch(id_) is not None and await asyncio.to_thread(self._file(id_).is_file)

    def _put(self, data: bytes) -> str:
        id_ = id_of(data)
        file = self._file(id_)
        try:
            if not _holds(file, data):
                _write(file, data)
        except OSError as error:
            raise Unavailable(
                f"A picture cannot be kept in {self._folder}: {error.strerror}. "
                "See that the disk has room and that the folder, BLUELAMP_MEDIA, may be written to; then try again."
            ) from error
        return id_

    def _get(self, id_: str) -> bytes:
        if not _ID.fullmatch(id_):
            raise Unavailable(f"{id_!r} is no picture's id: those are 64 hexadecimal digits.")
        try:
            data = self._file(id_).read_bytes()
        except OSError as error:
            raise Unavailable(
                f"The picture {id_} cannot be read from {self._folder}: {error.strerror}. {REMEDY}"
            ) from error
        if id_of(data) != id_:
            raise Unavailable(f"The picture {id_} in {self._folder} is damaged: its bytes are others. {REMEDY}")
        return data

    def _file(self, id_: str) -> Path:
        return self._folder / id_[:2] / id_[2:4] / id_


REMEDY = "See that BLUELAMP_MEDIA is the folder that the desk writes to, or bring the file back; or upload it again."
"""The same bytes have the same id: uploading the picture again mends a damaged one."""


def id_of(data: bytes) -> str:
    """The id under which these bytes are kept."""
    return hashlib.sha256(data).hexdigest()


def _holds(file: Path, data: bytes) -> bool:
    """Whether they are there already; one that is damaged is written anew."""
    try:
        return file.read_bytes() == data
    except FileNotFoundError:
        return False


def _write(file: Path, data: bytes) -> None:
    """Whole or not at all, whenever the machine stops."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".writing-", dir=file.parent)
    unfinished = Path(name)
    try:
        with os.fdopen(handle, "wb") as writing:
            writing.write(data)
            writing.flush()
            os.fchmod(handle, READABLE)
            os.fsync(handle)
        unfinished.replace(file)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    for folder in (file.parent, file.parent.parent, file.parent.parent.parent):
        _sync(folder)


READABLE = 0o640
"""The desk writes and the publisher reads: they may be two users of one group."""


def _sync(folder: Path) -> None:
    """A name is durable when the folder that holds it is."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
