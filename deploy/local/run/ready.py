"""Whether a process is ready, asked as anybody may ask it."""

import json
import urllib.error
import urllib.request

from deploy.local.kafka.ready import serves
from deploy.local.layout import HOST, Layout
from deploy.local.processes import Process

ANSWER_TIMEOUT_S = 2.0

PLAIN_MOST = 5
"""Lines at a log's end that are shown where they are plain text: settings that are wrong, one on each."""

REASON_MOST = 300
"""Characters of an answer that are shown when it says why something is not ready."""


def why_not(layout: Layout, process: Process) -> str | None:
    """None when it is ready; else what it says, or that it says nothing."""
    if not process.path:
        return None if serves(HOST, layout.port(process.asked)) else "does not answer yet"
    try:
        with urllib.request.urlopen(layout.url(process.asked, process.path), timeout=ANSWER_TIMEOUT_S):  # noqa: S310 - loopback
            return None
    except urllib.error.HTTPError as error:
        if error.code < 500:  # noqa: PLR2004 - it answers; what was asked is not for everybody
            return None
        return _reasons(error.read())
    except OSError:
        return "does not answer yet"


def last_words(layout: Layout, process: Process) -> str:
    """What a process said last in its log, a line of JSON or some of plain text: why it waits for a person."""
    plain: list[str] = []
    try:
        lines = (layout.logs / f"{process.name}.log").read_text("utf-8", "replace").splitlines()
    except OSError:
        lines = []
    for line in reversed(lines[-PLAIN_MOST:]):
        try:
            message = str(json.loads(line)["message"])
        except (ValueError, KeyError, TypeError):
            plain.insert(0, line.strip())
            continue
        return " ".join(plain) or message
    return " ".join(plain) or "Its log says why."


def _reasons(body: bytes) -> str:
    """Of our own services the checks that are not well; of others the answer's beginning."""
    try:
        checks = json.loads(body)["checks"].items()
        return "; ".join(f"{name}: {check['reason']}" for name, check in checks if not check["well"])
    except (ValueError, KeyError, TypeError, AttributeError):
        return body.decode("utf-8", "replace")[:REASON_MOST]
