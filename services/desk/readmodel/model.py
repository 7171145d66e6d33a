"""The read model as one thing: folds what the topics say, keeps early words of alerts, tells who looks at a page."""

import sqlite3
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from services.desk.readmodel.changes import Changes
from services.desk.readmodel.fold import Fold, Gone
from services.desk.readmodel.store import Store
from shared.contracts.fact import Fact
from shared.contracts.mention_changed import Mention

EARLY_KEPT = 5_000
"""Mentions whose transaction may still be open: a hanging one holds seconds of them, at 200 a second."""


MERGED_AT_ONCE = 100
"""Pages of the search index that are written in one step: some milliseconds, after which pages get their turn."""
MOVED_SOME = 2
"""As SQLite has it: a merge that changes fewer rows than this had nothing to do."""


@dataclass(frozen=True, slots=True)
class Read:
    """One record as it was read: its place, and its fact, or what a tombstone removed."""

    topic: str
    partition: int
    offset: int
    fact: Fact | None = None
    removed: Gone | None = None


class ReadModel:
    """What the desk knows."""

    def __init__(self, store: Store, districts_of: Mapping[str, Iterable[str]]) -> None:
        self.store = store
        self.changes = Changes()
        self._districts_of = districts_of
        self._early: OrderedDict[str, Mention] = OrderedDict()
        self._unsaid = True
        """Whether the search index may hold what is left of words that were taken out, perhaps before a restart."""

    def fold(self, reads: Sequence[Read], *, moving: bool = True) -> None:
        """Fold records in one transaction with their places, then tell who listens; `moving` False keeps the places."""
        fold = Fold(self.store.db, self._districts_of)
        with self.store.transaction():
            for read in reads:
                if read.removed is not None:
                    fold.forget(read.removed)
                elif read.fact is not None:
                    fold.apply(read.fact)
            if moving:
                for (topic, partition), offset in _last_offsets(reads).items():
                    self.store.move(topic, partition, offset + 1)
        self._unsaid |= fold.touched.unsaid
        self.changes.tell(fold.touched)

    def apply(self, facts: Iterable[Fact], gone: Iterable[Gone] = ()) -> None:
        """Fold what this desk itself has just written; it will come again from the topic, and change nothing then."""
        reads = [Read("", 0, 0, fact) for fact in facts]
        self.fold([*reads, *(Read("", 0, 0, removed=each) for each in gone)], moving=False)

    def forget(self, mentions: Iterable[str]) -> None:
        """Mentions that the topics no longer have."""
        self.apply((), [Gone(Mention, mention) for mention in mentions])

    def overwrite(self) -> Iterator[None]:
        """Write over what deleted words left in the search index, a few milliseconds at each step."""
        if not self._unsaid:
            return
        self._unsaid = False
        pages = -MERGED_AT_ONCE  # below 0: begin to merge everything
        moved = MOVED_SOME
        while moved >= MOVED_SOME:
            before = self.store.db.total_changes
            try:
                self.store.db.execute("INSERT INTO words (words, rank) VALUES ('merge', ?)", (pages,))
            except sqlite3.OperationalError:
                self._unsaid = True
                raise
            moved = self.store.db.total_changes - before
            pages = MERGED_AT_ONCE
            yield

    def hear_early(self, mention: Mention) -> None:
        """Keep the words of a mention that may not be committed yet, for an alert that cannot wait for it."""
        self._early[mention.id] = mention
        self._early.move_to_end(mention.id)
        while len(self._early) > EARLY_KEPT:
            self._early.popitem(last=False)

    def forget_early(self, mention: str) -> None:
        """A removal holds for early words too."""
        self._early.pop(mention, None)

    def early(self, mention: str) -> Mention | None:
        """Those words, while they are kept."""
        return self._early.get(mention)


def _last_offsets(reads: Sequence[Read]) -> dict[tuple[str, int], int]:
    return {(read.topic, read.partition): read.offset for read in reads}
