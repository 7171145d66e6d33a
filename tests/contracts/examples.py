"""One invented fact for each transition of each topic, fixed to the letter: what the golden records are made of."""

from datetime import date

from shared.contracts.account_sampled import AccountSample
from shared.contracts.alert_changed import AlertAcknowledged, AlertClosed, AlertPassedOn, AlertRaised
from shared.contracts.audit_recorded import AuditEntry
from shared.contracts.channel_reported import ChannelReport, Gap, Limit
from shared.contracts.concern_changed import Concern, ConcernHeartbeat, ConcernWithdrawn
from shared.contracts.contribution_changed import Contribution
from shared.contracts.district_measured import Measured
from shared.contracts.fact import Fact
from shared.contracts.ingest_progress import Checkpoint
from shared.contracts.labelling_reported import LabellingReport
from shared.contracts.labels import Basis, Labels, Place, Reason
from shared.contracts.mention_changed import MentionRemoved
from shared.contracts.mention_triaged import Triaged
from shared.contracts.post_sampled import PostSample
from shared.contracts.staff_changed import Grant, Person, Training
from shared.contracts.work_changed import Claim, Closing, Correction, Draft, Note, Template, TemplateApproval
from tests.contracts.mention_example import AT, MENTION
from tests.contracts.post_examples import DELIVERY, LATER_POSTS, PICTURE, POSTS

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
    "mention.removed": MentionRemoved(
        id=MENTION.id, conversation=MENTION.conversation, reason="removed by its author", removed_at=AT
    ),
    "mention.triaged": _TRIAGED,
    "mention.relabelled": _TRIAGED.model_copy(update={"version": MENTION.id, "read_at": 7}),
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
    "concern.heartbeat": ConcernHeartbeat(
        id="0195e2b6-0000-7000-8000-000000000002", force="sussex", at=AT, running_since=AT, read_to=AT
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
        id="d1",
        by="officer",
        account="x_hastings",
        text="Caught",
        not_before=AT,
        replaces=DELIVERY.id,
        variants={"x_rother": "Caught in Rye"},
        continued=("And more.",),
        media=(PICTURE,),
        answers={"guilt_before_trial": "Nobody is charged."},
        reply_to=MENTION.id,
        incident="Pier fire",
        at=AT,
    ),
    "template.changed": Template(
        id="t1",
        name="Report it",
        accounts=("x_hastings",),
        texts={"en": "@{handle} We cannot take reports here. {route}", "pl": "@{handle} {route}"},
        use_for=("wrong_place_report",),
        author="officer",
        written_at=AT,
        approvals=(TemplateApproval(by="approver", at=AT, hash="b" * 64),),
        withdrawn_by="approver",
        withdrawn_at=AT,
        at=AT,
    ),
    **POSTS,
    "account.sampled": AccountSample(account="x_hastings", platform="x", at=AT, followers=600, posts=12),
    "post.sampled": PostSample(
        delivery=DELIVERY.id,
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
        entity=f"post:{DELIVERY.id}",
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
        holds_read_to=4,
        in_flight=DELIVERY.id,
        reported_at=AT,
    ),
    "labelling.reported": LabellingReport(
        reporter="triage-host-8412",
        state="without_encoder",
        since=AT,
        behind_s=2.5,
        owed_since=AT,
        detail="the encoder does not start",
        reported_at=AT,
    ),
    "audit.recorded": AuditEntry(id="a1", at=AT, who="officer", act="alert.view", on=(MENTION.id,), outcome="done"),
}

_ALERT = EXAMPLES["alert.raised"]

LATER: dict[str, Fact] = {
    "alert.raised": _ALERT.model_copy(
        update={"about": "violence", "place": LABELS.place, "because": "model", "occasion": MENTION.id}
    ),
    "concern.heartbeat": ConcernHeartbeat(
        id="0195e2b6-0000-7000-8000-000000000002", force="sussex", at=AT, running_since=AT, read_to=AT, owed_since=AT
    ),
    **LATER_POSTS,
    "mention.triaged": _TRIAGED.model_copy(
        update={
            "labels": LABELS.model_copy(
                update={"reasons": (LABELS.reasons[0].model_copy(update={"confidence": 0.5}),)}
            ),
            "basis": Basis(
                kind="machine", method="triage-2", confidence=0.5, model="0a1b2c", heads="3d4e", data="5f6a"
            ),
        }
    ),
}
"""Further examples of transitions that have grown inside since their first golden record."""
