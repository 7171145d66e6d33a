"""What waits in the inbox: tabs, filters, and the order in which people should take it."""

from dataclasses import dataclass, fields
from datetime import timedelta
from typing import Literal, get_args

Tab = Literal["needs_answer", "hello", "all", "done"]

TABS: dict[Tab, str] = {"needs_answer": "Needs an answer", "hello": "Say hello", "all": "All", "done": "Done"}
"""The tabs and what they are called."""

HELLO_TAGS = frozenset({"praise", "chat"})
"""Worth a word; with anything unkind in it, it is not."""
NOT_HELLO_TAGS = frozenset({"abuse", "spam"})

HELLO_LASTS = timedelta(hours=24)
"""A word of thanks a day later reads as an afterthought."""

LABELLING_GRACE = timedelta(seconds=10)
"""A mention without labels for longer than this is put before people as it is: triage may be unwell."""

URGENCY_RANK = {"immediate": 0, "today": 1, "routine": 2, "none": 3}
"""The order of taking; without labels it counts as today."""
UNLABELLED_RANK = URGENCY_RANK["today"]

PAGE_SIZE = 50
"""Mentions on one page: more than anybody reads, few enough for a phone on a train."""


@dataclass(frozen=True, slots=True)
class Filters:
    """Which mentions are wanted; an empty field filters nothing."""

    district: str = ""
    tag: str = ""
    concern: str = ""
    platform: str = ""
    language: str = ""
    claimed: str = ""
    """`me`, `others` or `nobody`."""
    q: str = ""
    """Words that the text must have, each from its beginning."""
    state: str = ""
    """`open`, `claimed` or `closed`."""

    def given(self) -> dict[str, str]:
        """Those that filter something."""
        return {field.name: value for field in fields(self) if (value := getattr(self, field.name))}


def tab_of(name: str | None) -> Tab:
    """The tab of that name; the first one where there is none."""
    return next((tab for tab in get_args(Tab) if tab == name), "needs_answer")
