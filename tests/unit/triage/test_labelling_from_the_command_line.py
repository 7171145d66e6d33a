"""`python -m services.triage label`: a line in, a line out, at once; a wrong line hurts no other."""

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from services.triage.app import desk_of
from services.triage.command import LONGEST_LINE, Desk, Line, label_lines
from services.triage.domain.area import Area
from services.triage.domain.labeller import Labeller
from services.triage.model.loading import FILES
from services.triage.settings import TriageSettings
from shared.exits import PERSON
from shared.registry import Registry
from shared.settings import CHECKOUT, CommonSettings

FIELDS = "id tags concern urgency needs_reply district personal_data language sentiment alert reasons".split()


def answers(labeller: Labeller, area: Area, *lines: str | bytes) -> list[dict[str, Any]]:
    source = io.BytesIO(b"".join((line if isinstance(line, bytes) else line.encode()) + b"\n" for line in lines))
    target = io.BytesIO()
    label_lines(source, target, Desk(labeller, area))
    return [json.loads(line) for line in target.getvalue().splitlines()]


def test_a_mention_gets_all_its_labels(labeller: Labeller, area: Area) -> None:
    (answer,) = answers(labeller, area, '{"id": "7", "text": "Cars racing on Bexhill seafront", "account": "hastings"}')
    assert sorted(answer) == sorted(FIELDS)
    assert (answer["id"], answer["district"]) == ("7", "rother")
    assert {"label": "district:rother", "rule": "a place named lies in this district", "words": "Bexhill seafront"} in (
        answer["reasons"]
    )


@pytest.mark.parametrize(("account", "district"), [("x_lewes", "lewes"), ("lewes", "lewes"), ("force", "unknown")])
def test_an_account_is_an_id_a_district_or_the_force(
    account: str, district: str, labeller: Labeller, area: Area
) -> None:
    line = json.dumps({"id": "1", "text": "Morning all", "account": account})
    assert answers(labeller, area, line)[0]["district"] == district


def test_a_wrong_line_is_named_and_the_rest_goes_on(labeller: Labeller, area: Area) -> None:
    good = '{"id": "1", "text": "Morning", "account": "force"}'
    bad: list[str | bytes] = [
        "not json",
        '{"id": "2", "account": "force"}',
        '{"id": "3", "text": "x", "account": "mars"}',
        b"\xff\xfe",
        "[]",
        "",
    ]
    given = answers(labeller, area, good, *bad, good)
    assert [answer.get("line") for answer in given] == [None, 2, 3, 4, 5, 6, 7, None]
    assert [answer.get("id") for answer in given] == ["1", None, "2", "3", None, None, None, "1"]
    assert "mars" in given[3]["error"]
    assert "text" in given[2]["error"]


def test_a_byte_order_mark_before_the_first_line_is_passed_over(labeller: Labeller, area: Area) -> None:
    good = b'{"id": "1", "text": "Morning", "account": "force"}'
    assert answers(labeller, area, b"\xef\xbb\xbf" + good)[0]["district"] == "unknown"


GIVE = 'give {"id": ..., "text": ..., "account": ...}'


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (b"[]", f"the line is not a JSON object: {GIVE}"),
        (b'"hello"', f"the line is not a JSON object: {GIVE}"),
        (b"", f"the line is empty: leave it out, or {GIVE}"),
        (b" \t\r", f"the line is empty: leave it out, or {GIVE}"),
        (b'{"id": "1"', f"this is not JSON (unexpected end of data, near character 11): {GIVE} on one line"),
        (
            b'{"id": "1", "text": "\\ud83d", "account": "force"}',
            "half of a character, such as an emoji cut in two, near character 22: give the whole of it",
        ),
        ("{'text': 'Café'}".encode("latin-1"), "this is not UTF-8: save the file as UTF-8"),
        (
            b'{"text": 1, "account": "force"}',
            (
                '"id" is missing: give a text that is not empty, or a whole number; '
                '"text" has to be a text in quotation marks'
            ),
        ),
        (
            b'{"id": 1.5, "text": "x", "account": null, "in_reply_to": 7}',
            (
                '"id" has to be a text that is not empty, or a whole number; "account" has to be a registry account '
                'id, a district id or force, in quotation marks; "in_reply_to" has to be the text of the message that '
                "it answers, in quotation marks, or null"
            ),
        ),
    ],
)
def test_what_is_wrong_with_a_line_is_said_plainly_with_what_to_do(
    line: bytes, told: str, labeller: Labeller, area: Area
) -> None:
    (answer,) = answers(labeller, area, line)
    assert answer == {"line": 1, "error": told}


@pytest.mark.parametrize("coding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_each_line_of_a_file_in_utf_16_is_told_to_be_saved_as_utf_8(
    coding: str, labeller: Labeller, area: Area
) -> None:
    lines = '{"id": "1", "text": "Morning \u4e2d", "account": "force"}\r\n' * 3
    target = io.BytesIO()
    assert label_lines(io.BytesIO(lines.encode(coding)), target, Desk(labeller, area)) == (3, 3)
    told = "this is not UTF-8 (it looks like UTF-16): save the file as UTF-8"
    given = [json.loads(line) for line in target.getvalue().splitlines()]
    assert given == [{"line": number, "error": told} for number in (1, 2, 3)]


def test_fields_that_it_does_not_know_are_passed_over(labeller: Labeller, area: Area) -> None:
    line = {"id": "1", "text": "Morning all", "account": "force"}
    plain, more = answers(labeller, area, json.dumps(line), json.dumps({**line, "author": "x", "at": 7}))
    assert plain == more


@pytest.mark.parametrize("asked", [["--help"], ["label", "--help"], ["label", "-h"]])
def test_help_tells_the_fields_of_a_line(asked: list[str]) -> None:
    command = [sys.executable, "-m", "services.triage", *asked]
    result = subprocess.run(command, cwd=CHECKOUT, capture_output=True, check=True, text=True)  # noqa: S603 - our own program
    told = result.stdout
    assert result.stderr == ""
    assert told.startswith("Usage:")
    assert all(field in told for field in [*FIELDS, *Line.model_fields, "line", "error"])
    assert "a registry account id, a district id, or force" in told
    assert "the text (not the id) of the message that it answers" in told
    assert "Any other field is passed over" in told


@pytest.mark.parametrize(
    ("wrong", "told"),
    [([], ""), (["x"], "1 of 2 lines were refused"), (["x", "[]"], "2 of 3 lines were refused")],
)
def test_refused_lines_are_counted_and_stop_nothing(wrong: list[str], told: str) -> None:
    lines = ['{"id": "1", "text": "Morning", "account": "force"}', *wrong]
    ended = subprocess.run(
        [sys.executable, "-m", "services.triage", "label"],
        cwd=CHECKOUT,
        input="\n".join(lines).encode(),
        capture_output=True,
        check=False,
    )
    assert ended.returncode == 0
    assert ended.stderr.decode().startswith(told)
    assert ended.stderr.count(b"\n") == (1 if wrong else 0)
    assert len(ended.stdout.splitlines()) == len(lines)


def test_a_line_without_end_is_refused_and_not_kept(labeller: Labeller, area: Area) -> None:
    good = '{"id": "1", "text": "Morning", "account": "force"}'
    given = answers(labeller, area, "x" * (3 * LONGEST_LINE), good)
    assert "longer" in given[0]["error"]
    assert given[1]["id"] == "1"


def test_the_last_line_needs_no_line_break(labeller: Labeller, area: Area) -> None:
    target = io.BytesIO()
    label_lines(io.BytesIO(b'{"id": "1", "text": "Morning", "account": "force"}'), target, Desk(labeller, area))
    assert json.loads(target.getvalue())["id"] == "1"


def test_the_answer_comes_before_the_next_line_is_sent() -> None:
    command = [sys.executable, "-m", "services.triage", "label"]
    with subprocess.Popen(command, cwd=CHECKOUT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:  # noqa: S603 - our own command
        assert process.stdin is not None
        assert process.stdout is not None
        for number in range(2):
            line = {"id": str(number), "text": "Man with a knife outside now", "account": "hastings"}
            process.stdin.write(json.dumps(line).encode() + b"\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["alert"] is True
        process.stdin.close()
        assert process.wait(timeout=10) == 0


def test_an_unknown_word_is_answered_with_the_usage() -> None:
    result = subprocess.run(
        [sys.executable, "-m", "services.triage", "labels"], cwd=CHECKOUT, capture_output=True, check=False, text=True
    )
    assert result.returncode == 2
    assert result.stderr.startswith("Usage:")


@pytest.mark.parametrize("state", ["missing", "damaged"])
@pytest.mark.parametrize("file", ["encoder.onnx", "tokenizer.json"])
def test_a_model_without_a_file_of_its_encoder_or_with_a_damaged_one_labels_without_it_and_says_so(
    file: str, state: str, tmp_path: Path, registry: Registry
) -> None:
    for each in FILES.iterdir():
        if each.name != file:
            (tmp_path / each.name).symlink_to(each)
    if state == "damaged":
        (tmp_path / file).write_bytes((FILES / file).read_bytes() + b" ")
    desk, why = desk_of(CommonSettings(home=tmp_path), TriageSettings(model=tmp_path), registry)
    assert desk.sense is None
    assert desk.labeller.learnt is not None
    assert file in why


@pytest.mark.parametrize("asked", ["label", "heads"])
def test_answers_that_cannot_be_written_are_an_error_in_one_line(asked: str) -> None:
    with Path("/dev/full").open("wb") as full:
        result = subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "-m", "services.triage", asked],
            cwd=CHECKOUT,
            check=False,
            input=b'{"id": "1", "text": "hello", "account": "force"}\n',
            stdout=full,
            stderr=subprocess.PIPE,
        )
    assert result.returncode == PERSON
    assert result.stderr.decode().splitlines() == [
        "The answers cannot be written: No space left on device. Make room there and run it again."
    ]


def test_a_file_that_cannot_be_written_is_named_and_is_not_taken_for_the_answers(tmp_path: Path) -> None:
    row = [""] * 34
    row[2], row[7], row[21] = "Nether Wibble", "Village", "Wealden"
    (tmp_path / "TQ00.csv").write_text(",".join(row) + "\n", encoding="utf-8")
    asked = f"gazetteer import {tmp_path}/TQ00.csv --out {tmp_path}/places"
    command = f"ulimit -f 0; exec {sys.executable} -m services.triage {asked}"
    result = subprocess.run(["/bin/sh", "-c", command], cwd=CHECKOUT, check=False, capture_output=True, text=True)  # noqa: S603 - our own words
    told = f"{tmp_path}/places/places.csv cannot be written: File too large. Make room there and run it again.\n"
    assert (result.returncode, result.stdout, result.stderr) == (PERSON, "", told)


def test_answers_with_nowhere_to_go_are_an_error_in_one_line() -> None:
    command = f"exec {sys.executable} -m services.triage heads >&-"
    result = subprocess.run(["/bin/sh", "-c", command], cwd=CHECKOUT, check=False, capture_output=True, text=True)  # noqa: S603 - our own words
    told = "The answers cannot be written: standard output is closed. Open it and run it again.\n"
    assert (result.returncode, result.stderr) == (PERSON, told)


def test_a_reader_who_goes_away_ends_it_quietly() -> None:
    command = f"yes | {sys.executable} -m services.triage label | head -1"
    result = subprocess.run(["/bin/sh", "-c", command], cwd=CHECKOUT, check=True, capture_output=True)  # noqa: S603 - our own words
    assert result.stderr == b""
