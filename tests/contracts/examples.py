"""One invented fact for each transition of each topic, fixed to the letter: what the golden records are made of."""

from datetime import UTC, date, datetime
from typing import get_args

from shared.contracts.account_sampled import AccountSample
from shared.contracts.alert_changed import AlertAcknowledged, AlertClosed, AlertPassedOn, AlertRaised
from shared.contracts.audit_recorded import AuditEntry
from shared.contracts.channel_reported import ChannelReport, Gap, Limit
from shared.contracts.concern_changed import Concern, ConcernWithdrawn
from shared.contracts.contribution_changed import Contribution
from shared.contracts.district_measured import Measured
from shared.contracts.fact import Fact
from shared.contracts.ingest_progress import Checkpoint
from shared.contracts.labels import Basis, Labels, Place, Reason
from shared.contracts.mention_changed import Author, Media, Mention
from shared.contracts.mention_triaged import Triaged
from shared.contracts.post_changed import COMMAND_REFUSED, Approval, Attempt, CommandRefused, Delivery, State, Step
from shared.contracts.post_requested import (
    Approve,
    Content,
    Edit,
    Reschedule,
    SendBack,
    Settle,
    Submit,
    TakeDown,
    Withdraw,
)
from shared.contracts.post_sampled import PostSample
from shared.contracts.staff_changed import Grant, Person, Training
from shared.contracts.work_changed import Claim, Closing, Correction, Draft, Note

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

_CONTENT = Content(account="x_hastings", text="Caught! «Queens Road» 🚓", not_before=AT)
_DELIVERY = Delivery(
    id="0195e2b6-0000-7000-8000-000000000002",
    post="0195e2b6-0000-7000-8000-000000000003",
    platform="x",
    content=_CONTENT,
    hash=_CONTENT.hash,
    version=4,
    state="posted",
    author="officer",
    submitted_at=AT,
    approval=Approval(by="approver", at=AT, hash=_CONTENT.hash, expires_at=AT),
    attempt=Attempt(number=1, begun_at=AT, deadline=AT, body='{"text": "Caught!"}', staff_offset=7),
    retry_at=AT,
    platform_id="1850000000000000002",
    link="https://x.com/i/status/1850000000000000002",
    posted_at=AT,
    candidates=("https://x.com/i/status/1850000000000000002",),
    reason="the platform took it",
    replaces="0195e2b6-0000-7000-8000-000000000004",
    replaced_by="0195e2b6-0000-7000-8000-000000000005",
    commands=("c1", "c2"),
    refusals=(CommandRefused(command="c2", asked="post.approve", by="officer", at=AT, why="their own post"),),
    history=(Step(transition="post.submitted", at=AT, by="officer"),),
    changed_at=AT,
)
_ASKED = {"id": "c1", "delivery": _DELIVERY.id, "account": "x_hastings", "by": "officer", "at": AT}

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
    "draft.saved": Draft(
        id="d1", by="officer", account="x_hastings", text="Caught", not_before=AT, replaces=_DELIVERY.id, at=AT
    ),
    "post.submit": Submit(post=_DELIVERY.post, content=_CONTENT, replaces=_DELIVERY.replaces, **_ASKED),
    "post.approve": Approve(hash=_CONTENT.hash, version=1, **_ASKED),
    "post.send_back": SendBack(version=1, reason="Say which road.", **_ASKED),
    "post.edit": Edit(replaced_by="0195e2b6-0000-7000-8000-000000000005", **_ASKED),
    "post.withdraw": Withdraw(reason="no longer true", **_ASKED),
    "post.reschedule": Reschedule(version=2, not_before=AT, **_ASKED),
    "post.settle": Settle(outcome="posted", url="https://x.com/i/status/1850000000000000002", **_ASKED),
    "post.take_down": TakeDown(reason="the man was found", **_ASKED),
    **{f"post.{state}": _DELIVERY.model_copy(update={"state": state}) for state in get_args(State)},
    COMMAND_REFUSED: _DELIVERY,
    "account.sampled": AccountSample(account="x_hastings", platform="x", at=AT, followers=600, posts=12),
    "post.sampled": PostSample(
        delivery=_DELIVERY.id,
        account="x_hastings",
        platform="x",
        platform_id="1850000000000000002",
        posted_at=AT,
        at=AT,
        likes=26,
        replies=2,
        reposts=3,
        quotes=1,
        impressions=900,
    ),
    "contribution.changed": Contribution(
        entity=f"post:{_DELIVERY.id}",
        account="x_hastings",
        platform="x",
        districts=("hastings",),
        day="2026-03-29",
        as_of=AT,
        amounts={"posts": 1, "likes": 26, "replies": None},
    ),
    "district.measured": Measured(
        force="sussex",
        district="hastings",
        platform="x",
        measure="followers_growth",
        period="2026-W13",
        value=24,
        as_of=AT,
        complete=True,
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
