"""A log line is one JSON object with ids as fields."""

import json
import logging

from shared.logging import JsonLines


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
