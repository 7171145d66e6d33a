"""The rules of the app's stream: they outlive connections and restarts."""

import sqlite3
import time
from collections.abc import Collection
from dataclasses import dataclass

from deploy.sandbox.x.post import Post
from deploy.sandbox.x.query import Query, parse

SCHEMA = """
CREATE TABLE IF NOT EXISTS rules (
    id INTEGER PRIMARY KEY, value TEXT NOT NULL UNIQUE, tag TEXT, added_at REAL NOT NULL
) STRICT;
"""


@dataclass(frozen=True)
class Rule:
    """A rule of the stream; its value is what makes it unique, its tag cannot be changed."""

    id: int
    query: Query
    tag: str | None
    added_at: float

    def shown(self) -> dict[str, str]:
        """The rule as X writes it; a rule without a tag has none, not an empty one."""
        shown = {"id": str(self.id), "value": self.query.value}
        return shown if self.tag is None else {**shown, "tag": self.tag}

    def named(self) -> dict[str, str]:
        """The rule as a delivered post names it."""
        shown = {"id": str(self.id)}
        return shown if self.tag is None else {**shown, "tag": self.tag}


class Rules:
    """All rules, oldest first; in memory for matching, in the file for good."""

    def __init__(self, state: sqlite3.Connection, delay: float) -> None:
        self._state = state
        self._delay = delay
        rows = state.execute("SELECT id, value, tag, added_at FROM rules ORDER BY id")
        self._rules = {
            identifier: Rule(identifier, parse(value, len(value)), tag, added_at)
            for identifier, value, tag, added_at in rows
        }

    def all(self) -> list[Rule]:
        """Every rule."""
        return list(self._rules.values())

    def last_id(self) -> int:
        """The largest id among them, 0 where there is none."""
        return max(self._rules, default=0)

    def of_value(self, value: str) -> Rule | None:
        """The rule of this value."""
        return next((each for each in self._rules.values() if each.query.value == value), None)

    def add(self, rule: Rule) -> None:
        """Keep a new rule."""
        self._state.execute(
            "INSERT INTO rules VALUES (?, ?, ?, ?)", (rule.id, rule.query.value, rule.tag, rule.added_at)
        )
        self._rules[rule.id] = rule

    def remove(self, rules: Collection[Rule]) -> None:
        """Forget rules."""
        for each in rules:
            self._state.execute("DELETE FROM rules WHERE id = ?", (each.id,))
            self._rules.pop(each.id, None)

    def matching(self, post: Post) -> list[Rule]:
        """The rules that are in effect now and match a post."""
        settled = time.time() - self._delay
        return [each for each in self._rules.values() if each.added_at <= settled and each.query.matches(post)]
