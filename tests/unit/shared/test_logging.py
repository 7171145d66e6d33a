"""A log line is one JSON object with ids as fields."""

import json
import logging

from shared.logging import JsonLines, Sparing


def _line(**extra: object) -> dict[str, object]:
    record = logging.makeLogRecord({"name": "services.ingest", "levelname": "INFO", "msg": "stored %d", "args": (3,)})
    vars(record).update(extra)
    line: dict[str, object] = json.loads(JsonLines("ingest").format(record))
    return line


def test_a_line_says_who_what_and_which() -> None:
    line = _line(mention="x:1")
    assert (line["service"], line["message"], line["mention"]) == ("ingest", "stored 3", "x:1")
    assert str(line["at"]).endswith("+00:00")


def test_a_line_stays_one_line() -> None:
    record = logging.makeLogRecord({"msg": "two\nlines"})
    assert "\n" not in JsonLines("ingest").format(record)


def test_a_library_that_repeats_itself_is_heard_once_in_a_while() -> None:
    time = 0.0
    sparing = Sparing(lambda: time)
    noise = [logging.makeLogRecord({"name": "aiokafka", "msg": "no broker %d", "args": (each,)}) for each in range(4)]
    ours = [logging.makeLogRecord({"name": "services.ingest", "msg": "waiting"}) for _ in range(2)]
    assert [sparing.filter(each) for each in (*noise[:3], *ours)] == [True, False, False, True, True]
    time += Sparing.EVERY_S
    assert sparing.filter(noise[3])
    assert vars(noise[3])["left_out"] == 2
