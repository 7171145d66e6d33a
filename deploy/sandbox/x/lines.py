"""The lines of a stream, the good ones and the bad."""

from collections.abc import Sequence
from typing import Any

import orjson

from deploy.sandbox.x.dialect import Dialect
from deploy.sandbox.x.state.rules import Rule

END = b"\r\n"

OVERLONG_BYTES = 600_000
"""Beyond the 512 KiB at which tweepy's reader gives up."""

GARBAGE = (
    b"<html><body>upstream error</body></html>" + END,
    b'{"unheard_of":"' + b"x" * OVERLONG_BYTES + b'"}' + END,
    b'{"data":{"id":"17',
)
"""Not JSON; far too long; half a line, after which the connection breaks."""


def post_line(answer: dict[str, Any], rules: Sequence[Rule], dialect: Dialect) -> bytes:
    """A post with the rules that it matched."""
    whole = {**answer, "matching_rules": [each.named() for each in rules]}
    return orjson.dumps(dialect.answer(whole)) + END


def disconnect_line(dialect: Dialect) -> bytes:
    """The announcement that the stream is going to end."""
    error = {
        "title": "operational-disconnect",
        "disconnect_type": "UpstreamOperationalDisconnect",
        "detail": "The stream ends for operational reasons.",
        "type": dialect.problem_type("operational-disconnect"),
    }
    return orjson.dumps({"errors": [error]}) + END
