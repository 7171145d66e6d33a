"""`endpoints.json`: where everything is while it runs, for people and scripts."""

import hashlib
import hmac
import json
from collections.abc import Mapping

from deploy.local.layout import Layout
from deploy.local.processes import PROCESSES

SIGN_IN = ("officer", "approver", "supervisor", "it", "media", "officer_crawley")
"""The demo's people, by the ids of operations/demo/staff.toml."""


def sign_in_links(layout: Layout) -> dict[str, str]:
    """A link for each of the demo's people; it can be used many times, and only the sandbox's desk accepts it."""
    key = (layout.secrets / "demo_sign_in_key").read_text().strip()
    return {person: f"{layout.desk}/sign-in?token={_token(key, person)}" for person in SIGN_IN}


def write(layout: Layout, pids: Mapping[str, int]) -> None:
    """Write the file so that no reader ever sees a part of it."""
    endpoints = {
        "kafka": layout.bootstrap,
        "desk": layout.desk,
        "sandbox": {"x": layout.sandbox_x},
        "metrics": {each.name: layout.url(each.asked, "/metrics") for each in PROCESSES if each.has_metrics},
        "sign_in": sign_in_links(layout),
        "pids": dict(pids),
    }
    coming = layout.endpoints.with_suffix(".coming")
    coming.touch(mode=0o600)  # the links let people in
    coming.write_text(json.dumps(endpoints, indent=2) + "\n")
    coming.replace(layout.endpoints)


def remove(layout: Layout) -> None:
    """Nothing runs any more, or not all of it."""
    layout.endpoints.unlink(missing_ok=True)


def _token(key: str, person: str) -> str:
    return f"{person}.{hmac.new(key.encode(), person.encode(), hashlib.sha256).hexdigest()}"
