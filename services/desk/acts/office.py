"""The way of every act: may they see it, may they do it, is it in the journal; then Kafka, then the read model."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from services.desk.acts.deed import Deed
from services.desk.domain.alert import DeskAlert
from services.desk.domain.mention import DeskMention
from services.desk.domain.refusal import Refused
from services.desk.readmodel import staff
from services.desk.readmodel.freshness import Freshness
from services.desk.readmodel.model import ReadModel
from services.desk.readmodel.topics import DeskTopics
from services.desk.readmodel.uploads import Uploads
from services.desk.readmodel.wanted import Viewer
from shared.audit import AuditJournal, Unwritable
from shared.clock import new_id
from shared.clock import now as clock_now
from shared.contracts.audit_recorded import AuditEntry
from shared.contracts.record import Record
from shared.contracts.staff_changed import Person
from shared.errors import Transient
from shared.media.store import MediaStore
from shared.registry import Registry
from shared.rules.seeing import desks_of, may_see

logger = logging.getLogger(__name__)

Write = Callable[[Sequence[Record]], Awaitable[None]]
"""Writes records in one transaction; raises Transient, with nothing written, while Kafka cannot be reached."""

SAY_TRY_AGAIN = (
    "Nothing was changed. Reading goes on; try again in a minute, and ring the control room if it is urgent."
)


@dataclass(frozen=True, slots=True)
class Acting:
    """A person at work, and the session that the audit log names."""

    person: Person
    session: str | None = None

    @property
    def viewer(self) -> Viewer:
        """As the read model asks."""
        return Viewer(self.person.id, desks_of(self.person))


@dataclass
class Office:
    """What every act needs: the read model, the journal, the way to Kafka, the registry and a clock."""

    model: ReadModel
    journal: AuditJournal
    write: Write
    registry: Registry
    freshness: Freshness
    media: MediaStore
    uploads: Uploads
    topics: DeskTopics = field(default_factory=DeskTopics)
    now: Callable[[], datetime] = clock_now
    claim_lasts: timedelta = timedelta(minutes=30)
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    """One act at a time: who claims first has it."""

    @property
    def names(self) -> dict[str, str]:
        """What everybody is called."""
        return staff.names(self.model.store.db)

    async def saw(self, acting: Acting, items: Iterable[DeskMention | DeskAlert]) -> None:
        """Put views of alerts and reports into the journal, before they are served; other messages need none.

        Raises Refused where the journal cannot be written.
        """
        views: dict[str, dict[str, None]] = {"alert.view": {}, "report.view": {}}
        for item in items:
            if isinstance(item, DeskAlert) or item.alert:
                views["alert.view"][item.id] = None
            elif item.watched:
                views["report.view"][item.id] = None
        for act, seen in views.items():
            if seen:
                await self.journalled(acting, act, tuple(seen))

    async def journalled(self, acting: Acting, act: str, on: tuple[str, ...], *, why: str = "") -> None:
        """Put an act into the journal; with `why`, one that was refused."""
        entry = AuditEntry(
            id=new_id(),
            at=self.now(),
            who=acting.person.id,
            act=act,
            on=on,
            outcome="refused" if why else "done",
            why=why,
            session=acting.session,
        )
        try:
            await self.journal.record(entry)
        except Unwritable as error:
            raise Refused(
                "unavailable",
                str(error),
                "Nothing was done or shown, because every act and view has to be on record. Free space on the desk's "
                "disk. If somebody is in danger, ring the control room.",
            ) from error

    def may_act_now(self) -> None:
        """Return where all was read that colleagues have done; else Refused says to wait."""
        if not self.freshness.caught_up:
            raise Refused("unavailable", "The desk is still reading what colleagues have done.", SAY_TRY_AGAIN)

    async def allowed(
        self, acting: Acting, act: str, thing: str, audience: frozenset[str], *, what: str = "mention"
    ) -> None:
        """Return where this person may see the thing; else the attempt is on record and Refused says whom to ask."""
        if may_see(acting.person, audience):
            return
        await self.journalled(acting, act, (thing,), why="outside their districts")
        raise Refused("forbidden", f"This {what} belongs to {self._whose(audience)}.", self._whom_to_ask(audience))

    async def refused(self, acting: Acting, act: str, things: str | tuple[str, ...], refusal: Refused) -> None:
        """An attempt that was refused goes on record with its reason; that the desk could not act does not."""
        if refusal.kind in ("forbidden", "conflict", "invalid"):
            on = (things,) if isinstance(things, str) else things
            await self.journalled(acting, act, on, why=refusal.title)

    async def carry_out(self, acting: Acting, act: str, things: str | tuple[str, ...], deed: Deed) -> None:
        """Journal the act and do it; Refused says what to do where Kafka is away.

        The journal comes first: an act that then failed has a second entry that says so.
        """
        on = (things,) if isinstance(things, str) else things
        await self.journalled(acting, act, on)
        try:
            await self.do(deed)
        except Refused:
            await self.journalled(acting, act, on, why="not carried out: Kafka could not be reached")
            raise

    async def do(self, deed: Deed) -> None:
        """Write the deed in one transaction and fold what of it is the desk's own to say; not journalled."""
        try:
            await self.write(deed.records(self.topics, self.now()))
        except Transient as error:
            logger.warning("an act could not be written", extra={"why": str(error)})
            raise Refused("unavailable", "The desk cannot reach Kafka.", SAY_TRY_AGAIN) from error
        self.model.apply(*deed.folded())

    def _whose(self, audience: frozenset[str]) -> str:
        names = [self.registry.districts[each].name for each in sorted(audience) if each in self.registry.districts]
        return " and ".join(names) or f"the force's own desk ({self.registry.force.name})"

    def _whom_to_ask(self, audience: frozenset[str]) -> str:
        desk = "the force's own desk" if not audience else f"the {self._whose(audience)} desk or the force's own"
        return f"Ask {desk}, or ask a supervisor for access."
