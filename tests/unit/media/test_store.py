"""What is put into the store comes out as it was, or it is said which picture is missing and what to do."""

import asyncio
import hashlib
import shutil
from pathlib import Path

import pytest

from shared.errors import Transient
from shared.media.store import FolderStore, MediaStore, Unavailable

DATA = b"the bytes of a picture"
ID = hashlib.sha256(DATA).hexdigest()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "media"


@pytest.fixture
def store(folder: Path) -> MediaStore:
    return FolderStore(folder)


def files(folder: Path) -> list[Path]:
    return [each for each in folder.rglob("*") if each.is_file()]


async def test_a_picture_comes_out_as_it_went_in(store: MediaStore, folder: Path) -> None:
    assert not await store.has(ID)
    assert await store.put(DATA) == ID
    assert await store.has(ID)
    assert await store.get(ID) == DATA
    assert files(folder) == [folder / ID[:2] / ID[2:4] / ID]
    assert await FolderStore(folder).get(ID) == DATA, "and for whoever else has the folder"


async def test_the_same_picture_is_kept_once_whoever_puts_it(store: MediaStore, folder: Path) -> None:
    assert set(await asyncio.gather(*(store.put(DATA) for _ in range(8)))) == {ID}
    (kept,) = files(folder)
    made = kept.stat().st_ino
    await store.put(DATA)
    assert kept.stat().st_ino == made, "and is not written again"


async def test_a_missing_picture_is_named_with_the_remedy(store: MediaStore) -> None:
    with pytest.raises(Unavailable, match=rf"{ID} cannot be read.*BLUELAMP_MEDIA.*upload it again") as raised:
        await store.get(ID)
    assert isinstance(raised.value, Transient), "the folder may be there again in a while"


async def test_a_damaged_picture_is_never_given_out_and_is_mended_by_the_same_picture(
    store: MediaStore, folder: Path
) -> None:
    await store.put(DATA)
    (kept,) = files(folder)
    kept.chmod(0o600)
    kept.write_bytes(b"other bytes")
    with pytest.raises(Unavailable, match=rf"{ID}.* is damaged.*upload it again"):
        await store.get(ID)
    await store.put(DATA)
    assert await store.get(ID) == DATA


@pytest.mark.parametrize("id_", ["", "../../etc/passwd", ID.upper(), ID + "0", "ab" * 16])
async def test_what_is_no_id_leads_nowhere(store: MediaStore, id_: str) -> None:
    assert not await store.has(id_)
    with pytest.raises(Unavailable, match="no picture's id"):
        await store.get(id_)


async def test_a_folder_that_cannot_be_written_is_named() -> None:
    with pytest.raises(Unavailable, match=r"cannot be kept in .*test_store.*BLUELAMP_MEDIA, may be written to"):
        await FolderStore(Path(__file__)).put(DATA)


async def test_what_was_cut_short_leaves_nothing_that_is_given_out(
    store: MediaStore, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("shared.media.store.os.fsync", full)
    with pytest.raises(Unavailable, match=r"No space left on device.*has room"):
        await store.put(DATA)
    assert files(folder) == []
    assert not await store.has(ID)


async def test_a_folder_that_went_is_made_again(store: MediaStore, folder: Path) -> None:
    await store.put(DATA)
    shutil.rmtree(folder)
    await store.put(DATA)
    assert await store.get(ID) == DATA
