"""One invented fact for each transition of each topic, fixed to the letter: what the golden records are made of."""

from datetime import UTC, date, datetime

from shared.contracts.alert_changed import AlertAcknowledged, AlertClosed, AlertPassedOn, AlertRaised
from shared.contracts.audit_recorded import AuditEntry
from shared.contracts.channel_reported import ChannelReport, Gap, Limit
from shared.contracts.concern_changed import Concern, ConcernWithdrawn
from shared.contracts.fact import Fact
from shared.contracts.ingest_progress import Checkpoint
from shared.contracts.labels import Basis, Labels, Place, Reason
from shared.contracts.mention_changed import Author, Media, Mention
from shared.contracts.mention_triaged import Triaged
from shared.contracts.staff_changed import Grant, Person, Training
from shared.contracts.work_changed import Claim, Closing, Correction, Note

AT = datetime(2026, 3, 29, 0, 59, 59, 123456, tzinfo=UTC)
"""A second before London's clocks go forward: times that depend on a zone would show."""

MENTION = Mention(
    id="x:1850000000000000001",
    platform="x",
    platform_id="1850000000000000001",
    accounts=("x_hastings",),
    conversation="x:1850000000000000000",
    author=Author(id="42", handle="invented_one", name="Invented One"),
    text="Cars racing on Bexhill seafront 🚗 «every Friday»",
    link="https://x.com/i/status/1850000000000000001",
    posted_at=AT,
    received_at=AT,
    in_reply_to="x:1850000000000000000",
    in_reply_to_text="What bothers you most where you live?",
    platform_language="en",
    media=(Media(kind="photo", url="https://example.org/a.jpg", alt_text="A road"),),
    recovered=True,
    via="search",
)

LABELS = Labels(
    tags=("community_concern",),
    concern="speeding_and_driving",
    urgency="routine",
    needs_reply=True,
    district="rother",
    place=Place(name="Bexhill", precision="settlement"),
    personal_data=("phone",),
    language="en",
    sentiment="negative",
    alert=False,
    reasons=(Reason(label="district:rother", rule="a place that lies in one district", start=15, end=22),),
)

MACHINE = Basis(kind="machine", method="rules-1", confidence=0.5)

_OF = {"conversation": MENTION.conversation, "link": MENTION.link, "posted_at": AT}
_HANDLED = {"id": MENTION.id, "conversation": MENTION.conversation, "by": "officer", "at": AT}
_TRIAGED = Triaged(
    id=MENTION.id, accounts=("x_hastings",), labels=LABELS, basis=MACHINE, received_at=AT, triaged_at=AT, **_OF
)
_CONCERN = Concern(
    id="0195e2b6-0000-7000-8000-000000000001",
    force="sussex",
    mention=MENTION.id,
    district="rother",
    place=LABELS.place,
    concern="speeding_and_driving",
    urgency="routine",
    basis=MACHINE,
    raised_at=AT,
    **_OF,
)
_PERSON = Person(
    id="officer",
    name="Invented Officer",
    grants=(Grant(role="officer", district="hastings"),),
    training=(Training(course="social_media", valid_from=date(2026, 1, 1), valid_until=date(2027, 1, 1)),),
    by="operator",
    at=AT,
)

EXAMPLES: dict[str, Fact] = {
    "mention.received": MENTION,
    "mention.edited": MENTION,
    "mention.triaged": _TRIAGED,
    "mention.corrected": _TRIAGED,
    "alert.raised": AlertRaised(
        id=MENTION.id,
        accounts=("x_hastings",),
        district="rother",
        reasons=LABELS.reasons,
        basis=MACHINE,
        received_at=AT,
        raised_at=AT,
        **_OF,
    ),
    "alert.acknowledged": AlertAcknowledged(**_HANDLED),
    "alert.passed_on": AlertPassedOn(reference="SBX-1", **_HANDLED),
    "alert.closed": AlertClosed(reason="passed to the control room", **_HANDLED),
    "concern.raised": _CONCERN,
    "concern.revised": _CONCERN,
    "concern.withdrawn": ConcernWithdrawn(
        id=_CONCERN.id,
        force="sussex",
        mention=MENTION.id,
        conversation=MENTION.conversation,
        reason="a person corrected the label",
        withdrawn_at=AT,
    ),
    "claim.changed": Claim(mention=MENTION.id, by="officer", at=AT, until=AT),
    "note.added": Note(id="n1", mention=MENTION.id, by="officer", at=AT, text="Rang the council."),
    "mention.closed": Closing(mention=MENTION.id, by="officer", at=AT, reason="answered"),
    "labels.corrected": Correction(
        mention=MENTION.id,
        accounts=("x_hastings",),
        received_at=AT,
        labels=LABELS,
        was_concern=True,
        by="o",
        at=AT,
        **_OF,
    ),
    "person.added": _PERSON,
    "person.changed": _PERSON,
    "checkpoint.moved": Checkpoint(source="x", newest_id="1", newest_at=AT, complete=True, holder="h", at=AT),
    "channel.reported": ChannelReport(
        account="x_hastings",
        reporter="ingest-x",
        state="up",
        since=AT,
        last_mention_at=AT,
        limits=(Limit(name="search", limit=450, remaining=449, resets_at=AT),),
        gaps=(Gap(since=AT, until=AT, why="older than search can give"),),
        reported_at=AT,
    ),
    "audit.recorded": AuditEntry(id="a1", at=AT, who="officer", act="alert.view", on=(MENTION.id,), outcome="done"),
}
