"""A desk without Kafka: its real pages, rules, read model and journal, with a list in place of the topics."""

from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from services.desk.acts.office import Office
from services.desk.domain.session import sign_in_token
from services.desk.pages.application import application
from services.desk.pages.site import Site
from services.desk.pages.static import desk_assets
from services.desk.readmodel.freshness import Freshness
from services.desk.readmodel.model import ReadModel
from services.desk.readmodel.sessions import Sessions
from services.desk.readmodel.store import Store
from services.desk.readmodel.uploads import Uploads
from services.desk.settings import DeskSettings
from shared.audit import AuditJournal
from shared.contracts.alert_changed import AlertRaised
from shared.contracts.audit_recorded import AuditEntry
from shared.contracts.channel_reported import ChannelReport
from shared.contracts.fact import Fact
from shared.contracts.labelling_reported import LabellingReport, LabellingState
from shared.contracts.labels import Basis, Labels, Place, Reason
from shared.contracts.mention_changed import Author, Mention
from shared.contracts.mention_triaged import Triaged
from shared.contracts.record import Record
from shared.contracts.staff_changed import FORCE_WIDE, Grant, Person, Training
from shared.errors import Transient
from shared.media.store import FolderStore
from shared.registry import Registry, load_registry
from shared.rules.approving import COURSE
from shared.settings import CommonSettings
from shared.status import Seen, SeenAt

DEMO_KEY = "a key for tests"
MACHINE = Basis(kind="machine", method="rules 1", confidence=0.8)
A_QUEENS_ROAD = Place(name="Queens Road", precision="street")


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.time = datetime.now(UTC).replace(microsecond=0)

    def __call__(self) -> datetime:
        """The present."""
        return self.time

    def pass_by(self, **duration: float) -> None:
        """Let time pass."""
        self.time += timedelta(**duration)


class PaperTopics:
    """Takes what the desk writes; `away` plays a broker that cannot be reached."""

    def __init__(self) -> None:
        self.written: list[Record] = []
        self.away = False

    async def __call__(self, records: Sequence[Record]) -> None:
        """Write in one transaction."""
        if self.away:
            raise Transient("no broker answers")
        self.written.extend(records)

    def transitions(self) -> list[str]:
        """What was written, by transition."""
        return [dict(record.headers)["ce_type"].decode() for record in self.written]


class PaperDesk:
    """Everything of the desk except what speaks to Kafka."""

    def __init__(self, folder: Path) -> None:
        self.clock = Clock()
        self.topics = PaperTopics()
        self.registry: Registry = load_registry(CommonSettings().registry)
        self.store = Store(folder / "readmodel.sqlite")
        served = {account.id: account.districts for account in self.registry.accounts.values()}
        self.model = ReadModel(self.store, served)
        self.journal_folder = folder / "audit"
        self.journal = AuditJournal(self.journal_folder)
        self.freshness = Freshness(caught_up=True)
        self.office = Office(
            model=self.model,
            journal=self.journal,
            write=self.topics,
            registry=self.registry,
            freshness=self.freshness,
            media=FolderStore(folder / "media"),
            uploads=Uploads(folder / "uploads.sqlite"),
            now=self.clock,
        )
        self.sessions = Sessions(folder / "sessions.sqlite", "a session key")
        settings = DeskSettings()
        self.site = Site(
            office=self.office,
            sessions=self.sessions,
            assets=desk_assets(settings.style, settings.htmx, settings.uplot),
            freshness=self.freshness,
            look=self._look,
            session_key="a session key",
            demo_key=DEMO_KEY,
            sandbox=True,
        )
        self.seen = Seen(handles={account.id: account.handle for account in self.registry.accounts.values()})
        """What the Status page is told."""
        self.app = application(self.site)
        self.add(*PEOPLE)

    def add(self, *facts: Fact) -> None:
        """Facts arrive from the topics."""
        self.model.apply(facts)

    def audited(self) -> list[AuditEntry]:
        """The journal, from its beginning."""
        return self.journal.after((0, 0)).entries

    @asynccontextmanager
    async def signed_in(self, person: str = "officer", *, browser: bool = False) -> AsyncIterator[httpx.AsyncClient]:
        """A client with this person's token; with `browser`, with a session's cookie instead."""
        headers = {} if browser else {"Authorization": f"Bearer {sign_in_token(person, DEMO_KEY)}"}
        transport = httpx.ASGITransport(app=self.app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://desk", headers=headers) as client:
            if browser:
                await client.get("/sign-in", params={"token": sign_in_token(person, DEMO_KEY)})
            yield client

    def close(self) -> None:
        """Let go of its files."""
        self.model.changes.close()
        self.journal.close()
        self.sessions.close()
        self.office.uploads.close()
        self.store.close()

    async def _look(self) -> SeenAt:
        return SeenAt(self.seen, self.clock())


def person(name: str, role: str, district: str) -> Person:
    """A member of staff with one role, trained."""
    grant = Grant.model_validate({"role": role, "district": district})
    called = f"{name.replace('_', ' ').title()} Tester"
    return Person(id=name, name=called, grants=(grant,), training=(_TRAINED,), by="test", at=_LONG_AGO)


_LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
_TRAINED = Training(course=COURSE, valid_from=date(2026, 1, 1), valid_until=date(2099, 1, 1))

PEOPLE = (
    person("officer", "officer", "hastings"),
    person("approver", "approver", "hastings"),
    person("supervisor", "supervisor", FORCE_WIDE),
    person("media", "media", FORCE_WIDE),
    person("it", "it", FORCE_WIDE),
    person("auditor", "auditor", FORCE_WIDE),
    person("officer_crawley", "officer", "crawley"),
)

_count = iter(range(10**6, 10**9))


def mention(text: str, at: datetime, *, account: str = "x_hastings", conversation: str | None = None) -> Mention:
    """Somebody mentions an account."""
    number = str(next(_count))
    return Mention(
        id=f"x:{number}",
        platform="x",
        platform_id=number,
        accounts=(account,),
        conversation=conversation or f"x:{number}",
        author=Author(id="7", handle="somebody", name="Some Body"),
        text=text,
        link=f"https://x.com/i/status/{number}",
        posted_at=at,
        received_at=at,
    )


def labels(*tags: str, district: str = "hastings", **more: object) -> Labels:
    """Labels that fit the tags, unless said otherwise."""
    emergency = "emergency" in tags
    kind = "other" if {"community_concern", "wrong_place_report"} & set(tags) else None
    said = {
        "tags": tags or ("chat",),
        "concern": kind,
        "urgency": "immediate" if emergency else "routine",
        "needs_reply": not {"chat", "praise", "abuse", "spam"} >= set(tags or ("chat",)),
        "district": district,
        "language": "en",
        "sentiment": "neutral",
        "alert": emergency,
    }
    return Labels.model_validate(said | more)


def triaged(said: Mention, given: Labels, *, basis: Basis = MACHINE, at: datetime | None = None) -> Triaged:
    """Its labels, by the machine."""
    return Triaged(
        id=said.id,
        conversation=said.conversation,
        accounts=said.accounts,
        link=said.link,
        labels=given,
        basis=basis,
        posted_at=said.posted_at,
        received_at=said.received_at,
        triaged_at=at or said.received_at,
    )


def raised(said: Mention, *, district: str = "hastings", at: datetime | None = None) -> AlertRaised:
    """The alert that it raises."""
    return AlertRaised(
        id=said.id,
        conversation=said.conversation,
        accounts=said.accounts,
        district=district,
        link=said.link,
        reasons=(Reason(label="emergency", rule="Says so"),),
        basis=MACHINE,
        posted_at=said.posted_at,
        received_at=said.received_at,
        raised_at=at or said.received_at,
    )


def channel(account: str, at: datetime, *, state: str = "up") -> ChannelReport:
    """What ingest last said of an account."""
    said = {"account": account, "reporter": "ingest-x", "state": state, "since": at, "reported_at": at}
    return ChannelReport.model_validate(said)


def labelling_report(at: datetime, state: LabellingState, *, behind_s: float = 0.0) -> LabellingReport:
    """What a process of triage last said of itself."""
    return LabellingReport(reporter="triage-test", state=state, since=at, behind_s=behind_s, reported_at=at)


def ids(entries: Iterable[AuditEntry], act: str) -> list[str]:
    """What an act was on, in the order of the journal."""
    return [thing for entry in entries if entry.act == act for thing in entry.on]


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[PaperDesk]:
    """A desk of this test's own."""
    own = PaperDesk(tmp_path)
    yield own
    own.close()
