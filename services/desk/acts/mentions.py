"""Acts on a mention: claim, give back, note, close, open again, correct its labels, claim the next one."""

from collections.abc import Callable

from services.desk.acts.deed import Deed
from services.desk.acts.office import Acting, Office
from services.desk.domain import commands, correction
from services.desk.domain.inbox import Filters
from services.desk.domain.label_form import Values, refuse_unseen
from services.desk.domain.mention import DeskMention
from services.desk.domain.refusal import Refused
from services.desk.readmodel import mentions
from shared.clock import new_id
from shared.contracts.fact import Fact

Decide = Callable[[DeskMention], tuple[str, Fact]]
"""From the mention as it stands, the fact that the act makes, with its transition; raises Refused."""


async def open_mention(office: Office, acting: Acting, mention: str, *, act: str = "mention.view") -> DeskMention:
    """The mention, where this person may see it; a view of a report or an alert is on record before it is returned."""
    item = mentions.find(office.model.store.db, mention)
    if item is None:
        raise Refused(
            "unknown",
            "There is no such mention here.",
            "It may have been removed by its author, or the link may be incomplete. Look in the inbox.",
        )
    await office.allowed(acting, act, mention, item.audience)
    if act == "mention.view":
        await office.saw(acting, [item])
    return item


async def claim(office: Office, acting: Acting, mention: str) -> DeskMention:
    """It is theirs to answer, for a while."""

    def decide(item: DeskMention) -> tuple[str, Fact]:
        claimed = commands.claim(
            item, by=acting.person.id, now=office.now(), lasts=office.claim_lasts, names=office.names
        )
        return "claim.changed", claimed

    return await _act(office, acting, "mention.claim", mention, decide)


async def claim_next(office: Office, acting: Acting, filters: Filters) -> DeskMention:
    """What is most urgent, then oldest, and nobody answers yet."""
    for _ in range(5):  # somebody else may be quicker, a few times
        waiting = mentions.next_to_claim(office.model.store.db, acting.viewer, filters, office.now())
        if waiting is None:
            raise Refused(
                "conflict", "Nothing waits that nobody answers.", "Look again later; new mentions come by themselves."
            )
        try:
            return await claim(office, acting, waiting.id)
        except Refused as refusal:
            if refusal.kind != "conflict":
                raise
    raise Refused("conflict", "Colleagues were quicker each time.", "Try again.")


async def release(office: Office, acting: Acting, mention: str) -> DeskMention:
    """Given back."""
    return await _act(
        office,
        acting,
        "mention.release",
        mention,
        lambda item: ("claim.changed", commands.release(item, by=acting.person.id, now=office.now())),
    )


async def add_note(office: Office, acting: Acting, mention: str, text: str, note_id: str | None = None) -> DeskMention:
    """A remark for colleagues; the same `note_id` again adds nothing."""

    def decide(item: DeskMention) -> tuple[str, Fact]:
        note = commands.note(item, by=acting.person.id, now=office.now(), text=text, note_id=note_id or new_id())
        return "note.added", note

    return await _act(office, acting, "mention.note", mention, decide)


async def close(office: Office, acting: Acting, mention: str, reason: str) -> DeskMention:
    """Done, with its reason."""

    def decide(item: DeskMention) -> tuple[str, Fact]:
        return "mention.closed", commands.close(
            item, by=acting.person.id, now=office.now(), reason=reason, names=office.names
        )

    return await _act(office, acting, "mention.close", mention, decide)


async def reopen(office: Office, acting: Acting, mention: str) -> DeskMention:
    """Something is left to do."""
    return await _act(
        office,
        acting,
        "mention.reopen",
        mention,
        lambda item: ("mention.closed", commands.reopen(item, by=acting.person.id, now=office.now())),
    )


async def correct(
    office: Office, acting: Acting, mention: str, change: correction.Change, shown: Values | None = None
) -> tuple[DeskMention, correction.Corrected]:
    """The labels are as this person says, here at once; triage tells everybody else. With what came of it.

    Refused where they are no more as they were `shown`: nobody confirms what they have not read.
    """
    made: list[correction.Corrected] = []

    def decide(item: DeskMention) -> tuple[str, Fact]:
        refuse_unseen(item.labels, shown)
        corrected = correction.correct(
            item,
            change,
            by=acting.person.id,
            now=office.now(),
            districts=office.registry.districts,
            concerns=office.registry.concerns,
        )
        made.append(corrected)
        return "labels.corrected", corrected.correction

    item = await _act(office, acting, "mention.correct", mention, decide)
    return item, made[0]


async def _act(office: Office, acting: Acting, act: str, mention: str, decide: Decide) -> DeskMention:
    async with office.turn:
        office.may_act_now()
        item = await open_mention(office, acting, mention, act=act)
        try:
            transition, fact = decide(item)
        except Refused as refusal:
            await office.refused(acting, act, mention, refusal)
            raise
        await office.carry_out(acting, act, mention, Deed([(transition, fact)]))
    return mentions.find(office.model.store.db, mention) or item
