"""What an act writes in one transaction, and what the read model knows from it at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from services.desk.domain.delivery import Expected
from services.desk.readmodel.fold import Gone
from services.desk.readmodel.topics import DeskTopics
from shared.clock import new_id
from shared.contracts.fact import Fact
from shared.contracts.post_requested import POST_REQUESTED, Command
from shared.contracts.record import Record, record_of, tombstone_of
from shared.contracts.work_changed import Draft

_ASKS = {model: transition for transition, model in POST_REQUESTED.transitions.items()}


@dataclass(frozen=True, slots=True)
class Deed:
    """Facts are the desk's own to say, and are folded at once; what comes of commands the publisher says."""

    facts: Sequence[tuple[str, Fact]] = ()
    """(transition, fact) of alert.changed or work.changed."""
    commands: Sequence[Command] = ()
    expects: Sequence[Expected] = ()
    """How deliveries will begin by these commands."""
    done_drafts: Sequence[str] = ()
    """Drafts that are no more."""

    def records(self, topics: DeskTopics, now: datetime) -> list[Record]:
        """What is written; commands in their order, after the facts."""
        said = [*self.facts, *((_ASKS[type(command)], command) for command in self.commands)]
        written = [
            record_of(topics.writes(transition), transition, fact, id=new_id(), source="desk", time=now)
            for transition, fact in said
        ]
        return written + [tombstone_of(topics.work, key=f"draft:{draft}", scope="work") for draft in self.done_drafts]

    def folded(self) -> tuple[list[Fact], list[Gone]]:
        """What the read model may know before any topic says it."""
        return [*(fact for _, fact in self.facts), *self.expects], [Gone(Draft, draft) for draft in self.done_drafts]
