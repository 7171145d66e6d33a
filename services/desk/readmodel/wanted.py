"""Which mentions are asked for, as SQL: the tab, the filters, and always whose desk it is."""

import re
from dataclasses import dataclass
from datetime import datetime

from services.desk.domain.inbox import HELLO_LASTS, LABELLING_GRACE, UNLABELLED_RANK, Filters, Tab
from services.desk.readmodel.store import epoch_ms
from shared.contracts.staff_changed import FORCE_WIDE

Arguments = list[object]

_STATES = {"open": "closed = 0 AND NOT {held}", "claimed": "closed = 0 AND {held}", "closed": "closed = 1"}
_HELD = "(claimed_by IS NOT NULL AND coalesce(claimed_until, 9e15) > ?)"


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who asks, and the districts whose messages they may see."""

    person: str
    desks: frozenset[str]


@dataclass(slots=True)
class Condition:
    """Clauses that must all hold, with their arguments in order."""

    clauses: list[str]
    arguments: Arguments

    def add(self, clause: str, *arguments: object) -> None:
        """One clause more."""
        self.clauses.append(clause)
        self.arguments.extend(arguments)

    @property
    def sql(self) -> str:
        """All of them."""
        return " AND ".join(self.clauses)


def wanted(viewer: Viewer, tab: Tab | None, filters: Filters, now: datetime) -> Condition:
    """The condition on the table `mention` for what this viewer asks and may see."""
    condition = Condition(["fact IS NOT NULL"], [])
    in_sight(condition, viewer, "audience")
    if tab:
        _in_tab(condition, tab, now)
    for column in ("district", "concern", "platform", "language"):
        if value := getattr(filters, column):
            condition.add(f"{column} = ?", value)
    if filters.tag:
        condition.add("instr(tags, ?)", f" {filters.tag} ")
    if filters.q.strip():
        _with_words(condition, filters.q)
    if filters.state:
        _in_state(condition, filters.state, now)
    _claimed(condition, filters.claimed, viewer, now)
    return condition


def order_of(tab: Tab | None, viewer: Viewer, now: datetime) -> tuple[str, Arguments]:
    """How the tab is sorted: what to take first, first; elsewhere the newest first."""
    if tab == "needs_answer":
        whose = "CASE WHEN claimed_by = ? AND coalesce(claimed_until, 9e15) > ? THEN 0"
        order = f"{whose} WHEN {_HELD} THEN 2 ELSE 1 END, coalesce(urgency, {UNLABELLED_RANK}), received_at, id"
        return order, [viewer.person, epoch_ms(now), epoch_ms(now)]
    if tab == "hello":
        return "received_at, id", []
    return ("closed_at DESC, id" if tab == "done" else "received_at DESC, id DESC"), []


def in_sight(condition: Condition, viewer: Viewer, *audiences: str) -> None:
    """Add that this viewer may see it, by one of these columns at least."""
    if FORCE_WIDE in viewer.desks:
        return
    places = [(column, f" {district} ") for column in audiences for district in sorted(viewer.desks)]
    clause = " OR ".join(f"instr({column}, ?)" for column, _ in places) or "0"
    condition.add(f"({clause})", *(district for _, district in places))


def _in_tab(condition: Condition, tab: Tab, now: datetime) -> None:
    if tab == "done":
        condition.add("closed = 1")
    elif tab == "needs_answer":
        waited = epoch_ms(now - LABELLING_GRACE)
        condition.add("closed = 0 AND (needs_reply = 1 OR (labels IS NULL AND received_at < ?))", waited)
    elif tab == "hello":
        condition.add("closed = 0 AND hello = 1 AND received_at >= ?", epoch_ms(now - HELLO_LASTS))


def _in_state(condition: Condition, state: str, now: datetime) -> None:
    clause = _STATES.get(state, "0").format(held=_HELD)
    condition.add(f"({clause})", *([epoch_ms(now)] if _HELD in clause else []))


def _claimed(condition: Condition, claimed: str, viewer: Viewer, now: datetime) -> None:
    if claimed == "me":
        condition.add(f"{_HELD} AND claimed_by = ?", epoch_ms(now), viewer.person)
    elif claimed == "others":
        condition.add(f"{_HELD} AND claimed_by <> ?", epoch_ms(now), viewer.person)
    elif claimed == "nobody":
        condition.add(f"NOT {_HELD}", epoch_ms(now))


def _with_words(condition: Condition, asked: str) -> None:
    """Each word from its beginning; a script that puts no spaces between words is looked for as it stands."""
    if _UNSPACED.search(asked):
        condition.add("n IN (SELECT rowid FROM words WHERE instr(text, ?))", asked.strip())
        return
    terms = " ".join(f'"{word}"*' for word in re.findall(r"\w+", asked))
    if terms:
        condition.add("n IN (SELECT rowid FROM words WHERE words MATCH ?)", terms)
    else:
        condition.add("n IN (SELECT rowid FROM words WHERE instr(text, ?))", asked.strip())


_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]")
"""Thai, Lao, Burmese, Khmer, Chinese, Japanese; Korean too, whose words carry their endings."""
