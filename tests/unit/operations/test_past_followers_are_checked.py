"""A file of past followers is believed as a whole or not at all; every wrong line is named with what to do."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from operations.__main__ import main
from operations.exits import BAD_DATA, NO_INPUT, Stopped
from operations.metrics.followers import HOLDS, Followers, read_followers
from operations.play.rows import rows_of
from shared.registry import load_registry
from shared.settings import CHECKOUT

REGISTRY = load_registry(CHECKOUT / "deploy" / "force")
NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)
HEAD = "account,at,followers\n"


def read(file: Path, content: str | bytes) -> Followers:
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_followers(rows_of(file, HOLDS), REGISTRY, NOW)


def test_ids_and_handles_dates_and_times_are_understood(tmp_path: Path) -> None:
    found = read(
        tmp_path / "f.csv",
        HEAD + "x_hastings,2026-05-01,600\n@SBX_Rother,2026-05-01T12:00:00+02:00,0\nx_force,2026-01-31,7\n",
    )
    assert found.unusable == []
    assert [(each.account, each.followers, each.via) for each in found.samples] == [
        ("x_hastings", 600, "import"),
        ("x_rother", 0, "import"),
        ("x_force", 7, "import"),
    ]
    assert [each.at for each in found.samples] == [
        datetime(2026, 5, 1, 22, 59, 59, tzinfo=UTC),  # the day's end in London's summer
        datetime(2026, 5, 1, 10, tzinfo=UTC),
        datetime(2026, 1, 31, 23, 59, 59, tzinfo=UTC),
    ]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_file_of_a_spreadsheet_is_understood(tmp_path: Path, encoding: str) -> None:
    content = "Account;At;Followers\r\nx_hastings;2026-05-01;600\r\n".encode(encoding)
    assert [each.followers for each in read(tmp_path / "f.csv", content).samples] == [600]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("x_nobody,2026-05-01,600", "'x_nobody' is neither"),
        (",2026-05-01,600", "no account"),
        ("x_hastings,2026-05-01,", "stays a gap"),
        ("x_hastings,,600", "no at"),
        ("x_hastings,2026-05-01,-1", "no number of followers"),
        ("x_hastings,2026-05-01,600.0", "no number of followers"),
        ("x_hastings,2026-05-01,many", "no number of followers"),
        ("x_hastings,2026-05-01,99999999999", "more than there are people"),
        ("x_hastings,2026-11-02,600", "yet to come; a date counts at the end of its day"),
        ("x_hastings,2026-11-02T12:00:01Z,600", "is yet to come"),
        ("x_hastings,2026-11-02T11:00:00,600", "has no zone"),
        ("x_hastings,1999-11-02,600", "before there was anything to follow"),
        ("x_hastings,2026-02-30,600", "is neither a date"),
        ("x_hastings,01/05/2026,600", "is neither a date"),
        ("x_hastings,2026-05-01,600,7", "4 cells"),
        ("x_rother,2026-05-03T22:59:59Z,600", "line 2 has the same account and time"),
    ],
)
def test_a_wrong_line_is_named_with_what_to_do(tmp_path: Path, line: str, reason: str) -> None:
    found = read(tmp_path / "f.csv", f"{HEAD}sbx_rother,2026-05-03,600\n{line}\n")
    assert [each.number for each in found.unusable] == [3]
    assert reason in found.unusable[0].reason


def test_bytes_that_are_no_text_are_named_by_their_line(tmp_path: Path) -> None:
    found = read(tmp_path / "f.csv", HEAD.encode() + b"x_hastings,2026-05-01,600\nx_caf\xe9,2026-05-01,600\n")
    assert [(each.number, "UTF-8" in each.reason) for each in found.unusable] == [(3, True)]


@pytest.mark.parametrize(
    ("content", "says", "status"),
    [
        ("", "is empty. Name a file with followers", BAD_DATA),
        ("account,at\nx_hastings,2026-05-01\n", "and does not name: followers.", BAD_DATA),
        ("what\never\n", "and does not name: account, at, followers.", BAD_DATA),
        (HEAD, "no counts below its first line", BAD_DATA),
        (HEAD + "x_hastings,2026-05-01,600\nx_nobody,2026-05-01,600\n", "1 line of .* nothing was written", BAD_DATA),
    ],
)
def test_a_file_that_cannot_be_used_ends_the_verb(
    tmp_path: Path, content: str, says: str, status: int, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "f.csv"
    file.write_text(content)
    assert main(["metrics", "import", str(file)]) == status
    assert re.search(says, capsys.readouterr().err)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(Stopped, match="cannot be read") as stopped:
        list(rows_of(tmp_path / "gone.csv", HOLDS))
    assert stopped.value.status == NO_INPUT


def test_a_dry_run_says_how_many_and_needs_no_kafka(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BLUELAMP_KAFKA", "127.0.0.1:9")
    file = tmp_path / "f.csv"
    file.write_text(HEAD + "x_hastings,2026-05-01,600\nx_hastings,2026-05-02,601\n")
    assert main(["metrics", "import", "--dry-run", str(file)]) == 0
    assert capsys.readouterr().out == "2 counts of 1 account can be imported; nothing was written\n"
