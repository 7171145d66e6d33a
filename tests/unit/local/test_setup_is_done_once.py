"""A step of the set-up runs when it must, and only then."""

from pathlib import Path

import pytest

from deploy.local.setup.command import run
from deploy.local.setup.step import Step, carry_out
from shared.errors import Transient


class Work:
    """Counts how often it was done; may be interrupted."""

    def __init__(self, product: Path) -> None:
        self.product = product
        self.times = 0
        self.interrupted = False

    def __call__(self) -> None:
        """Make the product, and perhaps be interrupted right after."""
        self.times += 1
        self.product.touch()
        if self.interrupted:
            raise KeyboardInterrupt


@pytest.fixture
def work(tmp_path: Path) -> Work:
    return Work(tmp_path / "product")


def step(work: Work, lock: Path) -> Step:
    return Step("thing", "a thing", (lock, "3.11"), (work.product,), work)


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    lock = tmp_path / "lock"
    lock.write_text("one==1")
    return lock


def test_the_second_time_nothing_is_done(tmp_path: Path, work: Work, lock: Path) -> None:
    assert carry_out([step(work, lock)], tmp_path / "stamps") == 1
    assert carry_out([step(work, lock)], tmp_path / "stamps") == 0
    assert work.times == 1


def test_a_changed_lock_is_followed(tmp_path: Path, work: Work, lock: Path) -> None:
    carry_out([step(work, lock)], tmp_path / "stamps")
    lock.write_text("one==2")
    assert carry_out([step(work, lock)], tmp_path / "stamps") == 1


def test_what_somebody_removed_is_made_again(tmp_path: Path, work: Work, lock: Path) -> None:
    carry_out([step(work, lock)], tmp_path / "stamps")
    work.product.unlink()
    assert carry_out([step(work, lock)], tmp_path / "stamps") == 1


def test_an_interrupted_step_is_done_again_even_if_it_left_its_product(tmp_path: Path, work: Work, lock: Path) -> None:
    work.interrupted = True
    with pytest.raises(KeyboardInterrupt):
        carry_out([step(work, lock)], tmp_path / "stamps")
    work.interrupted = False
    assert carry_out([step(work, lock)], tmp_path / "stamps") == 1


def test_an_interrupted_repetition_does_not_count_as_the_first_success(tmp_path: Path, work: Work, lock: Path) -> None:
    carry_out([step(work, lock)], tmp_path / "stamps")
    lock.write_text("one==2")
    work.interrupted = True
    with pytest.raises(KeyboardInterrupt):
        carry_out([step(work, lock)], tmp_path / "stamps")
    lock.write_text("one==1")
    work.interrupted = False
    assert carry_out([step(work, lock)], tmp_path / "stamps") == 1


def test_a_program_that_fails_is_told_with_its_last_words_and_the_remedy() -> None:
    with pytest.raises(Transient, match=r"(?s)sh ended with 3:.*no network.*Try again\."):
        run(["sh", "-c", "echo no network; exit 3"], remedy="Try again.")
