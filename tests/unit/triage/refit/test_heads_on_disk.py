"""The folder of heads: the pointer changes in one step, whenever a process dies, and nothing broken is ever taken."""

import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest

from services.triage.domain.heads import BRIEF, WHOLE
from services.triage.domain.labeller import Question
from services.triage.model.loading import Card, load_learnt, read_card
from services.triage.promoted import durable
from services.triage.promoted.entries import SHIPPED, Entry, Pointer
from services.triage.promoted.store import KEPT, Store, version_of
from services.triage.promoted.watching import Watch
from services.triage.refit.authored import read_authored
from services.triage.refit.night import AUTHORED, Means
from shared.errors import Misconfigured, Permanent
from shared.health import Health
from tests.unit.triage.mentions import AT
from tests.unit.triage.refit.small import sense


def entry(heads: bytes, minutes: int = 0, before: str = SHIPPED) -> Entry:
    at = AT + timedelta(minutes=minutes)
    return Entry(at=at, what="promoted", version=version_of(heads), before=before, by="nightly")


def promote(store: Store, heads: bytes, minutes: int = 0) -> str:
    known = store.pointer()
    assert store.promote(heads, entry(heads, minutes, known.version), known, lambda _: True)
    return store.pointer().version


def shipped(means: Means) -> bytes:
    return (means.folder / "heads.json").read_bytes()


def watch(means: Means, health: Health) -> Watch:
    learnt = load_learnt(means.folder)
    means.labeller.learnt = learnt
    return Watch(means.store, means.labeller, learnt, health.check("heads", needed=False))


def in_force(means: Means) -> str:
    assert means.labeller.learnt is not None
    return means.labeller.learnt.whole.version


def test_a_promotion_that_dies_before_its_last_step_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(tmp_path / "heads")
    first = promote(store, b"one")
    for steps in (0, 1):  # the heads, then the pointer
        left = iter(range(steps))
        real = Path.replace

        def dies(self: Path, target: Path, left: "object" = left, real: "object" = real) -> Path:
            next(left)  # type: ignore[call-overload]  # an iterator
            return real(self, target)  # type: ignore[operator,no-any-return]  # Path.replace

        with monkeypatch.context() as patched:
            patched.setattr(Path, "replace", dies)
            with pytest.raises(StopIteration):
                promote(store, b"two")
        assert store.pointer().version == first
    second = promote(store, b"two", 1)
    assert store.pointer().before == (first,)
    assert store.file(second).read_bytes() == b"two"
    assert list(store.folder.glob(f"*{durable.PARTIAL}")) == []


def test_what_was_promoted_is_told_even_where_the_process_died_before_it_could(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(tmp_path / "heads")
    with monkeypatch.context() as patched:
        patched.setattr("services.triage.promoted.store.append", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            promote(store, b"one")
    assert store.history() == []
    assert store.pointer().version == version_of(b"one")
    store.note(entry(b"two", 1).model_copy(update={"what": "refused"}))
    assert [each.what for each in store.history()] == ["promoted", "refused"]


def test_half_a_line_of_the_history_spoils_no_other(tmp_path: Path) -> None:
    store = Store(tmp_path / "heads")
    promote(store, b"one")
    with (store.folder / "history.jsonl").open("ab") as history:
        history.write(b'{"at": "20')
    promote(store, b"two", 1)
    assert [each.version for each in store.history()] == [version_of(b"one"), version_of(b"two")]


def test_a_refit_does_not_promote_over_what_was_undone_meanwhile(tmp_path: Path) -> None:
    store = Store(tmp_path / "heads")
    promote(store, b"one")
    known = store.pointer()
    store.undo("operator:somebody", AT, lambda _: True)
    assert not store.promote(b"two", entry(b"two", 2), known, lambda _: True)
    assert store.pointer().version == SHIPPED


def test_undoing_passes_over_heads_of_another_model_and_ends_at_the_shipped_ones(tmp_path: Path) -> None:
    store = Store(tmp_path / "heads")
    first, second, _ = (promote(store, heads, number) for number, heads in enumerate((b"one", b"two", b"three")))
    assert store.undo("operator:somebody", AT, lambda version: version == first).version == first
    assert store.undo("operator:somebody", AT, lambda version: version == second).version == SHIPPED
    with pytest.raises(Permanent, match="nothing to undo"):
        store.undo("operator:somebody", AT, lambda _: True)


def test_a_month_of_versions_is_kept(tmp_path: Path) -> None:
    store = Store(tmp_path / "heads")
    versions = [promote(store, str(number).encode(), number) for number in range(KEPT + 5)]
    assert sorted(file.stem for file in store.folder.glob("*.json")) == sorted(versions[-KEPT:])


def test_one_refit_at_a_time(tmp_path: Path) -> None:
    store = Store(tmp_path / "heads")
    with store.refitting() as first, store.refitting() as second:
        assert (first, second) == (True, False)
    with store.refitting() as again:
        assert again


def test_promoted_heads_are_taken_and_undone_ones_left_while_triage_runs(means: Means) -> None:
    looking, start = watch(means, Health("triage")), version_of(shipped(means))
    looking.look()
    assert in_force(means) == start
    version = promote(means.store, shipped(means) + b"\n")
    looking.look()
    assert in_force(means) == version != start
    means.store.undo("operator:somebody", AT, lambda _: True)
    looking.look()
    assert in_force(means) == start


def test_broken_heads_are_refused_and_those_of_before_go_on(means: Means, caplog: pytest.LogCaptureFixture) -> None:
    health = Health("triage")
    looking, good = watch(means, health), shipped(means) + b"\n"
    version = promote(means.store, good)
    looking.look()
    for number, broken in enumerate((good[:-40], good.replace(b'"chat":', b'"spam2":'), b""), start=1):
        promoted = promote(means.store, good + b"\n" * number, number)
        means.store.file(promoted).write_bytes(broken)
        looking.look()
        looking.look()
        check = health.check("heads")
        assert in_force(means) == version
        assert not check.well
        assert "heads of before go on" in check.reason
    assert health.ready
    assert [each.message for each in caplog.records].count("promoted heads cannot be taken") == 3
    means.store.file(promoted).write_bytes(good + b"\n" * number)
    looking.look()
    assert in_force(means) == promoted
    assert health.check("heads").well


def test_heads_that_were_changed_after_their_promotion_are_refused(means: Means) -> None:
    looking = watch(means, Health("triage"))
    version = promote(means.store, shipped(means) + b"\n")
    means.store.file(version).write_bytes(shipped(means) + b" \n")
    looking.look()
    assert in_force(means) == version_of(shipped(means))


@pytest.mark.parametrize("part", ["whole", "brief"])
@pytest.mark.parametrize(
    "spoil",
    [
        lambda heads: heads["weights"][3].pop(),
        lambda heads: heads["weights"].pop(),
        lambda heads: heads["bias"].pop(),
        lambda heads: heads["weights"][3].__setitem__(0, 1e39),
        lambda heads: heads.__setitem__("alert_at", 1.5),
        lambda heads: heads["tags_at"].__setitem__("spam", -0.1),
        lambda heads: heads["tags_at"].pop("spam"),
    ],
)
def test_heads_with_a_number_too_few_or_out_of_place_are_refused_and_triage_goes_on(
    means: Means, part: str, spoil: Callable[[dict[str, Any]], object]
) -> None:
    health = Health("triage")
    looking, made = watch(means, health), orjson.loads(shipped(means))
    spoil(made[part])
    promote(means.store, orjson.dumps(made))
    looking.look()
    assert in_force(means) == version_of(shipped(means))
    assert "heads of before go on" in health.check("heads").reason


def test_shipped_heads_that_are_not_those_of_the_card_are_not_loaded(means: Means, tmp_path: Path) -> None:
    folder = shutil.copytree(means.folder, tmp_path / "model")
    (folder / "heads.json").write_bytes(shipped(means) + b"\n")
    with pytest.raises(Misconfigured, match="not the file that the card names"):
        load_learnt(folder)


def test_the_width_of_heads_is_that_of_what_they_are_given(means: Means) -> None:
    terms = load_learnt(means.folder).terms
    widths = [len(means.labeller.inputs(Question("a fire", ()), terms, each)) for each in (sense("a fire"), None)]
    assert widths == [WHOLE, BRIEF]


def test_a_pointer_that_cannot_be_read_is_told_and_harms_nothing(means: Means) -> None:
    health = Health("triage")
    looking = watch(means, health)
    means.store.folder.mkdir()
    (means.store.folder / "current").write_bytes(b"\x00\x00")
    looking.look()
    assert in_force(means) == version_of(shipped(means))
    assert "points to no heads" in health.check("heads").reason


def test_heads_of_another_model_leave_the_shipped_ones_in_force(means: Means) -> None:
    health = Health("triage")
    looking = watch(means, health)
    other = shipped(means).replace(read_card(means.folder).model.encode(), b"another1")
    promote(means.store, other)
    looking.look()
    assert in_force(means) == version_of(shipped(means))
    assert health.check("heads").well


def test_the_authored_lines_come_back_as_they_were_and_only_for_their_model(means: Means) -> None:
    authored = read_authored(means.folder / AUTHORED, read_card(means.folder).model)
    assert (len(authored.fitted), len(authored.held), authored.held_names[:2]) == (60, 40, ["t-0", "t-1"])
    assert authored.fitted[0].given.tags == ("emergency",)
    with pytest.raises(Misconfigured, match="made for model"):
        read_authored(means.folder / AUTHORED, "another1")


def test_the_pointer_of_a_newer_version_is_read_as_far_as_it_is_known() -> None:
    assert Pointer.model_validate_json(b'{"version": "abc", "colour": "blue"}').version == "abc"
    assert (
        Card(encoder="a", tokenizer="t", terms="b", data="c").model
        == Card(encoder="a", tokenizer="t", terms="b", data="d").model
    )
