"""`bluelamp triage heads`: the history in words, one line for each thing that happened."""

from datetime import timedelta
from pathlib import Path

import pytest

from services.triage.promoted.command import tell
from services.triage.promoted.entries import Entry
from services.triage.promoted.store import Store
from tests.unit.triage.mentions import AT


@pytest.mark.parametrize(
    ("before", "corrections", "told"),
    [
        ("one", 0, "promoted  one -> two, by nightly"),
        ("one", 1, "promoted  one -> two, by nightly, 1 correction"),
        ("one", 12, "promoted  one -> two, by nightly, 12 corrections"),
        ("two", 2, "promoted  two, by nightly, 2 corrections"),
    ],
)
def test_a_promotion_is_told_with_what_it_learnt_from(
    before: str, corrections: int, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = Store(tmp_path / "heads")
    entry = Entry(
        at=AT + timedelta(minutes=1),
        what="promoted",
        version="two",
        before=before,
        by="nightly",
        corrections=corrections,
    )
    store.note(entry)
    assert tell(store, as_json=False) == 0
    assert capsys.readouterr().out.splitlines()[1].endswith(told)
