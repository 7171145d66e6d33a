"""What the calls take and give by which something is written: posts, pictures, and the guidance check before both."""

from typing import Any

from pydantic import Field, JsonValue

from services.desk.acts.media import Chosen
from services.desk.acts.submitting import Asked, Part
from services.desk.pages.api.post_shapes import Time
from services.desk.pages.api.shapes import CallBody, Problem, Shape, Words
from services.desk.readmodel.uploads import Upload
from shared.contracts.post_requested import Content, Finding


class PictureAsked(CallBody):
    """A picture that a post is to have."""

    id: Words = Field(description="As POST /api/media gave it.")
    alt_text: Words = Field(description="What it shows, for those who cannot see it; up to 1,000 characters.")
    expires_at: Time | None = Field(None, description="From then on it may not be published any more.")


class DeliveryAsked(CallBody):
    """One post on one account."""

    account: Words = Field(description="The registry's id, as /api/accounts has it.")
    text: Words = Field(description="Sent in Unicode's form NFC; the answer has it as it will go out.")
    media: tuple[PictureAsked, ...] = Field((), description="Up to four, in the order in which they are shown.")
    follows: int | None = Field(
        None, description="As part of a thread: the place in this list, from 0, of the one that it continues."
    )
    answers: dict[Words, Words] = Field(
        default_factory=dict, description="To the findings of the guidance check that ask, by their `rule`."
    )


class PostAsked(CallBody):
    """What is to be posted: to several accounts with words of their own for each, or as the parts of a thread."""

    deliveries: tuple[DeliveryAsked, ...]
    not_before: Time | None = Field(
        None,
        description="With its zone; as soon as it is approved where it is left out.",
    )
    reply_to: Words | None = Field(None, description="The mention that it answers, which named this account.")
    incident: Words | None = Field(
        None, description="The major incident that it is about: under a supervisor's approval it passes holds for it."
    )

    def wanted(self) -> Asked:
        """As the act takes it."""
        parts = [
            Part(
                each.account,
                each.text,
                media=[Chosen(**picture.model_dump()) for picture in each.media],
                follows=each.follows,
                answers=each.answers,
            )
            for each in self.deliveries
        ]
        return Asked(parts, self.not_before, self.reply_to, self.incident)


class EditAsked(CallBody):
    """A new version of a delivery; what is left out, save the text, stays as it is."""

    text: Words
    media: tuple[PictureAsked, ...] | None = None
    not_before: Time | None = Field(None, description="Null is as soon as it is approved.")
    incident: Words | None = Field(None, description="Empty or null is none.")
    answers: dict[Words, Words] = Field(
        default_factory=dict, description="To findings that are new; answers to the same words are taken over."
    )

    def wanted(self, before: Content) -> Asked:
        """As the act takes it."""
        pictures = before.media if self.media is None else self.media
        chosen = [Chosen(each.id, each.alt_text, each.expires_at) for each in pictures]
        left = {"not_before", "incident"} - self.model_fields_set
        return Asked(
            [Part(before.account, self.text, chosen, answers=self.answers)],
            not_before=before.not_before if "not_before" in left else self.not_before,
            incident=before.incident if "incident" in left else self.incident,
        )


class GuidanceAsked(CallBody):
    """A text as it stands while somebody writes."""

    account: Words
    text: Words
    media: tuple[PictureAsked, ...] = ()
    not_before: Time | None = None
    reply_to: Words | None = None
    answers: dict[Words, Words] = Field(default_factory=dict)
    others: dict[Words, Words] = Field(
        default_factory=dict, description="The texts for further accounts, by account: to be told where they are alike."
    )


class FindingShape(Finding):
    """A finding of the guidance check, with the words that led to it."""

    words: str = Field(description="The stretch of the text from `start` to `end`; empty where it is about no words.")
    keeps_back: bool = Field(description="True while it keeps the text from being sent: answer it, or reword.")


class AlikeShape(Shape):
    """Two texts that are too much alike."""

    account: str = Field(description="Of `others`, or of a post that is out or waits.")
    post: str | None = Field(description="That post's delivery, where it is one.")
    same: bool = Field(description="The same but for case, signs and space: no platform takes that.")
    says: str


class GuidanceShape(Shape):
    """What the guidance check says of a text."""

    text: str = Field(description="As it would go out.")
    used: int = Field(description="Its length as the platform counts.")
    limit: int
    fault: str | None = Field(description="Why the platform would not take it.")
    findings: tuple[FindingShape, ...]
    may_be_sent: bool = Field(description="Whether nothing of this keeps it back.")
    alike: tuple[AlikeShape, ...]
    variants: dict[str, tuple[str, ...]] = Field(
        description="Other wordings, by account: for this one and for each of `others` whose text is too much like it."
    )
    beginnings: tuple[str, ...] = Field(
        (), description="The accounts whose wording in `variants` is too much alike still: go on in your own words."
    )
    guidance: str = Field(description="The version of the force's rules.")


class PictureShape(Shape):
    """A picture as it is kept, bared of everything but what it shows."""

    id: str
    media_type: str
    width: int
    height: int
    bytes: int
    look: str = Field(description="Where to see it.")


class KeptBack(Problem):
    """Why something was not sent, with what of the guidance check is open."""

    field: str | None = Field(None, description="The field that is wrong, where it is one.")
    findings: tuple[dict[str, JsonValue], ...] = Field(
        (), description="Each with `delivery`, its place in the list, and everything that a finding has."
    )
    variants: dict[str, tuple[str, ...]] = Field({}, description="Other wordings, by account, where two are too alike.")
    beginnings: tuple[str, ...] = Field((), description="The accounts whose wording there has to be gone on with.")


KEPT_BACK: dict[int | str, dict[str, Any]] = {422: {"model": KeptBack, "content": {"application/problem+json": {}}}}


def picture_shape(upload: Upload) -> PictureShape:
    """The picture as the calls give it."""
    return PictureShape(
        id=upload.id,
        media_type=upload.media_type,
        width=upload.width,
        height=upload.height,
        bytes=upload.bytes,
        look=f"/api/media/{upload.id}",
    )


def finding_shape(finding: Finding, text: str, *, keeps_back: bool) -> FindingShape:
    """The finding as the calls give it."""
    marked = finding.start is not None and finding.end is not None
    words = text[finding.start : finding.end] if marked else ""
    return FindingShape(**finding.model_dump(), words=words, keeps_back=keeps_back)
