"""What can be said of a text while somebody writes it, however unfinished: nothing here is kept, sent or refused."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from services.desk.acts import guiding
from services.desk.acts.office import Acting, Office
from services.desk.acts.submitting import FITS, Part
from services.desk.domain import alike, checking, composing
from services.desk.domain.refusal import Refused
from shared.contracts.post_requested import Finding
from shared.x.counting import LIMIT, weighted_length


@dataclass(frozen=True, slots=True)
class LookedAt:
    """One text as it stands."""

    account: str
    shown: str
    """As the platform will get it."""
    used: int
    limit: int
    fault: str
    """Why it cannot be sent so, whatever the guidance says; empty where it can, or where nothing is written yet."""
    recomposed: bool
    """Some of its characters go out in another form than they were typed in."""
    findings: tuple[Finding, ...] = ()
    open: Sequence[Finding] = ()
    """Those that keep it back."""

    @property
    def over(self) -> int:
        """How far the text is beyond what the platform takes."""
        return max(0, self.used - self.limit)


@dataclass(frozen=True, slots=True)
class Likeness:
    """A text that is too much like another of the same post, or like one that another account has."""

    account: str
    """Whose text it is about."""
    other: str
    """The account that says so too."""
    post: str | None
    same: bool
    says: str
    refused: bool
    """Whether it keeps the text back: nearly the same as what another account said is a hint."""


@dataclass(frozen=True, slots=True)
class Looked:
    """All the texts of a post."""

    parts: Sequence[LookedAt]
    alike: Sequence[Likeness]
    variants: Mapping[str, tuple[str, ...]]
    """Other wordings, by account, where two are too much alike."""
    beginnings: tuple[str, ...]
    """The accounts whose wording there is too much like another's still: somebody goes on with it."""


def look_over(
    office: Office,
    acting: Acting,
    parts: Sequence[Part],
    *,
    not_before: datetime | None = None,
    reply_to: str | None = None,
    but: Collection[str] = (),
) -> Looked:
    """What the platform, the guidance and other accounts' posts say of each."""
    looked = [_looked(office, acting, each, not_before, reply_to, but) for each in parts]
    said = [(each.account, each.shown) for each in looked if each.account and each.shown]
    names = {each.id: each.name for each in office.registry.accounts.values()}
    pairs = alike.pairs(said)
    found = [
        Likeness(one, other, None, same, _says(same, names.get(other, other)), refused=True)
        for one, other, same in pairs
    ]
    for account, text in said:
        if elsewhere := guiding.elsewhere(office, account, text, but=but):
            named, same = names.get(elsewhere.item.account, ""), elsewhere.same
            if same:
                found.append(
                    Likeness(account, elsewhere.item.account, elsewhere.item.id, same, _says(same, named), refused=same)
                )
    wanted, registry = {each.account for each in found}, office.registry
    offered, begun = alike.variants(said, wanted, registry), alike.beginnings(said, wanted, registry)
    return Looked(looked, found, offered, begun)


def _looked(
    office: Office,
    acting: Acting,
    part: Part,
    not_before: datetime | None,
    reply_to: str | None,
    but: Collection[str],
) -> LookedAt:
    try:
        shown = composing.normal(part.text)
    except Refused as refusal:
        return LookedAt(part.account, "", 0, LIMIT, f"{refusal.title} {refusal.detail}", recomposed=False)
    account = office.registry.accounts.get(part.account)
    fits = FITS[account.platform if account else "x"]
    fault = (fits(shown) or "") if shown else ""
    used, recomposed = weighted_length(shown), shown != part.text.replace("\r\n", "\n").strip()
    if account is None or not shown:
        return LookedAt(part.account, shown, used, LIMIT, fault, recomposed)
    draft = guiding.draughted(
        office,
        acting,
        account.id,
        shown,
        pictures=part.media,
        not_before=not_before,
        reply_to=reply_to if part.follows is None else None,
    )
    found = guiding.findings(office, draft, checking.usable(part.answers), but=but)
    kept_back = guiding.kept_back(office, acting, account.id, found)
    return LookedAt(part.account, shown, used, LIMIT, fault, recomposed, found, kept_back)


def _says(same: bool, name: str) -> str:  # noqa: FBT001 - a word of the sentence
    return f"{'The same as' if same else 'Nearly the same as'} {name}'s: reword it with what matters to people here."
