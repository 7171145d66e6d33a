"""Logs as one JSON object a line: what happened, and ids; never a person's words, never a token."""

import json
import logging
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime

OURS = ("services", "shared", "operations", "deploy", "__main__")
"""Loggers that begin so are the product's own."""

_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


class JsonLines(logging.Formatter):
    """A log record as one line of JSON; what is passed as `extra` becomes fields."""

    def __init__(self, service: str) -> None:
        super().__init__()
        self._service = service

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "service": self._service,
            "logger": record.name,
            "message": record.getMessage(),
        }
        line |= {name: value for name, value in vars(record).items() if name not in _STANDARD}
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, default=str, ensure_ascii=False)


class Sparing(logging.Filter):
    """Lets a line of a library pass once in `EVERY_S`, with how many like it were left out; ours pass always.

    While a broker is away aiokafka says so hundreds of times a second.
    """

    EVERY_S = 5.0

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._clock = clock
        self._passed: dict[tuple[str, str], tuple[float, int]] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether this line is written."""
        if record.name.split(".")[0] in OURS:
            return True
        kind, now = (record.name, str(record.msg)), self._clock()
        passed_at, left_out = self._passed.get(kind, (-self.EVERY_S, 0))
        if now - passed_at < self.EVERY_S:
            self._passed[kind] = (passed_at, left_out + 1)
            return False
        self._passed[kind] = (now, 0)
        if left_out:
            record.left_out = left_out
        return True


def log_to_stderr(service: str, level: int = logging.INFO) -> None:
    """Send every log line of this process to standard error, libraries' from warnings upwards only."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines(service))
    handler.addFilter(Sparing())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    for ours in OURS:
        logging.getLogger(ours).setLevel(level)
