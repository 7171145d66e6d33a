"""Recorded mentions come from anywhere: what can be sent is sent, what cannot is refused with its line and reason."""

import json
from pathlib import Path

import pytest

from operations.exits import BAD_DATA, NO_INPUT, Stopped
from operations.play.mention import LONGEST_TEXT, Mentions, PlayedMention
from operations.play.rows import LONGEST_LINE, Row, Unusable, rows_of
from shared.registry import load_registry
from shared.settings import CHECKOUT

MENTIONS = Mentions(load_registry(CHECKOUT / "deploy" / "force"))


def _read(file: Path, content: bytes) -> list[PlayedMention | Unusable]:
    file.write_bytes(content)
    return [MENTIONS.of(row) if isinstance(row, Row) else row for row in rows_of(file)]


def _texts(lines: list[PlayedMention | Unusable]) -> list[str]:
    return [line.body["text"] for line in lines if isinstance(line, PlayedMention)]


def _refusals(lines: list[PlayedMention | Unusable]) -> dict[int, str]:
    return {line.number: line.reason for line in lines if isinstance(line, Unusable)}


def test_json_lines_of_every_script_and_length(tmp_path: Path) -> None:
    texts = ["👮‍♀️ thanks 🇬🇧", "Добрий день", "مرحبا", "x" * LONGEST_TEXT, "two\nlines", "\u2028 a separator"]
    content = "".join(json.dumps({"text": text, "account": "hastings"}, ensure_ascii=False) + "\r\n" for text in texts)
    assert _texts(_read(tmp_path / "m.jsonl", b"\xef\xbb\xbf" + content.encode())) == texts


def test_empty_lines_are_passed_over_and_lines_keep_their_numbers(tmp_path: Path) -> None:
    lines = _read(tmp_path / "m.jsonl", b'\n\n{"text":"a","account":"force"}\n\nnonsense\n')
    assert isinstance(lines[0], PlayedMention)
    assert lines[0].number == 3
    assert list(_refusals(lines)) == [5]


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ('"text": "a\\u0000b"', "NUL"),
        ('"text": "half \\ud83d"', "half a character"),
        ('"text": "  "', "no text"),
        ('"text": 5', "no text"),
        ('"text": "%s"' % ("y" * (LONGEST_TEXT + 1)), "25,001 characters"),
        ('"text": "a", "account": "nowhere"', "'nowhere' is neither"),
        ('"text": "a", "account": null', "no account"),
        ('"text": "a", "at": "yesterday"', "RFC 3339"),
        ('"text": "a", "at": "2026-11-02T09:00:00"', "no zone"),
    ],
)
def test_what_no_platform_could_hold_is_refused_and_the_rest_goes_on(tmp_path: Path, fields: str, reason: str) -> None:
    account = "" if "account" in fields else ', "account": "force"'
    lines = _read(tmp_path / "m.jsonl", f'{{{fields}{account}}}\n{{"text":"b","account":"force"}}\n'.encode())
    assert reason in _refusals(lines)[1]
    assert _texts(lines) == ["b"]


def test_bytes_that_are_not_utf_8_spoil_their_own_line_only(tmp_path: Path) -> None:
    lines = _read(tmp_path / "m.jsonl", b'{"text":"caf\xe9","account":"force"}\n{"text":"b","account":"force"}\n')
    assert "UTF-8" in _refusals(lines)[1]
    assert _texts(lines) == ["b"]


def test_a_line_without_end_does_not_fill_the_memory(tmp_path: Path) -> None:
    lines = _read(
        tmp_path / "m.jsonl", b'{"text":"' + b"z" * (3 * LONGEST_LINE) + b'"}\n{"text":"b","account":"force"}'
    )
    assert "longer than" in _refusals(lines)[1]
    assert _texts(lines) == ["b"]


def test_csv_as_spreadsheets_write_it(tmp_path: Path) -> None:
    content = (
        '\ufeffText;Account;Author;Extra\r\n"Hello; ""you""\r\nsecond line";adur;Bob;1\r\n\r\nthird,x;@SBX_rother;;\r\n'
    )
    lines = _read(tmp_path / "m.csv", content.encode())
    assert _texts(lines) == ['Hello; "you"\r\nsecond line', "third,x"]
    accounts = [(line.number, line.body["account"]) for line in lines if isinstance(line, PlayedMention)]
    assert accounts == [(2, "sbx_adur_wor"), (5, "sbx_rother")]


def test_csv_in_utf_16_with_tabs(tmp_path: Path) -> None:
    assert _texts(_read(tmp_path / "m.txt", "account\ttext\nforce\tSąsiad\n".encode("utf-16"))) == ["Sąsiad"]


def test_csv_rows_that_do_not_fit_are_refused(tmp_path: Path) -> None:
    content = b"text,account\nhello, there,force\nshort\ncaf\xe9,force\nb,force\n"
    lines = _read(tmp_path / "m.csv", content)
    assert _texts(lines) == ["b"]
    refusals = _refusals(lines)
    assert "quotes" in refusals[2]
    assert "no account" in refusals[3]
    assert "UTF-8" in refusals[4]


def test_a_quote_that_is_never_closed_is_noticed(tmp_path: Path) -> None:
    content = "text,account\n" + '"open' + "z,force\n" * 40_000 + "b,force\n"
    lines = _read(tmp_path / "m.csv", content.encode())
    assert "quote" in _refusals(lines)[2]
    assert "b" in _texts(lines)


@pytest.mark.parametrize(
    ("name", "content", "status", "why"),
    [
        ("m.jsonl", b"", BAD_DATA, "empty"),
        ("m.jsonl", b'[{"text":"a"}]', BAD_DATA, "one JSON array"),
        ("m.csv", b"words,place\na,b\n", BAD_DATA, "does not name: text, account"),
    ],
)
def test_a_file_without_mentions_says_what_to_do(
    tmp_path: Path, name: str, content: bytes, status: int, why: str
) -> None:
    with pytest.raises(Stopped, match=why) as caught:
        _read(tmp_path / name, content)
    assert caught.value.status == status


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(Stopped, match=r"gone\.jsonl") as caught:
        list(rows_of(tmp_path / "gone.jsonl"))
    assert caught.value.status == NO_INPUT


@pytest.mark.parametrize(
    ("given", "handle"),
    [
        ("sbx_crawley", "sbx_crawley"),
        ("@SBX_Crawley", "sbx_crawley"),
        ("x_crawley", "sbx_crawley"),
        ("crawley", "sbx_crawley"),
        ("worthing", "sbx_adur_wor"),
        ("force", "sbx_force"),
    ],
)
def test_an_account_may_be_given_by_handle_id_or_district(given: str, handle: str) -> None:
    line = MENTIONS.of(Row(1, {"text": "a", "account": given}))
    assert isinstance(line, PlayedMention)
    assert line.body["account"] == handle


@pytest.mark.parametrize("author", ["Jürgen Müller", "a name that is much too long for it", "名前"])
def test_an_author_who_is_no_handle_becomes_one_and_stays_the_same(author: str) -> None:
    lines = [MENTIONS.of(Row(number, {"text": "a", "account": "force", "author": author})) for number in (1, 2)]
    handles = {line.body["author"] for line in lines if isinstance(line, PlayedMention)}
    assert len(handles) == 1
    handle = handles.pop()
    assert len(handle) <= 15
    assert handle.isascii()
