"""What came from outside is printed so that it can be read, and cannot move a cursor or colour a line."""

import json
from dataclasses import dataclass, field

from operations.dead.letter import Letter
from operations.dead.verb import chosen
from operations.dead.words import in_a_list, in_full
from operations.tail import as_line, as_text

ESCAPE = "\x1b[2J"


@dataclass(frozen=True)
class _Consumed:
    """What tail looks at of a consumed record."""

    key: bytes | None = b"x:1"
    value: bytes | None = b"{}"
    headers: list[tuple[str, bytes]] = field(default_factory=list)
    topic: str = "t"
    partition: int = 0
    offset: int = 7
    timestamp: int = 1_793_610_000_123


def test_a_record_as_a_line_of_json() -> None:
    headers = [("ce_type", b"mention.received"), ("ce_id", b"1")]
    line = as_line(_Consumed(value='{"text": "Добрий 👮"}'.encode(), headers=headers))
    assert line == {
        "topic": "t",
        "partition": 0,
        "offset": 7,
        "at": "2026-11-02T09:00:00.123+00:00",
        "key": "x:1",
        "type": "mention.received",
        "id": "1",
        "headers": {"ce_type": "mention.received", "ce_id": "1"},
        "value": {"text": "Добрий 👮"},
    }
    assert "Добрий 👮" in as_text(line)


def test_a_tombstone_has_no_value_and_a_strange_record_no_type() -> None:
    line = as_line(_Consumed(value=None, key=None))
    assert (line["value"], line["key"], line["type"]) == (None, None, None)


def test_bytes_that_are_no_text_stay_whole() -> None:
    line = as_line(_Consumed(value=b"\xff\x00", headers=[("odd", b"\xfe")]))
    assert line["value"] == {"base64": "/wA="}
    assert line["headers"] == {"odd": {"base64": "/g=="}}


def test_text_that_is_no_json_is_shown_as_text() -> None:
    assert as_line(_Consumed(value=b"not json"))["value"] == "not json"


def test_a_tailed_line_cannot_steer() -> None:
    value = json.dumps({"text": f"{ESCAPE}\u202e\x9b2J\ud83d"}).encode()
    text = as_text(as_line(_Consumed(value=value)))
    assert text.isprintable()
    assert json.loads(text)["value"] == json.loads(value)


def _letter(value: bytes | None, reason: str = "bad", **more: bytes) -> Letter:
    about = {"topic": b"mention.changed.v1", "error": b"InvalidMessage", "at": b"2026-11-02T09:00:00+00:00"} | more
    headers = [(f"dead_{name}", content) for name, content in about.items()]
    return Letter(0, b"mention.changed.v1|0|3", value, [("ce_type", b"a"), ("dead_reason", reason.encode()), *headers])


def test_a_letter_in_a_list() -> None:
    (line,) = in_a_list([_letter(b"12345", "ce_id is missing")])
    assert line == "mention.changed.v1:0:3  2026-11-02 09:00:00Z        5 B  InvalidMessage: ce_id is missing"


def test_a_letter_cannot_steer() -> None:
    letter = _letter(f"{ESCAPE}a\nb".encode(), ESCAPE, key=ESCAPE.encode())
    assert all(line.isprintable() for line in (*in_a_list([letter]), *in_full(letter)))


def test_a_letter_in_full_shows_its_own_headers_and_text() -> None:
    lines = list(in_full(_letter("né".encode())))
    assert "  ce_type: a" in lines
    assert "value    3 bytes" in lines
    assert lines[-1] == "  né"


def test_bytes_that_are_no_text_are_shown_as_hexadecimal() -> None:
    assert list(in_full(_letter(b"\xff\x00AB")))[-1].split() == ["00000000", "ff", "00", "41", "42", "..AB"]


def test_a_letter_that_lacks_its_headers_is_shown_all_the_same() -> None:
    (line,) = in_a_list([Letter(0, b"k", b"v", [])])
    assert line.startswith("k  ?")


def test_a_letter_is_found_by_its_id_and_by_its_key() -> None:
    letter = _letter(b"12345")
    letters = {letter.id: letter}
    assert chosen(letters, ["mention.changed.v1:0:3", "mention.changed.v1|0|3"]) == [letter]
