"""Whether a process is ready, asked as anybody may ask it."""

import json
import urllib.error
import urllib.request

from deploy.local.kafka.ready import serves
from deploy.local.layout import HOST, Layout
from deploy.local.processes import Process

ANSWER_TIMEOUT_S = 2.0

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
    """The last line that a process wrote to its log: of one that waits for a person it says why."""
    try:
        lines = (layout.logs / f"{process.name}.log").read_text("utf-8", "replace").strip().splitlines()
        return str(json.loads(lines[-1])["message"])
    except (OSError, IndexError, ValueError, KeyError, TypeError):
        return "its log says why"


def _reasons(body: bytes) -> str:
    """Of our own services the checks that are not well; of others the answer's beginning."""
    try:
        checks = json.loads(body)["checks"].items()
        return "; ".join(f"{name}: {check['reason']}" for name, check in checks if not check["well"])
    except (ValueError, KeyError, TypeError, AttributeError):
        return body.decode("utf-8", "replace")[:REASON_MOST]
